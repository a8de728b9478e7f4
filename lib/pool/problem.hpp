// A call that has passed validation, in the form the rest of the area works on.
#pragma once

#include <bellcurve/pool.hpp>

#include <array>
#include <cstddef>
#include <optional>
#include <type_traits>

namespace bellcurve::pool {

/// Elements S are pooled in T.
template <class S>
using result = std::conditional_t<std::is_same_v<S, double>, double, float>;

/// The axes that only repeat the problem: those of the batch, and channels that do
/// not lie side by side.
struct images {
  std::array<index_t, static_cast<std::size_t>(max_axes)> extents{}, in_strides{}, out_strides{};
  std::size_t axes = 0;

  void add(index_t extent, index_t in_stride, index_t out_stride) noexcept {
    extents[axes] = extent;
    in_strides[axes] = in_stride;
    out_strides[axes++] = out_stride;
  }
};

/// Rows and columns of elements, `channels` of them in a cell.
template <class T>
struct raster {
  T* data;
  index_t rows, cols;
  index_t row_stride, col_stride, channel_stride;

  T* at(index_t i, index_t j) const noexcept { return data + i * row_stride + j * col_stride; }
};

template <class S>
struct problem {
  using T = result<S>;
  raster<const S> in;
  raster<T> out;
  index_t channels;
  pool::images images;
  matrix_view<const T> kernel;
  index_t row_step, col_step;  ///< from one block to the next
  std::optional<matrix_view<const std::uint8_t>> mask;
  int threads;
};

}  // namespace bellcurve::pool
