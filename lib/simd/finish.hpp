// From cross terms to K: norms, exp, variance, and the repair of lost pairs.
#pragma once

#include "exp.hpp"
#include "kernels.hpp"
#include "store_row.hpp"
#include "unrolled.hpp"
#include "vec.hpp"

namespace bellcurve::simd::BELLCURVE_ISA {
namespace {

/// sum_k ((x_k - y_k) scale_k factor)^2 in double. Symmetric in x and y, 0 for
/// equal rows.
template <class T>
double squared_distance(const finish_args<T>& s, const T* x, const T* y, double factor) noexcept {
  double total = 0;
  for (index_t k = 0; k < s.features; ++k) {
    double difference =
        static_cast<double>(x[k * s.x.col_stride]) - static_cast<double>(y[k * s.y.col_stride]);
    if (s.scale) difference *= static_cast<double>(s.scale[k]);
    difference *= factor;
    total += difference * difference;
  }
  return total;
}

/// -gamma log2(e) |x_i - y_j|^2 by direct differences; never NaN for finite rows.
template <class T>
__attribute__((noinline)) T direct_exponent(const finish_args<T>& s, index_t i,
                                            index_t j) noexcept {
  const T* x = s.x.data + i * s.x.row_stride;
  const T* y = s.y.data + j * s.y.row_stride;
  double t = s.gamma * squared_distance(s, x, y, 1.0);
  // The squares overflow, or what they lose to underflow counts after gamma (double
  // only): again with gamma inside them.
  if (!(t <= __DBL_MAX__) || s.gamma > 0x1p1000)
    t = squared_distance(s, x, y, __builtin_sqrt(s.gamma));
  return static_cast<T>(-t * log2_e);
}

/// The exponent below which a pair of norm sum a_i + b_j = sum counts as lost.
template <class T>
T lost_below(const lost_rule<T>& rule, T sum) noexcept {
  const T noise = rule.eps * sum;
  if (!(sum > rule.s_min)) return noise;
  const T near = rule.kappa * sum, far = rule.t_max + noise;
  return near < far ? near : far;
}

/// Replaces the exponents of lost pairs in x[0..count), columns j on.
template <class T>
__attribute__((noinline)) void repair(const finish_args<T>& s, index_t i, index_t j, index_t count,
                                      T* x) noexcept {
  for (index_t c = 0; c < count; ++c) {
    const T total = s.a[i] + s.b[j + c];
    if (total != total) {
      x[c] = total;  // a row with NaN or infinity: NaN
      continue;
    }
    if (s.upper && j + c == i) {
      x[c] = T(0);  // a point and itself
      continue;
    }
    const bool overflow = total - total != T(0);
    if (overflow || !(x[c] <= -lost_below(s.lost, total))) {
      x[c] = direct_exponent(s, i, j + c);
    }
  }
}

/// Which pairs of row i may be lost, given the largest norm of the columns.
template <class T>
struct lost_limit {
  T exponent;   ///< those above it, perhaps
  bool always;  ///< all: products may have overflowed

  lost_limit(const finish_args<T>& s, index_t i, T largest_b) noexcept {
    const T total = s.a[i] + largest_b;
    exponent = -lost_below(s.lost, total);
    always = !(total - total == T(0)) && total == total;
  }
};

/// NaN is passed over.
template <class T>
T largest(const T* norms, index_t n) noexcept {
  constexpr index_t w = vec<T>::size;
  vec<T> most(T(0));
  index_t j = 0;
  for (; j + w <= n; j += w) {
    const vec<T> next = load(norms + j);
    most = select(next > most, next, most);
  }
  T lanes[std::size_t(w)], result(0);
  store(lanes, most);
  for (index_t k = 0; k < w; ++k) result = lanes[k] > result ? lanes[k] : result;
  for (; j < n; ++j) result = norms[j] > result ? norms[j] : result;
  return result;
}

/// Exponents of row i from its cross terms and norms.
/// \param largest_b of the norms of the columns
template <class T>
void gram_row(const finish_args<T>& s, index_t i, T* tile, T largest_b) noexcept {
  constexpr index_t w = vec<T>::size, side = 4;
  const lost_limit<T> limit(s, i, largest_b);
  const vec<T> a(s.a[i]), alpha(s.alpha), lost_above(limit.exponent);
  const T* const b = s.b;
  for (index_t j = s.upper ? i / w * w : 0; j < s.cols;) {
    const index_t end = j + side * w < s.cols ? j + side * w : s.cols;
    const index_t from = j;
    // Compared one by one: a maximum would let a NaN hide its neighbours.
    auto lost = a < a;
    for (; j < end; j += w) {
      const vec<T> x = msub(alpha, load(tile + j), a + load(b + j));
      lost = lost | (x > lost_above);
      store(tile + j, x);
    }
    if (limit.always || any(lost)) [[unlikely]]
      repair(s, i, from, end - from, tile + from);
    j = end;
  }
}

/// A row of a tile of exponents on its way to K. What the loop needs is copied: stores could change
/// what is read through a pointer, for all the compiler knows.
template <class T>
struct finish_row {
  const finish_args<T>& s;
  const index_t i;
  T* const tile;
  T* const out = s.out ? s.out + i * s.out_stride : nullptr;
  const vec<T> variance = vec<T>(s.variance);

  template <std::size_t N, bool Keep, bool Out, bool Stream, bool Unit>
  __attribute__((always_inline)) void step(index_t j) const noexcept {
    constexpr auto w = static_cast<index_t>(vec<T>::size);
    vec<T> x[N];
    unrolled<0, N>([&]<std::size_t C>()
                       __attribute__((always_inline)) { x[C] = load(tile + j + index_t(C) * w); });
    exp2_nonpositive<T, N>(x, x);
    unrolled<0, N>([&]<std::size_t C>() __attribute__((always_inline)) {
      const vec<T> k = Unit ? x[C] : variance * x[C];
      const index_t at = j + index_t(C) * w;
      if (Keep) store(tile + at, k);
      if (Out) Stream ? stream(out + at, k) : store(out + at, k);
    });
  }

  /// n <= W elements: whole registers are read, n elements written.
  void tail(index_t j, index_t n) const noexcept {
    vec<T> x = load(tile + j);
    exp2_nonpositive<T, 1>(&x, &x);
    const vec<T> k = variance * x;
    if (s.keep) store_partial(tile + j, k, static_cast<std::size_t>(n));
    if (out) store_partial(out + j, k, static_cast<std::size_t>(n));
  }

  /// Columns [j, end).
  template <bool Keep, bool Out, bool Stream, bool Unit>
  void columns_of(index_t j, index_t end) const noexcept {
    constexpr index_t w = vec<T>::size, side = exp2_interleave;
    static_assert(side * sizeof(vec<T>) % line_bytes == 0 || w == 1);
    for (; j + side * w <= end; j += side * w) step<exp2_interleave, Keep, Out, Stream, Unit>(j);
    for (; j + w <= end; j += w) step<1, Keep, Out, false, Unit>(j);
    if (j < end) tail(j, end - j);
  }
  template <bool Keep, bool Out, bool Stream>
  void columns(index_t j, index_t end) const noexcept {
    s.variance == T(1) ? columns_of<Keep, Out, Stream, true>(j, end)
                       : columns_of<Keep, Out, Stream, false>(j, end);
  }

  void operator()() const noexcept {
    constexpr index_t w = vec<T>::size;
    index_t j = s.upper ? i / w * w : 0;
    if (out == nullptr) return columns<true, false, false>(j, s.cols);
    if (s.stream) {
      const index_t head = plain_head(out, s.cols);
      s.keep ? columns<true, true, false>(j, head) : columns<false, true, false>(j, head);
      j = head;
      return s.keep ? columns<true, true, true>(j, s.cols) : columns<false, true, true>(j, s.cols);
    }
    s.keep ? columns<true, true, false>(j, s.cols) : columns<false, true, false>(j, s.cols);
  }
};

template <class T>
void finish(const finish_args<T>& s) noexcept {
  const T largest_b = largest(s.b, s.cols);
  for (index_t i = 0; i < s.rows; ++i) {
    T* row = s.tile + i * s.ld;
    gram_row(s, i, row, largest_b);
    finish_row<T>{s, i, row}();
  }
  if (s.stream) stream_fence();
}

}  // namespace
}  // namespace bellcurve::simd::BELLCURVE_ISA
