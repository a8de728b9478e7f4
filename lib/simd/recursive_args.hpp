// What crosses to the kernel of recursive filters.
#pragma once

#include <cstddef>

namespace bellcurve::simd {

/// Conjugate pairs of poles.
inline constexpr std::size_t recursive_pairs = 3;

/// out(i) = middle in(i) + sum over m >= 1 of h(m) (in(i - m) + mirror in(i + m)), where h is the
/// sum over the pairs of what
///   v(i) = in(i) + d1 v(i - 1) + d2 v(i - 2),   y(i + 1) = n1 v(i) + n2 v(i - 1)
/// makes of an impulse.
struct recursive_coefficients {
  double d1[recursive_pairs], d2[recursive_pairs];
  double n1[recursive_pairs], n2[recursive_pairs];
  double middle;
  double mirror;  ///< 1 or -1
};

/// Filters down the columns of chunks (see filter_args.hpp), each a buffer of before + rows +
/// after rows that follow one another; beyond both ends of it the outermost sample goes on for
/// ever. Lanes do not meet: what stands in one never reaches another.
template <class T>
struct recursive_columns_args {
  const T* in;
  std::ptrdiff_t chunks;
  std::ptrdiff_t chunk_stride;
  std::ptrdiff_t before, rows, after;  ///< rows >= 1
  const recursive_coefficients* filter;
  T* work;  ///< rows * chunk elements, whatever the number of chunks.
  /// Whole chunks: row i of chunk c at i * out_stride + c * out_chunk_stride. May be the rows
  /// of `in` themselves: in + before * chunk with strides chunk and chunk_stride.
  T* out;
  std::ptrdiff_t out_stride;
  std::ptrdiff_t out_chunk_stride;
};

}  // namespace bellcurve::simd
