// Pools rows of blocks whose cells are contiguous: the micro-kernels, and the weights as
// they want them.
#pragma once

#include "../simd/kernels.hpp"
#include "plan.hpp"

#include <algorithm>

namespace bellcurve::pool {

template <class S>
const simd::pool_kernels<S, result<S>>& kernels_of(const simd::kernel_table& table) {
  if constexpr (std::is_same_v<S, float>) return table.pool.f32;
  if constexpr (std::is_same_v<S, double>) return table.pool.f64;
  if constexpr (std::is_same_v<S, std::uint8_t>) return table.pool.u8;
  if constexpr (std::is_same_v<S, std::uint16_t>) return table.pool.u16;
  if constexpr (std::is_same_v<S, std::int16_t>) return table.pool.i16;
}

/// Rows of cells, and where their results go, channels and columns contiguous.
template <class S>
struct row_of_blocks {
  const S* in;
  index_t row_stride, block_row_stride;
  index_t kernel_rows, block_rows, blocks;
  result<S>* out;
  index_t out_row_stride;
};

/// What a thread works in.
template <class T>
struct pool_memory {
  T* columns;
  T* phase;
};

template <class S>
class row_pooler {
 public:
  using T = result<S>;

  /// Writes to `weights`, which has kernel.rows() rows.
  row_pooler(const simd::kernel_table& table, const layout& layout, index_t channels,
             matrix_view<const T> kernel, T* weights, index_t weights_ld, index_t columns_size)
      : kernels_(kernels_of<S>(table)),
        layout_(layout),
        channels_(channels),
        width_(kernel.cols() * channels),
        weights_(weights),
        weights_ld_(weights_ld),
        columns_size_(columns_size) {
    for (index_t k = 0; k < kernel.rows(); ++k) {
      T* row = weights + k * weights_ld;
      if (layout.sliding) {
        for (index_t l = 0; l < kernel.cols(); ++l) row[l] = kernel(k, l);
        continue;
      }
      index_t x = 0;
      while (x < weights_ld) {
        for (index_t l = 0; l < layout.pitch(); ++l) {
          const T weight = l < kernel.cols() ? kernel(k, l) : T(0);
          for (index_t c = 0; c < channels && x < weights_ld; ++c) row[x++] = weight;
        }
      }
    }
  }

  void operator()(const row_of_blocks<S>& row, const pool_memory<T>& memory) const noexcept {
    simd::pool_args<S, T> args{
        .in = row.in,
        .row_stride = row.row_stride,
        .block_row_stride = row.block_row_stride,
        .block_rows = row.block_rows,
        .blocks = row.blocks,
        .kernel_rows = row.kernel_rows,
        .width = width_,
        .pitch = layout_.pitch() * channels_,
        .channels = channels_,
        .weights = weights_,
        .weights_ld = weights_ld_,
        .columns = memory.columns,
        .columns_size = columns_size_,
        .out = row.out,
        .out_row_stride = row.out_row_stride,
    };
    if (layout_.sliding) return kernels_.sliding(args);
    if (layout_.phases == 1) return kernels_.blocks(args);
    args.block_rows = 1;
    for (index_t i = 0; i < row.block_rows; ++i) {
      for (index_t phase = 0; phase < std::min(layout_.phases, row.blocks); ++phase) {
        args.in = row.in + i * row.block_row_stride + phase * layout_.step * channels_;
        args.blocks = (row.blocks - phase - 1) / layout_.phases + 1;
        args.out = memory.phase;
        kernels_.blocks(args);
        spread(memory.phase, args.blocks, row.out + i * row.out_row_stride + phase * channels_);
      }
    }
  }

 private:
  /// The results of a phase to their places.
  void spread(const T* from, index_t blocks, T* to) const noexcept {
    for (index_t j = 0; j < blocks; ++j) {
      for (index_t c = 0; c < channels_; ++c)
        to[j * layout_.phases * channels_ + c] = from[j * channels_ + c];
    }
  }

  const simd::pool_kernels<S, T>& kernels_;
  layout layout_;
  index_t channels_, width_;
  const T* weights_;
  index_t weights_ld_, columns_size_;
};

}  // namespace bellcurve::pool
