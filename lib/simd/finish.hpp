// From cross terms to K: norms, exp, variance, and the repair of lost pairs.
#pragma once

#include "exp.hpp"
#include "kernels.hpp"
#include "store_row.hpp"
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

/// -gamma |x_i - y_j|^2 by direct differences; never NaN for finite rows.
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
  return static_cast<T>(-t);
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
    const bool overflow = total - total != T(0);
    if (overflow || !(x[c] <= -lost_below(s.lost, total))) {
      x[c] = direct_exponent(s, i, j + c);
    }
  }
}

template <class T>
struct finish_row {
  const finish_args<T>& s;
  index_t i;
  vec<T> a, variance, limit;
  bool always;
  T* tile;
  T* out;

  template <index_t N>
  void step(index_t j, bool stream_out) noexcept {
    constexpr index_t w = vec<T>::size;
    vec<T> x[std::size_t(N)];
    for (index_t c = 0; c < N; ++c) x[c] = load(tile + j + c * w) - (a + load(s.b + j + c * w));
    // Compared one by one: a maximum would let a NaN hide its neighbours.
    auto lost = x[0] > limit;
    for (index_t c = 1; c < N; ++c) lost = lost | (x[c] > limit);
    if (always || any(lost)) [[unlikely]] {
      alignas(64) T buffer[static_cast<std::size_t>(N * w)];
      for (index_t c = 0; c < N; ++c) store(buffer + c * w, x[c]);
      repair(s, i, j, N * w, buffer);
      for (index_t c = 0; c < N; ++c) x[c] = load(buffer + c * w);
    }
    exp_nonpositive<T, std::size_t(N)>(x, x);
    for (index_t c = 0; c < N; ++c) {
      const vec<T> k = variance * x[c];
      if (s.keep) store(tile + j + c * w, k);
      if (out) stream_out ? stream(out + j + c * w, k) : store(out + j + c * w, k);
    }
  }

  /// n < W elements: whole registers are read, n elements written.
  void tail(index_t j, index_t n) noexcept {
    vec<T> x = load(tile + j) - (a + load(s.b + j));
    if (always || any(x > limit)) [[unlikely]] {
      alignas(64) T buffer[vec<T>::size];
      store(buffer, x);
      repair(s, i, j, n, buffer);
      x = load(buffer);
    }
    const vec<T> k = variance * exp_nonpositive<T>(x);
    if (s.keep) store_partial(tile + j, k, static_cast<std::size_t>(n));
    if (out) store_partial(out + j, k, static_cast<std::size_t>(n));
  }
};

template <class T>
void finish(const finish_args<T>& s) noexcept {
  constexpr index_t w = vec<T>::size;
  T largest(0);
  for (index_t j = 0; j < s.cols; ++j) largest = s.b[j] > largest ? s.b[j] : largest;
  for (index_t i = 0; i < s.rows; ++i) {
    T* tile = s.tile + i * s.ld;
    T* out = s.out ? s.out + i * s.out_stride : nullptr;
    const T total = s.a[i] + largest;
    const T limit = lost_below(s.lost, total);
    finish_row<T> row{s,
                      i,
                      vec<T>(s.a[i]),
                      vec<T>(s.variance),
                      vec<T>(-limit),
                      !(total - total == T(0)) && total == total,
                      tile,
                      out};
    index_t j = s.upper ? i / w * w : 0;
    bool streaming = false;
    if (s.stream && out) {
      // The tail's code for the head, then aligned stores.
      const index_t head = elements_to_alignment(out, s.cols);
      for (; j < head; j += w) row.tail(j, head - j < w ? head - j : w);
      j = head;
      streaming = head < s.cols;
    }
    constexpr index_t side = exp_interleave;
    for (; j + side * w <= s.cols; j += side * w) row.template step<side>(j, streaming);
    for (; j + w <= s.cols; j += w) row.template step<1>(j, streaming);
    if (j < s.cols) row.tail(j, s.cols - j);
  }
  if (s.stream) stream_fence();
}

}  // namespace
}  // namespace bellcurve::simd::BELLCURVE_ISA
