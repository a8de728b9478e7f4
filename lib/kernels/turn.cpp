// Reduction by Cody and Waite (1980) to a quarter turn, then Taylor series. In double-double and
// not in long double, which some platforms do not have and whose rounding the caller may have set.
#include "turn.hpp"

#include <cmath>
#include <cstdint>
#include <numbers>

namespace bellcurve::kernels {
namespace {

/// Multiples of a quarter turn are exact products with 30 bits more.
constexpr double largest_reduced = 0x1p30;

/// x + x^3 / 3! ... or 1 + x^2 / 2! ... with alternating signs, from a first term of degree n on.
/// |x| <= pi / 4 (1 + 2^-20): what is left out is below 2^-110 of the first term.
dd series(dd first, dd square, int n) noexcept {
  dd term = first, sum = first;
  for (const int last = n + 28; n < last; n += 2) {
    const double next = static_cast<double>((n + 1) * (n + 2));
    term = -(term * square / dd{next, 0});
    sum = sum + term;
  }
  return sum;
}

/// theta - k pi / 2: the parts of pi / 2 are off by 2^-163 of it.
dd reduced(double theta, double k) noexcept {
  constexpr double quarter_turn[] = {0x1.921fb54442d18p+0, 0x1.1a62633145c07p-54,
                                     -0x1.f1976b7ed8fbcp-110};
  dd rest = {theta, 0};
  for (const double part : quarter_turn) rest = rest - two_prod(k, part);
  return rest;
}

}  // namespace

turn turn_by(double theta) noexcept {
  if (!(std::abs(theta) <= largest_reduced)) return {{std::cos(theta), 0}, {std::sin(theta), 0}};
  const double k = std::round(theta / (std::numbers::pi / 2));
  const dd x = reduced(theta, k), square = x * x;
  const dd cosine = series({1, 0}, square, 0), sine = series(x, square, 1);
  switch (static_cast<std::int64_t>(k) & 3) {
    case 0:
      return {cosine, sine};
    case 1:
      return {-sine, cosine};
    case 2:
      return {-cosine, -sine};
    default:
      return {sine, -cosine};
  }
}

}  // namespace bellcurve::kernels
