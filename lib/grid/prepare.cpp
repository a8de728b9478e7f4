#include "prepare.hpp"

#include "../simd/exp_coefficients.hpp"
#include "cholesky.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <numbers>
#include <span>

namespace bellcurve::normal {
namespace {

/// Nothing on a grid is further away, and products of two still are finite.
constexpr double farthest = 0x1p500;

/// An index as an integer and a rest of at most 1/2.
struct split {
  double whole, part;
};

/// x to the nearest integer, as the caller's environment does not matter here: without a call of
/// the library, which SSE2 would need.
double rounded(double x) noexcept {
  constexpr double magic = 0x1.8p52;
  return std::fabs(x) < 0x1p51 ? (x + magic) - magic : x;
}

split normalized(double whole, double part) noexcept {
  const double more = rounded(part);
  return {whole + more, part - more};
}

/// (mean - origin) / step to about twice the precision of double, so that the offset of a mean from
/// the origin costs no accuracy: the difference and what its rounding lost (TwoSum, D. E. Knuth,
/// The Art of Computer Programming 2, 4.2.2), then one step of long division.
split index_of(double mean, double origin, double step) noexcept {
  const double difference = mean - origin;
  const double q = difference / step;
  if (!(std::fabs(q) <= farthest)) return {std::copysign(farthest, q), 0};
  const double back = difference - mean;
  const double lost = (mean - (difference - back)) - (origin + back);
  const double rest = (std::fma(-q, step, difference) + lost) / step;
  const double whole = rounded(q);
  return normalized(whole, (q - whole) + (std::isfinite(rest) ? rest : 0));
}

}  // namespace

template <class T>
walk_component prepare(const grid_problem<T>& p, const grid_plan<T>& plan, std::size_t which) {
  const std::size_t d = p.m.d, last = d - 1;
  std::array<double, 9> correlation{}, lower{};
  std::array<double, 3> deviation{};  // in steps, with the direction of the walk
  walk_component c;
  c.last = last;
  for (std::size_t k = 0; k < d; ++k) {
    const walk_axis& axis = plan.axes[k];
    const double step = p.where.step[axis.source];
    const split mean =
        index_of(p.m.mean[which * d + axis.source], p.where.origin[axis.source], step);
    const double end = static_cast<double>(axis.extent - 1);
    c.whole[k] = axis.reversed ? end - mean.whole : mean.whole;
    c.part[k] = axis.reversed ? -mean.part : mean.part;
    const double in_steps = std::fabs(p.m.deviation[which * d + axis.source] / step);
    deviation[k] =
        std::copysign(std::clamp(in_steps, 1 / farthest, farthest), axis.reversed ? -step : step);
    for (std::size_t l = 0; l < d; ++l) {
      correlation[k * d + l] = p.m.correlation[(which * d + axis.source) * d + plan.axes[l].source];
    }
  }
  // Validation has found the pivots of this order large enough; in two dimensions the root of a
  // thin ellipse may be given, which stands.
  [[maybe_unused]] const failed_pivot failed =
      cholesky(std::span(correlation).first(d * d), d, p.m.root[which], lower);
  assert(failed.row == d || d == 2);
  c.fixed = true;
  for (std::size_t k = 0; k < last; ++k) {
    c.per_deviation[k] = 1 / deviation[k];
    c.inverse_pivot[k] = 1 / lower[k * d + k];
    c.shift[k] = deviation[last] * lower[last * d + k];
    c.fixed = c.fixed && c.shift[k] == 0;
  }
  c.scale = std::numbers::sqrt2 / 2 / (std::fabs(deviation[last]) * lower[last * d + last]);
  if (d == 3) c.below = lower[d];
  // All roundings allowed for; the part of the mean, too. A profile reaches further.
  constexpr double further = simd::mixture_profile_power * std::numbers::ln2;
  constexpr double enough =
      (further - static_cast<double>(simd::exp_constants<T>::smallest)) * 1.001;
  c.reach = std::sqrt(enough) / c.scale + 2;
  c.factor = p.log ? p.m.log_peak[which] : p.m.peak[which];
  return c;
}

namespace {

template <class T>
struct term_limits;
// An s of half `steepest` or more has a square that overflows T, as has every s where scale is
// cut to it: exp is 0 there and the logarithm -inf. Columns are exact up to `outside` and beyond.
template <>
struct term_limits<float> {
  static constexpr double steepest = 0x1p70, outside = 0x1p23;
};
template <>
struct term_limits<double> {
  static constexpr double steepest = 0x1p530, outside = 0x1p51;
};

std::int32_t column_in(double x, index_t cols) noexcept {
  return static_cast<std::int32_t>(std::clamp(x, 0.0, static_cast<double>(cols)));
}

}  // namespace

row_position along(const walk_component& c, const std::array<index_t, 2>& outer) noexcept {
  std::array<double, 2> z{};
  row_position row{};
  for (std::size_t k = 0; k < c.last; ++k) {
    const double y = (static_cast<double>(outer[k]) - c.whole[k] - c.part[k]) * c.per_deviation[k];
    z[k] = (k == 0 ? y : y - c.below * z[0]) * c.inverse_pivot[k];
    row.squares += z[k] * z[k];
    row.mean_shift += c.shift[k] * z[k];
  }
  return row;
}

template <class T>
double make_term(const walk_component& c, double mean_shift, double factor, index_t column,
                 index_t cols, simd::mixture_term<T>& t) noexcept {
  using limits = term_limits<T>;
  const std::size_t last = c.last;
  const double more = rounded(mean_shift);
  const split mean = normalized(c.whole[last] + more, c.part[last] + (mean_shift - more));
  const double whole = mean.whole - static_cast<double>(column);
  const double inside = std::clamp(whole, -limits::outside, limits::outside);
  const double offset = -((whole - inside) + mean.part) * c.scale;

  t.shift = static_cast<T>(inside);
  t.scale = static_cast<T>(std::min(c.scale, limits::steepest));
  t.offset = static_cast<T>(std::clamp(offset, -limits::steepest / 2, limits::steepest / 2));
  t.factor = static_cast<T>(factor);
  t.first = column_in(whole - c.reach, cols);
  t.last = column_in(whole + c.reach, cols);
  t.profile = false;
  t.degree = 0;
  t.table = nullptr;
  return inside == whole ? offset : std::numeric_limits<double>::quiet_NaN();
}

template walk_component prepare(const grid_problem<float>&, const grid_plan<float>&, std::size_t);
template walk_component prepare(const grid_problem<double>&, const grid_plan<double>&, std::size_t);
template double make_term(const walk_component&, double, double, index_t, index_t,
                          simd::mixture_term<float>&) noexcept;
template double make_term(const walk_component&, double, double, index_t, index_t,
                          simd::mixture_term<double>&) noexcept;

}  // namespace bellcurve::normal
