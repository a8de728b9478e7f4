// Numbers as the unevaluated sum of two doubles, for exponents: exp turns an absolute error
// of its argument, which goes to -745, into a relative one. Good to about 2^-102
// (T. J. Dekker, Numer. Math. 18, 1971; with fused multiply-add as in J.-M. Muller et al.,
// Handbook of Floating-Point Arithmetic, 2nd ed., ch. 4 and 14).
#pragma once

#include <cmath>

namespace bellcurve::kernels {

struct dd {
  double hi = 0, lo = 0;
};

inline dd two_sum(double a, double b) noexcept {
  const double s = a + b, t = s - a;
  return {s, (a - (s - t)) + (b - t)};
}
/// |a| >= |b|, or a is 0.
inline dd fast_two_sum(double a, double b) noexcept {
  const double s = a + b;
  return {s, b - (s - a)};
}
inline dd two_prod(double a, double b) noexcept {
  const double p = a * b;
  return {p, std::fma(a, b, -p)};
}

inline dd operator-(dd a) noexcept { return {-a.hi, -a.lo}; }
inline dd operator+(dd a, double b) noexcept {
  const dd s = two_sum(a.hi, b);
  return fast_two_sum(s.hi, s.lo + a.lo);
}
inline dd operator+(dd a, dd b) noexcept {
  const dd s = two_sum(a.hi, b.hi), t = two_sum(a.lo, b.lo);
  const dd c = fast_two_sum(s.hi, s.lo + t.hi);
  return fast_two_sum(c.hi, c.lo + t.lo);
}
inline dd operator-(dd a, dd b) noexcept { return a + -b; }
inline dd operator*(dd a, double b) noexcept {
  const dd p = two_prod(a.hi, b);
  return fast_two_sum(p.hi, std::fma(a.lo, b, p.lo));
}
inline dd operator*(dd a, dd b) noexcept {
  const dd p = two_prod(a.hi, b.hi);
  return fast_two_sum(p.hi, p.lo + std::fma(a.hi, b.lo, a.lo * b.hi));
}
inline dd operator/(dd a, dd b) noexcept {
  const double q = a.hi / b.hi;
  const dd rest = a - b * q;
  return fast_two_sum(q, rest.hi / b.hi);
}
inline dd sqrt(dd a) noexcept {
  const double r = std::sqrt(a.hi);
  const dd rest = a - two_prod(r, r);
  return fast_two_sum(r, rest.hi / (2 * r));
}
inline double value(dd a) noexcept { return a.hi + a.lo; }

/// exp(-e), within 1.1 ulp for a normal result (std::exp's half, and a rounding).
inline double exp_minus(dd e) noexcept {
  const double t = std::exp(-e.hi);
  return t - t * e.lo;
}

}  // namespace bellcurve::kernels
