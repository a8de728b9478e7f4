// Calls of filters, right and wrong, as the tests of filters describe them.
#pragma once

#include "filter/reference.hpp"
#include "fuzz/support/any_arrays.hpp"
#include "fuzz/support/input.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

namespace fuzz {

using bellcurve::border;
using bellcurve::filter_options;
using bellcurve::filter_params;

/// Numbers without extremes, whose powers a bound can speak of; or integers of any bits.
template <class S>
void fill_samples(array<S>& a, input& in) {
  if constexpr (std::is_integral_v<S>) {
    support::random r(in.byte());
    const bool ends = in.once_in(3);
    a.each([&](const auto& i) {
      a(i) = static_cast<S>(r.bits());
      if (ends) a(i) = r.below(2) == 0 ? std::numeric_limits<S>::max() : S(0);
    });
  } else {
    fill(a, in, /*wild=*/false);
    const int power = in.once_in(3) ? static_cast<int>(in.below(180)) - 130 : 0;
    const double scale = std::ldexp(1.0, std::is_same_v<S, double> ? 7 * power : power);
    a.each([&](const auto& i) { a(i) = static_cast<S>(a(i) * scale); });
  }
}

struct drawn_params {
  filter_params params;
  bool valid = true;
  /// Kernels of which neither a weight nor a sum can be infinite or nothing.
  bool ordinary = true;
};

/// One value for each of `axes`, or one for all.
template <class V, class Draw>
std::vector<V> values_for(std::size_t axes, input& in, const Draw& draw) {
  std::vector<V> all(in.once_in(2) ? axes : 1);
  for (V& v : all) v = draw();
  return all;
}

inline drawn_params any_filter(input& in, int axes, bool derivatives) {
  drawn_params d;
  filter_params& p = d.params;
  if (in.once_in(3)) {
    for (int k = 0; k < axes; ++k)
      if (in.once_in(2)) p.axes.push_back(in.once_in(2) ? k - axes : k);
    if (p.axes.size() > 1 && in.once_in(2)) std::swap(p.axes.front(), p.axes.back());
    if (in.once_in(16)) p.axes.push_back(axes), d.valid = false;
  }
  const std::size_t count = p.axes.empty() ? static_cast<std::size_t>(axes) : p.axes.size();
  p.sigma = values_for<double>(count, in, [&] {
    if (!in.once_in(8)) return 0.3 + static_cast<double>(in.below(64)) * 0x1p-4;
    d.ordinary = false;
    return in.once_in(2) ? 0.0 : in.number();
  });
  if (derivatives && in.once_in(2)) {
    p.order = values_for<int>(count, in, [&] { return static_cast<int>(in.below(5)); });
    if (in.once_in(16)) p.order.front() = 5, d.valid = false;
  }
  constexpr border modes[] = {border::reflect, border::mirror, border::nearest, border::wrap,
                              border::constant};
  p.mode = values_for<border>(count, in, [&] { return in.one_of(modes); });
  if (in.once_in(4)) p.cval = static_cast<double>(in.below(100));
  if (in.once_in(3)) {
    p.truncate = static_cast<double>(in.below(24)) * 0.25;
  } else if (in.once_in(3)) {
    p.radius = values_for<index_t>(count, in, [&] { return in.below(30); });
    if (in.once_in(16)) p.radius.front() = -1, d.valid = false;
  }
  if (in.once_in(32)) p.truncate = -1, d.valid = false;
  if (in.once_in(32)) p.cval = std::numeric_limits<double>::infinity(), d.valid = false;
  return d;
}

/// So that a reference in long double does not take long.
inline std::vector<index_t> any_shape(input& in, index_t most) {
  const index_t axes = 1 + in.below(in.once_in(8) ? 5 : 3);
  std::vector<index_t> shape;
  index_t left = most;
  for (index_t k = 0; k < axes; ++k) {
    const index_t e = any_extent(in, std::min<index_t>(left, axes == 1 ? 400 : 140));
    shape.push_back(e);
    left = std::max<index_t>(left / std::max<index_t>(e, 1), 1);
  }
  return shape;
}

/// How many products a reference would form.
inline double work_of(const filter_params& p, const std::vector<index_t>& shape) {
  double size = 1, taps = 0;
  for (const index_t e : shape) size *= static_cast<double>(e);
  const std::size_t axes = p.axes.empty() ? shape.size() : p.axes.size();
  for (std::size_t k = 0; k < axes; ++k) {
    const double sigma = reference::value_for(p.sigma, k);
    const double radius = p.radius.empty() ? p.truncate * sigma + 0.5
                                           : static_cast<double>(reference::value_for(p.radius, k));
    if (sigma > 1e-15) taps += 2 * radius + 1;
  }
  const double work = size * taps;
  return std::isfinite(work) ? work : 1e300;
}

}  // namespace fuzz
