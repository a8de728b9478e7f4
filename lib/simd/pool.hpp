// Pooling of rows of blocks that lie beside each other. The order in which a block's products are
// added is the same on every path: down each column with multiply-adds, then along the row as in
// pool_reduce.hpp.
#pragma once

#include "kernels.hpp"
#include "pool_columns.hpp"
#include "pool_reduce.hpp"
#include "pool_short.hpp"
#include "pool_sliding.hpp"
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

}  // namespace
}  // namespace bellcurve::simd::BELLCURVE_ISA
