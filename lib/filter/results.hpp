// Puts rows of results where they belong.
#pragma once

#include "plan.hpp"
#include "rows.hpp"

#include <algorithm>

namespace bellcurve::filter {

/// What a walk writes.
template <class R, class T>
struct sink {
  R* data;
  T* weight;  ///< Of what is between walks, where samples are missing; else null.
};

template <class R, class T>
class row_writer {
 public:
  /// \param least The weight below which a result is `fill`. \param divide Whether results are
  /// values over weights.
  row_writer(const walk& w, const sink<R, T>& to, bool divide, T least, R fill,
             const simd::kernel_table& table) noexcept
      : where_(w.where), to_(to), divide_(divide), least_(least), fill_(fill), table_(table) {}

  R* place(const steps& image, index_t row, index_t element) const noexcept {
    const index_t channels = where_.channel.extent;
    return to_.data + image.out + row * where_.row.step.out +
           element / channels * where_.col.step.out + element % channels * where_.channel.step.out;
  }

  /// n elements from `element` on, which begins a cell. Where weights divide, `values` is
  /// worked on.
  void operator()(const steps& image, index_t row, index_t element, index_t n, T* values,
                  const T* weights) const noexcept {
    R* const to = place(image, row, element);
    if (weights != nullptr && !divide_) {
      spread(weights, n, to_.weight + (to - to_.data));
    } else if (weights != nullptr) {
      // An infinity stays one. What is filled is put in its place behind the others, since it
      // need not be a number of T.
      for (index_t i = 0; i < n; ++i) values[i] = weights[i] > 0 ? values[i] / weights[i] : T(0);
    }
    if constexpr (std::is_same_v<R, T>) {
      spread(values, n, to);
    } else {
      round(values, n, to);
    }
    if (weights == nullptr || !divide_) return;
    for (index_t i = 0; i < n; ++i) {
      if (!(weights[i] > 0 && weights[i] >= least_)) *place(image, row, element + i) = fill_;
    }
  }

 private:
  bool dense() const noexcept {
    const index_t channels = where_.channel.extent;
    return (channels == 1 || where_.channel.step.out == 1) && where_.col.step.out == channels;
  }

  template <class U>
  void spread(const U* from, index_t n, U* to) const noexcept {
    if (dense()) {
      std::copy_n(from, n, to);
      return;
    }
    for (index_t i = 0; i < n; i += where_.channel.extent, to += where_.col.step.out)
      for (index_t c = 0; c < where_.channel.extent; ++c) to[c * where_.channel.step.out] = *from++;
  }

  void round(const T* values, index_t n, R* to) const noexcept {
    const auto& kernels = converter<R, T>(table_);
    if (dense()) return kernels.round(values, to, n);
    constexpr index_t most = 60;  // whole cells of 1 to 4 channels
    R some[static_cast<std::size_t>(most)];
    for (index_t i = 0; i < n; i += most) {
      const index_t count = std::min(most, n - i);
      kernels.round(values + i, some, count);
      spread(some, count, to + i / where_.channel.extent * where_.col.step.out);
    }
  }

  const raster& where_;
  sink<R, T> to_;
  bool divide_;
  T least_;
  R fill_;
  const simd::kernel_table& table_;
};

}  // namespace bellcurve::filter
