// Arrays combined element by element, in place of one of them.
#pragma once

#include "../runtime/threads.hpp"

#include <bellcurve/view.hpp>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <memory>
#include <span>
#include <vector>

namespace bellcurve::filter {

/// An array of the shape of `like` without gaps, whose axes lie in the same order.
template <class T>
class temporary {
 public:
  /// \param like Checked: its bytes fit into index_t.
  explicit temporary(array_view<T> like) {
    std::vector<int> axes;
    axes.reserve(static_cast<std::size_t>(like.axes()));
    for (int k = 0; k < like.axes(); ++k) axes.push_back(k);
    const auto width = [&](int k) { return std::abs(like.stride(k)); };
    std::ranges::sort(axes, [&](int a, int b) { return width(a) < width(b); });
    std::array<index_t, static_cast<std::size_t>(max_axes)> strides{};
    index_t elements = 1;
    for (const int k : axes) {
      strides[static_cast<std::size_t>(k)] = elements;
      elements *= like.extent(k);
    }
    memory_ = std::unique_ptr<T[]>(new T[static_cast<std::size_t>(elements)]);
    view_ = {memory_.get(), like.shape(), std::span(strides.data(), like.shape().size())};
  }

  array_view<T> view() const noexcept { return view_; }

 private:
  std::unique_ptr<T[]> memory_;
  array_view<T> view_;
};

namespace detail {

/// An axis of both arrays.
struct pair_axis {
  index_t extent = 1, a = 0, b = 0;
};

/// The axes of extent > 1, the narrowest step in b first; those that continue another are one
/// with it. \return How many.
template <class T>
std::size_t join_axes(array_view<const T> a, array_view<T> b,
                      std::array<pair_axis, static_cast<std::size_t>(max_axes)>& axes) noexcept {
  std::size_t count = 0;
  for (int k = 0; k < b.axes(); ++k) {
    if (b.extent(k) != 1) axes[count++] = {b.extent(k), a.stride(k), b.stride(k)};
  }
  std::sort(axes.begin(), axes.begin() + static_cast<std::ptrdiff_t>(count),
            [](const pair_axis& x, const pair_axis& y) { return std::abs(x.b) < std::abs(y.b); });
  std::size_t joined = 0;
  for (std::size_t k = 1; k < count; ++k) {
    pair_axis& last = axes[joined];
    if (axes[k].a == last.a * last.extent && axes[k].b == last.b * last.extent) {
      last.extent *= axes[k].extent;
    } else {
      axes[++joined] = axes[k];
    }
  }
  return count == 0 ? 0 : joined + 1;
}

template <class T, class Op>
void combine_run(const T* a, index_t step_a, T* b, index_t step_b, index_t n,
                 const Op& op) noexcept {
  if (step_a == 1 && step_b == 1) {
    for (index_t i = 0; i < n; ++i) b[i] = op(a[i], b[i]);
  } else {
    for (index_t i = 0; i < n; ++i) b[i * step_b] = op(a[i * step_a], b[i * step_b]);
  }
}

}  // namespace detail

/// b = op(a, b), where nothing can fail. Arrays of the same shape, apart or the same.
template <class T, class Op>
void combine(array_view<const T> a, array_view<T> b, int threads, const Op& op) {
  if (std::ranges::find(b.shape(), 0) != b.shape().end()) return;
  std::array<detail::pair_axis, static_cast<std::size_t>(max_axes)> axes{};
  const std::size_t count = detail::join_axes(a, b, axes);
  index_t rows = 1;
  for (std::size_t k = 1; k < count; ++k) rows *= axes[k].extent;
  // A task is a part of a row, or some rows: enough of either to pay for handing it out.
  constexpr index_t part = index_t{1} << 14;
  const detail::pair_axis run = axes[0];
  const index_t parts = (run.extent - 1) / part + 1;
  const index_t together = std::max<index_t>(part / run.extent, 1);
  const index_t groups = (rows - 1) / together + 1;
  constexpr index_t smallest_fork = 4;  // tasks
  const int team = parts * groups < smallest_fork ? 1 : runtime::team_size(threads);
  runtime::for_each_task(team, parts * groups, nullptr, [&](int, index_t task) {
    const index_t first = task % parts * part, group = task / parts * together;
    const index_t n = std::min(part, run.extent - first);
    for (index_t row = group; row < std::min(rows, group + together); ++row) {
      index_t at_a = first * run.a, at_b = first * run.b, rest = row;
      for (std::size_t k = 1; k < count; ++k) {
        at_a += rest % axes[k].extent * axes[k].a;
        at_b += rest % axes[k].extent * axes[k].b;
        rest /= axes[k].extent;
      }
      detail::combine_run(a.data() + at_a, run.a, b.data() + at_b, run.b, n, op);
    }
  });
}

}  // namespace bellcurve::filter
