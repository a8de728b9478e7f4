// Filters a strip of an image from its top to its bottom. Rows are filtered along themselves as
// they come into reach of the rows of results below, and kept until they leave it.
#pragma once

#include "../runtime/workspace.hpp"
#include "kept_rows.hpp"
#include "results.hpp"
#include "rows.hpp"

#include <algorithm>
#include <cstdint>

namespace bellcurve::filter {

/// What a thread works in.
template <class T>
struct scratch {
  T* packed = nullptr;         ///< `group` rows, a second time for weights
  T* work = nullptr;           ///< of fir_lines
  T* ring = nullptr;           ///< rows filtered along themselves; chunks of weights behind
  T* results = nullptr;        ///< rows of results, a second time for weights
  T* stack = nullptr;          ///< a row of each image that reaches a slab
  index_t* offsets = nullptr;  ///< of rows in a chunk
};

/// The taps of a walk, as kernels take them; {1} where there is no line.
template <class T>
struct taps {
  const T* weights;
  index_t count;
  bool odd;
  index_t radius() const noexcept { return (count - 1) / 2; }
};

template <class S, class R>
class strip_filter {
 public:
  using T = compute<S>;

  strip_filter(const walk& w, int planes, const row_reader<S>& read, const row_writer<R, T>& write,
               taps<T> down, taps<T> along, const simd::filter_kernels<T>& kernels) noexcept
      : w_(w),
        planes_(planes),
        read_(read),
        write_(write),
        down_(down),
        along_(along),
        kept_{w, down.radius()},
        kernels_(kernels),
        chunk_(kernels.blocking.chunk),
        chunk_stride_(w.places() * kernels.blocking.chunk) {}

  void operator()(index_t task, const scratch<T>& mine) const noexcept {
    const steps image = w_.where.image(task / (w_.strips * w_.blocks));
    const index_t block = task / w_.strips % w_.blocks;
    const index_t element = task % w_.strips * w_.strip;
    const piece at{image, element, std::min(w_.strip, w_.where.width() - element),
                   block * w_.rows_per_task,
                   std::min((block + 1) * w_.rows_per_task, w_.where.row.extent)};
    index_t filled = kept_.first(at.row);
    if (w_.down != nullptr && w_.down->mode == border::constant) {
      const index_t none = no_source, slot = w_.slots;
      fill(at, &none, &slot, 1, mine);
    }
    for (index_t i = at.row; i < at.end; i += w_.rows_at_once) {
      const index_t rows = std::min(w_.rows_at_once, at.end - i);
      const index_t needed = kept_.last(i + rows - 1);
      while (filled <= needed) filled = fill_from(at, filled, mine);
      results(at, i, rows, mine);
    }
  }

 private:
  struct piece {
    steps image;
    index_t element, width;  ///< of the strip
    index_t row, end;
  };

  /// Filters a group of rows, from `row` on, along themselves. \return The row behind it.
  index_t fill_from(const piece& at, index_t row, const scratch<T>& mine) const noexcept {
    constexpr index_t most = 64;
    index_t rows[std::size_t(most)], slots[std::size_t(most)];
    const index_t end = kept_.go_on() ? at.end + down_.radius() : w_.where.row.extent;
    const index_t count = std::min({w_.group, end - row, most});
    for (index_t k = 0; k < count; ++k) {
      rows[k] = source_of(row + k, w_.where.row.extent, border::wrap);
      slots[k] = kept_.slot_of(row + k);
    }
    fill(at, rows, slots, count, mine);
    return row + count;
  }

  void fill(const piece& at, const index_t* rows, const index_t* slots, index_t count,
            const scratch<T>& mine) const noexcept {
    for (index_t k = 0; k < count; ++k) mine.offsets[k] = slots[k] * chunk_;
    if (w_.as_lanes || planes_ != 1 || rows[0] == no_source || !read_.contiguous())
      return fill_part(at, rows, count, 0, at.width, mine);
    // What kernels can read where it lies; they read to the end of a chunk. A row at a time.
    const index_t unit = w_.unit, reach = along_.radius() * w_.where.channel.extent;
    const index_t left = std::max<index_t>(0, reach - at.element);
    const index_t first = std::min((left + unit - 1) / unit * unit, at.width);
    const index_t behind = std::min(w_.where.width() - reach - at.element, at.width);
    const index_t end = std::max(behind / unit * unit, first);
    fill_part(at, rows, count, 0, first, mine);
    if constexpr (std::is_same_v<S, T>) {
      const T* in = read_.place(at.image, rows[0]) + at.element + first - reach;
      filter_along(in, nullptr, 1, first, end - first, mine);
    }
    fill_part(at, rows, count, end, at.width, mine);
  }

  /// By way of a copy: the elements [first, end) of the strip, as many at a time as stay in the
  /// caches.
  void fill_part(const piece& at, const index_t* rows, index_t count, index_t first, index_t end,
                 const scratch<T>& mine) const noexcept {
    const index_t step = w_.as_lanes ? w_.read : end - first;
    for (index_t j = first; j < end; j += step)
      fill_piece(at, rows, count, j, std::min(j + step, end), mine);
  }
  void fill_piece(const piece& at, const index_t* rows, index_t count, index_t first, index_t end,
                  const scratch<T>& mine) const noexcept {
    const index_t channels = w_.where.channel.extent;
    const stretch columns{(at.element + first) / channels - along_.radius(),
                          (end - first) / channels + 2 * along_.radius()};
    T* const weights = planes_ == 1 ? nullptr : mine.packed + w_.group * w_.packed_ld;
    for (index_t k = 0; k < count; ++k) {
      read_(at.image, rows[k], columns, mine.packed + k * w_.packed_ld,
            weights == nullptr ? nullptr : weights + k * w_.packed_ld);
    }
    filter_along(mine.packed, weights, count, first, end - first, mine);
  }

  /// `in` are the elements from `reach` before `first` on.
  void filter_along(const T* in, const T* weights, index_t count, index_t first, index_t width,
                    const scratch<T>& mine) const noexcept {
    if (width <= 0) return;
    for (int plane = 0; plane < planes_; ++plane) {
      const simd::fir_rows_args<T> args{.in = plane == 0 ? in : weights,
                                        .in_stride = w_.packed_ld,
                                        .rows = count,
                                        .cols = width,
                                        .weights = along_.weights,
                                        .taps = along_.count,
                                        .odd = along_.odd,
                                        .tap_stride = w_.where.channel.extent,
                                        .out = ring(mine, plane) + first / chunk_ * chunk_stride_,
                                        .chunk_stride = chunk_stride_,
                                        .out_row = mine.offsets,
                                        .work = mine.work};
      w_.as_lanes ? kernels_.fir_lines(args) : kernels_.fir_rows(args);
    }
  }

  T* ring(const scratch<T>& mine, int plane) const noexcept {
    return mine.ring + plane * (w_.strip / chunk_ * chunk_stride_);
  }

  void results(const piece& at, index_t i, index_t rows, const scratch<T>& mine) const noexcept {
    for (index_t k = 0; k < rows + down_.count - 1; ++k)
      mine.offsets[k] = kept_.slot_for(i + k - down_.radius()) * chunk_;
    const bool direct = w_.direct && !w_.stream;
    const index_t step = direct ? at.width : w_.piece;
    for (index_t j = 0; j < at.width; j += step) {
      const index_t cols = std::min(step, at.width - j);
      results_piece(at, i, rows, j, cols, direct, mine);
      if (!direct) write(at, i, rows, j, cols, mine);
    }
  }

  /// The columns [first, first + cols) of the strip.
  void results_piece(const piece& at, index_t i, index_t rows, index_t first, index_t cols,
                     bool direct, const scratch<T>& mine) const noexcept {
    for (int plane = 0; plane < planes_; ++plane) {
      simd::fir_columns_args<T> args{.in = ring(mine, plane) + first / chunk_ * chunk_stride_,
                                     .chunk_stride = chunk_stride_,
                                     .row = mine.offsets,
                                     .weights = down_.weights,
                                     .taps = down_.count,
                                     .odd = down_.odd,
                                     .rows = rows,
                                     .cols = cols,
                                     .out = mine.results + plane * w_.rows_at_once * w_.results_ld,
                                     .out_stride = w_.results_ld};
      if constexpr (std::is_same_v<R, T>) {
        if (direct) {
          args.out = write_.place(at.image, i, at.element + first);
          args.out_stride = w_.where.row.step.out;
        }
      }
      kernels_.fir_columns(args);
    }
  }

  void write(const piece& at, index_t i, index_t rows, index_t first, index_t cols,
             const scratch<T>& mine) const noexcept {
    if constexpr (std::is_same_v<R, T>) {
      if (w_.stream) {
        return kernels_.stream_rows({mine.results, w_.results_ld,
                                     write_.place(at.image, i, at.element + first),
                                     w_.where.row.step.out, rows, cols});
      }
    }
    for (index_t k = 0; k < rows; ++k) {
      T* const values = mine.results + k * w_.results_ld;
      write_(at.image, i + k, at.element + first, cols, values,
             planes_ == 1 ? nullptr : values + w_.rows_at_once * w_.results_ld);
    }
  }

  const walk& w_;
  int planes_;
  const row_reader<S>& read_;
  const row_writer<R, T>& write_;
  taps<T> down_, along_;
  kept_rows kept_;
  const simd::filter_kernels<T>& kernels_;
  index_t chunk_, chunk_stride_;
};

}  // namespace bellcurve::filter
