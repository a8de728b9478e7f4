// Cross terms and what becomes of them in one pass: the sums of a block of pairs are formed in
// registers and turned into K there. Blocks and packing as in BLIS (F. G. Van Zee, R. A. van de
// Geijn, ACM Trans. Math. Softw. 41, 2015), the end as in GSKS (W. B. March, B. Xiao, C. D. Yu,
// G. Biros, ASKIT, SIAM J. Sci. Comput. 38, 2016).
#pragma once

#include "finish.hpp"
#include "fused_shape.hpp"
#include "kernels.hpp"
#include "unrolled.hpp"
#include "vec.hpp"

namespace bellcurve::simd::BELLCURVE_ISA {
namespace {

/// block(r, c) (+)= sum_k a(r, k) b(k, c).
template <class T, index_t Rows>
__attribute__((always_inline)) inline void fused_sum(const T* a, const T* b, index_t features,
                                                     bool add, T* block, index_t ld) noexcept {
  constexpr std::size_t rows = Rows, regs = fused_registers, w = vec<T>::size;
  vec<T> sum[rows][regs];
  unrolled<0, rows * regs>([&]<std::size_t I>() __attribute__((always_inline)) {
    sum[I / regs][I % regs] = vec<T>(T(0));
  });
  for (index_t k = 0; k < features; ++k, a += fused_rows, b += fused_cols<T>) {
    vec<T> bk[regs];
    unrolled<0, regs>([&]<std::size_t C>()
                          __attribute__((always_inline)) { bk[C] = load(b + C * w); });
    unrolled<0, rows>([&]<std::size_t R>() __attribute__((always_inline)) {
      const vec<T> ak(a[R]);
      unrolled<0, regs>([&]<std::size_t C>() __attribute__((always_inline)) {
        sum[R][C] = madd(ak, bk[C], sum[R][C]);
      });
    });
  }
  unrolled<0, rows * regs>([&]<std::size_t I>() __attribute__((always_inline)) {
    T* to = block + index_t(I / regs) * ld + I % regs * w;
    store(to, add ? load(to) + sum[I / regs][I % regs] : sum[I / regs][I % regs]);
  });
}

/// Sums of Rows rows from row i on, from column `first` on, in `tile`. A function of its own, and
/// through memory: together with what follows, gcc 12 keeps sums on the stack as it forms them.
template <class T, index_t Rows>
__attribute__((noinline)) void fused_strip(const fused_args<T>& s, index_t i, index_t first,
                                           T* tile) noexcept {
  const T* a = s.a + i / fused_rows * fused_rows * s.features + i % fused_rows;
  const T* b = s.b + first * s.features;
  const index_t features = s.features, cols = s.finish.cols, ld = s.finish.ld;
  const bool add = !s.first;
  for (index_t j = first; j < cols; j += fused_cols<T>, b += fused_cols<T> * features)
    fused_sum<T, Rows>(a, b, features, add, tile + j, ld);
}

template <class T>
void fused(const fused_args<T>& s) noexcept {
  const finish_args<T>& to = s.finish;
  const T largest_b = s.last ? largest(to.b, to.cols) : T(0);
  // What nobody reads later stays in the first cache: each strip in the place of the one before.
  const bool in_place = s.first && s.last && !to.keep;
  for (index_t i = 0; i < to.rows; i += fused_rows) {
    const index_t rows = to.rows - i < fused_rows ? to.rows - i : fused_rows;
    T* tile = to.tile + (in_place ? 0 : i) * to.ld;
    const index_t first = to.upper ? i / fused_cols<T> * fused_cols<T> : 0;
    // A few rows by pairs; more as a whole strip, whose rest is zeros: the sums of a pair wait for
    // each other, and take as long as those of 4 rows.
    static_assert(fused_rows % 2 == 0);
    if ((rows + 1) / 2 * 4 > fused_rows) {
      fused_strip<T, fused_rows>(s, i, first, tile);
    } else {
      for (index_t r = 0; r < rows; r += 2) fused_strip<T, 2>(s, i + r, first, tile + r * to.ld);
    }
    for (index_t r = 0; s.last && r < rows; ++r)
      finish_row_of(to, i + r, tile + r * to.ld, largest_b);
  }
  if (to.stream) stream_fence();
}

}  // namespace
}  // namespace bellcurve::simd::BELLCURVE_ISA
