// K of a tile from direct differences, for few features: nothing cancels, and
// neither norms nor cross terms are needed.
#pragma once

#include "exp.hpp"
#include "kernels.hpp"
#include "store_row.hpp"
#include "vec.hpp"

namespace bellcurve::simd::BELLCURVE_ISA {
namespace {

/// Rows that share the loads of b.
inline constexpr index_t direct_rows = 2;

template <class T, index_t Rows, std::size_t N, bool Scaled>
__attribute__((always_inline)) inline void direct_block(const direct_args<T>& s, const T* a,
                                                        index_t i, index_t j) {
  constexpr index_t w = vec<T>::size;
  vec<T> t[std::size_t(Rows)][N];
  for (index_t r = 0; r < Rows; ++r)
    for (std::size_t c = 0; c < N; ++c) t[r][c] = vec<T>(T(0));
  const T* b = s.b + j;
  for (index_t k = 0; k < s.features; ++k, b += s.ldb) {
    vec<T> bk[N];
    for (std::size_t c = 0; c < N; ++c) bk[c] = load(b + static_cast<index_t>(c) * w);
    for (index_t r = 0; r < Rows; ++r) {
      const vec<T> ak(a[r * direct_features + k]);
      for (std::size_t c = 0; c < N; ++c) {
        const vec<T> d = ak - bk[c];
        t[r][c] = madd(Scaled ? d * vec<T>(s.weight[k]) : d, d, t[r][c]);
      }
    }
  }
  for (index_t r = 0; r < Rows; ++r) {
    vec<T> k[N];
    for (std::size_t c = 0; c < N; ++c) k[c] = t[r][c] * vec<T>(-s.gamma);
    exp_nonpositive<T, N>(k, k);
    T* tile = s.tile + (i + r) * s.ld + j;
    for (std::size_t c = 0; c < N; ++c)
      store(tile + static_cast<index_t>(c) * w, k[c] * vec<T>(s.variance));
  }
}

template <class T, index_t Rows, bool Scaled>
void direct_row(const direct_args<T>& s, index_t i) noexcept {
  constexpr index_t w = vec<T>::size;
  constexpr index_t side = exp_interleave;
  T a[std::size_t(Rows * direct_features)];
  for (index_t r = 0; r < Rows; ++r) {
    const T* x = s.x.data + (i + r) * s.x.row_stride;
    for (index_t k = 0; k < s.features; ++k)
      a[r * direct_features + k] = nan_if_infinite(x[k * s.x.col_stride]);
  }
  index_t j = s.upper ? i / w * w : 0;
  for (; j + side * w <= s.cols; j += side * w)
    direct_block<T, Rows, exp_interleave, Scaled>(s, a, i, j);
  for (; j < s.cols; j += w) direct_block<T, Rows, 1, Scaled>(s, a, i, j);
  if (s.out == nullptr) return;
  for (index_t r = i; r < i + Rows; ++r)
    store_row(s.out + r * s.out_stride, s.tile + r * s.ld, s.cols, s.stream);
}

template <class T, bool Scaled>
void direct_rows_of(const direct_args<T>& s) noexcept {
  index_t i = 0;
  for (; i + direct_rows <= s.rows; i += direct_rows) direct_row<T, direct_rows, Scaled>(s, i);
  for (; i < s.rows; ++i) direct_row<T, 1, Scaled>(s, i);
  if (s.stream) stream_fence();
}

template <class T>
void direct(const direct_args<T>& s) noexcept {
  s.weight ? direct_rows_of<T, true>(s) : direct_rows_of<T, false>(s);
}

}  // namespace
}  // namespace bellcurve::simd::BELLCURVE_ISA
