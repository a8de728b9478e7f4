#include "line.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace bellcurve::kernels {
namespace {

// 1 / sqrt(2 pi) and sqrt(2 pi) in two parts.
constexpr dd inv_sqrt_2pi = {0x1.9884533d43651p-2, -0x1.cbc0d30ebfd15p-56};
constexpr dd sqrt_2pi = {0x1.40d931ff62706p+1, -0x1.a6a0d6f814637p-53};

/// Below this a cell's share of the mass is 0, 1/2 or 1: a centre in double is on the border
/// of two cells or 2^-54 away from it, which is then 2^46 sigma. Sampled weights that a sum
/// divides are, too: their exponents are equal or differ by 2^-54 / (2 sigma^2).
constexpr double tiny_sigma = 0x1p-100;

bool is_impulse(const axis& a) noexcept {
  if (a.discretization == discretization::bessel) return a.sigma == 0;
  const bool limit =
      a.discretization == discretization::mass || a.normalization == normalization::sum;
  return a.sigma == 0 || (limit && a.order == 0 && a.sigma < tiny_sigma);
}

/// The share of a cell, 0 if it is not in the array.
void add_share(line& l, index_t i, double share) noexcept {
  if (i < 0 || i >= l.size || share == 0) return;
  if (l.share[0] == 0) l.impulse_at = i;
  l.share[i == l.impulse_at ? 0 : 1] = share;
}

/// A unit impulse at the centre; with `moved`, where it lies outside, in the nearest cell.
void prepare_impulse(line& l, bool split, bool moved) noexcept {
  const index_t near = nearest_cell(l.size, l.center);
  const double off = l.center - static_cast<double>(near);
  l.how = method::impulse;
  if (split && off > -1 && off < 1) {
    const double lower = std::floor(l.center);
    const auto cell = static_cast<index_t>(lower);
    add_share(l, cell, (lower + 1) - l.center);
    add_share(l, cell + 1, l.center - lower);
  } else if (!split && off == 0.5) {
    add_share(l, near, 0.5);
    add_share(l, near + 1, 0.5);
  } else if (!split && off >= -0.5 && off < 0.5) {
    add_share(l, near, off == -0.5 ? 0.5 : 1.0);
  }
  if (!moved) return;
  if (l.share[0] == 0) add_share(l, near, 1);
  l.divisor = l.share[0] + l.share[1];
}

/// The point that weights are relative to.
void choose_reference(line& l, bool sum) noexcept {
  if (!sum || l.how == method::bessel_table || l.how == method::bessel_wide) return;
  const auto near = static_cast<double>(nearest_cell(l.size, l.center));
  const double off = l.center - near;
  if (l.how == method::sampled) {
    l.relative = true;
    l.reference = near;
  } else if (!(std::abs(off) <= 0.5)) {  // otherwise a cell holds the centre, and half the mass
    l.relative = true;
    l.reference = off < 0 ? near - 0.5 : near + 0.5;
  }
}

void set_unit(line& l, normalization to) noexcept {
  const double inverse_peak = value(sqrt_2pi * l.sigma);
  l.unit = value(l.inverse * inv_sqrt_2pi);
  double height_one = 1;
  if (l.how == method::impulse || l.how == method::bessel_table) {
    l.unit = 1;
    height_one = inverse_peak;
  } else if (l.how == method::mass && l.sigma < 1) {
    l.unit = inv_sqrt_2pi.hi;
    height_one = l.sigma;
  }
  if (to == normalization::density) l.factor = l.unit;
  if (to == normalization::none && l.sigma != 0) l.factor = height_one;
}

double raw_weight(const line& l, index_t i) noexcept {
  switch (l.how) {
    case method::impulse: {
      if (i == l.impulse_at) return l.share[0];
      return i == l.impulse_at + 1 ? l.share[1] : 0;
    }
    case method::sampled:
      return sampled_weight(l, i);
    case method::mass:
      return mass_weight(l, i);
    case method::bessel_table:
      return table_weight(l, i);
    case method::bessel_wide:
      return wide_weight(l, i);
  }
  return 0;
}

void raw_weights(const line& l, index_t first, index_t count, double* out) noexcept {
  const double odd = l.order % 2 == 0 ? 1 : -1;
  for (index_t k = 0; k < count; ++k) {
    const index_t i = first + k, mirror = l.size - 1 - i;
    if (!l.mirrored || i <= mirror) {
      out[k] = raw_weight(l, i);
    } else {
      out[k] = odd * (mirror >= first ? out[mirror - first] : raw_weight(l, mirror));
    }
  }
}

/// Keeps the raw weights of the first cells. \return The sum of all.
double sum_of(line& l) noexcept {
  dd sum;
  l.kept = std::min(strip, l.size);
  raw_weights(l, 0, l.kept, l.raw.data());
  for (index_t i = 0; i < l.kept; ++i) sum = sum + l.raw[static_cast<std::size_t>(i)];
  double buffer[block];
  for (index_t first = l.kept; first < l.size; first += block) {
    const index_t count = std::min(block, l.size - first);
    raw_weights(l, first, count, buffer);
    for (index_t k = 0; k < count; ++k) sum = sum + buffer[k];
  }
  return value(sum);
}

/// Whether all but the nearest cell vanish beside it.
bool only_nearest(const line& l, const axis& a) noexcept {
  return l.how == method::mass && a.order == 0 && l.relative &&
         std::abs(l.reference - l.center) * l.inverse.hi * l.inverse.hi > no_weight;
}

void choose_method(line& l, const axis& a) noexcept {
  const bool sum = a.normalization == normalization::sum;
  const bool split = a.discretization == discretization::bessel;
  if (is_impulse(a)) return prepare_impulse(l, split, sum);
  l.how = a.discretization == discretization::mass ? method::mass : method::sampled;
  if (split) {
    l.relative = sum;
    prepare_bessel(l);
  }
  choose_reference(l, sum);
  if (sum && only_nearest(l, a)) prepare_impulse(l, split, true);
}

}  // namespace

index_t nearest_cell(index_t size, double x) noexcept {
  const double last = static_cast<double>(size - 1);
  return static_cast<index_t>(std::clamp(std::ceil(x - 0.5), 0.0, last));
}

void prepare(line& l, const axis& a) noexcept {
  l.size = a.size;
  l.center = a.center;
  l.sigma = a.sigma;
  l.mirrored = 2 * a.center == static_cast<double>(a.size - 1);
  const double inverse = 1 / a.sigma;
  l.inverse = {inverse, std::isfinite(inverse) ? std::fma(-inverse, a.sigma, 1.0) * inverse : 0.0};
  l.inverse2 = l.inverse * l.inverse;
  // A derivative is divided by the sum of the kernel without one, as SciPy does.
  const bool sum = a.normalization == normalization::sum;
  l.order = sum ? 0 : a.order;
  choose_method(l, a);
  if (sum && l.how != method::impulse) l.divisor = sum_of(l);
  if (l.order != a.order) {
    l.order = a.order;
    l.kept = 0;
    if (a.discretization == discretization::bessel) prepare_bessel(l);
  }
  set_unit(l, a.normalization);
}

void weights(const line& l, index_t first, index_t count, double* out) noexcept {
  if (first + count <= l.kept) {
    std::copy_n(l.raw.data() + first, count, out);
  } else {
    raw_weights(l, first, count, out);
  }
  // + 0: no -0 where a derivative vanishes.
  for (index_t k = 0; k < count; ++k) out[k] = out[k] / l.divisor * l.factor + 0.0;
}

}  // namespace bellcurve::kernels
