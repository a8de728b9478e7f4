// Products of a finished tile with vectors.
#pragma once

#include "kernels.hpp"
#include "unrolled.hpp"
#include "vec.hpp"

namespace bellcurve::simd::BELLCURVE_ISA {
namespace {

/// Rows whose sums are formed side by side: with 2 registers each, what fused_sum() has.
#if defined(__AVX512F__) || defined(__aarch64__)
inline constexpr index_t weigh_rows = 12;
#else
inline constexpr index_t weigh_rows = 6;
#endif

/// Rows i to i + Rows, columns c to c + Regs registers of the result.
template <class T, class V, index_t Rows, std::size_t Regs>
void weigh_block(const weigh_args<T, V>& s, index_t i, index_t c) noexcept {
  constexpr std::size_t rows = Rows, w = vec<V>::size;
  vec<V> sum[rows * Regs];
  unrolled<0, rows * Regs>([&]<std::size_t I>()
                               __attribute__((always_inline)) { sum[I] = vec<V>(V(0)); });
  const T* k = s.k + i * s.row_stride;
  const V* v = s.v + c;
  const index_t row_stride = s.row_stride, col_stride = s.col_stride, v_ld = s.v_ld;
  for (index_t j = 0; j < s.cols; ++j, k += col_stride, v += v_ld) {
    vec<V> vj[Regs];
    unrolled<0, Regs>([&]<std::size_t R>()
                          __attribute__((always_inline)) { vj[R] = load(v + R * w); });
    unrolled<0, rows>([&]<std::size_t I>() __attribute__((always_inline)) {
      const vec<V> kij(static_cast<V>(k[index_t(I) * row_stride]));
      unrolled<0, Regs>([&]<std::size_t R>() __attribute__((always_inline)) {
        sum[I * Regs + R] = madd(kij, vj[R], sum[I * Regs + R]);
      });
    });
  }
  V buffer[Regs * w];
  const index_t n = s.columns - c < index_t(Regs * w) ? s.columns - c : index_t(Regs * w);
  for (std::size_t r = 0; r < rows; ++r) {
    for (std::size_t q = 0; q < Regs; ++q) store(buffer + q * w, sum[r * Regs + q]);
    double* to = s.sums + (i + index_t(r)) * s.columns + c;
    for (index_t q = 0; q < n; ++q) to[q] += static_cast<double>(buffer[q]);
  }
}

template <class T, class V, std::size_t Regs>
void weigh_panel(const weigh_args<T, V>& s, index_t c) noexcept {
  index_t i = 0;
  for (; i + weigh_rows <= s.rows; i += weigh_rows) weigh_block<T, V, weigh_rows, Regs>(s, i, c);
  for (; i < s.rows; ++i) weigh_block<T, V, 1, Regs>(s, i, c);
}

/// One vector, rows contiguous: Rows sums along rows.
template <class T, class V, index_t Rows>
void weigh_along(const weigh_args<T, V>& s, index_t i) noexcept {
  constexpr index_t w = vec<V>::size;
  constexpr std::size_t rows = Rows;
  vec<V> sum[rows];
  unrolled<0, rows>([&]<std::size_t I>() __attribute__((always_inline)) { sum[I] = vec<V>(V(0)); });
  const T* k = s.k + i * s.row_stride;
  const index_t row_stride = s.row_stride;
  index_t j = 0;
  for (; j + w <= s.cols; j += w) {
    const vec<V> vj = load(s.v + j);
    unrolled<0, rows>([&]<std::size_t I>() __attribute__((always_inline)) {
      sum[I] = madd(load_as<V>(k + index_t(I) * row_stride + j), vj, sum[I]);
    });
  }
  for (index_t r = 0; r < Rows; ++r) {
    V total = simd::BELLCURVE_ISA::sum(sum[r]);
    for (index_t q = j; q < s.cols; ++q) total += static_cast<V>(k[r * row_stride + q]) * s.v[q];
    s.sums[i + r] += static_cast<double>(total);
  }
}

/// One vector, columns contiguous: sums across rows, Regs registers of results.
template <class T, class V, std::size_t Regs>
void weigh_across(const weigh_args<T, V>& s, index_t i) noexcept {
  constexpr std::size_t w = vec<V>::size;
  vec<V> sum[Regs];
  unrolled<0, Regs>([&]<std::size_t R>() __attribute__((always_inline)) { sum[R] = vec<V>(V(0)); });
  const T* k = s.k + i;
  for (index_t j = 0; j < s.cols; ++j, k += s.col_stride) {
    const vec<V> vj(s.v[j]);
    unrolled<0, Regs>([&]<std::size_t R>() __attribute__((always_inline)) {
      sum[R] = madd(load_as<V>(k + R * w), vj, sum[R]);
    });
  }
  V buffer[Regs * w];
  for (std::size_t r = 0; r < Regs; ++r) store(buffer + r * w, sum[r]);
  for (std::size_t r = 0; r < Regs * w; ++r)
    s.sums[i + index_t(r)] += static_cast<double>(buffer[r]);
}

template <class T, class V>
void weigh(const weigh_args<T, V>& s) noexcept {
  constexpr index_t w = vec<V>::size;
  if (s.columns == 1 && s.col_stride == 1) {
    index_t i = 0;
    for (; i + weigh_rows <= s.rows; i += weigh_rows) weigh_along<T, V, weigh_rows>(s, i);
    for (; i < s.rows; ++i) weigh_along<T, V, 1>(s, i);
    return;
  }
  if (s.columns == 1) {
    index_t i = 0;
    for (; i + 8 * w <= s.rows; i += 8 * w) weigh_across<T, V, 8>(s, i);
    for (; i + w <= s.rows; i += w) weigh_across<T, V, 1>(s, i);
    for (; i < s.rows; ++i) {
      V total(0);
      for (index_t j = 0; j < s.cols; ++j)
        total = madd_one(static_cast<V>(s.k[i + j * s.col_stride]), s.v[j], total);
      s.sums[i] += static_cast<double>(total);
    }
    return;
  }
  index_t c = 0;
  for (; c + w < s.columns; c += 2 * w) weigh_panel<T, V, 2>(s, c);
  if (c < s.columns) weigh_panel<T, V, 1>(s, c);
}

}  // namespace
}  // namespace bellcurve::simd::BELLCURVE_ISA
