/// \file view.hpp
/// Non-owning views of caller memory.
#pragma once

#include <bellcurve/error.hpp>

#include <concepts>
#include <cstddef>
#include <ranges>
#include <string>
#include <type_traits>
#include <utility>

namespace bellcurve {

/// Extents and strides, signed so that reversed views can be written down.
using index_t = std::ptrdiff_t;

/// A rows x cols matrix in memory the caller owns: element (i, j) is at
/// data[i * row_stride + j * col_stride]. Strides count elements and may be
/// negative (data then points at element (0, 0), not at the lowest address).
/// Row-major: (s, 1); column-major with leading dimension s: (1, s).
/// Making a view checks nothing; the functions that take it do: elements must
/// not share memory, in the sense that the wider stride steps over all that the
/// narrower one reaches; the stride of an extent of 1 may be anything. Two views
/// overlap if the spans of memory from the first to the last element do, even
/// where no element coincides; a view without elements overlaps nothing.
template <class T>
class matrix_view {
 public:
  using value_type = T;

  constexpr matrix_view() = default;

  /// Row-major and contiguous.
  constexpr matrix_view(T* data, index_t rows, index_t cols) noexcept
      : matrix_view(data, rows, cols, cols, 1) {}

  /// Any strides, in elements.
  constexpr matrix_view(T* data, index_t rows, index_t cols, index_t row_stride,
                        index_t col_stride = 1) noexcept
      : data_(data), rows_(rows), cols_(cols), row_stride_(row_stride), col_stride_(col_stride) {}

  /// Contiguous row-major memory of anything with data and size: std::vector,
  /// std::array, std::span.
  /// \throws error(errc::bad_shape) if it holds fewer than rows * cols elements.
  template <std::ranges::contiguous_range R>
  requires std::ranges::sized_range<R> &&
      std::is_convertible_v<decltype(std::ranges::data(std::declval<R&>())), T*>
  constexpr matrix_view(R&& range, index_t rows, index_t cols)
      : matrix_view(std::ranges::data(range), rows, cols) {
    const auto size = static_cast<std::size_t>(std::ranges::size(range));
    if (rows > 0 && cols > 0 &&
        static_cast<std::size_t>(rows) > size / static_cast<std::size_t>(cols)) {
      throw error(errc::bad_shape, "matrix_view: " + std::to_string(size) +
                                       " elements do not hold " + std::to_string(rows) + " x " +
                                       std::to_string(cols));
    }
  }

  /// Anything that reports its extents and strides as Eigen's dense types do.
  template <class M>
  requires requires(M& m) {
    { m.data() } -> std::convertible_to<T*>;
    { m.rows() } -> std::convertible_to<index_t>;
    { m.cols() } -> std::convertible_to<index_t>;
    { m.rowStride() } -> std::convertible_to<index_t>;
    { m.colStride() } -> std::convertible_to<index_t>;
  }
  constexpr matrix_view(M&& m)  // NOLINT(google-explicit-constructor): a view, like std::span
      : matrix_view(m.data(), m.rows(), m.cols(), m.rowStride(), m.colStride()) {}

  /// matrix_view<T> to matrix_view<const T>.
  constexpr operator matrix_view<const T>() const noexcept requires(!std::is_const_v<T>) {
    return {data_, rows_, cols_, row_stride_, col_stride_};
  }

  constexpr T* data() const noexcept { return data_; }
  constexpr index_t rows() const noexcept { return rows_; }
  constexpr index_t cols() const noexcept { return cols_; }
  constexpr index_t row_stride() const noexcept { return row_stride_; }
  constexpr index_t col_stride() const noexcept { return col_stride_; }

  constexpr T& operator()(index_t i, index_t j) const noexcept {
    return data_[i * row_stride_ + j * col_stride_];
  }

  /// The same memory with rows and columns exchanged.
  constexpr matrix_view transposed() const noexcept {
    return {data_, cols_, rows_, col_stride_, row_stride_};
  }

  /// The rows x cols block whose first element is (i, j). Checks nothing.
  constexpr matrix_view block(index_t i, index_t j, index_t rows, index_t cols) const noexcept {
    return {&(*this)(i, j), rows, cols, row_stride_, col_stride_};
  }

 private:
  T* data_ = nullptr;
  index_t rows_ = 0;
  index_t cols_ = 0;
  index_t row_stride_ = 0;
  index_t col_stride_ = 1;
};

}  // namespace bellcurve
