#include "validate.hpp"

#include "../edge/views.hpp"
#include "extent.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

namespace bellcurve::pool {
namespace {

using edge::number;
using edge::shape;

[[noreturn]] void reject(const std::string& message) { throw error(errc::bad_argument, message); }

/// Where the axes of in and out are.
struct axes {
  int row, col, channel;  ///< channel: -1 for none
};

template <class S>
axes check_axes(array_view<const S> in, const pool_options& options) {
  const int rest = options.channels ? 3 : 2;
  if (options.batch_axes < 0 || options.batch_axes > max_axes - rest) {
    reject("batch_axes must be from 0 to " + std::to_string(max_axes - rest) + ", got " +
           std::to_string(options.batch_axes));
  }
  if (in.axes() != options.batch_axes + rest) {
    throw error(errc::bad_shape, "in must have " + std::to_string(options.batch_axes + rest) +
                                     " axes (batch_axes " + std::to_string(options.batch_axes) +
                                     ", rows, columns" + (options.channels ? ", channels" : "") +
                                     "), got " + std::to_string(in.axes()));
  }
  const int row = options.batch_axes;
  return {row, row + 1, options.channels ? row + 2 : -1};
}

std::string place(index_t i, index_t j) {
  return " at (" + std::to_string(i) + ", " + std::to_string(j) + ")";
}

template <class T>
void check_kernel(matrix_view<const T> kernel, bool masked) {
  edge::check_view("kernel", kernel);
  if (kernel.rows() == 0 || kernel.cols() == 0) {
    throw error(errc::bad_shape, "kernel must have at least one row and column, got " +
                                     shape(kernel.rows(), kernel.cols()));
  }
  long double sum = 0;
  for (index_t k = 0; k < kernel.rows(); ++k) {
    for (index_t l = 0; l < kernel.cols(); ++l) {
      const T w = kernel(k, l);
      const bool good = std::isfinite(w) && (!masked || w >= 0);
      if (!good) {
        reject(std::string("kernel must be finite") + (masked ? " and >= 0 with a mask" : "") +
               ", got " + number(static_cast<double>(w)) + place(k, l));
      }
      sum += w;
    }
  }
  if (!masked) return;
  // Half: sums of parts in another order cannot overflow either.
  const long double most = std::numeric_limits<T>::max() / 2;
  if (!(sum > 0 && sum < most)) {
    reject("kernel must have a sum > 0 and < " + number(static_cast<double>(most)) +
           " with a mask, got " + number(static_cast<double>(sum)));
  }
}

template <class S>
void check_mask(array_view<const S> in, const axes& at, const pool_options& options) {
  if (!options.mask) return;
  edge::check_view("mask", *options.mask);
  const index_t rows = in.extent(at.row), cols = in.extent(at.col);
  if (options.mask->rows() != rows || options.mask->cols() != cols) {
    throw error(errc::bad_shape, "mask must be " + shape(rows, cols) +
                                     " (rows x columns of in), got " +
                                     shape(options.mask->rows(), options.mask->cols()));
  }
}

/// Every axis of out as it must be.
template <class S, class T>
void check_out(array_view<const S> in, array_view<T> out, const axes& at, index_t rows,
               index_t cols) {
  std::array<index_t, static_cast<std::size_t>(max_axes)> expected{};
  for (int k = 0; k < in.axes(); ++k) {
    const index_t extent = k == at.row ? rows : k == at.col ? cols : in.extent(k);
    expected[static_cast<std::size_t>(k)] = extent;
  }
  const std::span<const index_t> wanted(expected.data(), static_cast<std::size_t>(in.axes()));
  if (!std::ranges::equal(out.shape(), wanted)) {
    throw error(errc::bad_shape, "out must be " + shape(wanted) + ", got " + shape(out.shape()));
  }
}

/// Calls f with the index in each axis, the last one fastest.
template <class S, class F>
void for_each_index(array_view<const S> in, F&& f) {
  std::array<index_t, static_cast<std::size_t>(max_axes)> index{};
  for (index_t e : in.shape())
    if (e == 0) return;
  for (;;) {
    f(index);
    int axis = in.axes() - 1;
    while (axis >= 0 && ++index[static_cast<std::size_t>(axis)] == in.extent(axis))
      index[static_cast<std::size_t>(axis--)] = 0;
    if (axis < 0) return;
  }
}

template <class S>
void check_finite(array_view<const S> in, const axes& at, const pool_options& options) {
  if constexpr (std::is_integral_v<S>) return;  // always is
  for_each_index(in, [&](const auto& index) {
    const auto row = static_cast<std::size_t>(at.row), col = static_cast<std::size_t>(at.col);
    if (options.mask && (*options.mask)(index[row], index[col]) == 0) return;
    index_t offset = 0;
    std::string where;
    for (int k = 0; k < in.axes(); ++k) offset += index[static_cast<std::size_t>(k)] * in.stride(k);
    const auto value = static_cast<double>(in.data()[offset]);
    if (std::isfinite(value)) return;
    for (int k = 0; k < in.axes(); ++k)
      where += (k == 0 ? "" : ", ") + std::to_string(index[static_cast<std::size_t>(k)]);
    throw error(errc::non_finite,
                "in must be finite, got " + number(value) + " at (" + where + ")");
  });
}

/// The problem of one image, and what repeats it. Channels that are not side by side
/// are images of their own.
template <class S>
problem<S> make(array_view<const S> in, matrix_view<const result<S>> kernel,
                array_view<result<S>> out, const axes& at, const pool_options& options) {
  problem<S> p{};
  for (int k = 0; k < at.row; ++k) p.images.add(in.extent(k), in.stride(k), out.stride(k));
  p.channels = at.channel < 0 ? 1 : in.extent(at.channel);
  index_t in_channel = 1, out_channel = 1;
  if (p.channels > 1) {
    in_channel = in.stride(at.channel);
    out_channel = out.stride(at.channel);
    if (in_channel != 1) {
      p.images.add(p.channels, in_channel, out_channel);
      p.channels = in_channel = out_channel = 1;
    }
  }
  p.in = {in.data(),         in.extent(at.row), in.extent(at.col),
          in.stride(at.row), in.stride(at.col), in_channel};
  p.out = {out.data(),         out.extent(at.row), out.extent(at.col),
           out.stride(at.row), out.stride(at.col), out_channel};
  p.kernel = kernel;
  p.mask = options.mask;
  p.threads = options.threads;
  return p;
}

}  // namespace

template <class S>
problem<S> validate(array_view<const S> in, matrix_view<const result<S>> kernel,
                    array_view<result<S>> out, const pool_options& options) {
  edge::check_view("in", in);
  edge::check_view("out", out);
  const axes at = check_axes(in, options);
  check_kernel(kernel, options.mask.has_value());
  check_mask(in, at, options);
  const std::array<index_t, 2> block{kernel.rows(), kernel.cols()};
  const std::array<index_t, 2> stride = options.stride.value_or(block);
  const index_t rows =
      blocks_along("rows of in", in.extent(at.row), block[0], stride[0], options.remainder);
  const index_t cols =
      blocks_along("columns of in", in.extent(at.col), block[1], stride[1], options.remainder);
  check_out(in, out, at, rows, cols);
  if (options.threads < 0) {
    reject("threads must be >= 0, got " + std::to_string(options.threads));
  }
  const edge::memory_span written = edge::span_of(out);
  edge::check_apart("out", written, "in", edge::span_of(in));
  edge::check_apart("out", written, "kernel", edge::span_of(kernel));
  if (options.mask) edge::check_apart("out", written, "mask", edge::span_of(*options.mask));
  if (options.check_finite) check_finite(in, at, options);

  problem<S> p = make(in, kernel, out, at, options);
  p.row_step = stride[0];
  p.col_step = stride[1];
  return p;
}

#define BELLCURVE_INSTANTIATE(S)                                                  \
  template problem<S> validate(array_view<const S>, matrix_view<const result<S>>, \
                               array_view<result<S>>, const pool_options&);
BELLCURVE_INSTANTIATE(float)
BELLCURVE_INSTANTIATE(double)
BELLCURVE_INSTANTIATE(std::uint8_t)
BELLCURVE_INSTANTIATE(std::uint16_t)
BELLCURVE_INSTANTIATE(std::int16_t)
#undef BELLCURVE_INSTANTIATE

}  // namespace bellcurve::pool
