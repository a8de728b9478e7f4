// Sums over a few or many taps, down columns and along rows. Every path adds the products of an
// output in the order of its taps, each by a multiply-add, beginning with 0: so all of them give
// the same bits.
#pragma once

#include "filter_args.hpp"
#include "kernels.hpp"
#include "transpose.hpp"
#include "unrolled.hpp"
#include "vec.hpp"

namespace bellcurve::simd::BELLCURVE_ISA {
namespace {

/// Registers of a chunk, and outputs whose sums are formed together: 2 x 12 sums, a register or
/// two of input and weights from memory fill 32 registers; 2 x 6 fill 16.
inline constexpr std::size_t fir_registers = 2;
#if defined(__AVX512F__) || defined(__aarch64__)
inline constexpr std::size_t fir_outputs = 12;
#elif defined(__AVX2__)
inline constexpr std::size_t fir_outputs = 6;
#else
inline constexpr std::size_t fir_outputs = 4;  // products take registers, too
#endif

/// Taps from which on rows are better filtered as lanes: where loads at any offset, half of which
/// cross a cache line, or with 512 bits shifts, cost more than transposing twice. AVX-512:
/// measured, large images on Zen 5; AVX2 and SSE2: measured, both kernels on the same rows in the
/// first caches; the others by reasoning.
#if defined(__AVX512F__)
template <class T>
inline constexpr index_t fir_lines_from = 35;
#elif defined(__AVX2__)
template <class T>
inline constexpr index_t fir_lines_from = sizeof(T) == 4 ? 29 : 41;
#elif defined(BELLCURVE_SCALAR)
template <class T>
inline constexpr index_t fir_lines_from = PTRDIFF_MAX;
#else
template <class T>
inline constexpr index_t fir_lines_from = 129;
#endif

/// Chunks of a row whose sums are formed together, and columns that are taken of every row before
/// the next.
#if defined(__AVX512F__)
inline constexpr index_t fir_row_chunks_at_once = 4;  // 8 sums, 9 registers of the row
template <class T>
inline constexpr index_t fir_row_piece = 8 * index_t(vec<T>::size);
#else
inline constexpr index_t fir_row_chunks_at_once = fir_outputs >= 12 ? 8 : fir_outputs >= 6 ? 5 : 3;
template <class T>
inline constexpr index_t fir_row_piece = 1 << 20;
#endif

template <class T>
inline constexpr index_t fir_chunk = static_cast<index_t>(fir_registers* vec<T>::size);

/// The sums of N outputs, a chunk each.
template <class T, std::size_t N>
struct fir_sums {
  vec<T> of[N * fir_registers];
};

/// What row `in` adds to the outputs First to Last. Each weight is read as it is needed, as an
/// operand.
template <class T, std::size_t First, std::size_t Last, std::size_t N>
__attribute__((always_inline)) inline void fir_add(const T* in, const T* weight,
                                                   fir_sums<T, N>& sums) {
  constexpr std::size_t w = vec<T>::size, regs = fir_registers;
  vec<T> x[regs];
  unrolled<0, regs>([&]<std::size_t V>()
                        __attribute__((always_inline)) { x[V] = load(in + V * w); });
  unrolled<First, Last>([&]<std::size_t I>() __attribute__((always_inline)) {
    const vec<T> by(weight[-static_cast<index_t>(I)]);
    unrolled<0, regs>([&]<std::size_t V>() __attribute__((always_inline)) {
      sums.of[I * regs + V] = madd(by, x[V], sums.of[I * regs + V]);
    });
  });
}

/// sums of output i = sum over k < taps of weights[k] row(i + k), for N <= taps outputs. row(s) is
/// the place of a chunk's row. Rows are read once; the first and the last N - 1 of them reach some
/// outputs only, and no other is touched by them: they may be NaN.
template <class T, std::size_t N, class Row>
__attribute__((always_inline)) inline void fir_block(const Row& row, const T* weights, index_t taps,
                                                     fir_sums<T, N>& sums) {
  unrolled<0, N * fir_registers>([&]<std::size_t I>()
                                     __attribute__((always_inline)) { sums.of[I] = vec<T>(T(0)); });
  unrolled<1, N>([&]<std::size_t S>() __attribute__((always_inline)) {
    fir_add<T, 0, S>(row(index_t(S) - 1), weights + (S - 1), sums);
  });
  for (index_t s = N - 1; s < taps; ++s) fir_add<T, 0, N>(row(s), weights + s, sums);
  unrolled<1, N>([&]<std::size_t S>() __attribute__((always_inline)) {
    fir_add<T, S, N>(row(taps + index_t(S) - 1), weights + taps + (S - 1), sums);
  });
}

/// Calls each(i, chunk) with the sums of every output from i on, N at a time, or fewer where less
/// are left or there are fewer taps.
template <class T, std::size_t N, class Row, class Each>
__attribute__((always_inline)) inline void fir_outputs_from(index_t i, index_t outputs,
                                                            const Row& row, const T* weights,
                                                            index_t taps, const Each& each) {
  if (index_t(N) <= taps) {
    for (; i + index_t(N) <= outputs; i += index_t(N)) {
      fir_sums<T, N> sums;
      fir_block<T, N>(
          [&](index_t s) __attribute__((always_inline)) { return row(i + s); }, weights, taps,
          sums);
      unrolled<0, N>([&]<std::size_t I>() __attribute__((always_inline)) {
        each(i + index_t(I), sums.of + I * fir_registers);
      });
    }
  }
  if constexpr (N > 1) fir_outputs_from<T, N / 2>(i, outputs, row, weights, taps, each);
}

/// A chunk of fir_columns: all rows.
template <class T>
void fir_columns_chunk(const fir_columns_args<T>& s, const T* in, T* out, index_t cols) noexcept {
  constexpr std::size_t w = vec<T>::size;
  const auto row = [&](index_t r) __attribute__((always_inline)) { return in + s.row[r]; };
  const auto whole = [&](index_t i, const vec<T>* sums) __attribute__((always_inline)) {
    for (std::size_t v = 0; v < fir_registers; ++v) store(out + i * s.out_stride + v * w, sums[v]);
  };
  const auto part = [&](index_t i, const vec<T>* sums) __attribute__((always_inline)) {
    alignas(64) T buffer[std::size_t(fir_chunk<T>)];
    for (std::size_t v = 0; v < fir_registers; ++v) store(buffer + v * w, sums[v]);
    for (index_t j = 0; j < cols; ++j) out[i * s.out_stride + j] = buffer[j];
  };
  if (cols == fir_chunk<T>) {
    fir_outputs_from<T, fir_outputs>(0, s.rows, row, s.weights, s.taps, whole);
  } else {
    fir_outputs_from<T, 2>(0, s.rows, row, s.weights, s.taps, part);
  }
}

template <class T>
void fir_columns(const fir_columns_args<T>& s) noexcept {
  constexpr index_t chunk = fir_chunk<T>;
  const T* in = s.in;
  for (index_t j = 0; j < s.cols; j += chunk, in += s.chunk_stride) {
    const index_t cols = s.cols - j < chunk ? s.cols - j : chunk;
    fir_columns_chunk(s, in, s.out + j, cols);
  }
}

/// Chunks chunks of a row from `in` on.
template <class T, std::size_t Chunks>
__attribute__((always_inline)) inline void fir_row_chunks(const fir_rows_args<T>& s, const T* in,
                                                          T* out) noexcept {
  constexpr std::size_t w = vec<T>::size, n = Chunks * fir_registers;
  vec<T> acc[n];
  for (std::size_t v = 0; v < n; ++v) acc[v] = vec<T>(T(0));
  for (index_t k = 0; k < s.taps; ++k, in += s.tap_stride) {
    const vec<T> by(s.weights[k]);
    for (std::size_t v = 0; v < n; ++v) acc[v] = madd(by, load(in + v * w), acc[v]);
  }
  for (std::size_t v = 0; v < n; ++v)
    store(out + static_cast<index_t>(v / fir_registers) * s.chunk_stride + v % fir_registers * w,
          acc[v]);
}

#if defined(__AVX512F__)
/// The same for tap_stride Stride. What a tap meets is put together from registers: all but one of
/// 16 loads would cross a cache line, which takes two.
template <class T, std::size_t Stride, std::size_t Chunks>
__attribute__((noinline)) void fir_row_shifted(const fir_rows_args<T>& s, const T* in,
                                               T* out) noexcept {
  constexpr std::size_t w = vec<T>::size, n = Chunks * fir_registers;
  const T* const weights = s.weights;
  index_t left = (s.taps - 1) * index_t(Stride);  // elements behind n registers
  vec<T> x[n + 1], acc[n];
  unrolled<0, n>([&]<std::size_t V>() __attribute__((always_inline)) { acc[V] = vec<T>(T(0)); });
  for (index_t first = 0; first < s.taps; first += index_t(w)) {
    unrolled<0, w>([&]<std::size_t K>() __attribute__((always_inline)) {
      if (first + index_t(K) >= s.taps) return;
      constexpr std::size_t shift = K * Stride % w;
      if constexpr (shift < Stride) {
        unrolled<0, n>([&]<std::size_t V>()
                           __attribute__((always_inline)) { x[V] = load(in + V * w); });
        x[n] = left < index_t(w) ? load_some(in + n * w, left) : load(in + n * w);
        in += w;
        left -= index_t(w);
      }
      const vec<T> by(weights[first + index_t(K)]);
      unrolled<0, n>([&]<std::size_t V>() __attribute__((always_inline)) {
        acc[V] = madd(by, shifted<shift>(x[V], x[V + 1]), acc[V]);
      });
    });
  }
  unrolled<0, n>([&]<std::size_t V>() __attribute__((always_inline)) {
    store(out + index_t(V / fir_registers) * s.chunk_stride + V % fir_registers * w, acc[V]);
  });
}
#endif

/// Filters n chunks of a row, Chunks at a time, or fewer where less are left.
template <class T, index_t Chunks>
void fir_row(const fir_rows_args<T>& s, const T* in, T* out, index_t n) noexcept {
  const auto all = [&](const auto& kernel) __attribute__((always_inline)) {
    for (; n >= Chunks; n -= Chunks, in += Chunks * fir_chunk<T>, out += Chunks * s.chunk_stride)
      kernel(s, in, out);
  };
#if defined(__AVX512F__)
  if (s.tap_stride == 1) all(fir_row_shifted<T, 1, Chunks>);
  if (s.tap_stride == 2) all(fir_row_shifted<T, 2, Chunks>);
  if (s.tap_stride == 3) all(fir_row_shifted<T, 3, Chunks>);
  if (s.tap_stride == 4) all(fir_row_shifted<T, 4, Chunks>);
#endif
  all(fir_row_chunks<T, Chunks>);
  if constexpr (Chunks > 1) fir_row<T, Chunks / 2>(s, in, out, n);
}

template <class T>
void fir_rows(const fir_rows_args<T>& s) noexcept {
  const index_t chunks = (s.cols + fir_chunk<T> - 1) / fir_chunk<T>;
  for (index_t i = 0; i < s.rows; ++i)
    fir_row<T, fir_row_chunks_at_once>(s, s.in + i * s.in_stride, s.out + s.out_row[i], chunks);
}

/// work(j, i) = in(i, j) for a segment of columns, `fir_chunk` rows side by side; rows beyond
/// the last repeat it.
template <class T>
void fir_lines_in(const T* in, index_t in_stride, index_t rows, index_t cols, T* work) noexcept {
  constexpr index_t w = vec<T>::size, lines = fir_chunk<T>;
  for (index_t i = 0; i < lines; i += w) {
    const index_t first = i < rows ? i : rows - 1;
    for (index_t j = 0; j < cols; j += w)
      transpose_square(in + first * in_stride + j, in_stride, rows - first, work + j * lines + i,
                       lines);
  }
}

/// The way back, into chunks.
template <class T>
void fir_lines_out(const fir_rows_args<T>& s, const T* work, index_t first, index_t cols) noexcept {
  constexpr index_t w = vec<T>::size, lines = fir_chunk<T>, chunk = fir_chunk<T>;
  alignas(64) T square[static_cast<std::size_t>(w * w)];
  for (index_t j = 0; j < cols; j += w) {
    T* out = s.out + (first + j) / chunk * s.chunk_stride + (first + j) % chunk;
    for (index_t i = 0; i < s.rows; i += w) {
      transpose_square(work + j * lines + i, lines, w, square, w);
      const index_t rows = s.rows - i < w ? s.rows - i : w;
      for (index_t r = 0; r < rows; ++r) store(out + s.out_row[i + r], load(square + r * w));
    }
  }
}

template <class T>
void fir_lines(const fir_rows_args<T>& s) noexcept {
  constexpr index_t w = vec<T>::size, lines = fir_chunk<T>, chunk = fir_chunk<T>;
  const index_t reach = (s.taps - 1) * s.tap_stride, segment = fir_lines_segment(reach);
  const index_t end = (s.cols + chunk - 1) / chunk * chunk;
  T* const filtered = s.work + (segment + reach + 2 * chunk) * lines;
  for (index_t first = 0; first < end; first += segment) {
    const index_t cols = end - first < segment ? end - first : segment;
    fir_lines_in(s.in + first, s.in_stride, s.rows, cols + reach, s.work);
    for (index_t c = 0; c < s.tap_stride && c < cols; ++c) {
      const index_t outputs = (cols - c - 1) / s.tap_stride + 1, step = s.tap_stride * lines;
      const T* in = s.work + c * lines;
      T* out = filtered + c * lines;
      fir_outputs_from<T, fir_outputs>(
          0, outputs, [&](index_t r) __attribute__((always_inline)) { return in + r * step; },
          s.weights, s.taps,
          [&](index_t i, const vec<T>* sums) __attribute__((always_inline)) {
            for (std::size_t v = 0; v < fir_registers; ++v)
              store(out + i * step + static_cast<index_t>(v) * w, sums[v]);
          });
    }
    fir_lines_out(s, filtered, first, cols);
  }
}

}  // namespace
}  // namespace bellcurve::simd::BELLCURVE_ISA
