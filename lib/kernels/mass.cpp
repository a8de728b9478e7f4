// The integral of the Gaussian over a cell, and of its derivatives.
//
// By differences of erfc only where these do not cancel. With z the midpoint of the cell
// in standard deviations from the centre, h = 1 / (2 sigma) its half width, the integral over the
// cell of the derivative of order n is, by the Taylor series about the midpoint,
//   2 h phi(z) (-1)^n sum_j He_(n+2j)(z) h^(2j) / (2j+1)!,
// which is used where 2 h z < 1 and h <= 1/2. Elsewhere the Gaussian falls by more than a
// factor e from one border to the other, or the cell holds the centre.
#include "line.hpp"
#include "mills.hpp"

#include <cmath>
#include <numbers>

namespace bellcurve::kernels {
namespace {

/// The sum above times sigma^-n. |y| < 1 and s <= 1: the terms up to j = 13 leave
/// less than 2^-58 of the natural scale.
double cell_series(int order, double y, double s) noexcept {
  // H_n as in derivative_factor(); h^(2j) sigma^(2j) = 4^-j.
  double before = 0, now = 1, sum = 0, scale = 1;
  double last = 1;
  for (int n = 0, j = 0; j <= 13; ++n) {
    if (n == order + 2 * j) {
      const double term = now * scale;
      sum += term;
      // Two in a row: one may be near a root.
      if (order == 0 && std::abs(term) + std::abs(last) < 0x1p-58) break;
      last = term;
      ++j;
      scale /= 4.0 * (2 * j) * (2 * j + 1);
    }
    const double next = y * now - n * s * before;
    before = now;
    now = next;
  }
  return order % 2 == 0 ? sum : -sum;
}

/// The derivative of order - 1 at the two borders.
double border_difference(const line& l, double x) noexcept {
  const auto at = [&l](double border) {
    const double w = height(l, border);
    return w == 0 ? 0 : w * value(derivative_factor(l, border, l.order - 1));
  };
  return at(x + 0.5) - at(x - 0.5);
}

/// sqrt(2 pi) times the mass of a cell.
double cell_mass(const line& l, double x) noexcept {
  const double w = l.inverse.hi;
  const double off = x - l.center;
  if (std::abs(off) < 0.5) {
    constexpr double half_sqrt_2pi = 0.5 * std::numbers::sqrt2 / std::numbers::inv_sqrtpi;
    const double below = l.center - (x - 0.5), above = (x + 0.5) - l.center;
    return half_sqrt_2pi *
           (std::erf(below * w / std::numbers::sqrt2) + std::erf(above * w / std::numbers::sqrt2));
  }
  const double border = off < 0 ? x + 0.5 : x - 0.5;
  const double top = height(l, border);
  if (top == 0) return 0;
  const double a = std::abs(border - l.center) * w;
  return top * (mills(a) - std::exp(-std::abs(off) * w * w) * mills(a + w));
}

}  // namespace

double mass_weight(const line& l, index_t i) noexcept {
  const auto x = static_cast<double>(i);
  const double y = (x - l.center) * l.inverse.hi * l.inverse.hi;
  if (std::abs(y) < 1 && l.sigma >= 1) {
    return height(l, x) * cell_series(l.order, y, l.inverse2.hi);
  }
  // The unit is that of the density for sigma >= 1, otherwise 1 / sqrt(2 pi).
  if (l.order > 0) return border_difference(l, x) * (l.sigma < 1 ? l.inverse.hi : 1);
  return cell_mass(l, x) * (l.sigma < 1 ? 1 : l.sigma);
}

}  // namespace bellcurve::kernels
