// The cross term of a tile without BLAS: register blocks of rows by registers.
#pragma once

#include "kernels.hpp"
#include "vec.hpp"

namespace bellcurve::simd::BELLCURVE_ISA {
namespace {

// Rows by 2 registers of accumulators. 32 registers (AVX-512, AArch64): 14 * 2 +
// 2 loads of b + 1 broadcast. 16 registers: 6 * 2 + 2 + 1.
#if defined(__AVX512F__) || defined(__aarch64__)
inline constexpr index_t cross_rows = 14;
#else
inline constexpr index_t cross_rows = 6;
#endif

template <class T, index_t Rows, index_t Registers>
void cross_block(const cross_args<T>& s, index_t i, index_t j) noexcept {
  constexpr index_t w = vec<T>::size;
  vec<T> acc[std::size_t(Rows)][std::size_t(Registers)];
  for (index_t r = 0; r < Rows; ++r)
    for (index_t c = 0; c < Registers; ++c) acc[r][c] = vec<T>(T(0));
  const T* a = s.a + i * s.lda;
  const T* b = s.b + j;
  for (index_t k = 0; k < s.features; ++k, b += s.ldb) {
    vec<T> bk[std::size_t(Registers)];
    for (index_t c = 0; c < Registers; ++c) bk[c] = load(b + c * w);
    for (index_t r = 0; r < Rows; ++r) {
      const vec<T> ak(a[r * s.lda + k]);
      for (index_t c = 0; c < Registers; ++c) acc[r][c] = madd(ak, bk[c], acc[r][c]);
    }
  }
  const vec<T> alpha(s.alpha);
  for (index_t r = 0; r < Rows; ++r) {
    T* out = s.tile + (i + r) * s.ld + j;
    for (index_t c = 0; c < Registers; ++c) {
      const vec<T> v = acc[r][c] * alpha;
      store(out + c * w, s.accumulate ? load(out + c * w) + v : v);
    }
  }
}

template <class T, index_t Registers>
void cross_columns(const cross_args<T>& s, index_t j) noexcept {
  index_t i = 0;
  for (; i + cross_rows <= s.rows; i += cross_rows) cross_block<T, cross_rows, Registers>(s, i, j);
  for (; i + 4 <= s.rows; i += 4) cross_block<T, 4, Registers>(s, i, j);
  for (; i < s.rows; ++i) cross_block<T, 1, Registers>(s, i, j);
}

template <class T>
void cross(const cross_args<T>& s) noexcept {
  constexpr index_t w = vec<T>::size;
  index_t j = 0;
  for (; j + w < s.cols; j += 2 * w) cross_columns<T, 2>(s, j);
  if (j < s.cols) cross_columns<T, 1>(s, j);
}

}  // namespace
}  // namespace bellcurve::simd::BELLCURVE_ISA
