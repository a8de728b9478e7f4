// A walk along lines by recursive filters. A line is read whole, with samples beyond its ends,
// before anything of it is written, so that in and out may be the same.
#pragma once

#include "recursive.hpp"
#include "results.hpp"
#include "rows.hpp"

#include <algorithm>

namespace bellcurve::filter {

/// What a thread works in.
template <class T>
struct recursive_scratch {
  T* packed;  ///< `chunk` rows, or a part of one
  T* lanes;   ///< chunks of samples
  T* work;    ///< a chunk of samples
};

template <class S, class R>
class recursive_walk {
 public:
  using T = compute<S>;

  recursive_walk(const walk& w, const row_reader<S>& read, const row_writer<R, T>& write,
                 const simd::kernel_table& table) noexcept
      : w_(w), read_(read), write_(write), table_(table), chunk_(w.unit) {}

  void operator()(index_t task, const recursive_scratch<T>& mine) const noexcept {
    const steps image = w_.where.image(task / (w_.strips * w_.blocks));
    const index_t element = task % w_.strips * w_.strip;
    const index_t row = task / w_.strips % w_.blocks * w_.rows_per_task;
    w_.along != nullptr ? along(image, row, mine) : down(image, element, mine);
  }

 private:
  /// Rows as lanes.
  void along(const steps& image, index_t row, const recursive_scratch<T>& mine) const noexcept {
    const index_t rows = std::min(chunk_, w_.where.row.extent - row);
    const index_t cells = w_.where.col.extent, channels = w_.where.channel.extent;
    const index_t beyond = w_.recursive.warmup, samples = cells + 2 * beyond;
    for (index_t k = 0; k < rows; ++k) {
      read_(image, row + k, {-beyond, samples}, mine.packed + k * w_.packed_ld, nullptr);
    }
    // The channels of a cell are lines of their own.
    for (index_t c = 0; c < channels; ++c) {
      transposed(mine.packed + c, w_.packed_ld, channels, rows, samples, mine.lanes);
      filter(cells, 1, 0, mine.lanes + beyond * chunk_, chunk_, 0, mine);
      back(mine.lanes + beyond * chunk_, rows, cells, mine.packed + c, channels);
    }
    for (index_t k = 0; k < rows; ++k) {
      write_(image, row + k, 0, w_.where.width(), mine.packed + k * w_.packed_ld, nullptr);
    }
  }

  /// lanes(j, i) = rows(i, j step)
  void transposed(const T* rows, index_t ld, index_t step, index_t count, index_t samples,
                  T* lanes) const noexcept {
    if (step == 1 && count == chunk_) {
      simd::of<T>(table_).transpose({.in = rows,
                                     .in_stride = ld,
                                     .rows = count,
                                     .cols = samples,
                                     .out = lanes,
                                     .out_stride = chunk_,
                                     .stream = false});
      return;
    }
    for (index_t j = 0; j < samples; ++j) {
      for (index_t i = 0; i < chunk_; ++i)
        lanes[j * chunk_ + i] = rows[std::min(i, count - 1) * ld + j * step];
    }
  }
  void back(const T* lanes, index_t count, index_t samples, T* rows, index_t step) const noexcept {
    if (step == 1 && count == chunk_) {
      simd::of<T>(table_).transpose({.in = lanes,
                                     .in_stride = chunk_,
                                     .rows = samples,
                                     .cols = chunk_,
                                     .out = rows,
                                     .out_stride = w_.packed_ld,
                                     .stream = false});
      return;
    }
    for (index_t i = 0; i < count; ++i) {
      for (index_t j = 0; j < samples; ++j)
        rows[i * w_.packed_ld + j * step] = lanes[j * chunk_ + i];
    }
  }

  /// Some chunks of columns.
  void down(const steps& image, index_t element, const recursive_scratch<T>& mine) const noexcept {
    const index_t rows = w_.where.row.extent, beyond = w_.recursive.warmup;
    const index_t chunk_stride = (rows + 2 * beyond) * chunk_;
    const index_t width = std::min(w_.strip, w_.where.width() - element);
    std::fill(mine.packed + width, mine.packed + w_.strip, T(0));
    for (index_t i = -beyond; i < rows + beyond; ++i) {
      read_(image, source_of(i, rows, w_.down->mode), {element, width}, mine.packed, nullptr);
      for (index_t j = 0; j < width; j += chunk_)
        std::copy_n(mine.packed + j, chunk_,
                    mine.lanes + j / chunk_ * chunk_stride + (i + beyond) * chunk_);
    }
    const index_t chunks = (width + chunk_ - 1) / chunk_;
    if constexpr (std::is_same_v<R, T>) {
      if (w_.direct && width % chunk_ == 0) {
        filter(rows, chunks, chunk_stride, write_.place(image, 0, element), w_.where.row.step.out,
               chunk_, mine);
        return;
      }
    }
    T* const filtered = mine.lanes + beyond * chunk_;
    filter(rows, chunks, chunk_stride, filtered, chunk_, chunk_stride, mine);
    for (index_t i = 0; i < rows; ++i) {
      for (index_t j = 0; j < chunks; ++j)
        std::copy_n(filtered + j * chunk_stride + i * chunk_, chunk_, mine.packed + j * chunk_);
      write_(image, i, element, width, mine.packed, nullptr);
    }
  }

  void filter(index_t samples, index_t chunks, index_t chunk_stride, T* out, index_t out_stride,
              index_t out_chunk_stride, const recursive_scratch<T>& mine) const noexcept {
    const index_t beyond = w_.recursive.warmup;
    filter_kernels_of<T>(table_).recursive_columns({.in = mine.lanes,
                                                    .chunks = chunks,
                                                    .chunk_stride = chunk_stride,
                                                    .before = beyond,
                                                    .rows = samples,
                                                    .after = beyond,
                                                    .filter = &w_.recursive.coefficients,
                                                    .work = mine.work,
                                                    .out = out,
                                                    .out_stride = out_stride,
                                                    .out_chunk_stride = out_chunk_stride});
  }

  const walk& w_;
  const row_reader<S>& read_;
  const row_writer<R, T>& write_;
  const simd::kernel_table& table_;
  index_t chunk_;
};

}  // namespace bellcurve::filter
