// Reads rows of an array as micro-kernels want them: contiguous, in the type that is computed in,
// continued beyond their ends.
#pragma once

#include "../simd/kernels.hpp"
#include "border.hpp"
#include "plan.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <type_traits>

namespace bellcurve::filter {

template <class T>
const simd::filter_kernels<T>& filter_kernels_of(const simd::kernel_table& table) noexcept {
  if constexpr (std::is_same_v<T, float>) return table.filter.f32;
  if constexpr (std::is_same_v<T, double>) return table.filter.f64;
}

template <class S, class T>
const simd::convert_kernels<S, T>& converter(const simd::kernel_table& table) noexcept {
  if constexpr (std::is_same_v<S, std::uint8_t>) return table.filter.u8;
  if constexpr (std::is_same_v<S, std::uint16_t>) return table.filter.u16;
  if constexpr (std::is_same_v<S, std::int16_t>) return table.filter.i16;
}

/// Fetches n elements into the caches ahead of their use. Rows that lie a page or more apart are
/// too many streams, or too short, for the hardware to see that they go on.
template <class U>
void fetch(const U* at, index_t n) noexcept {
  constexpr index_t line = 64 / sizeof(U);
  for (index_t j = 0; j < n; j += line) __builtin_prefetch(at + j);
}

/// What a walk reads.
template <class S>
struct source {
  const S* data;
  const compute<S>* weight;  ///< Of what is between walks, where samples are missing; else null.
  const std::uint8_t* mask;  ///< Of in; else null.
  bool nan_is_missing;
};

/// Cells [first, first + count) of a row, `first` and the end anywhere.
struct stretch {
  index_t first, count;
};

template <class S>
class row_reader {
 public:
  using T = compute<S>;

  row_reader(const walk& w, const source<S>& from, T cval, const simd::kernel_table& table) noexcept
      : where_(w.where),
        from_(from),
        mode_(w.along == nullptr ? border::nearest : w.along->mode),
        cval_(cval),
        table_(table) {}

  /// Whether rows lie in memory as kernels want them, but for their ends.
  bool contiguous() const noexcept {
    return std::is_same_v<S, T> && from_.mask == nullptr && !from_.nan_is_missing && dense();
  }
  /// Whether the elements of a row follow each other.
  bool dense() const noexcept {
    const index_t channels = where_.channel.extent;
    return where_.col.step.in == channels && (channels == 1 || where_.channel.step.in == 1);
  }
  const S* place(const steps& image, index_t row) const noexcept {
    return from_.data + image.in + row * where_.row.step.in;
  }

  /// \param row of the image whose offsets are given; no_source is a row of cval. \param weights
  /// Null, or room for them.
  void operator()(const steps& image, index_t row, stretch at, T* values,
                  T* weights) const noexcept {
    const index_t channels = where_.channel.extent, cols = where_.col.extent;
    if (row == no_source) {
      std::fill_n(values, at.count * channels, cval_);
      if (weights != nullptr) std::fill_n(weights, at.count * channels, T(1));
      return;
    }
    const cells begin{
        from_.data + image.in + row * where_.row.step.in,
        from_.weight == nullptr ? nullptr : from_.weight + image.in + row * where_.row.step.in,
        from_.mask == nullptr ? nullptr : from_.mask + image.mask + row * where_.row.step.mask};
    const index_t inside = std::clamp<index_t>(0, at.first, at.first + at.count);
    const index_t end = std::clamp<index_t>(cols, at.first, at.first + at.count);
    const auto to = [&](T* out, index_t cell) {
      return out == nullptr ? nullptr : out + (cell - at.first) * channels;
    };
    for (index_t j = at.first; j < inside; ++j) beyond(begin, j, to(values, j), to(weights, j));
    read(begin, inside, end, to(values, inside), to(weights, inside));
    for (index_t j = end; j < at.first + at.count; ++j)
      beyond(begin, j, to(values, j), to(weights, j));
  }

 private:
  /// Cell 0 of a row.
  struct cells {
    const S* data;
    const T* weight;
    const std::uint8_t* mask;
  };

  void beyond(const cells& row, index_t cell, T* values, T* weights) const noexcept {
    const index_t from = source_of(cell, where_.col.extent, mode_);
    if (from != no_source) return read(row, from, from + 1, values, weights);
    std::fill_n(values, where_.channel.extent, cval_);
    if (weights != nullptr) std::fill_n(weights, where_.channel.extent, T(1));
  }

  void read(const cells& row, index_t first, index_t end, T* values, T* weights) const noexcept {
    const index_t channels = where_.channel.extent, n = (end - first) * channels;
    if (n <= 0) return;
    const index_t step = where_.col.step.in, channel_step = where_.channel.step.in;
    const bool dense =
        (channels == 1 || channel_step == 1) && (step == channels || end - first == 1);
    if (dense) {
      convert(row.data + first * step, values, n);
    } else {
      for (index_t j = first; j < end; ++j)
        for (index_t c = 0; c < channels; ++c)
          *values++ = static_cast<T>(row.data[j * step + c * channel_step]);
      values -= n;
    }
    if (weights != nullptr) weigh(row, first, end, values, weights);
  }

  void convert(const S* in, T* out, index_t n) const noexcept {
    if constexpr (std::is_same_v<S, T>) {
      std::copy_n(in, n, out);
    } else {
      converter<S, T>(table_).widen(in, out, n);
    }
  }

  /// Weights, and values 0 where they are. Between walks values are multiplied already.
  void weigh(const cells& row, index_t first, index_t end, T* values, T* weights) const noexcept {
    const raster& w = where_;
    for (index_t j = first; j < end; ++j) {
      for (index_t c = 0; c < w.channel.extent; ++c, ++values, ++weights) {
        if (row.weight != nullptr) {
          *weights = row.weight[j * w.col.step.in + c * w.channel.step.in];
          continue;
        }
        const bool valid =
            (row.mask == nullptr || row.mask[j * w.col.step.mask + c * w.channel.step.mask] != 0) &&
            !(from_.nan_is_missing && std::isnan(*values));
        *weights = valid ? T(1) : T(0);
        if (!valid) *values = T(0);
      }
    }
  }

  const raster& where_;
  source<S> from_;
  border mode_;
  T cval_;
  const simd::kernel_table& table_;
};

}  // namespace bellcurve::filter
