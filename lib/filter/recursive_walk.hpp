// A walk along lines by recursive filters, some lines side by side, in blocks of their samples:
// each is read and passed once from the first to the last, and once more on the way back, after
// which it is written. Nothing is written before all was read: in and out may be the same.
#pragma once

#include "recursive.hpp"
#include "results.hpp"
#include "rows.hpp"

#include <algorithm>

namespace bellcurve::filter {

/// What a thread works in.
template <class T>
struct recursive_scratch {
  T* packed;   ///< rows that are lines
  T* samples;  ///< of lines, side by side
  T* results;  ///< the same
  T* states;   ///< recursive_lane_memory elements a lane
};

template <class S, class R>
class recursive_walk {
 public:
  using T = compute<S>;

  recursive_walk(const walk& w, const row_reader<S>& read, const row_writer<R, T>& write, T cval,
                 const simd::kernel_table& table) noexcept
      : w_(w),
        read_(read),
        write_(write),
        cval_(cval),
        kernels_(filter_kernels_of<T>(table)),
        line_(w.along != nullptr ? *w.along : *w.down) {}

  void operator()(index_t task, const recursive_scratch<T>& mine) const noexcept {
    const steps image = w_.where.image(task / (w_.strips * w_.blocks));
    const index_t element = task % w_.strips * w_.strip;
    const index_t row = task / w_.strips % w_.blocks * w_.rows_per_task;
    w_.along != nullptr ? along(image, row, mine) : down(image, element, mine);
  }

 private:
  /// Rows as lanes.
  void along(const steps& image, index_t row, const recursive_scratch<T>& mine) const noexcept {
    const index_t count = std::min(w_.unit, w_.where.row.extent - row);
    const index_t channels = w_.where.channel.extent, in_step = w_.where.row.step.in;
    const bool in_place = channels == 1 && read_.contiguous(),
               out_place = channels == 1 && w_.direct;
    for (index_t k = 0; k < count && !in_place; ++k)
      read_(image, row + k, {0, line_.extent}, mine.packed + k * w_.packed_ld, nullptr);
    // The channels of a cell are lines of their own.
    for (index_t c = 0; c < channels; ++c) {
      const auto fill = [&](index_t first, index_t samples) {
        T* const to = mine.samples + first * w_.unit;
        if constexpr (std::is_same_v<S, T>) {
          if (in_place)
            return to_lanes(read_.place(image, row) + first, in_step, 1, count, samples, to);
        }
        to_lanes(mine.packed + first * channels + c, w_.packed_ld, channels, count, samples, to);
      };
      const auto done = [&](index_t first, index_t samples) {
        const T* const from = mine.results + first * w_.unit;
        if constexpr (std::is_same_v<R, T>) {
          if (out_place)
            return to_rows(from, count, samples, write_.place(image, row, first),
                           w_.where.row.step.out, 1);
        }
        to_rows(from, count, samples, mine.packed + first * channels + c, w_.packed_ld, channels);
      };
      filter(w_.unit, fill, done, mine);
    }
    for (index_t k = 0; k < count && !out_place; ++k)
      write_(image, row + k, 0, w_.where.width(), mine.packed + k * w_.packed_ld, nullptr);
  }

  /// Samples of a line are `step` apart.
  void to_lanes(const T* rows, index_t ld, index_t step, index_t count, index_t samples,
                T* lanes) const noexcept {
    if (step == 1) return kernels_.recursive_lanes_of({rows, lanes, ld, count, samples});
    for (index_t j = 0; j < samples; ++j) {
      for (index_t i = 0; i < w_.unit; ++i)
        lanes[j * w_.unit + i] = rows[std::min(i, count - 1) * ld + j * step];
    }
  }
  void to_rows(const T* lanes, index_t count, index_t samples, T* rows, index_t ld,
               index_t step) const noexcept {
    if (step == 1) return kernels_.recursive_rows_of({lanes, rows, ld, count, samples, w_.stream});
    for (index_t i = 0; i < count; ++i) {
      for (index_t j = 0; j < samples; ++j) rows[i * ld + j * step] = lanes[j * w_.unit + i];
    }
  }

  /// Columns as lanes.
  void down(const steps& image, index_t element, const recursive_scratch<T>& mine) const noexcept {
    const index_t width = std::min(w_.strip, w_.where.width() - element);
    const index_t lanes = (width + w_.unit - 1) / w_.unit * w_.unit;
    const auto fill = [&](index_t first, index_t count) {
      for (index_t i = first; i < first + count; ++i) {
        T* const row = mine.samples + i * lanes;
        read_(image, i, {element, width}, row, nullptr);
        std::fill(row + width, row + lanes, T(0));
      }
    };
    const auto done = [&](index_t first, index_t count) {
      for (index_t i = first; i < first + count; ++i)
        write_(image, i, element, width, mine.results + i * lanes, nullptr);
    };
    filter(lanes, fill, done, mine);
  }

  /// \param fill Puts samples [first, first + count) in their places, `lanes` a sample. \param done
  /// Takes results from theirs.
  template <class Fill, class Done>
  void filter(index_t lanes, const Fill& fill, const Done& done,
              const recursive_scratch<T>& mine) const noexcept {
    const index_t n = line_.extent, block = w_.rows_at_once, warmup = w_.recursive.warmup;
    const auto size = [&](index_t first) { return std::min(block, n - first); };
    index_t filled = 0;
    const auto need = [&](index_t end) {
      for (; filled < end; filled += size(filled)) fill(filled, size(filled));
    };
    T* const origin = mine.states + simd::recursive_states_bytes / index_t(sizeof(T)) * lanes;
    need(line_.mode == border::wrap ? n : std::min(n, warmup + 1));
    std::copy_n(mine.samples, lanes, origin);
    simd::recursive_args<T> s{.pass = simd::recursive_pass::forward,
                              .filter = &w_.recursive.coefficients,
                              .in = mine.samples,
                              .in_stride = lanes,
                              .rows = 0,
                              .lanes = lanes,
                              .origin = origin,
                              .states = mine.states,
                              .out = mine.results,
                              .out_stride = lanes};
    come_from(-warmup, 1, s);
    for (index_t i = 0; i < n; i += s.rows) {
      s.rows = size(i);
      need(i + s.rows);
      s.in = mine.samples + i * lanes;
      s.out = mine.results + i * lanes;
      kernels_.recursive(s);
    }
    s.in = mine.samples;
    come_from(n - 1 + warmup, -1, s);
    s.pass = simd::recursive_pass::backward;
    s.in_stride = s.out_stride = -lanes;
    for (index_t end = n; end > 0; end -= s.rows) {
      s.rows = (end - 1) % block + 1;
      s.in = mine.samples + (end - 1) * lanes;
      s.out = mine.results + (end - 1) * lanes;
      kernels_.recursive(s);
      done(end - s.rows, s.rows);
    }
  }

  /// States at an end of the line: from sample `first`, beyond it, on in steps of `by`.
  void come_from(index_t first, index_t by, simd::recursive_args<T> s) const noexcept {
    const index_t n = line_.extent, outermost = source_of(first, n, line_.mode);
    const T* const samples = s.in;
    T* const far = const_cast<T*>(s.origin) + s.lanes;
    std::fill_n(far, s.lanes, cval_);
    s.pass = simd::recursive_pass::settle;
    s.in = outermost == no_source ? far : samples + outermost * s.lanes;
    kernels_.recursive(s);
    if (line_.mode == border::constant || line_.mode == border::nearest) return;
    s.pass = simd::recursive_pass::advance;
    // In runs that lie side by side within the line, forwards or backwards.
    for (index_t left = w_.recursive.warmup; left > 0; left -= s.rows, first += by * s.rows) {
      const index_t from = source_of(first, n, line_.mode);
      const index_t step = source_of(first + by, n, line_.mode) - from;
      const index_t run = step == 1 ? n - from : step == -1 ? from + 1 : 1;
      s.rows = std::min(run, left);
      s.in = samples + from * s.lanes;
      s.in_stride = step * s.lanes;
      kernels_.recursive(s);
    }
  }

  const walk& w_;
  const row_reader<S>& read_;
  const row_writer<R, T>& write_;
  T cval_;
  const simd::filter_kernels<T>& kernels_;
  const line& line_;
};

}  // namespace bellcurve::filter
