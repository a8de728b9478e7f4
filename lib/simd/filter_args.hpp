// What crosses to the kernels of filters.
#pragma once

#include "recursive_args.hpp"

#include <cstddef>
#include <cstdint>

namespace bellcurve::simd {

/// Rows are kept in chunks of a few registers of columns: element (row, j) of a block stands at
/// chunk_stride * (j / chunk) + offset of the row + j % chunk. Down a chunk lies in one
/// piece, so that walking along columns meets neither pages nor cache sets again and again.
struct filter_blocking {
  std::ptrdiff_t chunk;       ///< Columns of a chunk.
  std::ptrdiff_t row_piece;   ///< Columns that fir_rows takes at a time.
  std::ptrdiff_t lines;       ///< Rows that fir_lines filters together.
  std::ptrdiff_t lines_from;  ///< Taps from which on it is faster than fir_rows.
  /// Taps from which on a recursive filter is faster, and from which one in float is, where that is
  /// what is computed in.
  std::ptrdiff_t recursive_from, recursive_single_from;
  std::ptrdiff_t recursive_lanes;  ///< Lines that a recursive filter takes at a time.
};

/// out(i, j) = sum over k of weights[k] in(rows i + k, j), k in order, for i < rows, j < cols.
template <class T>
struct fir_columns_args {
  const T* in;
  std::ptrdiff_t chunk_stride;
  const std::ptrdiff_t* row;  ///< Offsets of rows + taps - 1 rows of a chunk.
  const T* weights;
  std::ptrdiff_t taps;
  std::ptrdiff_t rows, cols;
  T* out;  ///< Contiguous rows.
  std::ptrdiff_t out_stride;
};

/// out(i, j) = sum over k of weights[k] in(i, j + k tap_stride), k in order, for j < cols, and
/// further to the end of a chunk: as far as `in` must be readable.
template <class T>
struct fir_rows_args {
  const T* in;
  std::ptrdiff_t in_stride;
  std::ptrdiff_t rows, cols;
  const T* weights;
  std::ptrdiff_t taps;
  std::ptrdiff_t tap_stride;
  T* out;
  std::ptrdiff_t chunk_stride;
  const std::ptrdiff_t* out_row;  ///< Offsets of the rows.
  T* work;                        ///< fir_lines: room for fir_lines_work() elements.
};

/// Columns that fir_lines takes at a time: with those that the taps reach they stay in the
/// first caches, and are many beside them.
constexpr std::ptrdiff_t fir_lines_segment(std::ptrdiff_t reach) noexcept {
  return reach < 128 ? 128 : 256;
}
/// \param reach (taps - 1) tap_stride
constexpr std::ptrdiff_t fir_lines_work(std::ptrdiff_t reach, const filter_blocking& b) noexcept {
  return (2 * fir_lines_segment(reach) + reach + 4 * b.chunk) * b.lines;
}

/// Rows that are copied past the caches.
template <class T>
struct stream_rows_args {
  const T* in;
  std::ptrdiff_t in_stride;
  T* out;
  std::ptrdiff_t out_stride;
  std::ptrdiff_t rows, cols;
};

template <class T>
struct filter_kernels {
  filter_blocking blocking;
  void (*fir_columns)(const fir_columns_args<T>&) noexcept;
  /// Along rows as they lie: for few taps.
  void (*fir_rows)(const fir_rows_args<T>&) noexcept;
  /// The same, bit for bit, with rows as lanes: for many taps.
  void (*fir_lines)(const fir_rows_args<T>&) noexcept;
  void (*stream_rows)(const stream_rows_args<T>&) noexcept;
  void (*stream_fence)() noexcept;  ///< Behind all of them, before anything else reads them.
  void (*recursive)(const recursive_args<T>&) noexcept;
  void (*recursive_lanes_of)(const recursive_turn_args<T>&) noexcept;
  void (*recursive_rows_of)(const recursive_turn_args<T>&) noexcept;
};

/// Elements as they are stored to and from those computed in.
template <class S, class T>
struct convert_kernels {
  void (*widen)(const S* in, T* out, std::ptrdiff_t n) noexcept;
  /// To the nearest, ties to even, limited to the range of S. No NaN.
  void (*round)(const T* in, S* out, std::ptrdiff_t n) noexcept;
};

struct filter_table {
  filter_kernels<float> f32;
  filter_kernels<double> f64;
  convert_kernels<std::uint8_t, float> u8;
  convert_kernels<std::uint16_t, float> u16;
  convert_kernels<std::int16_t, float> i16;
};

}  // namespace bellcurve::simd
