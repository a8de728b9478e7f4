// K of a tile from direct differences, for few features: nothing cancels, and
// neither norms nor cross terms are needed.
#pragma once

#include "finish.hpp"
#include "kernels.hpp"
#include "unrolled.hpp"
#include "vec.hpp"

namespace bellcurve::simd::BELLCURVE_ISA {
namespace {

/// Rows by registers of sums.
inline constexpr index_t direct_rows = 4;
inline constexpr index_t direct_registers = 2;

/// Exponents of a row from squared distances.
template <class T>
struct distance_exponents {
  const vec<T> minus_gamma;

  vec<T> operator()(const T* tile, index_t j) const noexcept {
    return load(tile + j) * minus_gamma;
  }
  template <std::size_t N>
  bool lost(const vec<T>*) const noexcept {
    return false;
  }
  void repair_pairs(index_t, index_t, T*) const noexcept {}
};

/// tile(r, j) = sum_k weight_k (a_rk - b_jk)^2 for Rows rows and Regs registers of columns.
template <class T, index_t Rows, std::size_t Regs, bool Scaled>
void direct_block(const direct_args<T>& s, const T* a, index_t j, T* tile) noexcept {
  constexpr std::size_t rows = Rows, w = vec<T>::size;
  vec<T> t[rows][Regs];
  unrolled<0, rows * Regs>([&]<std::size_t I>() __attribute__((always_inline)) {
    t[I / Regs][I % Regs] = vec<T>(T(0));
  });
  const T* b = s.b + j;
  const T* weight = s.weight;
  const index_t features = s.features, ldb = s.ldb;
  for (index_t k = 0; k < features; ++k, b += ldb, a += rows) {
    vec<T> bk[Regs];
    unrolled<0, Regs>([&]<std::size_t C>()
                          __attribute__((always_inline)) { bk[C] = load(b + C * w); });
    unrolled<0, rows>([&]<std::size_t R>() __attribute__((always_inline)) {
      const vec<T> ak(a[R]);
      unrolled<0, Regs>([&]<std::size_t C>() __attribute__((always_inline)) {
        const vec<T> d = ak - bk[C];
        t[R][C] = madd(Scaled ? d * vec<T>(weight[k]) : d, d, t[R][C]);
      });
    });
  }
  unrolled<0, rows * Regs>([&]<std::size_t I>() __attribute__((always_inline)) {
    store(tile + index_t(I / Regs) * s.finish.ld + j + I % Regs * w, t[I / Regs][I % Regs]);
  });
}

/// Rows i to i + Rows: squared distances, then K from them.
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
  const distance_exponents<T> exponents{vec<T>(-s.gamma)};
  for (index_t r = 0; r < Rows; ++r)
    finish_row<T, distance_exponents<T> >{to, i + r, exponents, tile + r * to.ld}();
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
