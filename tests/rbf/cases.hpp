// What the RBF tests share: guarded output memory and a call with a check.
#pragma once

#include "support/random.hpp"
#include "support/reference.hpp"

#include <bellcurve/info.hpp>
#include <bellcurve/rbf.hpp>

#include <doctest/doctest.h>

#include <vector>

namespace cases {

using bellcurve::index_t;
using bellcurve::matrix_view;
using bellcurve::rbf_kernel;
using bellcurve::rbf_options;
using bellcurve::rbf_params;

template <class T>
matrix_view<const T> rows_of(const std::vector<T>& v, index_t rows, index_t cols) {
  return {v.data(), rows, cols};
}

/// Calls f(engine) for every engine that there is.
template <class F>
void for_engines(F&& f) {
  using bellcurve::engine;
  for (engine which : {engine::automatic, engine::blas, engine::fused}) {
    if (which == engine::blas && !bellcurve::blas().usable) continue;
    INFO("engine " << bellcurve::to_string(which));
    f(which);
  }
}

/// A rows x cols output within a larger block of memory that must stay as it is.
template <class T>
class guarded {
 public:
  static constexpr T guard = T(-77);

  /// row_stride 0: contiguous.
  guarded(index_t rows, index_t cols, index_t row_stride = 0, index_t col_stride = 1)
      : rows_(rows),
        cols_(cols),
        rs_(row_stride == 0 ? cols * col_stride : row_stride),
        cs_(col_stride) {
    // An odd offset: the base is aligned to nothing but the element.
    const index_t reach = std::max<index_t>(rows - 1, 0) * std::abs(rs_) +
                          std::max<index_t>(cols - 1, 0) * std::abs(cs_) + 1;
    first_ = pad_ + (rs_ < 0 ? (rows - 1) * -rs_ : 0) + (cs_ < 0 ? (cols - 1) * -cs_ : 0);
    memory_.assign(static_cast<std::size_t>(reach + 2 * pad_), guard);
  }
  matrix_view<T> view() { return {memory_.data() + first_, rows_, cols_, rs_, cs_}; }
  T operator()(index_t i, index_t j) const {
    return memory_[static_cast<std::size_t>(first_ + i * rs_ + j * cs_)];
  }
  /// Elements outside the view that were written.
  index_t damage() const {
    std::vector<bool> inside(memory_.size(), false);
    for (index_t i = 0; i < rows_; ++i)
      for (index_t j = 0; j < cols_; ++j)
        inside[static_cast<std::size_t>(first_ + i * rs_ + j * cs_)] = true;
    index_t count = 0;
    for (std::size_t k = 0; k < memory_.size(); ++k) count += !inside[k] && memory_[k] != guard;
    return count;
  }
  bool untouched() const {
    for (T v : memory_)
      if (v != guard) return false;
    return true;
  }

 private:
  static constexpr index_t pad_ = 37;
  index_t rows_, cols_, rs_, cs_, first_ = 0;
  std::vector<T> memory_;
};

/// The worst use of the documented bound over all entries; NaN counts as 1e9.
/// \param engine fused: the bound that holds whatever the source of exponents
template <class T, class K>
double worst(const K& k, matrix_view<const T> x, matrix_view<const T> y, const rbf_params& params,
             const std::vector<double>& scale = {},
             bellcurve::engine engine = bellcurve::engine::fused) {
  long double w = 0;
  const bellcurve::rbf_bound bound = bellcurve::rbf_error_bound<T>(x.cols(), params, engine);
  const double gamma = params.gamma.value_or(0.5);
  for (index_t i = 0; i < x.rows(); ++i) {
    for (index_t j = 0; j < y.rows(); ++j) {
      const T variance = static_cast<T>(params.variance);
      const long double used = support::used_of_bound<T>(
          k(i, j), support::exponent(x, i, y, j, gamma, scale), variance, bound);
      w = std::max(w, used == used ? used : 1e9L);
      if (k(i, j) > variance || k(i, j) < 0) w = 1e9L;
    }
  }
  return static_cast<double>(w);
}

}  // namespace cases
