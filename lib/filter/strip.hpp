// Filters a strip of an image from its top to its bottom. Rows are filtered along themselves as
// they come into reach of the rows of results below, and kept until they leave it.
#pragma once

#include "../runtime/workspace.hpp"
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
  T* results = nullptr;        ///< rows_at_once rows, a second time for weights
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
        kernels_(kernels),
        chunk_(kernels.blocking.chunk),
        chunk_stride_(((w.slots + 1) | 1) * kernels.blocking.chunk) {}

  void operator()(index_t task, const scratch<T>& mine) const noexcept {
    const steps image = image_of(task / (w_.strips * w_.blocks));
    const index_t block = task / w_.strips % w_.blocks;
    const index_t element = task % w_.strips * w_.strip;
    const piece at{image, element, std::min(w_.strip, w_.where.width() - element),
                   block * w_.rows_per_task,
                   std::min((block + 1) * w_.rows_per_task, w_.where.row.extent)};
    index_t filled = first_row(at);
    if (w_.down != nullptr && w_.down->mode == border::constant) {
      const index_t none = no_source, slot = w_.slots;
      fill(at, &none, &slot, 1, mine);
    }
    for (index_t i = at.row; i < at.end; i += rows_at_once) {
      const index_t rows = std::min(rows_at_once, at.end - i);
      const index_t needed = last_row(i + rows - 1);
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

  steps image_of(index_t which) const noexcept {
    steps s;
    for (std::size_t k = 0; k < w_.where.image_axes; ++k) {
      const axis& a = w_.where.images[k];
      const index_t i = which % a.extent;
      which /= a.extent;
      s.in += i * a.step.in;
      s.out += i * a.step.out;
      s.mask += i * a.step.mask;
    }
    return s;
  }

  // Rows are counted from the first of the image. Where they wrap around and not all are kept,
  // those before and behind are rows of their own: each is filtered once more.
  bool goes_on() const noexcept {
    return w_.down != nullptr && w_.down->mode == border::wrap && !w_.keeps_all;
  }
  index_t first_row(const piece& at) const noexcept {
    if (w_.keeps_all) return 0;
    const index_t first = at.row - down_.radius();
    return goes_on() ? first : std::max<index_t>(first, 0);
  }
  /// The last row that the results of row i need.
  index_t last_row(index_t i) const noexcept {
    if (w_.keeps_all) return w_.where.row.extent - 1;
    const index_t last = i + down_.radius();
    return goes_on() ? last : std::min(last, w_.where.row.extent - 1);
  }
  index_t slot_of(index_t row) const noexcept {
    if (w_.keeps_all) return row;
    const index_t slot = row % w_.slots;
    return slot < 0 ? slot + w_.slots : slot;
  }

  /// Filters a group of rows, from `row` on, along themselves. \return The row behind it.
  index_t fill_from(const piece& at, index_t row, const scratch<T>& mine) const noexcept {
    constexpr index_t most = 64;
    index_t rows[std::size_t(most)], slots[std::size_t(most)];
    const index_t end = goes_on() ? at.end + down_.radius() : w_.where.row.extent;
    const index_t count = std::min({w_.group, end - row, most});
    for (index_t k = 0; k < count; ++k) {
      rows[k] = source_of(row + k, w_.where.row.extent, border::wrap);
      slots[k] = slot_of(row + k);
    }
    fill(at, rows, slots, count, mine);
    return row + count;
  }

  void fill(const piece& at, const index_t* rows, const index_t* slots, index_t count,
            const scratch<T>& mine) const noexcept {
    const index_t channels = w_.where.channel.extent, reach = 2 * along_.radius();
    const index_t cells = at.width / channels + reach;
    const stretch columns{at.element / channels - along_.radius(), cells};
    T* const weights = mine.packed + w_.group * w_.packed_ld;
    for (index_t k = 0; k < count; ++k) {
      T* const values = mine.packed + k * w_.packed_ld;
      read_(at.image, rows[k], columns, values,
            planes_ == 1 ? nullptr : weights + k * w_.packed_ld);
      mine.offsets[k] = slots[k] * chunk_;
    }
    for (int plane = 0; plane < planes_; ++plane) {
      const simd::fir_rows_args<T> args{.in = plane == 0 ? mine.packed : weights,
                                        .in_stride = w_.packed_ld,
                                        .rows = count,
                                        .cols = at.width,
                                        .weights = along_.weights,
                                        .taps = along_.count,
                                        .tap_stride = channels,
                                        .out = ring(mine, plane),
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
    for (index_t k = 0; k < rows + down_.count - 1; ++k) {
      const index_t row = i + k - down_.radius();
      const border mode = w_.down == nullptr ? border::nearest : w_.down->mode;
      const index_t from = goes_on() ? row : source_of(row, w_.where.row.extent, mode);
      mine.offsets[k] = (from == no_source && !goes_on() ? w_.slots : slot_of(from)) * chunk_;
    }
    for (int plane = 0; plane < planes_; ++plane) {
      simd::fir_columns_args<T> args{.in = ring(mine, plane),
                                     .chunk_stride = chunk_stride_,
                                     .row = mine.offsets,
                                     .weights = down_.weights,
                                     .taps = down_.count,
                                     .rows = rows,
                                     .cols = at.width,
                                     .out = mine.results + plane * rows_at_once * w_.strip,
                                     .out_stride = w_.strip,
                                     .stream = false};
      if constexpr (std::is_same_v<R, T>) {
        if (w_.direct) {
          args.out = write_.place(at.image, i, at.element);
          args.out_stride = w_.where.row.step.out;
          args.stream = w_.stream;
        }
      }
      kernels_.fir_columns(args);
    }
    if (w_.direct) return;
    for (index_t k = 0; k < rows; ++k) {
      T* const values = mine.results + k * w_.strip;
      write_(at.image, i + k, at.element, at.width, values,
             planes_ == 1 ? nullptr : values + rows_at_once * w_.strip);
    }
  }

  const walk& w_;
  int planes_;
  const row_reader<S>& read_;
  const row_writer<R, T>& write_;
  taps<T> down_, along_;
  const simd::filter_kernels<T>& kernels_;
  index_t chunk_, chunk_stride_;
};

}  // namespace bellcurve::filter
