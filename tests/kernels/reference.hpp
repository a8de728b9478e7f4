// Kernels along one axis by MPFR, straight from their definitions.
#pragma once

#include "support/mpfr_number.hpp"

#include <bellcurve/kernels.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <optional>
#include <utility>
#include <vector>

namespace reference {

using bellcurve::discretization;
using bellcurve::index_t;
using bellcurve::kernel_1d_params;
using bellcurve::normalization;
using support::number;

/// The density's weights and its derivatives, of any cell.
class kernel {
 public:
  explicit kernel(const kernel_1d_params& p, double center)
      : p_(p), c_(center), s_(p.sigma), t_(s_ * s_) {}

  number weight(index_t i, int order) {
    switch (p_.discretization) {
      case discretization::sampled:
        return density(number(static_cast<double>(i)), order);
      case discretization::mass:
        return mass(static_cast<double>(i), order);
      case discretization::bessel:
        break;
    }
    const double lower = std::floor(center());
    const number f = c_ - number(lower);
    return (number(1) - f) * difference(index_of(i, lower), order) +
           f * difference(index_of(i, lower) - 1, order);
  }

  /// weight(i, 0), which every order and normalization asks for again.
  const number& plain(index_t i) {
    const auto known = plain_.find(i);
    if (known != plain_.end()) return known->second;
    return plain_.emplace(i, weight(i, 0)).first->second;
  }

  bool is_of(const kernel_1d_params& p, double center_of_p) const {
    return p.discretization == p_.discretization && p.sigma == p_.sigma &&
           center_of_p == center() && precision_ == mpfr_get_default_prec();
  }

  /// sqrt(2 pi) sigma
  number inverse_peak() const { return sqrt(number::pi() * 2) * s_; }

 private:
  double center() const { return c_.value(); }
  static index_t index_of(index_t i, double lower) { return i - static_cast<index_t>(lower); }

  number density(const number& x, int order) const {
    const number z = (x - c_) / s_;
    const number g = exp(number(0) - z * z / 2) / inverse_peak();
    number before = 0, he = 1;
    for (int n = 0; n < order; ++n) {
      number next = z * he - number(n) * before;
      before = he;
      he = next;
    }
    number power = 1;
    for (int n = 0; n < order; ++n) power = power / (number(0) - s_);
    return g * he * power;
  }

  number mass(double x, int order) {
    const number a = number(x) - 0.5, b = number(x) + 0.5;
    if (order > 0) return density(b, order - 1) - density(a, order - 1);
    const number root = sqrt(number(2)) * s_;
    number u = (a - c_) / root, v = (b - c_) / root;
    if (u + v < number(0)) {
      number w = number(0) - u;
      u = number(0) - v;
      v = w;
    }
    return (tail(u) - tail(v)) / 2;
  }
  /// erfc, which neighbours share: that of the border last asked for is kept, from both sides.
  number tail(const number& x) {
    for (const auto& [at, value] : tails_) {
      if (!(at < x) && !(x < at)) return value;
    }
    tails_ = {tails_[1], {x, erfc(x)}};
    return tails_[1].second;
  }

  /// exp(-t) I_n(t). Below 5000 by the power series, DLMF 10.25.2, whose terms are positive; from
  /// there by Hankel's expansion, 10.40.1, whose terms fall until k is about 2 t.
  const number& t_of(index_t n) {
    n = std::abs(n);
    const auto known = t_of_.find(n);
    if (known != t_of_.end()) return known->second;
    return t_of_.emplace(n, t_.value() < 5000 ? series(n) : hankel(n)).first->second;
  }
  number series(index_t n) const {
    number term = exp(number(0) - t_);
    for (index_t k = 1; k <= n; ++k) term = term * t_ / 2 / number(static_cast<double>(k));
    number sum = term;
    const number quarter = t_ * t_ / 4;
    for (int m = 1; !term.zero(); ++m) {
      term = term * quarter / (number(m) * number(static_cast<double>(n + m)));
      sum = sum + term;
      if (term.exponent() < sum.exponent() - 300 && m > t_.value()) break;
    }
    return sum;
  }
  number hankel(index_t n) const {
    const double n2 = 4.0 * static_cast<double>(n) * static_cast<double>(n);
    number term = 1, sum = 1;
    for (int k = 1; k < t_.value(); ++k) {
      const double odd = 2.0 * k - 1;
      term = (number(0) - term) * (number(n2) - odd * odd) / (number(8) * k * t_);
      sum = sum + term;
      if (term.zero() || (term.exponent() < sum.exponent() - 200 && odd * odd > n2 / t_.value()))
        break;
    }
    return sum / sqrt(number::pi() * 2 * t_);
  }
  number difference(index_t n, int order) {
    if (order == 0) return t_of(n);
    if (order == 1) return (t_of(n + 1) - t_of(n - 1)) / 2;
    return difference(n + 1, order - 2) - number(2) * difference(n, order - 2) +
           difference(n - 1, order - 2);
  }

  kernel_1d_params p_;
  mpfr_prec_t precision_ = mpfr_get_default_prec();
  number c_, s_, t_;
  std::map<index_t, number> t_of_, plain_;
  std::array<std::pair<number, number>, 2> tails_ = {{{0, 1}, {0, 1}}};
};

struct values {
  std::vector<number> exact;
  /// What errors are compared with: sigma^-order (1 + |z|)^order times the weight without
  /// derivative, or times the smallest height of a Gaussian that is normal.
  std::vector<number> scale;
};

/// The last one is kept: what costs are its erfc and its Bessel functions.
inline kernel& kernel_of(const kernel_1d_params& p, double center) {
  static std::optional<kernel> last;
  if (!last || !last->is_of(p, center)) last.emplace(p, center);
  return *last;
}

inline values kernel_1d(const kernel_1d_params& p, index_t size) {
  const double center = p.center.value_or(static_cast<double>(size - 1) / 2);
  kernel& k = kernel_of(p, center);
  number divisor = 1;
  if (p.normalization == normalization::none) divisor = number(1) / k.inverse_peak();
  if (p.normalization == normalization::sum) {
    divisor = 0;
    for (index_t i = 0; i < size; ++i) divisor = divisor + k.plain(i);
  }
  values v;
  for (index_t i = 0; i < size; ++i) {
    number scale = k.plain(i) / divisor;
    v.exact.push_back(p.order == 0 ? scale : k.weight(i, p.order) / divisor);
    const double least = 0x1p-1022 * std::max(1.0, 1 / p.sigma);
    if (scale < number(least)) scale = least;
    const number z = abs(number(static_cast<double>(i)) - center) / p.sigma;
    for (int n = 0; n < p.order; ++n) scale = scale * (number(1) + z) / p.sigma;
    v.scale.push_back(scale);
  }
  return v;
}

}  // namespace reference
