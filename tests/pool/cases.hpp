// What the pooling tests share: arrays of any strides within memory that must not be touched,
// and a reference in long double that reads cell by cell.
#pragma once

#include "support/random.hpp"

#include <bellcurve/pool.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <limits>
#include <numeric>
#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

namespace cases {

using bellcurve::array_view;
using bellcurve::block_pool;
using bellcurve::index_t;
using bellcurve::matrix_view;
using bellcurve::pool_options;
using bellcurve::pooled_extent;
using bellcurve::remainder_mode;

template <class S>
using result = std::conditional_t<std::is_same_v<S, double>, double, float>;

/// How the axes of an array lie in memory: the axes from the outermost to the innermost, whether
/// each runs backwards, and how many elements are left free behind each run.
struct placing {
  std::vector<int> order;
  std::vector<bool> reversed;
  std::vector<index_t> gap;
};

inline placing c_order(int axes) {
  placing p;
  for (int k = 0; k < axes; ++k) p.order.push_back(k);
  p.reversed.assign(static_cast<std::size_t>(axes), false);
  p.gap.assign(static_cast<std::size_t>(axes), 0);
  return p;
}

inline placing any_placing(int axes, support::random& r) {
  placing p = c_order(axes);
  if (r.below(2) == 0) {
    for (std::size_t k = p.order.size(); k > 1; --k)
      std::swap(p.order[k - 1],
                p.order[static_cast<std::size_t>(r.below(static_cast<index_t>(k)))]);
  }
  for (std::size_t k = 0; k < p.order.size(); ++k) {
    p.reversed[k] = r.below(4) == 0;
    p.gap[k] = r.below(3) == 0 ? r.below(4) : 0;
  }
  return p;
}

/// An array within a larger block of memory that must stay as it is.
template <class T>
class array {
 public:
  static constexpr T guard = T(77);

  array(std::vector<index_t> shape, const placing& where) : shape_(std::move(shape)) {
    const std::size_t axes = shape_.size();
    strides_.assign(axes, 1);
    index_t step = 1, first = 0;
    for (std::size_t k = axes; k-- > 0;) {
      const auto axis = static_cast<std::size_t>(where.order[k]);
      step += where.gap[axis];
      strides_[axis] = where.reversed[axis] ? -step : step;
      const index_t reach = std::max<index_t>(shape_[axis] - 1, 0) * step;
      if (where.reversed[axis]) first += reach;
      step += reach;
    }
    first_ = pad + first;
    memory_.assign(static_cast<std::size_t>(step + 2 * pad), guard);
  }
  explicit array(std::vector<index_t> shape)
      : array(shape, c_order(static_cast<int>(shape.size()))) {}

  array_view<T> view() { return {memory_.data() + first_, shape_, strides_}; }
  array_view<const T> view() const { return {memory_.data() + first_, shape_, strides_}; }
  matrix_view<const T> matrix() const {
    return {memory_.data() + first_, shape_[0], shape_[1], strides_[0], strides_[1]};
  }
  T& operator()(const std::vector<index_t>& index) { return memory_[at(index)]; }
  const T& operator()(const std::vector<index_t>& index) const { return memory_[at(index)]; }
  const std::vector<index_t>& shape() const { return shape_; }
  index_t size() const {
    return std::accumulate(shape_.begin(), shape_.end(), index_t(1), std::multiplies<>());
  }

  /// Calls f(index) for each element.
  template <class F>
  void each(F&& f) const {
    if (size() == 0) return;
    std::vector<index_t> index(shape_.size(), 0);
    for (;;) {
      f(index);
      std::size_t k = index.size();
      while (k > 0 && ++index[k - 1] == shape_[k - 1]) index[--k] = 0;
      if (k == 0) return;
    }
  }
  /// In C order.
  std::vector<T> values() const {
    std::vector<T> v;
    each([&](const auto& index) { v.push_back((*this)(index)); });
    return v;
  }
  /// Elements outside the array that were written.
  index_t damage() const {
    std::vector<bool> inside(memory_.size(), false);
    each([&](const auto& index) { inside[at(index)] = true; });
    index_t count = 0;
    for (std::size_t k = 0; k < memory_.size(); ++k) count += !inside[k] && memory_[k] != guard;
    return count;
  }
  bool untouched() const {
    return std::ranges::all_of(memory_, [](T v) { return v == guard; });
  }

 private:
  static constexpr index_t pad = 37;  // odd: aligned to nothing but the element
  std::size_t at(const std::vector<index_t>& index) const {
    index_t offset = first_;
    for (std::size_t k = 0; k < index.size(); ++k) offset += index[k] * strides_[k];
    return static_cast<std::size_t>(offset);
  }
  std::vector<index_t> shape_, strides_;
  index_t first_ = 0;
  std::vector<T> memory_;
};

template <class S>
void randomize(array<S>& a, support::random& r) {
  a.each([&](const auto& index) {
    if constexpr (std::is_integral_v<S>) {
      a(index) = static_cast<S>(r.bits());
    } else {
      a(index) = static_cast<S>(r.normal() * std::exp2(static_cast<double>(r.below(12))));
    }
  });
}

template <class T>
bool same_bits(const std::vector<T>& a, const std::vector<T>& b) {
  return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * sizeof(T)) == 0;
}

/// A call in all its parts.
template <class S>
struct call {
  using T = result<S>;
  array<S> in;
  array<T> kernel;
  pool_options options = {};
  std::optional<array<std::uint8_t>> mask = std::nullopt;

  std::size_t row_axis() const { return static_cast<std::size_t>(options.batch_axes); }
  std::array<index_t, 2> stride() const {
    return options.stride.value_or(std::array<index_t, 2>{kernel.shape()[0], kernel.shape()[1]});
  }
  std::vector<index_t> out_shape() const {
    std::vector<index_t> shape = in.shape();
    for (std::size_t a : {0U, 1U})
      shape[row_axis() + a] =
          pooled_extent(shape[row_axis() + a], kernel.shape()[a], stride()[a], options.remainder);
    return shape;
  }
  void run(array<T>& out) const {
    pool_options o = options;
    if (mask) o.mask = mask->matrix();
    block_pool(in.view(), kernel.matrix(), out.view(), o);
  }
  array<T> run() const {
    array<T> out(out_shape());
    run(out);
    return out;
  }
};

struct exact {
  long double value, magnitude;  ///< the sum, and that of the absolute values
};

/// One result, and what the bound is a multiple of.
template <class S>
exact reference(const call<S>& c, const std::vector<index_t>& index) {
  const std::size_t row = c.row_axis();
  long double sum = 0, magnitude = 0, all = 0, valid = 0;
  std::vector<index_t> cell = index;
  for (index_t k = 0; k < c.kernel.shape()[0]; ++k) {
    for (index_t l = 0; l < c.kernel.shape()[1]; ++l) {
      const long double w = c.kernel({k, l});
      all += w;
      const index_t i = index[row] * c.stride()[0] + k, j = index[row + 1] * c.stride()[1] + l;
      if (i >= c.in.shape()[row] || j >= c.in.shape()[row + 1]) continue;
      if (c.mask && (*c.mask)({i, j}) == 0) continue;
      cell[row] = i;
      cell[row + 1] = j;
      const long double x = c.in(cell);
      sum += w * x;
      magnitude += std::abs(w * x);
      valid += w;
    }
  }
  if (!c.mask) return {sum, magnitude};
  if (valid == 0) return {std::numeric_limits<long double>::quiet_NaN(), 0};
  return {sum / valid * all, magnitude / valid * all};
}

/// The largest error as a share of the documented bound; 1e9 where one is NaN and the other not.
template <class S>
double worst(const call<S>& c, const array<result<S>>& out) {
  using T = result<S>;
  constexpr long double u = std::numeric_limits<T>::epsilon() / 2;
  const auto terms = static_cast<long double>(c.kernel.shape()[0] + c.kernel.shape()[1] - 1);
  // Second order, and what is lost where products are subnormal.
  const long double share = (c.mask ? 3 * terms + 2 : terms) * u * 1.001L;
  const auto least =
      static_cast<long double>(c.kernel.size()) * std::numeric_limits<T>::denorm_min();
  long double most = 0;
  out.each([&](const auto& index) {
    const exact e = reference(c, index);
    const long double value = out(index);
    const bool nan = std::isnan(e.value);
    if (nan || std::isnan(value)) {
      most = std::max(most, nan && std::isnan(value) ? 0.0L : 1e9L);
    } else {
      most = std::max(most, std::abs(value - e.value) / (share * e.magnitude + least));
    }
  });
  return static_cast<double>(most);
}

}  // namespace cases
