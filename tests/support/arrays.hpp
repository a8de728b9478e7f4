// Arrays of any strides within memory that must not be touched.
#pragma once

#include "random.hpp"

#include <bellcurve/view.hpp>

#include <doctest/doctest.h>

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <functional>
#include <numeric>
#include <type_traits>
#include <utility>
#include <vector>

namespace support {

using bellcurve::array_view;
using bellcurve::index_t;
using bellcurve::matrix_view;

/// How the axes of an array lie in memory: the axes from the outermost to the innermost, whether
/// each runs backwards, and how many elements are left free behind each run.
struct placing {
  std::vector<int> order;
  std::vector<bool> reversed;
  std::vector<index_t> gap;
};

inline placing c_order(int axes) {
  placing p;
  for (int k = 0; k < axes; ++k) p.order.push_back(k);
  p.reversed.assign(static_cast<std::size_t>(axes), false);
  p.gap.assign(static_cast<std::size_t>(axes), 0);
  return p;
}

inline placing any_placing(int axes, random& r) {
  placing p = c_order(axes);
  if (r.below(2) == 0) {
    for (std::size_t k = p.order.size(); k > 1; --k)
      std::swap(p.order[k - 1],
                p.order[static_cast<std::size_t>(r.below(static_cast<index_t>(k)))]);
  }
  for (std::size_t k = 0; k < p.order.size(); ++k) {
    p.reversed[k] = r.below(4) == 0;
    p.gap[k] = r.below(3) == 0 ? r.below(4) : 0;
  }
  return p;
}

/// An array within a larger block of memory that must stay as it is.
template <class T>
class array {
 public:
  static constexpr T guard = T(77);

  array(std::vector<index_t> shape, const placing& where) : shape_(std::move(shape)) {
    const std::size_t axes = shape_.size();
    strides_.assign(axes, 1);
    index_t step = 1, first = 0;
    for (std::size_t k = axes; k-- > 0;) {
      const auto axis = static_cast<std::size_t>(where.order[k]);
      step += where.gap[axis];
      strides_[axis] = where.reversed[axis] ? -step : step;
      const index_t reach = std::max<index_t>(shape_[axis] - 1, 0) * step;
      if (where.reversed[axis]) first += reach;
      step += reach;
    }
    first_ = pad + first;
    memory_.assign(static_cast<std::size_t>(step + 2 * pad), guard);
  }
  explicit array(std::vector<index_t> shape)
      : array(shape, c_order(static_cast<int>(shape.size()))) {}

  array_view<T> view() { return {memory_.data() + first_, shape_, strides_}; }
  array_view<const T> view() const { return {memory_.data() + first_, shape_, strides_}; }
  matrix_view<const T> matrix() const {
    return {memory_.data() + first_, shape_[0], shape_[1], strides_[0], strides_[1]};
  }
  T& operator()(const std::vector<index_t>& index) { return memory_[at(index)]; }
  const T& operator()(const std::vector<index_t>& index) const { return memory_[at(index)]; }
  const std::vector<index_t>& shape() const { return shape_; }
  index_t size() const {
    return std::accumulate(shape_.begin(), shape_.end(), index_t(1), std::multiplies<>());
  }

  /// Calls f(index) for each element.
  template <class F>
  void each(F&& f) const {
    if (size() == 0) return;
    std::vector<index_t> index(shape_.size(), 0);
    for (;;) {
      f(index);
      std::size_t k = index.size();
      while (k > 0 && ++index[k - 1] == shape_[k - 1]) index[--k] = 0;
      if (k == 0) return;
    }
  }
  /// In C order.
  std::vector<T> values() const {
    std::vector<T> v;
    each([&](const auto& index) { v.push_back((*this)(index)); });
    return v;
  }
  /// Elements outside the array that were written.
  index_t damage() const {
    std::vector<bool> inside(memory_.size(), false);
    each([&](const auto& index) { inside[at(index)] = true; });
    index_t count = 0;
    for (std::size_t k = 0; k < memory_.size(); ++k) count += !inside[k] && memory_[k] != guard;
    return count;
  }
  bool untouched() const {
    return std::ranges::all_of(memory_, [](T v) { return v == guard; });
  }

 private:
  static constexpr index_t pad = 37;  // odd: aligned to nothing but the element
  std::size_t at(const std::vector<index_t>& index) const {
    index_t offset = first_;
    for (std::size_t k = 0; k < index.size(); ++k) offset += index[k] * strides_[k];
    return static_cast<std::size_t>(offset);
  }
  std::vector<index_t> shape_, strides_;
  index_t first_ = 0;
  std::vector<T> memory_;
};

template <class S>
void randomize(array<S>& a, random& r) {
  a.each([&](const auto& index) {
    if constexpr (std::is_integral_v<S>) {
      a(index) = static_cast<S>(r.bits());
    } else {
      a(index) = static_cast<S>(r.normal() * std::exp2(static_cast<double>(r.below(12))));
    }
  });
}

template <class T>
bool same_bits(const std::vector<T>& a, const std::vector<T>& b) {
  return a.size() == b.size() &&
         (a.empty() || std::memcmp(a.data(), b.data(), a.size() * sizeof(T)) == 0);
}

/// Memory between two pages that nobody may touch.
template <class S>
class fenced {
 public:
  explicit fenced(index_t most) {
    const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
    inner_ = (static_cast<std::size_t>(most) * sizeof(S) + page - 1) / page * page;
    size_ = inner_ + 2 * page;
    memory_ =
        static_cast<char*>(::mmap(nullptr, size_, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
    REQUIRE(memory_ != MAP_FAILED);
    first_ = memory_ + page;
    REQUIRE(::mprotect(first_, inner_, PROT_READ | PROT_WRITE) == 0);
  }
  ~fenced() { ::munmap(memory_, size_); }
  fenced(const fenced&) = delete;
  fenced& operator=(const fenced&) = delete;

  /// n elements that end, or begin, at a fence.
  S* place(index_t n, bool at_end) const {
    const std::size_t bytes = static_cast<std::size_t>(n) * sizeof(S);
    return reinterpret_cast<S*>(first_ + (at_end ? inner_ - bytes : 0));
  }

 private:
  char *memory_ = nullptr, *first_ = nullptr;
  std::size_t size_ = 0, inner_ = 0;
};

}  // namespace support
