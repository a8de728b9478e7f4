// The first half of pooling: each column of a row of blocks, weighted and summed.
#pragma once

#include "kernels.hpp"
#include "vec.hpp"

namespace bellcurve::simd::BELLCURVE_ISA {
namespace {

/// Rows that are read side by side: as many streams as prefetchers follow.
inline constexpr index_t pool_group = 16;
/// Registers that share the overhead of a row: half of those there are.
#if defined(__AVX512F__) || defined(__aarch64__)
inline constexpr index_t pool_unroll = 8;
#else
inline constexpr index_t pool_unroll = 4;
#endif
static_assert(pool_unroll * static_cast<index_t>(vec<float>::size) <= pool_overhang);

/// How far ahead of a row's loads memory is asked for: rows are read in turns of a few cache
/// lines, which hardware alone follows late.
inline constexpr std::size_t pool_ahead = 1024;

/// Asks for the line that this register's turn begins, if it begins one.
template <class T, class S>
__attribute__((always_inline)) inline void look_ahead(const S* row, index_t c) {
  constexpr index_t per_line = 64 / static_cast<index_t>(vec<T>::size * sizeof(S));
  if (per_line <= 1 || c % per_line == 0) {
    __builtin_prefetch(reinterpret_cast<const char*>(row + c * index_t(vec<T>::size)) + pool_ahead);
  }
}

/// sums[c] = ((0 + w_0 x_0) + w_1 x_1) + ... down N registers of columns, from `in`; with
/// `sums` as they are instead of 0.
template <index_t N, class S, class T>
__attribute__((always_inline)) inline void add_rows(const S* in, index_t row_stride, index_t rows,
                                                    const T* weights, index_t weights_ld,
                                                    vec<T>* sums) {
  constexpr index_t w = vec<T>::size;
  for (index_t r = 0; r < rows; ++r) {
    for (index_t c = 0; c < N; ++c) look_ahead<T>(in, c);
    for (index_t c = 0; c < N; ++c)
      sums[c] = madd(load_as<T>(in + c * w), load(weights + c * w), sums[c]);
    in += row_stride;
    weights += weights_ld;
  }
}

/// N registers of columns from element x on.
template <index_t N, class S, class T>
__attribute__((always_inline)) inline void column_registers(const pool_args<S, T>& s, const S* in,
                                                            index_t first, index_t rows, index_t x,
                                                            index_t offset, vec<T>* sums) {
  constexpr index_t w = vec<T>::size;
  for (index_t c = 0; c < N; ++c) sums[c] = first == 0 ? vec<T>(T(0)) : load(s.columns + x + c * w);
  add_rows<N>(in + first * s.row_stride + x, s.row_stride, rows,
              s.weights + first * s.weights_ld + offset, s.weights_ld, sums);
}

/// The first n < one register columns.
template <class S, class T>
void few_columns(const pool_args<S, T>& s, const S* in, index_t n) noexcept {
  for (index_t x = 0; x < n; ++x) {
    T sum(0);
    for (index_t k = 0; k < s.kernel_rows; ++k)
      sum =
          madd_one(static_cast<T>(in[k * s.row_stride + x]), s.weights[k * s.weights_ld + x], sum);
    s.columns[x] = sum;
  }
}

/// columns[x] = sum over k of weights(k, x mod pitch) in(k, x), k in order, x < n; N registers at
/// a time.
template <index_t N, class S, class T>
void column_sums_of(const pool_args<S, T>& s, const S* in, index_t n) noexcept {
  constexpr index_t w = vec<T>::size, step = N * w;
  const index_t advance = step % s.pitch;
  for (index_t first = 0; first < s.kernel_rows; first += pool_group) {
    const index_t left = s.kernel_rows - first, rows = left < pool_group ? left : pool_group;
    // The last register of columns overlaps the one before, and nothing behind them is read. It
    // is computed before those are stored, and stored after.
    vec<T> last[1];
    column_registers<1>(s, in, first, rows, n - w, (n - w) % s.pitch, last);
    index_t x = 0, offset = 0;
    for (; x + step <= n; x += step) {
      vec<T> sums[std::size_t(N)];
      column_registers<N>(s, in, first, rows, x, offset, sums);
      for (index_t c = 0; c < N; ++c) store(s.columns + x + c * w, sums[c]);
      offset += advance;
      if (offset >= s.pitch) offset -= s.pitch;
    }
    for (; x + w <= n; x += w) {
      vec<T> sums[1];
      column_registers<1>(s, in, first, rows, x, x % s.pitch, sums);
      store(s.columns + x, sums[0]);
    }
    store(s.columns + n - w, last[0]);
  }
}

template <class S, class T>
void column_sums(const pool_args<S, T>& s, const S* in, index_t n) noexcept {
  constexpr index_t w = vec<T>::size;
  if (n < w) return few_columns(s, in, n);
  // Where so many registers hold whole periods, weights are read from their beginning each
  // time: aligned.
  if constexpr (pool_unroll >= 8) {
    if (8 * w % s.pitch == 0) return column_sums_of<8>(s, in, n);
    if (6 * w % s.pitch == 0) return column_sums_of<6>(s, in, n);
    if (5 * w % s.pitch == 0) return column_sums_of<5>(s, in, n);
    if (7 * w % s.pitch == 0) return column_sums_of<7>(s, in, n);
  }
  column_sums_of<pool_unroll>(s, in, n);
}

}  // namespace
}  // namespace bellcurve::simd::BELLCURVE_ISA
