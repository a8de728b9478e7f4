// exp over registers and arrays. Included by lib/simd/isa/<isa>.cpp.
//
// One exp is a chain of a dozen dependent operations, so what limits it is how
// many chains are in flight, and registers: the steps of a few registers are
// written interleaved, since neither compiler reorders across whole chains and a
// processor's scheduler holds only four or five of them.
#pragma once

#include "exp_coefficients.hpp"
#include "unrolled.hpp"
#include "vec.hpp"

namespace bellcurve::simd::BELLCURVE_ISA {
namespace {

/// How many registers go side by side, as measured (perf/exp.cpp): with AVX2's 16
/// registers and the constants among them, more than 2 spill inside the chains.
#if defined(__AVX2__) && !defined(__AVX512F__)
inline constexpr std::size_t exp_interleave = 2;
#else
inline constexpr std::size_t exp_interleave = 4;
#endif

/// The last fma of exp may add the 1 to exp(r) - 1 as it scales.
template <class T>
inline constexpr bool exp_adds_one_last = has_fma && sizeof(T) == 8;

/// x = n ln 2 + r with |r| <= ln(2)/2: t holds n + bias + Power in its low mantissa
/// bits, m is exp(r), or exp(r) - 1 if exp_adds_one_last.
///
/// For double, r = high - low where high is exact, and the linear term takes the
/// two parts apart: only the terms from r^2 on feel the rounding of r. Float needs
/// fewer operations, as all its arguments can be tested:
/// with fma,    1 + r (1 + r q): the inner sum rounds r by at most 0.17 ulp;
/// without fma, 1 + (r + r^2 q): 0.25 ulp of r + r^2 q at worst.
template <class T, std::size_t N, int Power = 0>
__attribute__((always_inline)) inline void exp_reduce(const vec<T>* x, vec<T>* t, vec<T>* m) {
  using C = exp_constants<T>;
  const vec<T> one(T(1)), round(C::round + T(Power));
  vec<T> n[N], low[N], high[N], r[N], r2[N], q[N];
  for (std::size_t i = 0; i < N; ++i) t[i] = madd(x[i], vec<T>(C::log2e), round);
  for (std::size_t i = 0; i < N; ++i) n[i] = t[i] - round;
  for (std::size_t i = 0; i < N; ++i) high[i] = nmadd(n[i], vec<T>(C::ln2_hi), x[i]);
  if constexpr (sizeof(T) == 4) {
    for (std::size_t i = 0; i < N; ++i) r[i] = nmadd(n[i], vec<T>(C::ln2_lo), high[i]);
    // Horner's rule: the fewest registers, so that more chains fit.
    for (std::size_t i = 0; i < N; ++i) q[i] = vec<T>(C::c[C::terms - 1]);
#pragma GCC unroll 8
    for (int k = C::terms - 2; k >= 0; --k)
      for (std::size_t i = 0; i < N; ++i) q[i] = madd(r[i], q[i], vec<T>(C::c[k]));
    if constexpr (has_fma) {
      for (std::size_t i = 0; i < N; ++i) q[i] = madd(r[i], q[i], one);
      for (std::size_t i = 0; i < N; ++i) m[i] = madd(r[i], q[i], one);
    } else {
      for (std::size_t i = 0; i < N; ++i) r2[i] = r[i] * r[i];
      for (std::size_t i = 0; i < N; ++i) m[i] = one + madd(q[i], r2[i], r[i]);
    }
  } else {
    for (std::size_t i = 0; i < N; ++i) low[i] = n[i] * vec<T>(C::ln2_lo);
    for (std::size_t i = 0; i < N; ++i) r[i] = high[i] - low[i];
    for (std::size_t i = 0; i < N; ++i) r2[i] = r[i] * r[i];
    // Pairs c[k] + c[k + 1] r, joined by Horner's rule in r^2 (Estrin): ten terms
    // one after the other would be too long a chain.
    constexpr int last = C::terms - 2;
    static_assert(C::terms % 2 == 0);
    for (std::size_t i = 0; i < N; ++i)
      q[i] = madd(r[i], vec<T>(C::c[last + 1]), vec<T>(C::c[last]));
#pragma GCC unroll 8
    for (int k = last - 2; k >= 0; k -= 2) {
      vec<T> pair[N];
      for (std::size_t i = 0; i < N; ++i)
        pair[i] = madd(r[i], vec<T>(C::c[k + 1]), vec<T>(C::c[k]));
      for (std::size_t i = 0; i < N; ++i) q[i] = madd(r2[i], q[i], pair[i]);
    }
    for (std::size_t i = 0; i < N; ++i) {
      const vec<T> p = high[i] + msub(q[i], r2[i], low[i]);
      m[i] = exp_adds_one_last<T> ? p : one + p;
    }
  }
}

/// out[i] = exp(x[i]) for x[i] <= 0 or NaN (and up to `largest_simple`). At most
/// 1 ulp (tests/exp/accuracy.cpp); exp(0) = 1, never above 1 for x <= 0, NaN
/// gives NaN; for x < `smallest`, where results are below the smallest normal
/// number, exactly 0. `out` may be `x`. With a Power of 1 or more: 2^Power exp(x), the
/// same bits otherwise, and 0 only where that is below the smallest normal number.
template <class T, std::size_t N, int Power = 0>
__attribute__((always_inline)) inline void exp_nonpositive(const vec<T>* x, vec<T>* out) {
  using C = exp_constants<T>;
  constexpr T smallest = C::smallest - T(0.6875) * T(Power);  // ln 2 = 0.693
  vec<T> t[N], m[N], y[N];
  exp_reduce<T, N, Power>(x, t, m);
  // 2^n m, by a multiplication, so that NaN survives it.
  for (std::size_t i = 0; i < N; ++i) {
    const vec<T> s = exponent_from_low_bits(t[i]);
    y[i] = exp_adds_one_last<T> ? madd(s, m[i], s) : m[i] * s;
  }
  for (std::size_t i = 0; i < N; ++i) out[i] = zero_where(x[i] < vec<T>(smallest), y[i]);
}
template <class T>
__attribute__((always_inline)) inline vec<T> exp_nonpositive(vec<T> x) {
  vec<T> y;
  exp_nonpositive<T, 1>(&x, &y);
  return y;
}

/// How many registers of exp2_nonpositive() go side by side: nothing but 2^n, r and the sum of each
/// need a register, as constants are read where they are used.
inline constexpr std::size_t exp2_interleave = 4;

/// out[i] = 2^x[i] for x[i] <= 0 or NaN, at most 1 ulp, without fma 1.25 (tests/exp/accuracy.cpp):
/// 2^0 = 1, never above 1, NaN gives NaN; below `smallest`, where results are below the smallest
/// normal number, exactly 0. Fewer operations than exp, as what x has beside an integer is exact.
/// `out` may be `x`.
template <class T, std::size_t N>
__attribute__((always_inline)) inline void exp2_nonpositive(const vec<T>* x, vec<T>* out) {
  using C = exp2_constants<T>;
  const vec<T> round(exp_constants<T>::round), one(T(1));
  vec<T> s[N], r[N], r2[N], q[N];  // s: 2^n, or with scale_unless() n itself
  decltype(x[0] < x[0]) vanishes[N];
  unrolled<0, N>([&]<std::size_t I>() __attribute__((always_inline)) {
    vanishes[I] = x[I] < vec<T>(C::smallest);
    if constexpr (has_scale) {
      s[I] = nearest(x[I]);
      r[I] = x[I] - s[I];
    } else {
      const vec<T> t = x[I] + round;  // n + bias in its low bits
      // Both at once, not the product later, for which a register would have to wait. 2^n becomes
      // 0, so that NaN survives in the other factor; and r, which means nothing for huge x.
      r[I] = zero_where(vanishes[I], x[I] - (t - round));
      s[I] = zero_where(vanishes[I], exponent_from_low_bits(t));
    }
  });
  if constexpr (sizeof(T) == 4) {
    unrolled<0, N>([&]<std::size_t I>() __attribute__((always_inline)) {
      q[I] = madd(r[I], vec<T>(C::c[C::terms - 1]), vec<T>(C::c[C::terms - 2]));
    });
    unrolled<2, C::terms>([&]<std::size_t K>() __attribute__((always_inline)) {
      unrolled<0, N>([&]<std::size_t I>() __attribute__((always_inline)) {
        q[I] = madd(r[I], q[I], vec<T>(C::c[C::terms - 1 - K]));
      });
    });
  } else {
    // Pairs joined by Horner's rule in r^2 (Estrin), as in exp_reduce().
    static_assert(C::terms % 2 == 1);
    unrolled<0, N>([&]<std::size_t I>() __attribute__((always_inline)) {
      r2[I] = r[I] * r[I];
      q[I] = vec<T>(C::c[C::terms - 1]);
    });
    unrolled<0, C::terms / 2>([&]<std::size_t K>() __attribute__((always_inline)) {
      constexpr std::size_t k = C::terms - 3 - 2 * K;
      unrolled<0, N>([&]<std::size_t I>() __attribute__((always_inline)) {
        if constexpr (k == 0 && !has_fma) {
          // c[0] last: one rounding of its size, not two, of which half come through to the result.
          q[I] = madd(r2[I], q[I], r[I] * vec<T>(C::c[1])) + vec<T>(C::c[0]);
        } else {
          q[I] = madd(r2[I], q[I], madd(r[I], vec<T>(C::c[k + 1]), vec<T>(C::c[k])));
        }
      });
    });
  }
  unrolled<0, N>([&]<std::size_t I>() __attribute__((always_inline)) {
    const vec<T> y = madd(r[I], q[I], one);
    if constexpr (has_scale) {
      out[I] = scale_unless(vanishes[I], y, s[I]);
    } else {
      out[I] = y * s[I];
    }
  });
}

/// exp for every argument: the same bits as exp_nonpositive up to
/// `largest_simple`; above it 2^n may not be representable, so n is added to the
/// exponent of exp(r) (below 1 for the largest n) as an integer; above `largest`
/// the result is inf.
template <class T, std::size_t N>
__attribute__((noinline)) void exp_careful(const vec<T>* x, vec<T>* out) noexcept {
  using C = exp_constants<T>;
  for (std::size_t i = 0; i < N; ++i) {
    vec<T> t, m;
    exp_reduce<T, 1>(x + i, &t, &m);
    if constexpr (exp_adds_one_last<T>) m = m + vec<T>(T(1));
    const vec<T> y = add_low_bits_to_exponent(m, t - vec<T>(C::bias));
    const vec<T> overflow = x[i] + vec<T>(C::infinity);  // NaN stays NaN
    const vec<T> above = select(x[i] <= vec<T>(C::largest), y, overflow);
    out[i] = zero_where(x[i] < vec<T>(C::smallest), above);
  }
}

/// out[i] = exp(x[i]) for every x[i]: one compare on top of exp_nonpositive, and
/// a branch that only results close to overflow (and some NaN) take.
template <class T, std::size_t N>
__attribute__((always_inline)) inline void exp(const vec<T>* x, vec<T>* out) {
  // A NaN in x[i] is passed over, one in `largest` stays: none hides a large x[i].
  vec<T> largest = x[0];
  for (std::size_t i = 1; i < N; ++i) largest = max(x[i], largest);
  if (all(largest <= vec<T>(exp_constants<T>::largest_simple))) [[likely]] {
    exp_nonpositive<T, N>(x, out);
    return;
  }
  // Copies, so that only this path takes addresses.
  vec<T> in[N], careful[N];
  for (std::size_t i = 0; i < N; ++i) in[i] = x[i];
  exp_careful<T, N>(in, careful);
  for (std::size_t i = 0; i < N; ++i) out[i] = careful[i];
}

template <class T>
struct full_exp {
  static constexpr std::size_t side = 4;  // more than exp_interleave: one branch for all
  template <std::size_t N>
  __attribute__((always_inline)) static void apply(const vec<T>* x, vec<T>* out) {
    exp<T, N>(x, out);
  }
};
template <class T>
struct nonpositive_exp2 {
  static constexpr std::size_t side = exp2_interleave;
  template <std::size_t N>
  __attribute__((always_inline)) static void apply(const vec<T>* x, vec<T>* out) {
    exp2_nonpositive<T, N>(x, out);
  }
};
template <class T>
struct nonpositive_exp {
  static constexpr std::size_t side = exp_interleave;
  template <std::size_t N>
  __attribute__((always_inline)) static void apply(const vec<T>* x, vec<T>* out) {
    exp_nonpositive<T, N>(x, out);
  }
};

/// out[i] = F(in[i]); out may be in.
template <class T, class F>
void map(const T* in, T* out, std::size_t n) noexcept {
  constexpr std::size_t w = vec<T>::size;
  constexpr std::size_t side = F::side;
  std::size_t i = 0;
  for (; i + side * w <= n; i += side * w) {
    vec<T> x[side];
    for (std::size_t k = 0; k < side; ++k) x[k] = load(in + i + k * w);
    F::template apply<side>(x, x);
    for (std::size_t k = 0; k < side; ++k) store(out + i + k * w, x[k]);
  }
  for (; i < n; i += w) {
    const std::size_t count = n - i < w ? n - i : w;
    vec<T> x = count == w ? load(in + i) : load_partial(in + i, count);
    F::template apply<1>(&x, &x);
    count == w ? store(out + i, x) : store_partial(out + i, x, count);
  }
}

}  // namespace
}  // namespace bellcurve::simd::BELLCURVE_ISA
