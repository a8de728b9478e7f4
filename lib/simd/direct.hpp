// K of a tile from direct differences, for few features: nothing cancels, and
// neither norms nor cross terms are needed.
#pragma once

#include "finish.hpp"
#include "kernels.hpp"
#include "unrolled.hpp"
#include "vec.hpp"

namespace bellcurve::simd::BELLCURVE_ISA {
namespace {

/// Rows by registers of sums: with 32 registers, twice as many share a load.
#if defined(__AVX512F__) || defined(__aarch64__)
inline constexpr index_t direct_rows = 8;
#else
inline constexpr index_t direct_rows = 4;
#endif
inline constexpr index_t direct_registers = 2;

/// tile(r, j) = -gamma sum_k weight_k (a_rk - b_jk)^2 for Rows rows and Regs registers of columns.
template <class T, index_t Rows, std::size_t Regs, bool Scaled>
void direct_block(const direct_args<T>& s, const T* a, index_t j, T* tile) noexcept {
  constexpr std::size_t rows = Rows, w = vec<T>::size;
  vec<T> t[rows][Regs];
  unrolled<0, rows * Regs>([&]<std::size_t I>() __attribute__((always_inline)) {
    t[I / Regs][I % Regs] = vec<T>(T(0));
  });
  const T* b = s.b + j;
  const T* weight = s.weight;
  const index_t features = s.features, ldb = s.ldb, ld = s.finish.ld;
  const vec<T> factor(-s.gamma);
  for (index_t k = 0; k < features; ++k, b += ldb, a += rows) {
    vec<T> bk[Regs];
    unrolled<0, Regs>([&]<std::size_t C>()
                          __attribute__((always_inline)) { bk[C] = load(b + C * w); });
    // All differences of two rows before their squares: a tenth faster than one by one.
    constexpr std::size_t side = rows < 2 ? 1 : 2;
    unrolled<0, rows / side>([&]<std::size_t P>() __attribute__((always_inline)) {
      vec<T> d[side * Regs];
      unrolled<0, side * Regs>([&]<std::size_t I>() __attribute__((always_inline)) {
        d[I] = vec<T>(a[P * side + I / Regs]) - bk[I % Regs];
      });
      unrolled<0, side * Regs>([&]<std::size_t I>() __attribute__((always_inline)) {
        vec<T>& sum = t[P * side + I / Regs][I % Regs];
        sum = madd(Scaled ? d[I] * vec<T>(weight[k]) : d[I], d[I], sum);
      });
    });
  }
  unrolled<0, rows * Regs>([&]<std::size_t I>() __attribute__((always_inline)) {
    store(tile + index_t(I / Regs) * ld + j + I % Regs * w, t[I / Regs][I % Regs] * factor);
  });
}

/// Rows i to i + Rows: exponents, then K from them.
template <class T, index_t Rows, bool Scaled>
void direct_strip(const direct_args<T>& s, index_t i, T* tile) noexcept {
  constexpr index_t w = vec<T>::size, regs = direct_registers;
  const finish_args<T>& to = s.finish;
  T a[std::size_t(Rows * direct_features)];
  for (index_t r = 0; r < Rows; ++r) {
    const T* x = to.x.data + (i + r) * to.x.row_stride;
    for (index_t k = 0; k < s.features; ++k)
      a[k * Rows + r] = nan_if_infinite(x[k * to.x.col_stride]);
  }
  index_t j = to.upper ? i / w * w : 0;
  for (; j + regs * w <= to.cols; j += regs * w)
    direct_block<T, Rows, std::size_t(regs), Scaled>(s, a, j, tile);
  for (; j < to.cols; j += w) direct_block<T, Rows, 1, Scaled>(s, a, j, tile);
  for (index_t r = 0; r < Rows; ++r) finish_row<T>{to, i + r, tile + r * to.ld}();
}

template <class T, bool Scaled>
void direct_rows_of(const direct_args<T>& s) noexcept {
  const finish_args<T>& to = s.finish;
  index_t i = 0;
  // What nobody reads later stays in the first cache: each strip in the place of the one before.
  for (; i + direct_rows <= to.rows; i += direct_rows)
    direct_strip<T, direct_rows, Scaled>(s, i, to.tile + (to.keep ? i : 0) * to.ld);
  for (; i < to.rows; ++i) direct_strip<T, 1, Scaled>(s, i, to.tile + (to.keep ? i : 0) * to.ld);
  if (to.stream) stream_fence();
}

template <class T>
void direct(const direct_args<T>& s) noexcept {
  s.weight ? direct_rows_of<T, true>(s) : direct_rows_of<T, false>(s);
}

}  // namespace
}  // namespace bellcurve::simd::BELLCURVE_ISA
