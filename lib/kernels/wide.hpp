// Numbers of the precision of two doubles and of any magnitude: products of coordinates, cosines
// and reciprocal sigmas, each from anywhere in the range of double, leave that range long before
// their sum comes back to it.
#pragma once

#include "double_double.hpp"

#include <bit>
#include <cmath>
#include <cstdint>

namespace bellcurve::kernels {

/// m 2^e with |m| from 1 up to 16, or 0.
struct wide {
  dd m;
  int e = least_exponent;
  /// That of 0: any other number has a larger one.
  static constexpr int least_exponent = -(1 << 20);
};

/// 2^e for the exponents of normal numbers.
inline double power_of_two(int e) noexcept {
  return std::bit_cast<double>(static_cast<std::uint64_t>(e + 1023) << 52);
}

/// \param x Its high part is 0 or normal.
inline wide normalized(dd x, int e) noexcept {
  if (x.hi == 0) return {};
  const auto bits = std::bit_cast<std::uint64_t>(x.hi);
  const int k = static_cast<int>((bits >> 52) & 0x7ff) - 1023;
  const double scale = power_of_two(-k);
  return {{x.hi * scale, x.lo * scale}, e + k};
}

/// Any finite number.
inline wide widened(dd x) noexcept {
  if (x.hi == 0) return {};
  const int e = std::ilogb(x.hi);
  return {{std::scalbn(x.hi, -e), std::scalbn(x.lo, -e)}, e};
}

inline wide operator*(const wide& a, const wide& b) noexcept { return {a.m * b.m, a.e + b.e}; }
inline wide operator/(const wide& a, const wide& b) noexcept {
  return normalized(a.m / b.m, a.e - b.e);
}
inline wide operator+(const wide& a, const wide& b) noexcept {
  const bool swapped = a.e < b.e;
  const wide &large = swapped ? b : a, &small = swapped ? a : b;
  const int shift = large.e - small.e;
  if (shift > 128) return large;
  const double scale = power_of_two(-shift);
  return normalized(large.m + dd{small.m.hi * scale, small.m.lo * scale}, large.e);
}
inline wide operator-(const wide& a) noexcept { return {-a.m, a.e}; }

}  // namespace bellcurve::kernels
