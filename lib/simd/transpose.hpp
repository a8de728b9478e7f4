// Writes a finished tile to its mirrored place.
#pragma once

#include "kernels.hpp"
#include "store_row.hpp"
#include "vec.hpp"

namespace bellcurve::simd::BELLCURVE_ISA {
namespace {

/// A square of W x W elements, W lanes: log2(W) rounds in which row i meets row
/// i + W / 2, each round a perfect shuffle of the rows' elements. Rows from `rows`
/// on do not exist; the last one stands in.
template <class T>
void transpose_square(const T* in, index_t in_stride, index_t rows, T* out,
                      index_t out_stride) noexcept {
  constexpr std::size_t w = vec<T>::size;
  vec<T> a[w];
  for (std::size_t i = 0; i < w; ++i) {
    const auto row = static_cast<index_t>(i);
    a[i] = load(in + (row < rows ? row : rows - 1) * in_stride);
  }
#ifndef BELLCURVE_SCALAR  // one element is its own transpose
  for (std::size_t round = 1; round < w; round *= 2) {
    vec<T> b[w];
    for (std::size_t i = 0; i < w / 2; ++i) {
      b[2 * i] = interleave_low<T>(a[i], a[i + w / 2]);
      b[2 * i + 1] = interleave_high<T>(a[i], a[i + w / 2]);
    }
    for (std::size_t i = 0; i < w; ++i) a[i] = b[i];
  }
#endif
  for (std::size_t i = 0; i < w; ++i) store(out + static_cast<index_t>(i) * out_stride, a[i]);
}

/// Through a buffer in the first cache, so that the output is written in long
/// runs whatever its alignment.
template <class T>
void transpose(const transpose_args<T>& s) noexcept {
  constexpr index_t w = vec<T>::size;
  constexpr index_t band = 16;  // columns of `in` at a time: a cache line of floats
  constexpr index_t run = 256;  // rows of `in` at a time
  alignas(64) T buffer[std::size_t(band * run)];
  for (index_t i0 = 0; i0 < s.rows; i0 += run) {
    const index_t rows = s.rows - i0 < run ? s.rows - i0 : run;
    for (index_t j0 = 0; j0 < s.cols; j0 += band) {
      const index_t cols = s.cols - j0 < band ? s.cols - j0 : band;
      const T* in = s.in + i0 * s.in_stride + j0;
      for (index_t j = 0; j < cols; j += w)
        for (index_t i = 0; i < rows; i += w)
          transpose_square(in + i * s.in_stride + j, s.in_stride, rows - i, buffer + j * run + i,
                           run);
      for (index_t j = 0; j < cols; ++j)
        store_row(s.out + (j0 + j) * s.out_stride + i0, buffer + j * run, rows, s.stream);
    }
  }
  if (s.stream) stream_fence();
}

}  // namespace
}  // namespace bellcurve::simd::BELLCURVE_ISA
