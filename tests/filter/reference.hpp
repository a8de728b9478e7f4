// What the tests of filters compare with: sums over the taps in long double, sample by sample,
// borders by walking to and fro, and with them the documented bound of each sample.
#pragma once

#include "support/arrays.hpp"
#include "support/random.hpp"

#include <bellcurve/filter.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

namespace reference {

using bellcurve::array_view;
using bellcurve::border;
using bellcurve::filter_options;
using bellcurve::filter_params;
using bellcurve::index_t;
using support::any_placing;
using support::array;
using support::c_order;
using support::placing;
using support::same_bits;
using real = long double;

/// What elements S are computed in.
template <class S>
using compute = std::conditional_t<std::is_same_v<S, double>, double, float>;

inline constexpr border every_border[] = {border::reflect, border::mirror, border::nearest,
                                          border::wrap, border::constant};

/// The sample at place j of a line of n, by one reflection or turn at a time; -1 for cval.
inline index_t stand_in(index_t j, index_t n, border mode) {
  while (j < 0 || j >= n) {
    switch (mode) {
      case border::reflect:
        j = j < 0 ? -1 - j : 2 * n - 1 - j;
        break;
      case border::mirror:
        if (n == 1) return 0;
        j = j < 0 ? -j : 2 * n - 2 - j;
        break;
      case border::nearest:
        j += j < 0 ? 1 : -1;
        break;
      case border::wrap:
        j += j < 0 ? n : -n;
        break;
      case border::constant:
        return -1;
    }
  }
  return j;
}

/// Taps, and what they may be off in the type that is computed in.
struct kernel {
  index_t radius = 0;
  std::vector<real> weight;  ///< out(i) = sum of weight[k] in(i + k - radius)
  std::vector<real> slack;   ///< of each product: its roundings, and the error of the weight
};

/// The derivative of the Gaussian from its definition: (-1)^n sigma^-n He_n(x / sigma) g(x), over
/// the sum of g; reversed.
template <class T>
kernel make_kernel(double sigma, int order, index_t radius) {
  constexpr real u = std::numeric_limits<T>::epsilon() / 2;
  constexpr real u64 = std::numeric_limits<double>::epsilon() / 2;
  kernel k;
  k.radius = radius;
  const real s = sigma;
  real sum = 0;
  for (index_t x = -radius; x <= radius; ++x) {
    const real z = static_cast<real>(x) / s;
    sum += std::exp(-z * z / 2);
  }
  const auto taps = static_cast<real>(2 * radius + 1);
  for (index_t x = radius; x >= -radius; --x) {
    const real z = static_cast<real>(x) / s, g = std::exp(-z * z / 2) / sum;
    const real he[] = {1, z, z * z - 1, z * (z * z - 3), (z * z - 6) * z * z + 3};
    const real scale = g == 0 ? 0 : g / std::pow(s, static_cast<real>(order));
    const real w = g == 0 ? 0 : (order % 2 == 0 ? 1 : -1) * he[order] * scale;
    // docs/ACCURACY.md, "Kernels": computed in double, then rounded to T. Odd derivatives are
    // exactly antisymmetric.
    const real of_double = order == 0 ? 5 * g
                           : order % 2 == 1 && x == 0
                               ? 0
                               : 18 * scale * std::pow(1 + std::abs(z), static_cast<real>(order));
    k.weight.push_back(w);
    k.slack.push_back(u64 * of_double + u * std::abs(w) * (std::is_same_v<T, double> ? 0 : 1) +
                      taps * u * std::abs(w));
  }
  return k;
}

/// An array in C order, what each sample may be off, and the sums of absolute values.
struct field {
  std::vector<index_t> shape;
  std::vector<real> value, magnitude, error;

  index_t size() const { return static_cast<index_t>(value.size()); }
  index_t step(std::size_t axis) const {
    index_t step = 1;
    for (std::size_t k = axis + 1; k < shape.size(); ++k) step *= shape[k];
    return step;
  }
};

/// One axis. What was off before is carried along; `beyond` stands outside for border::constant.
template <class T>
field filter_axis(const field& in, std::size_t axis, const kernel& k, border mode, real beyond) {
  field out = in;
  const index_t n = in.shape[axis], step = in.step(axis);
  // Where products or weights are subnormal they are off by so much.
  const auto taps = static_cast<real>(k.weight.size());
  for (index_t at = 0; at < in.size(); ++at) {
    const index_t i = at / step % n;
    real value = 0, magnitude = 0, error = 0;
    for (index_t q = -k.radius; q <= k.radius; ++q) {
      const auto tap = static_cast<std::size_t>(q + k.radius);
      const index_t j = stand_in(i + q, n, mode);
      const auto from = static_cast<std::size_t>(at + (j - i) * step);
      const real w = k.weight[tap], absolute = std::abs(w);
      value += w * (j < 0 ? beyond : in.value[from]);
      const real size = j < 0 ? std::abs(beyond) : in.magnitude[from];
      magnitude += absolute * size;
      error += (j < 0 ? 0 : absolute * in.error[from]) + k.slack[tap] * size;
    }
    const auto f = static_cast<std::size_t>(at);
    out.value[f] = value;
    out.magnitude[f] = magnitude;
    out.error[f] = error + taps * std::numeric_limits<T>::denorm_min() * (1 + in.magnitude[f]);
  }
  return out;
}

/// A call in all its parts.
template <class S, class R = S>
struct call {
  using T = compute<S>;
  array<S> in;
  filter_params params = {};
  filter_options options = {};
  std::optional<array<std::uint8_t>> mask = std::nullopt;

  filter_options with_mask() const {
    filter_options o = options;
    if (mask) o.mask = mask->view();
    return o;
  }
  void run(array<R>& out) const { gaussian_filter(in.view(), params, out.view(), with_mask()); }
  array<R> run() const {
    array<R> out(in.shape());
    run(out);
    return out;
  }
};

template <class V>
auto value_for(const V& values, std::size_t k) {
  return values[values.size() == 1 ? 0 : k];
}

/// All axes, in the order given. `cval` is 1 for a field of weights.
template <class T>
field filter_all(field f, const filter_params& p, real cval) {
  const std::size_t axes = p.axes.empty() ? f.shape.size() : p.axes.size();
  for (std::size_t k = 0; k < axes; ++k) {
    const int given = p.axes.empty() ? static_cast<int>(k) : p.axes[k];
    const auto axis =
        static_cast<std::size_t>(given < 0 ? given + static_cast<int>(f.shape.size()) : given);
    const double sigma = value_for(p.sigma, k);
    if (sigma <= 1e-15) continue;
    const index_t radius =
        p.radius.empty() ? static_cast<index_t>(p.truncate * sigma + 0.5) : value_for(p.radius, k);
    f = filter_axis<T>(f, axis, make_kernel<T>(sigma, value_for(p.order, k), radius),
                       value_for(p.mode, k), cval);
  }
  return f;
}

template <class S, class R>
field as_field(const call<S, R>& c) {
  field f;
  f.shape = c.in.shape();
  c.in.each([&](const auto& i) { f.value.push_back(static_cast<real>(c.in(i))); });
  for (const real v : f.value) f.magnitude.push_back(std::abs(v));
  f.error.assign(f.value.size(), 0);
  return f;
}

/// The exact result, and the bound of its error (docs/ACCURACY.md, "Filters").
template <class S, class R>
field expected(const call<S, R>& c) {
  using T = compute<S>;
  field f = as_field(c);
  const auto cval = static_cast<real>(static_cast<T>(c.params.cval));
  if (!c.mask && !c.options.nan_is_missing) return filter_all<T>(f, c.params, cval);
  // The normalized convolution.
  field weight = f;
  std::size_t at = 0;
  c.in.each([&](const std::vector<index_t>& i) {
    bool valid = !(c.options.nan_is_missing && std::isnan(f.value[at]));
    if (c.mask) {
      std::vector<index_t> j = i;
      for (std::size_t k = 0; k < j.size(); ++k) j[k] = c.mask->shape()[k] == 1 ? 0 : j[k];
      valid = valid && (*c.mask)(j) != 0;
    }
    weight.value[at] = weight.magnitude[at] = valid ? 1 : 0;
    if (!valid) f.value[at] = f.magnitude[at] = 0;
    ++at;
  });
  f = filter_all<T>(f, c.params, cval);
  weight = filter_all<T>(weight, c.params, 1);
  constexpr real u = std::numeric_limits<T>::epsilon() / 2;
  const real least = c.options.min_weight;
  for (std::size_t k = 0; k < f.value.size(); ++k) {
    const real w = weight.value[k];
    // The library lets some 4 u for each tap pass, so that what is valid throughout counts as such.
    const real margin = 6 * weight.error[k];
    if (w == 0 || w < least - margin) {
      f.value[k] = std::numeric_limits<real>::quiet_NaN();  // to be filled
      continue;
    }
    // Where rounding decides, either is right; but what is valid throughout counts as 1.
    const bool open = w < 1e-30L || std::abs(w - least) <= margin;
    f.value[k] /= w;
    f.error[k] =
        open && least > 0 && (least < 1 || w < 1 - 1e-15L)
            ? std::numeric_limits<real>::infinity()
            : (f.error[k] + weight.error[k] * f.magnitude[k] / w) / w + u * std::abs(f.value[k]);
    f.magnitude[k] /= w;
  }
  return f;
}

/// Whether results are what no finite input can do: for each sample, whether its kernel covers one
/// that is not finite.
template <class S, class R>
std::vector<bool> covered(const call<S, R>& c) {
  std::vector<bool> bad;
  c.in.each([&](const auto& i) { bad.push_back(!std::isfinite(static_cast<double>(c.in(i)))); });
  field f = as_field(c);
  const filter_params& p = c.params;
  const std::size_t axes = p.axes.empty() ? f.shape.size() : p.axes.size();
  for (std::size_t k = 0; k < axes; ++k) {
    const int given = p.axes.empty() ? static_cast<int>(k) : p.axes[k];
    const auto axis =
        static_cast<std::size_t>(given < 0 ? given + static_cast<int>(f.shape.size()) : given);
    const double sigma = value_for(p.sigma, k);
    if (sigma <= 1e-15) continue;
    const index_t radius =
        p.radius.empty() ? static_cast<index_t>(p.truncate * sigma + 0.5) : value_for(p.radius, k);
    const index_t n = f.shape[axis], step = f.step(axis);
    std::vector<bool> next(bad.size());
    for (index_t at = 0; at < f.size(); ++at) {
      const index_t i = at / step % n;
      bool any = false;
      for (index_t q = -radius; q <= radius && !any; ++q) {
        const index_t j = stand_in(i + q, n, value_for(p.mode, k));
        any = j >= 0 && bad[static_cast<std::size_t>(at + (j - i) * step)];
      }
      next[static_cast<std::size_t>(at)] = any;
    }
    bad = next;
  }
  return bad;
}

/// The filters with a derivative along each axis, exact and with their bounds.
template <class S>
std::vector<field> along_each_axis(const array<S>& in, filter_params p, int order) {
  std::vector<field> all;
  const std::size_t axes = p.axes.empty() ? in.shape().size() : p.axes.size();
  for (std::size_t k = 0; k < axes; ++k) {
    p.order.assign(axes, 0);
    p.order[k] = order;
    all.push_back(expected(call<S, compute<S>>{.in = in, .params = p}));
  }
  return all;
}

/// The largest error as a share of the bound; 1e9 where one is NaN and the other not.
template <class S, class R>
double worst(const call<S, R>& c, const array<R>& out) {
  const field e = expected(c);
  std::size_t at = 0;
  real most = 0;
  const real second_order = 1.001L;
  out.each([&](const auto& index) {
    const real got = static_cast<real>(out(index));
    real want = e.value[at], bound = e.error[at] * second_order;
    ++at;
    if (std::isinf(bound)) return;
    if constexpr (std::is_integral_v<R>) {
      want = std::isnan(want) ? static_cast<real>(c.options.fill.value_or(0))
                              : std::clamp<real>(want, std::numeric_limits<R>::min(),
                                                 std::numeric_limits<R>::max());
      bound += 0.5L;
    } else if (std::isnan(want) && c.options.fill) {
      want = static_cast<real>(static_cast<R>(*c.options.fill));
      bound = 0;
    }
    if (std::isnan(want) || std::isnan(got)) {
      most = std::max(most, std::isnan(want) && std::isnan(got) ? 0.0L : 1e9L);
    } else if (got != want) {
      most = std::max(most, std::abs(got - want) / (bound + std::numeric_limits<real>::min()));
    }
  });
  return static_cast<double>(most);
}

}  // namespace reference
