// Sums over a few or many taps, down columns and along rows. Kernels are symmetric or
// antisymmetric: every path adds, or subtracts, the two samples that have a weight in common, and
// goes on with such pairs from the outermost to the sample in the middle, each by a multiply-add,
// beginning with 0. So all of them give the same bits. There are half as many multiply-adds as
// taps; additions have units of their own on Zen and Golden Cove, and take those of multiply-adds
// elsewhere.
#pragma once

#include "filter_args.hpp"
#include "kernels.hpp"
#include "transpose.hpp"
#include "unrolled.hpp"
#include "vec.hpp"

namespace bellcurve::simd::BELLCURVE_ISA {
namespace {

/// Registers of a chunk.
inline constexpr std::size_t fir_registers = 2;
/// Outputs whose sums are formed together. As many samples on either side of the middle move past
/// them in registers: 3 x 8 fill 32 registers, 3 x 4 fill 16, with a weight and a product.
#if defined(__AVX512F__) || defined(__aarch64__)
inline constexpr std::size_t fir_outputs = 8;
#else
inline constexpr std::size_t fir_outputs = 4;
#endif

/// Taps from which on rows are better filtered as lanes: where loads at any offset, half of which
/// cross a cache line (with 512 bits all), cost more than transposing twice. AVX2 and
/// SSE2: measured, both kernels on the same rows in the first caches; the others by reasoning.
#if defined(__AVX512F__)
template <class T>
inline constexpr index_t fir_lines_from = 17;
#elif defined(__AVX2__)
template <class T>
inline constexpr index_t fir_lines_from = sizeof(T) == 4 ? 25 : 41;
#elif defined(BELLCURVE_SCALAR)
template <class T>
inline constexpr index_t fir_lines_from = PTRDIFF_MAX;
#else
template <class T>
inline constexpr index_t fir_lines_from = 129;
#endif

template <class T>
inline constexpr index_t fir_chunk = static_cast<index_t>(fir_registers* vec<T>::size);

/// The samples that share a weight, where the second has it with the opposite sign if `Odd`.
template <bool Odd, class T>
__attribute__((always_inline)) inline vec<T> fir_pair(vec<T> first, vec<T> second) {
  if constexpr (Odd) return first - second;
  return first + second;
}

/// A kernel: weights from the outermost to the one in the middle.
template <class T>
struct fir_kernel {
  const T* weights;
  index_t radius;
};

/// A register each of N outputs. row(s) is the place of row s; output i is in the middle of rows i
/// to i + 2 radius, of which none is looked at that the output does not depend on.
template <class T, bool Odd, std::size_t N>
struct fir_sums {
  vec<T> of[N];
  // Of output i at step k stand row i + k and its counterpart in low[(i + k) % N] and
  // high[(i - k) % N].
  vec<T> low[N], high[N];

  template <class Row>
  __attribute__((always_inline)) void add_all(const Row& row, const fir_kernel<T>& f) {
    unrolled<0, N>([&]<std::size_t I>() __attribute__((always_inline)) {
      of[I] = vec<T>(T(0));
      low[I] = load(row(index_t(I)));
      high[I] = load(row(2 * f.radius + index_t(I)));
    });
    index_t k = 0;
    for (; k + index_t(N) <= f.radius; k += index_t(N)) add_steps<N>(row, f, k);
    rest<N - 1>(row, f, k);
  }

 private:
  template <std::size_t Steps, class Row>
  __attribute__((always_inline)) void add_steps(const Row& row, const fir_kernel<T>& f, index_t k) {
    unrolled<0, Steps>([&]<std::size_t S>() __attribute__((always_inline)) {
      const index_t step = k + index_t(S);
      const vec<T> by(f.weights[step]);
      unrolled<0, N>([&]<std::size_t I>() __attribute__((always_inline)) {
        of[I] = madd(by, fir_pair<Odd>(low[(I + S) % N], high[(I + N - S) % N]), of[I]);
      });
      low[S] = load(row(step + index_t(N)));
      high[N - 1 - S] = load(row(2 * f.radius - step - 1));
    });
  }

  /// The steps that are left, `Most` or fewer, and the middle.
  template <std::size_t Most, class Row>
  __attribute__((always_inline)) void rest(const Row& row, const fir_kernel<T>& f, index_t k) {
    if constexpr (Most > 0) {
      if (f.radius - k != index_t(Most)) return rest<Most - 1>(row, f, k);
    }
    add_steps<Most>(row, f, k);
    const vec<T> by(f.weights[f.radius]);
    unrolled<0, N>([&]<std::size_t I>() __attribute__((always_inline)) {
      of[I] = madd(by, low[(I + Most) % N], of[I]);
    });
  }
};

/// Calls each(i, sum) with the sum of every output from i on, N at a time, or fewer where less are
/// left.
template <class T, bool Odd, std::size_t N = fir_outputs, class Row, class Each>
__attribute__((always_inline)) inline void fir_outputs_from(index_t i, index_t outputs,
                                                            const Row& row, const fir_kernel<T>& f,
                                                            const Each& each) {
  for (; i + index_t(N) <= outputs; i += index_t(N)) {
    fir_sums<T, Odd, N> sums;
    sums.add_all(
        [&](index_t s) __attribute__((always_inline)) { return row(i + s); }, f);
    unrolled<0, N>([&]<std::size_t I>()
                       __attribute__((always_inline)) { each(i + index_t(I), sums.of[I]); });
  }
  if constexpr (N > 1) fir_outputs_from<T, Odd, N / 2>(i, outputs, row, f, each);
}

/// A register of columns, or the first `cols` of it: all rows.
template <class T, bool Odd>
__attribute__((noinline)) void fir_columns_register(const fir_columns_args<T>& s, const T* in,
                                                    T* out, index_t cols) noexcept {
  const fir_kernel<T> f{s.weights, (s.taps - 1) / 2};
  const auto row = [&](index_t r) __attribute__((always_inline)) { return in + s.row[r]; };
  if (cols >= index_t(vec<T>::size)) {
    fir_outputs_from<T, Odd>(
        0, s.rows, row, f, [&](index_t i, vec<T> sum) __attribute__((always_inline)) {
          store(out + i * s.out_stride, sum);
        });
  } else {
    fir_outputs_from<T, Odd, 1>(
        0, s.rows, row, f, [&](index_t i, vec<T> sum) __attribute__((always_inline)) {
          store_partial(out + i * s.out_stride, sum, static_cast<std::size_t>(cols));
        });
  }
}

template <class T, bool Odd>
void fir_columns_of(const fir_columns_args<T>& s) noexcept {
  constexpr index_t w = vec<T>::size;
  const T* in = s.in;
  for (index_t j = 0; j < s.cols; in += s.chunk_stride) {
    for (index_t v = 0; v < fir_chunk<T> && j < s.cols; v += w, j += w)
      fir_columns_register<T, Odd>(s, in + v, s.out + j, s.cols - j);
  }
}
template <class T>
void fir_columns(const fir_columns_args<T>& s) noexcept {
  s.odd ? fir_columns_of<T, true>(s) : fir_columns_of<T, false>(s);
}

/// Chunks chunks of a row from `in` on.
template <class T, bool Odd, std::size_t Chunks>
__attribute__((always_inline)) inline void fir_row_chunks(const fir_rows_args<T>& s, const T* in,
                                                          T* out) {
  constexpr std::size_t w = vec<T>::size, n = Chunks * fir_registers;
  const index_t radius = (s.taps - 1) / 2;
  const T* behind = in + 2 * radius * s.tap_stride;
  vec<T> acc[n];
  for (std::size_t v = 0; v < n; ++v) acc[v] = vec<T>(T(0));
  for (index_t k = 0; k < radius; ++k, in += s.tap_stride, behind -= s.tap_stride) {
    const vec<T> by(s.weights[k]);
    for (std::size_t v = 0; v < n; ++v)
      acc[v] = madd(by, fir_pair<Odd>(load(in + v * w), load(behind + v * w)), acc[v]);
  }
  const vec<T> by(s.weights[radius]);
  for (std::size_t v = 0; v < n; ++v)
    store(out + static_cast<index_t>(v / fir_registers) * s.chunk_stride + v % fir_registers * w,
          madd(by, load(in + v * w), acc[v]));
}

template <class T, bool Odd>
void fir_rows_of(const fir_rows_args<T>& s) noexcept {
  constexpr index_t chunk = fir_chunk<T>;
  constexpr std::size_t together = fir_outputs >= 8 ? 8 : 5;
  constexpr auto step = static_cast<index_t>(together);
  for (index_t i = 0; i < s.rows; ++i) {
    const T* in = s.in + i * s.in_stride;
    T* out = s.out + s.out_row[i];
    index_t chunks = (s.cols + chunk - 1) / chunk;
    for (; chunks >= step; chunks -= step, in += step * chunk, out += step * s.chunk_stride)
      fir_row_chunks<T, Odd, together>(s, in, out);
    for (; chunks > 0; --chunks, in += chunk, out += s.chunk_stride)
      fir_row_chunks<T, Odd, 1>(s, in, out);
  }
}
template <class T>
void fir_rows(const fir_rows_args<T>& s) noexcept {
  s.odd ? fir_rows_of<T, true>(s) : fir_rows_of<T, false>(s);
}

/// Rows that fir_lines filters together.
template <class T>
inline constexpr index_t fir_line_count = static_cast<index_t>(vec<T>::size);

/// work(j, i) = in(i, j) for a segment of columns, a register of rows side by side; rows beyond
/// the last repeat it.
template <class T>
void fir_lines_in(const T* in, index_t in_stride, index_t rows, index_t cols, T* work) noexcept {
  constexpr index_t w = fir_line_count<T>;
  for (index_t j = 0; j < cols; j += w) transpose_square(in + j, in_stride, rows, work + j * w, w);
}

/// The way back, into chunks, of columns from `first` on.
template <class T>
void fir_lines_out(const fir_rows_args<T>& s, const T* work, index_t first, index_t cols) noexcept {
  constexpr index_t w = fir_line_count<T>, chunk = fir_chunk<T>;
  for (index_t j = 0; j < cols; j += w) {
    T* out = s.out + (first + j) / chunk * s.chunk_stride + (first + j) % chunk;
    vec<T> rows[vec<T>::size];
    columns_of<T>([&](index_t k) { return work + (j + k) * w; }, rows);
    for (index_t r = 0; r < s.rows; ++r) store(out + s.out_row[r], rows[r]);
  }
}

/// Every `step`-th sample of lines.
template <class T, bool Odd>
__attribute__((noinline)) void fir_lines_register(const T* in, index_t step, T* out,
                                                  index_t outputs,
                                                  const fir_kernel<T>& f) noexcept {
  fir_outputs_from<T, Odd>(
      0, outputs, [&](index_t r) __attribute__((always_inline)) { return in + r * step; },
      f, [&](index_t i, vec<T> sum) __attribute__((always_inline)) { store(out + i * step, sum); });
}

template <class T>
void fir_lines(const fir_rows_args<T>& s) noexcept {
  constexpr index_t lines = fir_line_count<T>, chunk = fir_chunk<T>, segment = fir_lines_segment;
  const index_t reach = (s.taps - 1) * s.tap_stride, step = s.tap_stride * lines;
  const index_t end = (s.cols + chunk - 1) / chunk * chunk, part = fir_lines_cells * s.tap_stride;
  const fir_kernel<T> f{s.weights, (s.taps - 1) / 2};
  const auto filter = s.odd ? fir_lines_register<T, true> : fir_lines_register<T, false>;
  T* const filtered = s.work + (segment + reach + 2 * chunk) * lines;
  for (index_t first = 0; first < end; first += segment) {
    const index_t cols = end - first < segment ? end - first : segment;
    fir_lines_in(s.in + first, s.in_stride, s.rows, cols + reach, s.work);
    for (index_t j = 0; j < cols; j += part) {
      const index_t count = cols - j < part ? cols - j : part;
      for (index_t c = 0; c < s.tap_stride && c < count; ++c)
        filter(s.work + (j + c) * lines, step, filtered + c * lines,
               (count - c - 1) / s.tap_stride + 1, f);
      fir_lines_out(s, filtered, first + j, count);
    }
  }
}

}  // namespace
}  // namespace bellcurve::simd::BELLCURVE_ISA
