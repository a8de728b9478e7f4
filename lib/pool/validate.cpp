#include "validate.hpp"

#include "../edge/views.hpp"
#include "../runtime/threads.hpp"
#include "extent.hpp"

#include <algorithm>
#include <atomic>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <type_traits>

namespace bellcurve::pool {
namespace {

using edge::number;
using edge::shape;

[[noreturn]] void reject(const std::string& message) { throw error(errc::bad_argument, message); }

/// Where the axes of in and out are.
struct axes {
  int row, col, channel;  ///< channel: -1 for none
};

axes axes_of(const pool_options& options) noexcept {
  const int row = options.batch_axes;
  return {row, row + 1, options.channels ? row + 2 : -1};
}

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
  return axes_of(options);
}

std::string place(index_t i, index_t j) {
  return " at (" + std::to_string(i) + ", " + std::to_string(j) + ")";
}

template <class T>
void check_kernel_shape(matrix_view<const T> kernel) {
  edge::check_view("kernel", kernel);
  if (kernel.rows() == 0 || kernel.cols() == 0) {
    throw error(errc::bad_shape, "kernel must have at least one row and column, got " +
                                     shape(kernel.rows(), kernel.cols()));
  }
}

template <class T>
void check_weights(matrix_view<const T> kernel, bool masked) {
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

using place_in = std::array<index_t, static_cast<std::size_t>(max_axes)>;

/// The place of a cell by its number in C order.
template <class S>
place_in place_of(array_view<const S> in, index_t cell) noexcept {
  place_in at{};
  for (int k = in.axes(); k-- > 0;) {
    at[static_cast<std::size_t>(k)] = cell % in.extent(k);
    cell /= in.extent(k);
  }
  return at;
}

/// To the next run along the last axis.
template <class S>
void next_run(array_view<const S> in, place_in& at) noexcept {
  int k = in.axes() - 1;
  at[static_cast<std::size_t>(k)] = 0;
  while (--k >= 0 && ++at[static_cast<std::size_t>(k)] == in.extent(k))
    at[static_cast<std::size_t>(k)] = 0;
}

/// Whether all of n cells side by side are finite. Without a branch, for vectors: one more on the
/// exponent carries into the sign if and only if all its bits are ones, which is NaN or infinity.
template <class S>
bool all_finite(const S* x, index_t n) noexcept {
  using bits = std::conditional_t<sizeof(S) == 4, std::uint32_t, std::uint64_t>;
  static_assert(sizeof(S) == sizeof(bits) && std::numeric_limits<S>::is_iec559);
  constexpr bits exponent = std::bit_cast<bits>(std::numeric_limits<S>::infinity());
  constexpr bits one = exponent & (~exponent + 1);  // its lowest bit
  constexpr bits sign = exponent + one;
  bits any = 0;
  for (index_t j = 0; j < n; ++j) any |= (std::bit_cast<bits>(x[j]) & exponent) + one;
  return (any & sign) == 0;
}

/// The number of the first valid cell of [first, end) that is not finite; end for none.
template <class S>
index_t first_bad(array_view<const S> in, const axes& at, const pool_options& options,
                  index_t first, index_t end) noexcept {
  constexpr index_t at_once = 4096;  // cells that one bad one makes to be looked at twice
  const int last = in.axes() - 1;
  const index_t length = in.extent(last), stride = in.stride(last);
  place_in i = place_of(in, first);
  for (index_t cell = first; cell < end; next_run(in, i)) {
    const index_t run = std::min(length - i[static_cast<std::size_t>(last)], end - cell);
    index_t offset = 0;
    for (int k = 0; k <= last; ++k) offset += i[static_cast<std::size_t>(k)] * in.stride(k);
    const S* x = in.data() + offset;
    index_t& along = i[static_cast<std::size_t>(last)];
    for (index_t j = 0; j < run;) {
      const index_t chunk = std::min(run - j, at_once);
      if (stride == 1 && all_finite(x + j, chunk)) {
        j += chunk;
        along += chunk;
        continue;
      }
      for (const index_t stop = j + chunk; j < stop; ++j, ++along) {
        if (std::isfinite(x[j * stride])) continue;
        const index_t row = i[static_cast<std::size_t>(at.row)];
        const index_t col = i[static_cast<std::size_t>(at.col)];
        if (!options.mask || (*options.mask)(row, col) != 0) return cell + j;
      }
    }
    cell += run;
  }
  return end;
}

/// By several threads. Whatever their number, the first bad cell in C order is named.
template <class S>
void check_finite(array_view<const S> in, const axes& at, const pool_options& options) {
  if constexpr (std::is_integral_v<S>) {
    return;  // always is
  } else {
    if (std::ranges::find(in.shape(), 0) != in.shape().end()) return;
    index_t cells = 1;
    for (index_t extent : in.shape()) {  // strides of 0 make any number of cells
      if (__builtin_mul_overflow(cells, extent, &cells))
        cells = std::numeric_limits<index_t>::max();
    }
    // Some ten microseconds.
    constexpr index_t per_task = 1 << 16;
    const index_t tasks = cells / per_task + (cells % per_task != 0);
    std::atomic<index_t> bad{cells};
    runtime::for_each_task(tasks == 1 ? 1 : runtime::team_size(options.threads), tasks, nullptr,
                           [&](int, index_t task) {
                             const index_t first = task * per_task,
                                           end = std::min(first + per_task, cells);
                             index_t least = bad.load(std::memory_order_relaxed);
                             if (first >= least) return;
                             const index_t found = first_bad(in, at, options, first, end);
                             if (found == end) return;
                             while (found < least && !bad.compare_exchange_weak(least, found)) {
                             }
                           });
    if (bad == cells) return;
    const place_in i = place_of(in, bad);
    index_t offset = 0;
    std::string where;
    for (int k = 0; k < in.axes(); ++k) {
      offset += i[static_cast<std::size_t>(k)] * in.stride(k);
      where += (k == 0 ? "" : ", ") + std::to_string(i[static_cast<std::size_t>(k)]);
    }
    throw error(errc::non_finite, "in must be finite, got " +
                                      number(static_cast<double>(in.data()[offset])) + " at (" +
                                      where + ")");
  }
}

/// Weights are repeated for each channel of a cell, so that cells are read as they lie. Where that
/// would take so many bytes, channels are pooled one by one instead: the bits are the same.
constexpr double most_repeated = 1 << 24;

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
    const double repeated = static_cast<double>(p.channels) * static_cast<double>(kernel.rows()) *
                            static_cast<double>(kernel.cols()) * sizeof(result<S>);
    if (in_channel != 1 || repeated > most_repeated) {
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
void check_call(array_view<const S> in, std::array<index_t, 2> block, array_view<result<S>> out,
                const pool_options& options) {
  edge::check_view("in", in);
  edge::check_view("out", out);
  const axes at = check_axes(in, options);
  check_mask(in, at, options);
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
  if (options.mask) edge::check_apart("out", written, "mask", edge::span_of(*options.mask));
}

template <class S>
problem<S> validate(array_view<const S> in, matrix_view<const result<S>> kernel,
                    array_view<result<S>> out, const pool_options& options) {
  check_kernel_shape(kernel);
  const std::array<index_t, 2> block{kernel.rows(), kernel.cols()};
  check_call<S>(in, block, out, options);
  edge::check_apart("out", edge::span_of(out), "kernel", edge::span_of(kernel));
  check_weights(kernel, options.mask.has_value());
  const axes at = axes_of(options);
  if (options.check_finite) check_finite(in, at, options);

  problem<S> p = make(in, kernel, out, at, options);
  const std::array<index_t, 2> stride = options.stride.value_or(block);
  p.row_step = stride[0];
  p.col_step = stride[1];
  return p;
}

#define BELLCURVE_INSTANTIATE(S)                                                               \
  template void check_call(array_view<const S>, std::array<index_t, 2>, array_view<result<S>>, \
                           const pool_options&);                                               \
  template problem<S> validate(array_view<const S>, matrix_view<const result<S>>,              \
                               array_view<result<S>>, const pool_options&);
BELLCURVE_INSTANTIATE(float)
BELLCURVE_INSTANTIATE(double)
BELLCURVE_INSTANTIATE(std::uint8_t)
BELLCURVE_INSTANTIATE(std::uint16_t)
BELLCURVE_INSTANTIATE(std::int16_t)
#undef BELLCURVE_INSTANTIATE

}  // namespace bellcurve::pool
