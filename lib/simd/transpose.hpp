// Writes a finished tile to its mirrored place.
#pragma once

#include "kernels.hpp"
#include "store_row.hpp"
#include "vec.hpp"

namespace bellcurve::simd::BELLCURVE_ISA {
namespace {

/// The columns of W rows of W elements, W lanes; row(i) is the place of row i. log2(W) rounds in
/// which row i meets row i + W / 2, each round a perfect shuffle of the rows' elements.
template <class T, class Row>
__attribute__((always_inline)) inline void columns_of(const Row& row, vec<T>* a) {
  constexpr std::size_t w = vec<T>::size;
  for (std::size_t i = 0; i < w; ++i) a[i] = load(row(index_t(i)));
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
}

#if defined(__AVX2__) && !defined(__AVX512F__)
// A register is two halves, and what passes from one to the other is dear: rows i and i + W / 2 are
// put together as they are loaded.
inline vec<float> load_halves(const float* low, const float* high) {
  return _mm256_insertf128_ps(_mm256_castps128_ps256(_mm_loadu_ps(low)), _mm_loadu_ps(high), 1);
}
inline vec<double> load_halves(const double* low, const double* high) {
  return _mm256_insertf128_pd(_mm256_castpd128_pd256(_mm_loadu_pd(low)), _mm_loadu_pd(high), 1);
}
template <class T, class Row>
requires(sizeof(T) == 4)
    __attribute__((always_inline)) inline void columns_of(const Row& row, vec<T>* a) {
  for (index_t j = 0; j < 8; j += 4) {
    __m256 x[4];
    for (index_t i = 0; i < 4; ++i) x[i] = load_halves(row(i) + j, row(i + 4) + j);
    const __m256 p = _mm256_unpacklo_ps(x[0], x[1]), q = _mm256_unpacklo_ps(x[2], x[3]);
    const __m256 r = _mm256_unpackhi_ps(x[0], x[1]), s = _mm256_unpackhi_ps(x[2], x[3]);
    a[j] = _mm256_shuffle_ps(p, q, 0x44);
    a[j + 1] = _mm256_shuffle_ps(p, q, 0xee);
    a[j + 2] = _mm256_shuffle_ps(r, s, 0x44);
    a[j + 3] = _mm256_shuffle_ps(r, s, 0xee);
  }
}
template <class T, class Row>
requires(sizeof(T) == 8)
    __attribute__((always_inline)) inline void columns_of(const Row& row, vec<T>* a) {
  for (index_t j = 0; j < 4; j += 2) {
    const __m256d x = load_halves(row(0) + j, row(2) + j), y = load_halves(row(1) + j, row(3) + j);
    a[j] = _mm256_unpacklo_pd(x, y);
    a[j + 1] = _mm256_unpackhi_pd(x, y);
  }
}
#endif

/// A square of W x W elements. Rows from `rows` on do not exist; the last one stands in.
template <class T>
void transpose_square(const T* in, index_t in_stride, index_t rows, T* out,
                      index_t out_stride) noexcept {
  constexpr index_t w = vec<T>::size;
  vec<T> a[vec<T>::size];
  if (rows >= w) {
    columns_of<T>([&](index_t i) { return in + i * in_stride; }, a);
  } else {
    columns_of<T>([&](index_t i) { return in + (i < rows ? i : rows - 1) * in_stride; }, a);
  }
  for (index_t i = 0; i < w; ++i) store(out + i * out_stride, a[i]);
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
