// Pooling of rows of blocks. The order in which a block's products are added is the same for
// every path: down each column with multiply-adds, then along the row as in pool_reduce.hpp.
#pragma once

#include "kernels.hpp"
#include "pool_columns.hpp"
#include "pool_reduce.hpp"
#include "pool_short.hpp"
#include "vec.hpp"

namespace bellcurve::simd::BELLCURVE_ISA {
namespace {

/// Blocks side by side (pitch >= width): strip by strip, as many as the columns hold.
template <class S, class T>
void pool_blocks(const pool_args<S, T>& s) noexcept {
  constexpr index_t w = vec<T>::size;
  const index_t strip = (s.columns_size - w - s.width) / s.pitch + 1;
  for (index_t i = 0; i < s.block_rows; ++i) {
    const S* in = s.in + i * s.block_row_stride;
    T* out = s.out + i * s.out_row_stride;
    for (index_t j = pool_short(s, in, out); j < s.blocks; j += strip) {
      const index_t blocks = s.blocks - j < strip ? s.blocks - j : strip;
      column_sums(s, in + j * s.pitch, (blocks - 1) * s.pitch + s.width);
      reduce_columns(s, blocks, out + j * s.channels);
    }
  }
}

/// More pairs of pairs than an extent has bits are never open.
inline constexpr index_t most_open_pairs = 64;

/// Adds up columns that come one by one as reduce_columns() does.
template <class V, index_t N>
class column_adder {
 public:
  explicit column_adder(index_t columns) {
    while (columns > 1 && columns % 2 == 0) {
      columns /= 2;
      ++levels_;
    }
  }
  __attribute__((always_inline)) void add(index_t column, V* sums) {
    index_t level = 0;
    for (; level < levels_ && (column >> level) % 2 == 1; ++level)
      for (index_t c = 0; c < N; ++c) sums[c] = open_[level][c] + sums[c];
    // Whole groups are added in order; a part waits for its neighbour.
    const bool whole = level == levels_;
    for (index_t c = 0; c < N; ++c) {
      if (!whole) {
        open_[level][c] = sums[c];
      } else {
        total_[c] = column >> levels_ == 0 ? sums[c] : total_[c] + sums[c];
      }
    }
  }
  V total(index_t c) const { return total_[c]; }

 private:
  index_t levels_ = 0;
  V total_[std::size_t(N)];
  V open_[std::size_t(most_open_pairs)][std::size_t(N)];
};

/// N registers of results from element x of the row on.
template <index_t N, class S, class T>
void slide_registers(const pool_args<S, T>& s, const S* in, T* out) noexcept {
  constexpr index_t w = vec<T>::size;
  const index_t columns = s.width / s.channels;
  column_adder<vec<T>, N> adder(columns);
  for (index_t l = 0; l < columns; ++l) {
    vec<T> sums[std::size_t(N)];
    for (index_t c = 0; c < N; ++c) sums[c] = vec<T>(T(0));
    for (index_t k = 0; k < s.kernel_rows; ++k) {
      const vec<T> weight(s.weights[k * s.weights_ld + l]);
      const S* row = in + k * s.row_stride + l * s.channels;
      for (index_t c = 0; c < N; ++c) sums[c] = madd(load_as<T>(row + c * w), weight, sums[c]);
    }
    adder.add(l, sums);
  }
  for (index_t c = 0; c < N; ++c) store(out + c * w, adder.total(c));
}

template <class S, class T>
void slide_one(const pool_args<S, T>& s, const S* in, T* out) noexcept {
  const index_t columns = s.width / s.channels;
  column_adder<T, 1> adder(columns);
  for (index_t l = 0; l < columns; ++l) {
    T sum(0);
    for (index_t k = 0; k < s.kernel_rows; ++k)
      sum = madd_one(static_cast<T>(in[k * s.row_stride + l * s.channels]),
                     s.weights[k * s.weights_ld + l], sum);
    adder.add(l, &sum);
  }
  *out = adder.total(0);
}

/// A block at every column: results side by side come from elements side by side.
template <class S, class T>
void pool_sliding(const pool_args<S, T>& s) noexcept {
  constexpr index_t w = vec<T>::size, step = pool_unroll * w;
  const index_t n = s.blocks * s.channels;
  for (index_t i = 0; i < s.block_rows; ++i) {
    const S* in = s.in + i * s.block_row_stride;
    T* out = s.out + i * s.out_row_stride;
    index_t x = 0;
    for (; x + step <= n; x += step) slide_registers<pool_unroll>(s, in + x, out + x);
    for (; x + w <= n; x += w) slide_registers<1>(s, in + x, out + x);
    // A last register that overlaps the one before is computed twice, with the same bits.
    if (x < n && n >= w) {
      slide_registers<1>(s, in + n - w, out + n - w);
    } else {
      for (; x < n; ++x) slide_one(s, in + x, out + x);
    }
  }
}

}  // namespace
}  // namespace bellcurve::simd::BELLCURVE_ISA
