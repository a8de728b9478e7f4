// Mixtures of normal distributions along the rows of a grid. A strip of a few registers of
// columns stays in registers while every component is added to it.
#pragma once

#include "exp.hpp"
#include "kernels.hpp"
#include "log.hpp"
#include "store_row.hpp"
#include "vec.hpp"

namespace bellcurve::simd::BELLCURVE_ISA {
namespace {

/// Registers side by side where no term needs an exp: short chains, few constants.
inline constexpr std::size_t table_interleave = 4;

/// The columns j, j + 1, ... of N registers.
template <class T, std::size_t N>
__attribute__((always_inline)) inline void columns_from(index_t j, vec<T>* x) {
  constexpr std::size_t w = vec<T>::size;
  alignas(64) T lanes[w];
  for (std::size_t i = 0; i < w; ++i) lanes[i] = static_cast<T>(i);
  const vec<T> count = load(lanes);
  for (std::size_t n = 0; n < N; ++n)
    x[n] = count + vec<T>(static_cast<T>(j + static_cast<index_t>(n * w)));
}

/// factor - s^2: the difference is exact where it is small (shift and columns are integers), so
/// that s has a small relative error however far the mean is from column 0.
template <class T, std::size_t N>
__attribute__((always_inline)) inline void term_exponent(const mixture_term<T>& t, const vec<T>* x,
                                                         T factor, vec<T>* e) {
  const vec<T> shift(t.shift), scale(t.scale), offset(t.offset), f(factor);
  vec<T> s[N];
  for (std::size_t n = 0; n < N; ++n) s[n] = madd(x[n] - shift, scale, offset);
  for (std::size_t n = 0; n < N; ++n) e[n] = nmadd(s[n], s[n], f);
}

/// The polynomial of a term. j - shift is exact, so y is, and so is
/// shift times a power of 2.
template <class T, std::size_t N>
__attribute__((always_inline)) inline void term_series(const mixture_term<T>& t, const vec<T>* x,
                                                       vec<T>* p) {
  const vec<T> factor(t.factor), unit(t.unit), start(-t.shift * t.unit);
  int k = t.degree - 1;
  if (k < 0) {
    for (std::size_t n = 0; n < N; ++n) p[n] = factor;
    return;
  }
  vec<T> y[N];
  for (std::size_t n = 0; n < N; ++n) y[n] = madd(x[n], unit, start);
  for (std::size_t n = 0; n < N; ++n) p[n] = vec<T>(t.series[k]);
  while (--k >= 0) {
    const vec<T> c(t.series[k]);
    for (std::size_t n = 0; n < N; ++n) p[n] = madd(p[n], y[n], c);
  }
  for (std::size_t n = 0; n < N; ++n) p[n] = madd(p[n], y[n], factor);
}

/// What a strip of columns is for: acc[] from the terms of a row.
/// \tparam Tables All terms have one.
template <class T, bool Maximum, bool Tables = false>
struct density_strip {
  static constexpr std::size_t side = Tables ? table_interleave : exp_interleave;
  template <std::size_t N>
  __attribute__((always_inline)) static void apply(const mixture_term<T>* terms, index_t count,
                                                   index_t j, vec<T>* acc) {
    constexpr index_t w = vec<T>::size, strip = static_cast<index_t>(N) * w;
    vec<T> x[N], y[N], p[N];
    columns_from<T, N>(j, x);
    for (std::size_t n = 0; n < N; ++n) acc[n] = vec<T>(T(0));
    for (const mixture_term<T>* t = terms; t != terms + count; ++t) {
      // Left out are only terms that would add exact zeros.
      if (j + strip <= t->first || j >= t->last) continue;
      if (Tables || t->table != nullptr) {
        const T* from = t->table + (t->table_at + j);
        for (std::size_t n = 0; n < N; ++n) y[n] = load(from + static_cast<index_t>(n) * w);
      } else {
        term_exponent<T, N>(*t, x, T(0), y);
        t->profile ? exp_nonpositive<T, N, mixture_profile_power>(y, y)
                   : exp_nonpositive<T, N>(y, y);
      }
      term_series<T, N>(*t, x, p);
      for (std::size_t n = 0; n < N; ++n)
        acc[n] = Maximum ? max(p[n] * y[n], acc[n]) : madd(p[n], y[n], acc[n]);
    }
  }
};

/// acc[] += log(sum[]); -inf for a sum below 1, that is 0.
template <class T, std::size_t N>
__attribute__((always_inline)) inline void finish_log_sum(const vec<T>* sum, vec<T>* acc) {
  vec<T> at_least_one[N], logs[N];
  for (std::size_t n = 0; n < N; ++n) at_least_one[n] = max(sum[n], vec<T>(T(1)));
  log_from_one<T, N>(at_least_one, logs);
  for (std::size_t n = 0; n < N; ++n)
    acc[n] = select(sum[n] < vec<T>(T(1)), vec<T>(-exp_constants<T>::infinity), acc[n] + logs[n]);
}

/// log sum exp in two passes: the largest exponent, then the sum relative to it, which lies
/// between 1 and the number of terms.
template <class T, bool Maximum>
struct log_density_strip {
  static constexpr std::size_t side = exp_interleave;
  template <std::size_t N>
  __attribute__((always_inline)) static void apply(const mixture_term<T>* terms, index_t count,
                                                   index_t j, vec<T>* acc) {
    const vec<T> minus_infinity(-exp_constants<T>::infinity);
    vec<T> x[N], e[N];
    columns_from<T, N>(j, x);
    for (std::size_t n = 0; n < N; ++n) acc[n] = minus_infinity;
    for (const mixture_term<T>* t = terms; t != terms + count; ++t) {
      term_exponent<T, N>(*t, x, t->factor, e);
      for (std::size_t n = 0; n < N; ++n) acc[n] = max(e[n], acc[n]);
    }
    if (Maximum || count <= 1) return;
    vec<T> sum[N];
    for (std::size_t n = 0; n < N; ++n) {
      // Finite, so that -inf - acc is no NaN.
      acc[n] = max(acc[n], vec<T>(-largest_finite<T>));
      sum[n] = vec<T>(T(0));
    }
    for (const mixture_term<T>* t = terms; t != terms + count; ++t) {
      term_exponent<T, N>(*t, x, t->factor, e);
      vec<T> highest = minus_infinity;
      for (std::size_t n = 0; n < N; ++n) e[n] = e[n] - acc[n];
      for (std::size_t n = 0; n < N; ++n) highest = max(highest, e[n]);
      if (all(highest < vec<T>(exp_constants<T>::smallest))) continue;  // exact zeros
      exp_nonpositive<T, N>(e, e);
      for (std::size_t n = 0; n < N; ++n) sum[n] = sum[n] + e[n];
    }
    finish_log_sum<T, N>(sum, acc);
  }
};

template <class T, class Strip, std::size_t N>
void mixture_partial(const mixture_term<T>* terms, index_t count, index_t j, T* out,
                     index_t n) noexcept {
  constexpr index_t w = vec<T>::size;
  vec<T> acc[N];
  Strip::template apply<N>(terms, count, j, acc);
  for (index_t k = 0; k < static_cast<index_t>(N) && k * w < n; ++k) {
    const index_t left = n - k * w;
    left >= w ? store(out + k * w, acc[k])
              : store_partial(out + k * w, acc[k], static_cast<std::size_t>(left));
  }
}

/// n columns from j on, fewer than a strip holds: the fewest registers do.
template <class T, class Strip>
void mixture_few(const mixture_term<T>* terms, index_t count, index_t j, T* out,
                 index_t n) noexcept {
  constexpr index_t w = vec<T>::size;
  if (n <= 0) return;
  if (n <= w) return mixture_partial<T, Strip, 1>(terms, count, j, out, n);
  if (n <= 2 * w) return mixture_partial<T, Strip, 2>(terms, count, j, out, n);
  mixture_partial<T, Strip, 4>(terms, count, j, out, n);
}

template <class T, class Strip>
void mixture_row(const mixture_term<T>* terms, index_t count, T* out, index_t cols,
                 bool streaming) noexcept {
  constexpr std::size_t side = Strip::side;
  constexpr index_t w = vec<T>::size, strip = static_cast<index_t>(side) * w;
  index_t j = 0;
  if (streaming) {
    j = elements_to_alignment(out, cols);
    if (j >= w) {  // never aligned
      j = 0;
      streaming = false;
    }
    mixture_few<T, Strip>(terms, count, 0, out, j);
  }
  for (; j + strip <= cols; j += strip) {
    vec<T> acc[side];
    Strip::template apply<side>(terms, count, j, acc);
    for (std::size_t n = 0; n < side; ++n) {
      T* to = out + j + static_cast<index_t>(n) * w;
      streaming ? stream(to, acc[n]) : store(to, acc[n]);
    }
  }
  mixture_few<T, Strip>(terms, count, j, out + j, cols - j);
}

template <class T, class Strip>
void mixture_row_of(const mixture_rows_args<T>& s, index_t r) noexcept {
  mixture_row<T, Strip>(s.terms + r * s.stride, s.counts[r], s.out[r], s.cols, s.stream);
}

template <class T, bool Maximum>
void mixture_density_rows(const mixture_rows_args<T>& s) noexcept {
  for (index_t r = 0; r < s.rows; ++r) {
    bool tables = true;
    for (index_t c = 0; c < s.counts[r]; ++c)
      tables = tables && s.terms[r * s.stride + c].table != nullptr;
    tables ? mixture_row_of<T, density_strip<T, Maximum, true> >(s, r)
           : mixture_row_of<T, density_strip<T, Maximum> >(s, r);
  }
  if (s.stream) stream_fence();
}
template <class T>
void mixture_rows(const mixture_rows_args<T>& s) noexcept {
  s.maximum ? mixture_density_rows<T, true>(s) : mixture_density_rows<T, false>(s);
}

template <class T, bool Maximum>
void mixture_log_density_rows(const mixture_rows_args<T>& s) noexcept {
  for (index_t r = 0; r < s.rows; ++r) mixture_row_of<T, log_density_strip<T, Maximum> >(s, r);
  if (s.stream) stream_fence();
}
template <class T>
void mixture_log_rows(const mixture_rows_args<T>& s) noexcept {
  s.maximum ? mixture_log_density_rows<T, true>(s) : mixture_log_density_rows<T, false>(s);
}

}  // namespace
}  // namespace bellcurve::simd::BELLCURVE_ISA
