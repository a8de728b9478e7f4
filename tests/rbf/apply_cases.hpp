// What the tests of rbf_apply share: a reference in long double with the documented bound of each
// element of the result.
#pragma once

#include "cases.hpp"

#include <cmath>
#include <limits>

namespace cases {

using bellcurve::rbf_apply;

/// Types of points, and of vectors and results.
template <class Points, class Vectors>
struct types {
  using T = Points;
  using V = Vectors;
};
#define BELLCURVE_APPLY_TYPES \
  cases::types<float, float>, cases::types<double, double>, cases::types<float, double>

/// K of a call and the bounds of its elements.
template <class T>
class exact_matrix {
 public:
  /// \param which fused: with the bounds that hold whatever the source of exponents
  exact_matrix(matrix_view<const T> x, matrix_view<const T> y, const rbf_params& params,
               bool symmetric = false, bellcurve::engine which = bellcurve::engine::fused)
      : cols_(y.rows()) {
    const bool direct = bellcurve::rbf_error_bound<T>(x.cols(), params, which).least == 0;
    k_.reserve(static_cast<std::size_t>(x.rows() * y.rows()));
    error_.reserve(k_.capacity());
    const T variance = static_cast<T>(params.variance);
    const double gamma = params.gamma.value_or(1.0 / static_cast<double>(x.cols()));
    for (index_t i = 0; i < x.rows(); ++i) {
      for (index_t j = 0; j < y.rows(); ++j) {
        if (symmetric && i == j) {  // exactly, by contract
          k_.push_back(static_cast<T>(static_cast<double>(variance) + params.noise));
          error_.push_back(0);
          flushed_.push_back(false);
          continue;
        }
        const long double t = support::exponent(x, i, y, j, gamma);
        k_.push_back(variance * std::exp(-t));
        error_.push_back(direct ? support::bound_by_differences(t, variance, x.cols())
                                : support::bound_of_entry(t, variance, x.cols()));
        flushed_.push_back(support::may_be_zero(t, variance, x.cols()));
        if (flushed_.back()) error_.back() = std::max(error_.back(), k_.back());
      }
    }
  }

  struct judged {
    double share;             ///< of the bound
    double relative;          ///< error, to sum_j K_ij |v_j|
    bool flushed;             ///< most of the bound is of elements that may be 0
    long double allowed = 0;  ///< the bound itself
  };
  /// How much of the bound `value`, meant to be sum_j K_ij v(j, c), uses. With w the unit roundoff
  /// of V: sum_j error_ij |v_j| for the elements, and (c + 3) w sum_j K_ij |v_j| for at most
  /// c = min(m, 1024) products and their sum in V, sums of those in double, and the rounding of the
  /// result. Each product may lose half the smallest subnormal number besides.
  template <class V>
  judged judge(V value, index_t i, matrix_view<const V> v, index_t c) const {
    constexpr long double w = std::numeric_limits<V>::epsilon() / 2;
    constexpr long double tiny = std::numeric_limits<V>::denorm_min();
    const auto products = static_cast<long double>(std::min<index_t>(cols_, 1024));
    long double exact = 0, size = 0, flushed = 0,
                allowed = static_cast<long double>(cols_ + 1) * tiny;
    for (index_t j = 0; j < cols_; ++j) {
      const auto at = static_cast<std::size_t>(i * cols_ + j);
      const auto vj = static_cast<long double>(v(j, c));
      exact += k_[at] * vj;
      size += k_[at] * std::abs(vj);
      if (flushed_[at]) flushed += k_[at] * std::abs(vj);
      allowed += (error_[at] + (products + 3) * w * k_[at]) * std::abs(vj);
    }
    const long double off = std::abs(static_cast<long double>(value) - exact);
    if (off != off) return {1e9, 1e9, false};
    // Below the normal numbers of V, and where elements may be 0, there is nothing to be relative
    // to.
    const bool normal = size >= std::numeric_limits<V>::min() && flushed <= 1e-20L * size;
    return {static_cast<double>(off / allowed), normal ? static_cast<double>(off / size) : 0,
            flushed > allowed / 2, allowed};
  }
  template <class V>
  double used(V value, index_t i, matrix_view<const V> v, index_t c) const {
    return judge(value, i, v, c).share;
  }

  template <class V, class Out>
  double worst(const Out& out, index_t rows, matrix_view<const V> v) const {
    double w = 0;
    for (index_t i = 0; i < rows; ++i)
      for (index_t c = 0; c < v.cols(); ++c) w = std::max(w, used(out(i, c), i, v, c));
    return w;
  }

 private:
  index_t cols_;
  std::vector<long double> k_, error_;
  std::vector<bool> flushed_;
};

/// Both forms for a number of vectors, over guarded memory.
template <class T, class V>
void check_apply(index_t n, index_t m, index_t d, std::initializer_list<index_t> columns) {
  CAPTURE(n);
  CAPTURE(m);
  CAPTURE(d);
  const auto xs = support::normal<T>(n, d, 81), ys = support::normal<T>(m, d, 82);
  const auto x = rows_of(xs, n, d), y = rows_of(ys, m, d);
  const double gamma = 1.0 / static_cast<double>(d + 1);
  const rbf_params params{.gamma = gamma, .variance = 1.5};
  const rbf_params noisy{.gamma = gamma, .variance = 1.5, .noise = 0.25};
  const exact_matrix<T> k(x, y, params), s(x, x, noisy, true);
  for (index_t r : columns) {
    CAPTURE(r);
    const auto vs = support::normal<V>(m, r, 83), us = support::normal<V>(n, r, 84);
    const auto v = rows_of(vs, m, r), u = rows_of(us, n, r);
    for_engines([&](auto engine) {
      guarded<V> out(n, r, r + 3), square(n, r);
      rbf_apply(x, y, v, params, out.view(), {.engine = engine});
      CHECK(k.worst(out, n, v) < 1);
      CHECK(out.damage() == 0);
      rbf_apply(x, u, noisy, square.view(), {.engine = engine});
      CHECK(s.worst(square, n, u) < 1);
      CHECK(square.damage() == 0);
    });
  }
}

}  // namespace cases
