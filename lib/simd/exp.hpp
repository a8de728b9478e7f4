// exp over registers and arrays. Included by lib/simd/isa/<isa>.cpp.
#pragma once

#include "exp_coefficients.hpp"
#include "vec.hpp"

namespace bellcurve::simd::BELLCURVE_ISA {
namespace {

/// Polynomial part shared by both entries: x = n ln 2 + r, |r| <= ln(2)/2.
template <class T>
struct exp_parts {
  vec<T> t;  ///< n + bias in the low mantissa bits
  vec<T> p;  ///< exp(r) - 1
};

template <class T>
exp_parts<T> exp_reduce(vec<T> x) {
  using C = exp_constants<T>;
  const vec<T> round(C::round);
  const vec<T> t = madd(x, vec<T>(C::log2e), round);
  const vec<T> n = t - round;
  vec<T> r = nmadd(n, vec<T>(C::ln2_hi), x);
  r = nmadd(n, vec<T>(C::ln2_lo), r);
  vec<T> q(C::c[C::terms - 1]);
  for (int i = C::terms - 2; i >= 0; --i) q = madd(q, r, vec<T>(C::c[i]));
  return {t, madd(q, r * r, r)};
}

/// s (1 + p) for a power of two s: one rounding with fma; without, 1 + p first,
/// since s p may be subnormal.
template <class T>
vec<T> exp_scale(vec<T> s, vec<T> p) {
  if constexpr (has_fma) return madd(s, p, s);
  return (vec<T>(T(1)) + p) * s;
}

/// exp(x) for x <= 0 or NaN. At most 1 ulp (enforced by tests/simd/exp.cpp);
/// exp(0) = 1, never above 1, NaN gives NaN; results below the smallest normal
/// number are exactly 0.
template <class T>
vec<T> exp_nonpositive(vec<T> x) {
  const exp_parts<T> e = exp_reduce<T>(x);
  const vec<T> y = exp_scale(exponent_from_low_bits(e.t), e.p);
  return select(x < vec<T>(exp_constants<T>::smallest), vec<T>(T(0)), y);
}

/// exp(x) for every x. As exp_nonpositive; above the largest finite result inf.
template <class T>
vec<T> exp(vec<T> x) {
  using C = exp_constants<T>;
  // n reaches bias + 1 for the largest arguments, which the exponent field
  // cannot hold: work with x - ln 2 there by halving the scale and doubling.
  const vec<T> clamped = min(vec<T>(C::largest + T(0.25)), x);  // NaN stays: second operand
  const exp_parts<T> e = exp_reduce<T>(clamped);
  const auto big = clamped > vec<T>(C::largest - T(2));
  const vec<T> s = exponent_from_low_bits(e.t - select(big, vec<T>(T(1)), vec<T>(T(0))));
  const vec<T> y = exp_scale(s, e.p);
  return select(x < vec<T>(C::smallest), vec<T>(T(0)), y + select(big, y, vec<T>(T(0))));
}

template <class T, vec<T> (*F)(vec<T>)>
void map(const T* in, T* out, std::size_t n) noexcept {
  constexpr std::size_t w = vec<T>::size;
  std::size_t i = 0;
  for (; i + 4 * w <= n; i += 4 * w) {
    const vec<T> a = F(load(in + i)), b = F(load(in + i + w));
    const vec<T> c = F(load(in + i + 2 * w)), d = F(load(in + i + 3 * w));
    store(out + i, a);
    store(out + i + w, b);
    store(out + i + 2 * w, c);
    store(out + i + 3 * w, d);
  }
  for (; i + w <= n; i += w) store(out + i, F(load(in + i)));
  if (i < n) store_partial(out + i, F(load_partial(in + i, n - i)), n - i);
}

}  // namespace
}  // namespace bellcurve::simd::BELLCURVE_ISA
