// Mixtures of normal distributions at scattered points: lanes are points.
#pragma once

#include "exp.hpp"
#include "kernels.hpp"
#include "mixture.hpp"
#include "vec.hpp"

namespace bellcurve::simd::BELLCURVE_ISA {
namespace {

/// -|z|^2 by forward substitution; -inf where that overflows, also where NaN came of it. Half
/// of x and mean, so that their difference is finite.
template <class T, std::size_t N>
__attribute__((always_inline)) inline void point_exponent(const mixture_points_args<T>& s,
                                                          const mixture_at_points<T>& c, index_t i,
                                                          vec<T>* e) {
  constexpr index_t w = vec<T>::size;
  const T* row = c.lower;
  vec<T> sum[N];
  for (std::size_t n = 0; n < N; ++n) sum[n] = vec<T>(T(0));
  for (index_t k = 0; k < s.dimensions; ++k) {
    vec<T> z[N];
    for (std::size_t n = 0; n < N; ++n) {
      const vec<T> x = load(s.panel + k * s.ld + i + static_cast<index_t>(n) * w);
      z[n] = msub(x, vec<T>(T(0.5)), vec<T>(c.half_mean[k])) - vec<T>(c.half_mean_low[k]);
      z[n] = z[n] * vec<T>(c.scale[k]);
    }
    for (index_t l = 0; l < k; ++l) {
      const vec<T> factor(row[l]);
      for (std::size_t n = 0; n < N; ++n)
        z[n] = nmadd(factor,
                     load(s.z + (l * static_cast<index_t>(N) + static_cast<index_t>(n)) * w), z[n]);
    }
    row += k;
    for (std::size_t n = 0; n < N; ++n) {
      z[n] = z[n] * vec<T>(c.inverse_pivot[k]);
      store(s.z + (k * static_cast<index_t>(N) + static_cast<index_t>(n)) * w, z[n]);
      sum[n] = nmadd(z[n], z[n], sum[n]);
    }
  }
  const vec<T> lowest(-largest_finite<T>);
  for (std::size_t n = 0; n < N; ++n)
    e[n] = select(sum[n] >= lowest, sum[n], vec<T>(-exp_constants<T>::infinity));
}

template <class T, std::size_t N>
void point_density(const mixture_points_args<T>& s, index_t i, vec<T>* acc) noexcept {
  for (std::size_t n = 0; n < N; ++n) acc[n] = vec<T>(T(0));
  for (index_t k = 0; k < s.count; ++k) {
    const mixture_at_points<T>& c = s.components[k];
    vec<T> e[N];
    point_exponent<T, N>(s, c, i, e);
    exp_nonpositive<T, N>(e, e);
    const vec<T> factor(c.factor);
    for (std::size_t n = 0; n < N; ++n)
      acc[n] = s.maximum ? max(factor * e[n], acc[n]) : madd(factor, e[n], acc[n]);
  }
}

/// As log_density_strip, but the exponents are kept: here they are dear.
template <class T, std::size_t N>
void point_log_density(const mixture_points_args<T>& s, index_t i, vec<T>* acc) noexcept {
  constexpr index_t w = vec<T>::size;
  const vec<T> minus_infinity(-exp_constants<T>::infinity);
  for (std::size_t n = 0; n < N; ++n) acc[n] = minus_infinity;
  for (index_t k = 0; k < s.count; ++k) {
    const mixture_at_points<T>& c = s.components[k];
    vec<T> e[N];
    point_exponent<T, N>(s, c, i, e);
    const vec<T> factor(c.factor);
    for (std::size_t n = 0; n < N; ++n) {
      e[n] = e[n] + factor;
      acc[n] = max(e[n], acc[n]);
      store(s.exponents + (k * static_cast<index_t>(N) + static_cast<index_t>(n)) * w, e[n]);
    }
  }
  if (s.maximum || s.count <= 1) return;
  vec<T> sum[N];
  for (std::size_t n = 0; n < N; ++n) {
    acc[n] = max(acc[n], vec<T>(-largest_finite<T>));
    sum[n] = vec<T>(T(0));
  }
  for (index_t k = 0; k < s.count; ++k) {
    vec<T> e[N];
    for (std::size_t n = 0; n < N; ++n)
      e[n] =
          load(s.exponents + (k * static_cast<index_t>(N) + static_cast<index_t>(n)) * w) - acc[n];
    exp_nonpositive<T, N>(e, e);
    for (std::size_t n = 0; n < N; ++n) sum[n] = sum[n] + e[n];
  }
  finish_log_sum<T, N>(sum, acc);
}

template <class T, std::size_t N, bool Log>
void points_strip(const mixture_points_args<T>& s, index_t i) noexcept {
  constexpr index_t w = vec<T>::size;
  vec<T> acc[N];
  Log ? point_log_density<T, N>(s, i, acc) : point_density<T, N>(s, i, acc);
  for (std::size_t n = 0; n < N; ++n) {
    const index_t at = i + static_cast<index_t>(n) * w;
    // 0, or NaN where the point holds one: packing made infinities NaN.
    vec<T> flag(T(0));
    for (index_t k = 0; k < s.dimensions; ++k)
      flag = madd(load(s.panel + k * s.ld + at), vec<T>(T(0)), flag);
    acc[n] = acc[n] + flag;
    const index_t left = s.points - at;
    left >= w ? store(s.out + at, acc[n])
              : store_partial(s.out + at, acc[n], static_cast<std::size_t>(left));
  }
}

template <class T, bool Log>
void points_of(const mixture_points_args<T>& s) noexcept {
  constexpr index_t w = vec<T>::size;
  constexpr index_t strip = static_cast<index_t>(exp_interleave) * w;
  index_t i = 0;
  for (; i + strip <= s.points; i += strip) points_strip<T, exp_interleave, Log>(s, i);
  for (; i < s.points; i += w) points_strip<T, 1, Log>(s, i);
}

template <class T>
void mixture_points(const mixture_points_args<T>& s) noexcept {
  points_of<T, false>(s);
}
template <class T>
void mixture_log_points(const mixture_points_args<T>& s) noexcept {
  points_of<T, true>(s);
}

}  // namespace
}  // namespace bellcurve::simd::BELLCURVE_ISA
