// Arrays of any strides in memory that ends where they do, and what stands in them.
#pragma once

#include "support/arrays.hpp"
#include "support/random.hpp"

#include "fuzz/support/input.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace fuzz {

using bellcurve::array_view;
using bellcurve::matrix_view;
using support::array;

/// Extents from 0 on, most of them small, `most` at most.
inline index_t any_extent(input& in, index_t most) {
  constexpr index_t edges[] = {3, 1, 2, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33, 65, 0};
  const index_t e = in.once_in(4) ? in.below(most + 1) : in.one_of(edges);
  return std::min(e, most);
}

inline support::placing any_placing(int axes, input& in) {
  if (!in.once_in(2)) return support::c_order(axes);
  support::random r(in.bits());
  return support::any_placing(axes, r);
}

/// A number of T from the ends of its range.
template <class T>
T edge_of(input& in) {
  using limits = std::numeric_limits<T>;
  const T edges[] = {limits::quiet_NaN(),
                     limits::infinity(),
                     -limits::infinity(),
                     limits::max(),
                     limits::lowest(),
                     limits::min(),
                     limits::denorm_min(),
                     T(0),
                     -T(0),
                     T(1e6),
                     -T(1)};
  return in.one_of(edges);
}

/// What stands in an array: random numbers, far from 0 or not, small integers, a few that repeat,
/// any magnitudes; and here and there one from the ends of the range.
/// \param wild Whether numbers may be so.
template <class T>
void fill(array<T>& a, input& in, bool wild = true) {
  const index_t kind = in.below(wild ? 7 : 4);
  support::random r(in.byte());
  const double scale = wild ? std::ldexp(1.0, static_cast<int>(in.below(64)) - 32) : 1;
  a.each([&](const auto& i) {
    double x = r.normal();
    if (kind == 1) x = static_cast<double>(r.below(5));
    if (kind == 2) x = static_cast<double>(i[0] % 2) + (r.below(9) == 0 ? 0.25 : 0);
    if (kind == 3) x = 1 + r.normal() * 0x1p-20;
    if (kind == 4) x = 1e6 + r.normal() * scale;
    if (kind == 5) x *= scale;
    if (kind == 6) x = std::ldexp(x, static_cast<int>(r.below(240)) - 120);
    a(i) = static_cast<T>(x);
  });
  if (!wild || a.size() == 0) return;
  for (index_t more = in.below(4); more > 0; --more) {
    std::vector<index_t> i;
    for (const index_t extent : a.shape()) i.push_back(in.below(extent));
    a(i) = edge_of<T>(in);
  }
}

template <class T>
matrix_view<T> as_matrix(array_view<T> v) {
  return {v.data(), v.extent(0), v.extent(1), v.stride(0), v.stride(1)};
}

/// The same array in memory of its own that begins and ends with it: the address sanitizer sees
/// whoever leaves it.
template <class T>
class tight {
 public:
  explicit tight(array<T>& from) : from_(from) {
    const array_view<T> v = from.view();
    index_t before = 0, span = v.axes() == 0 || from.size() == 0 ? 0 : 1;
    for (int k = 0; k < v.axes() && span > 0; ++k) {
      const index_t reach = (v.extent(k) - 1) * v.stride(k);
      if (reach < 0) before -= reach;
      span += std::abs(reach);
    }
    start_ = v.data() - before;
    memory_.assign(start_, start_ + span);
    view_ = {memory_.data() + before, v.shape(), v.strides()};
  }
  tight(const tight&) = delete;
  tight& operator=(const tight&) = delete;

  array_view<T> view() const { return view_; }
  matrix_view<T> matrix() const { return as_matrix(view_); }
  /// Gaps as well, so that array::damage() knows of them.
  void copy_back() const { std::ranges::copy(memory_, start_); }

 private:
  array<T>& from_;
  T* start_;
  std::vector<T> memory_;
  array_view<T> view_;
};

/// A view that nobody may take, made from one that has elements.
template <class T>
matrix_view<T> spoiled(matrix_view<T> v, input& in) {
  constexpr index_t most = std::numeric_limits<index_t>::max();
  switch (in.below(5)) {
    case 0:
      return {nullptr, v.rows(), v.cols(), v.row_stride(), v.col_stride()};
    case 1:
      return {v.data(), -1, v.cols(), v.row_stride(), v.col_stride()};
    case 2:
      return {v.data(), v.rows() + 1, v.cols() + 1, 1, 1};
    case 3:
      return {v.data(), v.rows() + 1, v.cols(), 0, v.col_stride()};
    default:
      return {v.data(), most, most, most, most};
  }
}

template <class T>
bool finite_row(const array<T>& a, index_t i) {
  for (index_t k = 0; k < a.shape()[1]; ++k)
    if (!std::isfinite(a({i, k}))) return false;
  return true;
}
template <class T>
bool all_finite(const array<T>& a) {
  bool all = true;
  a.each([&](const auto& i) { all = all && std::isfinite(a(i)); });
  return all;
}

}  // namespace fuzz
