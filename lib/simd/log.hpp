// log over registers, of numbers from 1 on. Included by lib/simd/isa/<isa>.cpp.
#pragma once

#include "exp.hpp"
#include "log_coefficients.hpp"
#include "vec.hpp"

namespace bellcurve::simd::BELLCURVE_ISA {
namespace {

/// x = 2^k m with m in [sqrt(1/2), sqrt(2)), for positive normal x: k as a number. Moving
/// the bits by 1 / sqrt(1/2) makes the exponent field change where m passes sqrt(2).
#ifdef BELLCURVE_SCALAR
template <class T>
void split_exponent(vec<T> x, vec<T>& k, vec<T>& m) {
  using C = log_constants<T>;
  using bits = typename C::bits;
  constexpr bits least = __builtin_bit_cast(bits, C::half_sqrt2);
  constexpr bits moved = __builtin_bit_cast(bits, T(1)) - least;
  const bits b = __builtin_bit_cast(bits, x.x) + moved;
  k = vec<T>(static_cast<T>(b >> C::mantissa_bits) - C::bias);
  const bits mantissa = b & ((bits(1) << C::mantissa_bits) - 1);
  m = vec<T>(__builtin_bit_cast(T, mantissa + least));
}
#else
template <class T>
void split_exponent(vec<T> x, vec<T>& k, vec<T>& m) {
  using C = log_constants<T>;
  using bits = typename C::bits;
  constexpr bits least = __builtin_bit_cast(bits, C::half_sqrt2);
  constexpr bits moved = __builtin_bit_cast(bits, T(1)) - least;
  // An integer below 2^23 (2^52) or-ed into this number is added to it: no conversion.
  constexpr T large = T(bits(1) << C::mantissa_bits);
  const vec<bits> b = bits_as<vec<bits> >(x) + vec<bits>(moved);
  const vec<bits> exponent = (b >> C::mantissa_bits) | vec<bits>(__builtin_bit_cast(bits, large));
  k = bits_as<vec<T> >(exponent) - vec<T>(large + C::bias);
  const vec<bits> mantissa = b & vec<bits>((bits(1) << C::mantissa_bits) - 1);
  m = bits_as<vec<T> >(mantissa + vec<bits>(least));
}
#endif

/// out[i] = log(x[i]) for finite x >= 1: at most 1 ulp (tests/mixture/log.cpp), and log(1) = 0.
/// With f = m - 1, which is exact, and s = f / (2 + f): 2 s = f - f^2/2 + s f^2/2, so that only the
/// small terms feel the roundings of s (as in Sun's fdlibm, e_log.c).
template <class T, std::size_t N>
__attribute__((always_inline)) inline void log_from_one(const vec<T>* x, vec<T>* out) {
  using C = log_constants<T>;
  vec<T> k[N], f[N], s[N], z[N], p[N], half_f2[N];
  for (std::size_t i = 0; i < N; ++i) split_exponent<T>(x[i], k[i], f[i]);
  for (std::size_t i = 0; i < N; ++i) f[i] = f[i] - vec<T>(T(1));
  for (std::size_t i = 0; i < N; ++i) s[i] = f[i] / (f[i] + vec<T>(T(2)));
  for (std::size_t i = 0; i < N; ++i) half_f2[i] = vec<T>(T(0.5)) * f[i] * f[i];
  for (std::size_t i = 0; i < N; ++i) z[i] = s[i] * s[i];
  for (std::size_t i = 0; i < N; ++i) p[i] = vec<T>(C::p[C::terms - 1]);
#pragma GCC unroll 8
  for (int term = C::terms - 2; term >= 0; --term)
    for (std::size_t i = 0; i < N; ++i) p[i] = madd(z[i], p[i], vec<T>(C::p[term]));
  for (std::size_t i = 0; i < N; ++i) p[i] = madd(z[i], p[i], half_f2[i]);
  for (std::size_t i = 0; i < N; ++i) p[i] = madd(s[i], p[i], k[i] * vec<T>(C::ln2_lo));
  for (std::size_t i = 0; i < N; ++i) p[i] = f[i] - (half_f2[i] - p[i]);
  for (std::size_t i = 0; i < N; ++i) out[i] = madd(k[i], vec<T>(C::ln2_hi), p[i]);
}

template <class T>
struct log_from_one_of {
  static constexpr std::size_t side = exp_interleave;
  template <std::size_t N>
  __attribute__((always_inline)) static void apply(const vec<T>* x, vec<T>* out) {
    log_from_one<T, N>(x, out);
  }
};

}  // namespace
}  // namespace bellcurve::simd::BELLCURVE_ISA
