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

/// What turns the sums of a strip into exponents.
template <class T>
struct strip_norms {
  T alpha;
  T a[std::size_t(fused_rows)];
  T lost_above[std::size_t(fused_rows)];
  bool always_lost = false;

  strip_norms(const finish_args<T>& s, index_t i, index_t rows, T largest_b) noexcept
      : alpha(s.alpha) {
    for (index_t r = 0; r < fused_rows; ++r) {
      // Those behind the last like the first: they are nobody's.
      const lost_limit<T> limit(s, i + (r < rows ? r : 0), largest_b);
      a[r] = s.a[i + (r < rows ? r : 0)];
      lost_above[r] = limit.exponent;
      always_lost = always_lost || limit.always;
    }
  }
};

/// block(r, c) (+)= sum_k a(r, k) b(k, c); with `norms`, exponents from these sums.
/// \return whether a pair may be lost
template <class T, index_t Rows>
__attribute__((always_inline)) inline bool fused_sum(const T* a, const T* b, index_t features,
                                                     bool add, T* block, index_t ld,
                                                     const strip_norms<T>* norms,
                                                     const T* norms_b) noexcept {
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
  const auto place = [&](std::size_t i) __attribute__((always_inline)) {
    return block + index_t(i / regs) * ld + index_t(i % regs * w);
  };
  if (add) {
    unrolled<0, rows * regs>([&]<std::size_t I>() __attribute__((always_inline)) {
      sum[I / regs][I % regs] = load(place(I)) + sum[I / regs][I % regs];
    });
  }
  if (norms == nullptr) {
    unrolled<0, rows * regs>([&]<std::size_t I>() __attribute__((always_inline)) {
      store(place(I), sum[I / regs][I % regs]);
    });
    return false;
  }
  // Compared one by one: a maximum would let a NaN hide its neighbours.
  auto lost = sum[0][0] < sum[0][0];
  const vec<T> alpha(norms->alpha);
  unrolled<0, rows * regs>([&]<std::size_t I>() __attribute__((always_inline)) {
    const vec<T> total = vec<T>(norms->a[I / regs]) + load(norms_b + I % regs * w);
    const vec<T> x = msub(alpha, sum[I / regs][I % regs], total);
    lost = lost | (x > vec<T>(norms->lost_above[I / regs]));
    store(place(I), x);
  });
  return norms->always_lost || any(lost);
}

/// Rows of a block that holds lost pairs, from column j on.
template <class T>
__attribute__((noinline)) void repair_block(const finish_args<T>& s, index_t i, index_t rows,
                                            index_t j, T* block) noexcept {
  const index_t count = s.cols - j < fused_cols<T> ? s.cols - j : fused_cols<T>;
  for (index_t r = 0; r < rows; ++r) repair(s, i + r, j, count, block + r * s.ld);
}

/// Sums, or with `norms` exponents, of Rows rows from row i on, `rows` of which are wanted, from
/// column `first` on, in `tile`. A function of its own, and through memory: together with what
/// follows, gcc 12 keeps sums on the stack as it forms them.
template <class T, index_t Rows>
__attribute__((noinline)) void fused_strip(const fused_args<T>& s, index_t i, index_t rows,
                                           index_t first, T* tile,
                                           const strip_norms<T>* norms) noexcept {
  const T* a = s.a + i / fused_rows * fused_rows * s.features + i % fused_rows;
  const T* b = s.b + first * s.features;
  const index_t features = s.features, cols = s.finish.cols, ld = s.finish.ld;
  const bool add = !s.first;
  for (index_t j = first; j < cols; j += fused_cols<T>, b += fused_cols<T> * features) {
    const T* norms_b = norms ? s.finish.b + j : nullptr;
    if (fused_sum<T, Rows>(a, b, features, add, tile + j, ld, norms, norms_b)) [[unlikely]]
      repair_block(s.finish, i, rows, j, tile + j);
  }
}

template <class T, index_t Rows>
void fused_rows_of(const fused_args<T>& s, index_t i, index_t rows, index_t first, T* tile,
                   T largest_b) noexcept {
  if (!s.last) return fused_strip<T, Rows>(s, i, rows, first, tile, nullptr);
  const strip_norms<T> norms(s.finish, i, rows, largest_b);
  fused_strip<T, Rows>(s, i, rows, first, tile, &norms);
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
      fused_rows_of<T, fused_rows>(s, i, rows, first, tile, largest_b);
    } else {
      for (index_t r = 0; r < rows; r += 2)
        fused_rows_of<T, 2>(s, i + r, rows - r < 2 ? 1 : 2, first, tile + r * to.ld, largest_b);
    }
    for (index_t r = 0; s.last && r < rows; ++r) finish_row<T>{to, i + r, tile + r * to.ld}();
  }
  if (to.stream) stream_fence();
}

}  // namespace
}  // namespace bellcurve::simd::BELLCURVE_ISA
