// What the pooling tests share: a call in all its parts, and a reference in long double that reads
// cell by cell.
#pragma once

#include "support/arrays.hpp"
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

using support::any_placing;
using support::array;
using support::c_order;
using support::fenced;
using support::placing;
using support::randomize;
using support::same_bits;

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

struct judged {
  long double share;     ///< of the documented bound; 1e9 where one is NaN and the other not
  long double relative;  ///< error, to the sum of the absolute products
};

/// One result.
template <class S>
judged judge_result(const call<S>& c, result<S> value, const std::vector<index_t>& index) {
  using T = result<S>;
  constexpr long double u = std::numeric_limits<T>::epsilon() / 2;
  const auto terms = static_cast<long double>(c.kernel.shape()[0] + c.kernel.shape()[1] - 1);
  // Second order, and what is lost where products are subnormal.
  const long double share = (c.mask ? 3 * terms + 2 : terms) * u * 1.001L;
  const auto least =
      static_cast<long double>(c.kernel.size()) * std::numeric_limits<T>::denorm_min();
  const exact e = reference(c, index);
  const bool nan = std::isnan(e.value);
  if (nan || std::isnan(value)) return {nan && std::isnan(value) ? 0.0L : 1e9L, 0};
  const long double off = std::abs(static_cast<long double>(value) - e.value);
  const bool normal = e.magnitude >= std::numeric_limits<T>::min();
  return {off / (share * e.magnitude + least), normal ? off / e.magnitude : 0};
}

/// The largest error as a share of the documented bound; 1e9 where one is NaN and the other not.
template <class S>
double worst(const call<S>& c, const array<result<S>>& out) {
  long double most = 0;
  out.each(
      [&](const auto& index) { most = std::max(most, judge_result(c, out(index), index).share); });
  return static_cast<double>(most);
}

}  // namespace cases
