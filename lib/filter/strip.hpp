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

/// The taps of a walk; {1} where there is no line.
template <class T>
struct taps {
  const T* weights;
  index_t count;
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
    const index_t end = kept_.last(at.end - 1) + 1;
    index_t fetched = filled;
    for (index_t i = at.row; i < at.end; i += w_.rows_at_once) {
      const index_t rows = std::min(w_.rows_at_once, at.end - i);
      const index_t needed = kept_.last(i + rows - 1);
      while (filled <= needed) filled = fill_from(at, filled, w_.as_lanes ? end : needed + 1, mine);
      // As many rows as results consume, but none long before its use.
      const index_t first = std::max(fetched, filled);
      fetched =
          std::min({first + w_.rows_at_once, filled + std::max(w_.group, w_.rows_at_once), end});
      results(at, i, rows, first, fetched, mine);
    }
    if (w_.stream) kernels_.stream_fence();
  }

 private:
  struct piece {
    steps image;
    index_t element, width;  ///< of the strip
    index_t row, end;
  };

  /// Filters a group of rows, from `row` on but before `end`, along themselves. \return The row
  /// behind it.
  index_t fill_from(const piece& at, index_t row, index_t end,
                    const scratch<T>& mine) const noexcept {
    constexpr index_t most = 64;
    index_t rows[std::size_t(most)], slots[std::size_t(most)];
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
    // What kernels can read where it lies; they read to the end of a chunk.
    const index_t unit = w_.unit, reach = along_.radius() * w_.where.channel.extent;
    const index_t left = std::max<index_t>(0, reach - at.element);
    const index_t first = std::min((left + unit - 1) / unit * unit, at.width);
    const index_t behind = std::min(w_.where.width() - reach - at.element, at.width);
    const index_t end = std::max(behind / unit * unit, first);
    fill_part(at, rows, count, 0, first, mine);
    fill_here(at, rows, count, first, end, mine);
    fill_part(at, rows, count, end, at.width, mine);
  }

  /// Where rows lie: the elements [first, end) of the strip, a piece of all rows at a time, so
  /// that what is written lies together.
  void fill_here(const piece& at, const index_t* rows, index_t count, index_t first, index_t end,
                 const scratch<T>& mine) const noexcept {
    if constexpr (std::is_same_v<S, T>) {
      const index_t reach = along_.radius() * w_.where.channel.extent;
      const bool follow = rows[count - 1] - rows[0] == count - 1;
      const index_t together = follow ? count : 1;
      for (index_t j = first; j < end; j += w_.in_piece) {
        for (index_t k = 0; k < count; k += together) {
          const T* in = read_.place(at.image, rows[k]) + at.element + j - reach;
          filter_along(in, nullptr, w_.where.row.step.in, k, together, j,
                       std::min(w_.in_piece, end - j), mine);
        }
      }
    }
  }

  /// By way of a copy: the elements [first, end) of the strip.
  void fill_part(const piece& at, const index_t* rows, index_t count, index_t first, index_t end,
                 const scratch<T>& mine) const noexcept {
    const index_t channels = w_.where.channel.extent;
    T* const weights = planes_ == 1 ? nullptr : mine.packed + w_.group * w_.packed_ld;
    for (index_t j = first; j < end; j += w_.copied_piece) {
      const index_t width = std::min(w_.copied_piece, end - j);
      const stretch columns{(at.element + j) / channels - along_.radius(),
                            width / channels + 2 * along_.radius()};
      for (index_t k = 0; k < count; ++k) {
        read_(at.image, rows[k], columns, mine.packed + k * w_.packed_ld,
              weights == nullptr ? nullptr : weights + k * w_.packed_ld);
      }
      filter_along(mine.packed, weights, w_.packed_ld, 0, count, j, width, mine);
    }
  }

  /// `in` are the elements from `reach` before `first` on of `count` rows, whose offsets stand from
  /// `row` on.
  void filter_along(const T* in, const T* weights, index_t in_stride, index_t row, index_t count,
                    index_t first, index_t width, const scratch<T>& mine) const noexcept {
    for (int plane = 0; plane < planes_; ++plane) {
      const simd::fir_rows_args<T> args{.in = plane == 0 ? in : weights,
                                        .in_stride = in_stride,
                                        .rows = count,
                                        .cols = width,
                                        .weights = along_.weights,
                                        .taps = along_.count,
                                        .tap_stride = w_.where.channel.extent,
                                        .out = ring(mine, plane) + first / chunk_ * chunk_stride_,
                                        .chunk_stride = chunk_stride_,
                                        .out_row = mine.offsets + row,
                                        .work = mine.work};
      w_.as_lanes ? kernels_.fir_lines(args) : kernels_.fir_rows(args);
    }
  }

  T* ring(const scratch<T>& mine, int plane) const noexcept {
    return mine.ring + plane * (w_.strip / chunk_ * chunk_stride_);
  }

  /// Meanwhile the rows [fetch_from, fetch_to) are fetched.
  void results(const piece& at, index_t i, index_t rows, index_t fetch_from, index_t fetch_to,
               const scratch<T>& mine) const noexcept {
    for (index_t k = 0; k < rows + down_.count - 1; ++k)
      mine.offsets[k] = kept_.slot_for(i + k - down_.radius()) * chunk_;
    for (index_t j = 0; j < at.width; j += w_.out_piece) {
      const index_t cols = std::min(w_.out_piece, at.width - j);
      if (read_.dense()) {
        for (index_t k = fetch_from; k < fetch_to; ++k)
          fetch(read_.place(at.image, source_of(k, w_.where.row.extent, border::wrap)) +
                    at.element + j,
                cols);
      }
      results_piece(at, i, rows, j, cols, mine);
    }
  }

  /// The columns [first, first + cols) of the strip.
  void results_piece(const piece& at, index_t i, index_t rows, index_t first, index_t cols,
                     const scratch<T>& mine) const noexcept {
    const bool direct = w_.direct && !w_.stream;
    for (int plane = 0; plane < planes_; ++plane) {
      simd::fir_columns_args<T> args{.in = ring(mine, plane) + first / chunk_ * chunk_stride_,
                                     .chunk_stride = chunk_stride_,
                                     .row = mine.offsets,
                                     .weights = down_.weights,
                                     .taps = down_.count,
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
    if (direct) return;
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
