/// \file view.hpp
/// Non-owning views of caller memory.
#pragma once

#include <bellcurve/export.h>
#include <bellcurve/error.hpp>

#include <array>
#include <concepts>
#include <cstddef>
#include <initializer_list>
#include <ranges>
#include <span>
#include <string>
#include <type_traits>
#include <utility>

namespace BELLCURVE_API bellcurve {

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
  using value_type = T;  ///< also const T

  /// Without elements.
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

  /// What it was made from.
  constexpr T* data() const noexcept { return data_; }
  constexpr index_t rows() const noexcept { return rows_; }
  constexpr index_t cols() const noexcept { return cols_; }
  constexpr index_t row_stride() const noexcept { return row_stride_; }
  constexpr index_t col_stride() const noexcept { return col_stride_; }

  /// The element in row i and column j. Checks nothing.
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

/// The most axes of an array_view.
inline constexpr int max_axes = 8;

/// An array of up to max_axes axes in memory the caller owns: the element at (i, j, ...)
/// is at data[i * stride(0) + j * stride(1) + ...]. Strides count elements and may be
/// negative. What holds for matrix_view holds here: making one checks only the number
/// of axes; the functions that take it check that no two elements share memory, in
/// the sense that each stride steps over all that the narrower ones reach; the stride of an
/// extent of 1 may be anything.
template <class T>
class array_view {
 public:
  using value_type = T;  ///< also const T

  /// Without elements.
  constexpr array_view() = default;

  /// C order (the last axis contiguous).
  /// \throws error(errc::bad_shape) for more than max_axes axes.
  constexpr array_view(T* data, std::span<const index_t> shape) : data_(data) {
    set_shape(shape);
    index_t stride = 1;
    for (int k = axes_ - 1; k >= 0; --k) {
      strides_[at(k)] = stride;
      // Wraps for extents that no memory holds; such a view is refused where it is used.
      stride = static_cast<index_t>(static_cast<std::size_t>(stride) *
                                    static_cast<std::size_t>(shape_[at(k)]));
    }
  }
  constexpr array_view(T* data, std::initializer_list<index_t> shape)
      : array_view(data, std::span<const index_t>(shape.begin(), shape.size())) {}

  /// Any strides, in elements, one per axis.
  /// \throws error(errc::bad_shape) for more than max_axes axes, or another number of strides.
  constexpr array_view(T* data, std::span<const index_t> shape, std::span<const index_t> strides)
      : data_(data) {
    set_shape(shape);
    if (strides.size() != shape.size()) {
      throw error(errc::bad_shape, "array_view: strides must have " + std::to_string(shape.size()) +
                                       " (axes) values, got " + std::to_string(strides.size()));
    }
    for (int k = 0; k < axes_; ++k) strides_[at(k)] = strides[at(k)];
  }
  constexpr array_view(T* data, std::initializer_list<index_t> shape,
                       std::initializer_list<index_t> strides)
      : array_view(data, std::span<const index_t>(shape.begin(), shape.size()),
                   std::span<const index_t>(strides.begin(), strides.size())) {}

  /// Contiguous memory of anything with data and size, in C order.
  /// \throws error(errc::bad_shape) for too many axes, or too few elements.
  template <std::ranges::contiguous_range R>
  requires std::ranges::sized_range<R> &&
      std::is_convertible_v<decltype(std::ranges::data(std::declval<R&>())), T*>
  constexpr array_view(R&& range, std::initializer_list<index_t> shape)
      : array_view(std::ranges::data(range), shape) {
    // How many of the first extent fit, if one step of it takes what the others hold.
    std::size_t left = std::ranges::size(range);
    bool empty = false;
    for (index_t extent : shape) {
      empty = empty || extent <= 0;
      if (!empty) left /= static_cast<std::size_t>(extent);
    }
    if (!empty && left == 0) {
      throw error(errc::bad_shape, "array_view: " + std::to_string(std::ranges::size(range)) +
                                       " elements do not hold the shape");
    }
  }

  /// One axis: all of a contiguous range.
  template <std::ranges::contiguous_range R>
  requires std::ranges::sized_range<R> &&
      std::is_convertible_v<decltype(std::ranges::data(std::declval<R&>())), T*>
  constexpr array_view(R&& range)  // NOLINT(google-explicit-constructor): a view, like std::span
      : array_view(std::ranges::data(range), {static_cast<index_t>(std::ranges::size(range))}) {}

  /// A matrix is an array of two axes.
  template <class U>
  requires std::is_convertible_v<U (*)[], T (*)[]>
  constexpr array_view(matrix_view<U> m)  // NOLINT(google-explicit-constructor)
      : array_view(m.data(), {m.rows(), m.cols()}, {m.row_stride(), m.col_stride()}) {}

  /// array_view<T> to array_view<const T>. NOLINTNEXTLINE(bugprone-exception-escape)
  constexpr operator array_view<const T>() const noexcept requires(!std::is_const_v<T>) {
    return {data_, shape(), strides()};
  }

  /// What it was made from.
  constexpr T* data() const noexcept { return data_; }
  constexpr int axes() const noexcept { return axes_; }
  constexpr index_t extent(int axis) const noexcept { return shape_[at(axis)]; }
  constexpr index_t stride(int axis) const noexcept { return strides_[at(axis)]; }
  constexpr std::span<const index_t> shape() const noexcept { return {shape_.data(), at(axes_)}; }
  constexpr std::span<const index_t> strides() const noexcept {
    return {strides_.data(), at(axes_)};
  }

 private:
  static constexpr std::size_t at(int axis) noexcept { return static_cast<std::size_t>(axis); }

  constexpr void set_shape(std::span<const index_t> shape) {
    if (shape.size() > at(max_axes)) {
      throw error(errc::bad_shape, "array_view: shape must have at most " +
                                       std::to_string(max_axes) + " axes, got " +
                                       std::to_string(shape.size()));
    }
    axes_ = static_cast<int>(shape.size());
    for (std::size_t k = 0; k < shape.size(); ++k) shape_[k] = shape[k];
  }

  T* data_ = nullptr;
  int axes_ = 0;
  std::array<index_t, at(max_axes)> shape_ = {};
  std::array<index_t, at(max_axes)> strides_ = {};
};

}  // namespace bellcurve
