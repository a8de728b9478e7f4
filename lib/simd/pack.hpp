// Copies points into panels, centred and scaled, and forms what is computed
// from the rows alone: squared norms and sums for the mean.
#pragma once

#include "kernels.hpp"
#include "vec.hpp"

namespace bellcurve::simd::BELLCURVE_ISA {
namespace {

template <class T>
T pack_one(const pack_args<T>& s, T x, index_t k) noexcept {
  const T v = s.center ? x - s.center[k] : nan_if_infinite(x);
  return s.scale ? v * s.scale[k] : v;
}

/// panel(r, k) at panel[r * ld + k]. Rows are not padded. With a centre only.
template <class T>
void pack_rows(const pack_args<T>& s) noexcept {
  constexpr index_t w = vec<T>::size;
  if (s.x.col_stride == 1) {
    for (index_t r = 0; r < s.rows; ++r) {
      const T* x = s.x.data + r * s.x.row_stride;
      T* p = s.panel + r * s.ld;
      index_t k = 0;
      for (; k + w <= s.features; k += w) {
        vec<T> v = load(x + k) - load(s.center + k);
        if (s.scale) v = v * load(s.scale + k);
        store(p + k, v);
      }
      for (; k < s.features; ++k) p[k] = pack_one(s, x[k], k);
    }
    return;
  }
  // Features outside: a column-major x is then read along its lines.
  for (index_t k = 0; k < s.features; ++k) {
    const T* x = s.x.data + k * s.x.col_stride;
    for (index_t r = 0; r < s.rows; ++r)
      s.panel[r * s.ld + k] = pack_one(s, x[r * s.x.row_stride], k);
  }
}

/// panel(r, k) at panel[k * ld + r], each feature padded with zeros to whole
/// registers.
template <class T>
void pack_columns(const pack_args<T>& s) noexcept {
  constexpr index_t w = vec<T>::size;
  const index_t padded = (s.rows + w - 1) / w * w;
  for (index_t k = 0; k < s.features; ++k) {
    const T* x = s.x.data + k * s.x.col_stride;
    T* p = s.panel + k * s.ld;
    for (index_t r = 0; r < s.rows; ++r) p[r] = pack_one(s, x[r * s.x.row_stride], k);
    for (index_t r = s.rows; r < padded; ++r) p[r] = T(0);
  }
}

/// sum += term; what the rounding loses is added to `lost` (TwoSum: D. E. Knuth,
/// The Art of Computer Programming 2, 4.2.2, theorem B).
template <class V>
void add_exactly(V term, V& sum, V& lost) noexcept {
  const V total = sum + term;
  const V added = total - sum;
  lost = lost + ((sum - (total - added)) + (term - added));
  sum = total;
}

/// Squares are formed and added in double for both types. For float that is
/// exact for all purposes; for double the sum carries its rounding errors along,
/// which the rule for lost pairs counts on (lib/rbf/lost_rule.hpp).
template <class T>
void norms(const norms_args<T>& s) noexcept {
  constexpr index_t w = vec<double>::size;
  for (index_t r = 0; r < s.rows; ++r) {
    const T* p = s.panel + r * s.ld;
    vec<double> acc(0.0), other(0.0);  // other: a second sum in float, the errors in double
    index_t k = 0;
    if constexpr (sizeof(T) == sizeof(double)) {
      for (; k + w <= s.features; k += w) {
        const vec<double> v = load(p + k);
        add_exactly(v * v, acc, other);
      }
    } else {
      for (; k + 2 * w <= s.features; k += 2 * w) {
        const vec<double> v0 = widen(p + k), v1 = widen(p + k + w);
        acc = madd(v0, v0, acc);
        other = madd(v1, v1, other);
      }
    }
    alignas(64) double lanes[2 * std::size_t(w)];
    store(lanes, acc);
    store(lanes + w, other);
    double& total = s.sums[2 * r];
    double& lost = s.sums[2 * r + 1];
    for (double lane : lanes) add_exactly(lane, total, lost);
    for (; k < s.features; ++k) {
      const auto v = static_cast<double>(p[k]);
      add_exactly(v * v, total, lost);
    }
  }
}

template <class T>
bool row_is_finite(const T* x, index_t stride, index_t features) noexcept {
  constexpr index_t w = vec<T>::size;
  // x * 0 is NaN for NaN and infinity, 0 for everything else.
  T rest(0);
  index_t k = 0;
  if (stride == 1) {
    vec<T> acc(T(0));
    for (; k + w <= features; k += w) acc = madd(load(x + k), vec<T>(T(0)), acc);
    rest = sum(acc);
  }
  for (; k < features; ++k) rest += x[k * stride] * T(0);
  return rest == T(0);
}

template <class T>
void mean(mean_args<T>& s) noexcept {
  constexpr index_t w = vec<double>::size;
  s.finite_rows = 0;
  for (index_t r = 0; r < s.rows; ++r) {
    const T* x = s.x.data + r * s.x.row_stride;
    if (!row_is_finite(x, s.x.col_stride, s.features)) continue;
    ++s.finite_rows;
    index_t k = 0;
    if (s.x.col_stride == 1) {
      const vec<double> weight(s.weight);
      for (; k + w <= s.features; k += w)
        store(s.sums + k, madd(widen(x + k), weight, load(s.sums + k)));
    }
    for (; k < s.features; ++k)
      s.sums[k] = madd_one(static_cast<double>(x[k * s.x.col_stride]), s.weight, s.sums[k]);
  }
}

}  // namespace
}  // namespace bellcurve::simd::BELLCURVE_ISA
