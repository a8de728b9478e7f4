// T(n) = exp(-t) I_n(t), t = sigma^2, for small t: Miller's backward recurrence (DLMF 3.6(iii))
//   I_(n-1) = I_(n+1) + (2 n / t) I_n
// from where the result does not matter, normalized by T(0) + 2 sum T(n) = 1 (DLMF 10.35.5).
// In double-double, so that neither some hundred steps nor the differences of the
// derivatives cost a digit.
#include "line.hpp"

#include <algorithm>
#include <cmath>

namespace bellcurve::kernels {
namespace {

constexpr double small_variance =
    144;  // as far as the table reaches, and bessel_wide.cpp from there
constexpr double tiny_variance = 0x1p-200;

using values = std::array<dd, static_cast<std::size_t>(table_capacity)>;

/// About T(n + 1) / T(n), a little above it (D. E. Amos, Math. Comp. 28, 1974).
double ratio(double n, double t) noexcept {
  const double x = t / (n + 0.5);
  return x / (1 + std::sqrt(1 + x * x));
}

struct extent {
  int used;   ///< entries that are not 0 beside the pivot
  int start;  ///< where the recurrence may start with anything
};

extent reach(const line& l, double steps) noexcept {
  const double t = l.sigma * l.sigma;
  double n = l.nearest.hi;
  extent e{l.pivot + 1, 0};
  for (double p = 1; e.used <= steps && e.used < table_capacity; ++e.used, ++n) {
    p *= ratio(n, t);
    if (!(p > 0)) break;
  }
  // An error there is damped by the square of this product.
  e.start = e.used;
  for (double p = 1; p > 0x1p-56; ++e.start, ++n) p *= ratio(n, t);
  return e;
}

/// Each is much smaller than the one before, which is all of the series up to t^2 / n.
void fill_tiny(const line& l, int used, values& v) noexcept {
  const dd half_t = dd{l.sigma, 0} * dd{l.sigma / 2, 0};
  const auto entry = [&v](int k) -> dd& { return v[static_cast<std::size_t>(k)]; };
  const auto n = [&l](int k) { return l.nearest + static_cast<double>(k - l.pivot); };
  entry(l.pivot) = {1, 0};
  for (int k = l.pivot + 1; k < used; ++k) entry(k) = entry(k - 1) * half_t / n(k);
  // A quarter: the division multiplies back, and a centre may be the largest number.
  for (int k = l.pivot; k > 0; --k) entry(k - 1) = entry(k) * (n(k) * 0.25 / half_t) * 4.0;
}

/// \return What to divide by.
dd fill_down(const line& l, extent e, values& t) noexcept {
  const dd two_over_t = l.inverse2 * 2;
  dd above, now = {0x1p-1000, 0}, sum;
  for (int k = e.start; k > 0; --k) {
    if (k < e.used) t[static_cast<std::size_t>(k)] = now;
    sum = sum + now;
    const dd n = l.nearest + static_cast<double>(k - l.pivot);
    const dd below = above + two_over_t * n * now;
    above = now;
    now = below;
  }
  t[0] = now;
  return l.relative ? t[static_cast<std::size_t>(l.pivot)] : now + sum * 2;
}

/// The derivative at entry k by central differences.
dd difference(const values& t, int used, int order, int k) noexcept {
  const auto at = [&](int j) {
    const int a = j < 0 ? -j : j;  // only where the table starts at 0
    return a < used ? t[static_cast<std::size_t>(a)] : dd{};
  };
  switch (order) {
    case 1:
      return (at(k + 1) - at(k - 1)) * 0.5;
    case 2:
      return at(k + 1) + at(k - 1) - at(k) * 2;
    case 3:
      return (at(k + 2) - at(k - 2)) * 0.5 - (at(k + 1) - at(k - 1));
    case 4:
      return at(k + 2) + at(k - 2) - (at(k + 1) + at(k - 1)) * 4 + at(k) * 6;
    default:
      return at(k);
  }
}

}  // namespace

void fill_table(line& l, double steps) noexcept {
  // Differences reach two below the nearest.
  l.pivot = static_cast<int>(std::min(l.nearest.hi, 2.0));
  const extent e = reach(l, l.pivot + steps + 2);
  values v;
  dd divisor = {1, 0};
  // Near to nothing beside the distance: 2 n / t might overflow.
  if (l.sigma * l.sigma < tiny_variance * std::max(1.0, l.nearest.hi)) {
    fill_tiny(l, e.used, v);
  } else {
    divisor = fill_down(l, e, v);
  }
  // A difference is not 0 before its last operand is.
  l.table_size = std::min(e.used + 2, table_capacity);
  for (int k = 0; k < l.table_size; ++k) {
    l.table[static_cast<std::size_t>(k)] = value(difference(v, e.used, l.order, k) / divisor);
  }
}

double table_weight(const line& l, index_t i) noexcept {
  return mix(l, i, [&l](dd n) {
    const double k = value(n - l.nearest) + l.pivot;
    return k < l.table_size ? l.table[static_cast<std::size_t>(k)] : 0;
  });
}

void prepare_bessel(line& l) noexcept {
  l.lower = std::floor(l.center);
  l.upper_share = l.center - l.lower;
  l.lower_share = l.upper_share == 0 ? 1 : (l.lower + 1) - l.center;
  const double last = static_cast<double>(l.size - 1);
  const double upper = l.upper_share == 0 ? l.lower : l.lower + 1;
  // Exact, so that distances from it are.
  const dd nearest = l.lower < 0 ? dd{-upper, 0} : two_sum(l.lower, -last);
  const double t = l.sigma * l.sigma;
  l.relative = l.relative && nearest.hi > 0;
  l.nearest = l.relative ? nearest : dd{};
  if (t < small_variance || l.nearest.hi > 16 * t) {
    l.how = method::bessel_table;
    // As many as the array needs.
    fill_table(l, l.relative ? last + 1 : std::max(std::abs(upper), std::abs(last - l.lower)));
    return;
  }
  l.how = method::bessel_wide;
  if (!l.relative) return;
  l.reference_exponent = wide_exponent(l, l.nearest, l.nearest * l.inverse * l.inverse);
  l.far = !(l.reference_exponent.hi > -0x1p24);
}

}  // namespace bellcurve::kernels
