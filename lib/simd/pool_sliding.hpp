// Pooling of blocks that begin at every column, or at every second: results side by side come from
// elements side by side.
#pragma once

#include "kernels.hpp"
#include "pool_columns.hpp"
#include "vec.hpp"

namespace bellcurve::simd::BELLCURVE_ISA {
namespace {

/// More pairs of pairs than an extent has bits are never open.
inline constexpr index_t most_open_pairs = 64;

/// Adds up columns that come one by one as reduce_columns() does: here an odd number, in order.
template <class V, index_t N, bool Even>
class column_adder {
 public:
  explicit column_adder(index_t) {}
  __attribute__((always_inline)) void add(index_t column, V* sums) {
    for (index_t c = 0; c < N; ++c) total_[c] = column == 0 ? sums[c] : total_[c] + sums[c];
  }
  V total(index_t c) const { return total_[c]; }

 private:
  V total_[std::size_t(N)];
};

/// An even number: neighbours in pairs as long as that goes.
template <class V, index_t N>
class column_adder<V, N, true> {
 public:
  explicit column_adder(index_t columns) {
    for (; columns % 2 == 0; columns /= 2) ++levels_;
  }
  __attribute__((always_inline)) void add(index_t column, V* sums) {
    index_t level = 0;
    for (; level < levels_ && (column >> level) % 2 == 1; ++level)
      for (index_t c = 0; c < N; ++c) sums[c] = open_[level][c] + sums[c];
    if (level < levels_) {
      for (index_t c = 0; c < N; ++c) open_[level][c] = sums[c];
    } else {
      total_.add(column >> levels_, sums);
    }
  }
  V total(index_t c) const { return total_.total(c); }

 private:
  index_t levels_ = 0;
  column_adder<V, N, false> total_{0};
  V open_[std::size_t(most_open_pairs)][std::size_t(N)];
};

#ifndef BELLCURVE_SCALAR

template <class T, std::size_t... I>
vec<T> every_second(vec<T> a, vec<T> b, std::index_sequence<I...>) {
  using raw = decltype(a.data);
  return vec<T>(__builtin_shufflevector(static_cast<raw>(a), static_cast<raw>(b),
                                        (2 * I + (2 * I < vec<T>::size ? 0 : 1))...));
}

/// One register: elements at p, p + Step, ... The second load begins at the last element of the
/// first, so that nothing is read behind the last one wanted.
template <class T, index_t Step, class S>
__attribute__((always_inline)) inline vec<T> load_steps(const S* p) {
  if constexpr (Step == 1) {
    return load_as<T>(p);
  } else {
    constexpr std::size_t w = vec<T>::size;
    const vec<T> a = load_as<T>(p), b = load_as<T>(p + w - 1);
    return every_second(a, b, std::make_index_sequence<w>());
  }
}

#else

template <class T, index_t, class S>
vec<T> load_steps(const S* p) {
  return load_as<T>(p);
}

#endif

/// N registers of results.
template <index_t N, index_t Step, bool Even, class S, class T>
void slide_registers(const pool_args<S, T>& s, const S* in, T* out) noexcept {
  constexpr index_t w = vec<T>::size;
  const index_t columns = s.width / s.channels;
  column_adder<vec<T>, N, Even> adder(columns);
  for (index_t l = 0; l < columns; ++l) {
    vec<T> sums[std::size_t(N)];
    for (index_t c = 0; c < N; ++c) sums[c] = vec<T>(T(0));
    for (index_t k = 0; k < s.kernel_rows; ++k) {
      const vec<T> weight(s.weights[k * s.weights_ld + l]);
      const S* row = in + k * s.row_stride + l * s.channels;
      for (index_t c = 0; c < N; ++c)
        sums[c] = madd(load_steps<T, Step>(row + c * Step * w), weight, sums[c]);
    }
    adder.add(l, sums);
  }
  for (index_t c = 0; c < N; ++c) store(out + c * w, adder.total(c));
}

template <bool Even, class S, class T>
void slide_one(const pool_args<S, T>& s, const S* in, T* out) noexcept {
  const index_t columns = s.width / s.channels;
  column_adder<T, 1, Even> adder(columns);
  for (index_t l = 0; l < columns; ++l) {
    T sum(0);
    for (index_t k = 0; k < s.kernel_rows; ++k)
      sum = madd_one(static_cast<T>(in[k * s.row_stride + l * s.channels]),
                     s.weights[k * s.weights_ld + l], sum);
    adder.add(l, &sum);
  }
  *out = adder.total(0);
}

template <index_t Step, bool Even, class S, class T>
void slide(const pool_args<S, T>& s) noexcept {
  constexpr index_t w = vec<T>::size, at_once = 4 * w;
  const index_t n = s.blocks * s.channels;
  for (index_t i = 0; i < s.block_rows; ++i) {
    const S* in = s.in + i * s.block_row_stride;
    T* out = s.out + i * s.out_row_stride;
    index_t x = 0;
    for (; x + at_once <= n; x += at_once)
      slide_registers<4, Step, Even>(s, in + x * Step, out + x);
    for (; x + w <= n; x += w) slide_registers<1, Step, Even>(s, in + x * Step, out + x);
    // A last register that overlaps the one before is computed twice, with the same bits.
    if (x < n && n >= w) {
      slide_registers<1, Step, Even>(s, in + (n - w) * Step, out + n - w);
    } else {
      for (; x < n; ++x) slide_one<Even>(s, in + x * Step, out + x);
    }
  }
}

/// pitch is channels, or 2 for one channel.
template <class S, class T>
void pool_sliding(const pool_args<S, T>& s) noexcept {
  const bool even = s.width / s.channels % 2 == 0;
  if (s.pitch == s.channels) {
    even ? slide<1, true>(s) : slide<1, false>(s);
  } else {
    even ? slide<2, true>(s) : slide<2, false>(s);
  }
}

}  // namespace
}  // namespace bellcurve::simd::BELLCURVE_ISA
