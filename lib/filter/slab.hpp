// Filters a slab of a volume: some sheets of it at once, each from its top to its bottom. As rows
// come into reach, they are filtered through the sheets, all sheets of the slab together, then
// along themselves, and kept until they leave it. So a volume is read and written once.
#pragma once

#include "kept_rows.hpp"
#include "results.hpp"
#include "rows.hpp"
#include "strip.hpp"

#include <algorithm>

namespace bellcurve::filter {

template <class S, class R>
class slab_filter {
 public:
  using T = compute<S>;

  slab_filter(const walk& w, const row_reader<S>& read, const row_writer<R, T>& write,
              taps<T> through, taps<T> down, taps<T> along, T cval,
              const simd::filter_kernels<T>& kernels) noexcept
      : w_(w),
        read_(read),
        write_(write),
        through_(through),
        down_(down),
        along_(along),
        cval_(cval),
        kept_{w, down.radius()},
        kernels_(kernels),
        chunk_(kernels.blocking.chunk),
        chunk_stride_(w.places() * kernels.blocking.chunk),
        channels_(w.where.channel.extent),
        reach_(along.radius() * channels_) {}

  void operator()(index_t task, const scratch<T>& mine) const noexcept {
    // Slabs that lie on each other come one after the other: most of what the second reads is
    // still in the caches.
    const index_t rest = task / w_.slabs, sheet = task % w_.slabs * w_.sheets;
    const index_t element = rest % w_.strips * w_.strip, block = rest / w_.strips % w_.blocks;
    const piece at{w_.where.image(rest / (w_.strips * w_.blocks)),
                   sheet,
                   std::min(w_.sheets, w_.where.depth.extent - sheet),
                   element,
                   std::min(w_.strip, w_.where.width() - element),
                   block * w_.rows_per_task,
                   std::min((block + 1) * w_.rows_per_task, w_.where.row.extent)};
    const bool inside = find_planes(at, mine);
    if (w_.down != nullptr && w_.down->mode == border::constant) {
      for (index_t k = 0; k < at.sheets; ++k)
        std::fill_n(mine.packed + k * w_.packed_ld, at.width + 2 * reach_, cval_);
      filter_along(at, w_.slots, mine);
    }
    const index_t end = kept_.go_on() ? at.end + down_.radius() : w_.where.row.extent;
    index_t filled = kept_.first(at.row);
    for (index_t i = at.row; i < at.end; i += w_.rows_at_once) {
      const index_t rows = std::min(w_.rows_at_once, at.end - i);
      const index_t needed = std::min(kept_.last(i + rows - 1), end - 1);
      for (; filled <= needed; ++filled) {
        filter_through(at, source_of(filled, w_.where.row.extent, border::wrap), inside, mine);
        filter_along(at, kept_.slot_of(filled), mine);
      }
      results(at, i, rows, mine);
    }
  }

 private:
  struct piece {
    steps image;
    index_t sheet, sheets;   ///< the first, and how many
    index_t element, width;  ///< of the strip
    index_t row, end;
  };

  /// Rows between those fetched and those in use.
  static constexpr index_t ahead = 2;

  index_t planes(const piece& at) const noexcept { return at.sheets + through_.count - 1; }

  /// Which sheets stand at the places that the taps reach, where scratch has room for it.
  /// \return Whether all are samples.
  bool find_planes(const piece& at, const scratch<T>& mine) const noexcept {
    bool inside = true;
    for (index_t k = 0; k < planes(at); ++k) {
      plane(mine)[k] =
          source_of(at.sheet + k - through_.radius(), w_.where.depth.extent, w_.through->mode);
      inside = inside && plane(mine)[k] != no_source;
    }
    return inside;
  }

  // The pieces of scratch.offsets, besides those of the rows that results need.
  index_t* plane(const scratch<T>& mine) const noexcept {
    return mine.offsets + w_.rows_at_once + down_.count;
  }
  index_t* offsets(const scratch<T>& mine) const noexcept {
    return plane(mine) + w_.sheets + through_.count;
  }

  /// The row of each sheet, filtered through the sheets: as far as the taps along reach.
  void filter_through(const piece& at, index_t row, bool inside,
                      const scratch<T>& mine) const noexcept {
    const index_t first = std::max<index_t>(at.element - reach_, 0);
    const index_t end = std::min(at.element + at.width + reach_, w_.where.width());
    index_t copied = first;
    if constexpr (std::is_same_v<S, T>) {
      if (inside && read_.contiguous()) {
        // Whole chunks can be read where they lie.
        copied = first + (end - first) / w_.unit * w_.unit;
        for (index_t k = 0; k < planes(at); ++k)
          offsets(mine)[k] = plane(mine)[k] * w_.where.depth.step.in;
        const S* const in = read_.place(at.image, row) + first;
        // The sheets below those that the slab before this one has read.
        for (index_t k = through_.count - 1; k < planes(at) && row + ahead < w_.where.row.extent;
             ++k)
          fetch(in + offsets(mine)[k] + ahead * w_.where.row.step.in, copied - first);
        sum(at, in, first, copied, mine);
      }
    }
    sum_copies(at, row, copied, end, copied, mine);
    for (index_t j = at.element - reach_; j < 0; j += channels_) end_cell(at, row, j, mine);
    for (index_t j = w_.where.width(); j < at.element + at.width + reach_; j += channels_)
      end_cell(at, row, j, mine);
  }

  /// A cell beyond the ends of rows, whose first element would be j.
  void end_cell(const piece& at, index_t row, index_t j, const scratch<T>& mine) const noexcept {
    const border mode = w_.along == nullptr ? border::nearest : w_.along->mode;
    const index_t cell = source_of(j / channels_, w_.where.col.extent, mode);
    const index_t from = cell * channels_;
    T* const to = packed(at, j, mine);
    if (cell == no_source) {
      for (index_t k = 0; k < at.sheets; ++k) std::fill_n(to + k * w_.packed_ld, channels_, cval_);
    } else if (from < at.element - reach_ || from >= at.element + at.width + reach_) {
      sum_copies(at, row, from, from + channels_, j, mine);  // it lies in another strip
    } else {
      const T* in = packed(at, from, mine);
      for (index_t k = 0; k < at.sheets; ++k)
        for (index_t c = 0; c < channels_; ++c)
          to[k * w_.packed_ld + c] = in[k * w_.packed_ld + c];  // no call for so few
    }
  }

  T* packed(const piece& at, index_t element, const scratch<T>& mine) const noexcept {
    return mine.packed + (element - at.element + reach_);
  }

  /// The elements [first, end), by way of a copy, to the place of element `to`.
  void sum_copies(const piece& at, index_t row, index_t first, index_t end, index_t to,
                  const scratch<T>& mine) const noexcept {
    if (first >= end) return;
    const stretch cells{first / channels_, (end - first) / channels_};
    for (index_t k = 0; k < planes(at); ++k) {
      offsets(mine)[k] = k * w_.packed_ld;
      steps from = at.image;
      const index_t from_plane = plane(mine)[k];
      if (from_plane != no_source) from.in += from_plane * w_.where.depth.step.in;
      read_(from, from_plane == no_source ? no_source : row, cells, mine.stack + k * w_.packed_ld,
            nullptr);
    }
    sum(at, mine.stack, to, to + (end - first), mine);
  }

  /// `in` is an element of a plane, to which offsets() lead; the sums go to the places of the
  /// elements [first, end).
  void sum(const piece& at, const T* in, index_t first, index_t end,
           const scratch<T>& mine) const noexcept {
    kernels_.fir_columns({.in = in,
                          .chunk_stride = chunk_,
                          .row = offsets(mine),
                          .weights = through_.weights,
                          .taps = through_.count,
                          .rows = at.sheets,
                          .cols = end - first,
                          .out = packed(at, first, mine),
                          .out_stride = w_.packed_ld});
  }

  index_t sheet_stride() const noexcept { return w_.strip / chunk_ * chunk_stride_; }

  void filter_along(const piece& at, index_t slot, const scratch<T>& mine) const noexcept {
    for (index_t k = 0; k < at.sheets; ++k) offsets(mine)[k] = k * sheet_stride() + slot * chunk_;
    kernels_.fir_rows({.in = mine.packed,
                       .in_stride = w_.packed_ld,
                       .rows = at.sheets,
                       .cols = at.width,
                       .weights = along_.weights,
                       .taps = along_.count,
                       .tap_stride = channels_,
                       .out = mine.ring,
                       .chunk_stride = chunk_stride_,
                       .out_row = offsets(mine),
                       .work = nullptr});
  }

  void results(const piece& at, index_t i, index_t rows, const scratch<T>& mine) const noexcept {
    for (index_t k = 0; k < rows + down_.count - 1; ++k)
      mine.offsets[k] = kept_.slot_for(i + k - down_.radius()) * chunk_;
    for (index_t sheet = 0; sheet < at.sheets; ++sheet) {
      steps image = at.image;
      image.out += (at.sheet + sheet) * w_.where.depth.step.out;
      simd::fir_columns_args<T> args{.in = mine.ring + sheet * sheet_stride(),
                                     .chunk_stride = chunk_stride_,
                                     .row = mine.offsets,
                                     .weights = down_.weights,
                                     .taps = down_.count,
                                     .rows = rows,
                                     .cols = at.width,
                                     .out = mine.results,
                                     .out_stride = w_.results_ld};
      if constexpr (std::is_same_v<R, T>) {
        if (w_.direct) {
          args.out = write_.place(image, i, at.element);
          args.out_stride = w_.where.row.step.out;
          // Where the results of the next sheet go, which the stores would wait for.
          for (index_t k = 0; k < rows && sheet + 1 < at.sheets; ++k)
            fetch(args.out + w_.where.depth.step.out + k * args.out_stride, at.width);
        }
      }
      kernels_.fir_columns(args);
      if (w_.direct) continue;
      for (index_t k = 0; k < rows; ++k)
        write_(image, i + k, at.element, at.width, mine.results + k * w_.results_ld, nullptr);
    }
  }

  const walk& w_;
  const row_reader<S>& read_;
  const row_writer<R, T>& write_;
  taps<T> through_, down_, along_;
  T cval_;
  kept_rows kept_;
  const simd::filter_kernels<T>& kernels_;
  index_t chunk_, chunk_stride_, channels_, reach_;
};

}  // namespace bellcurve::filter
