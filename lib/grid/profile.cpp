#include "profile.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace bellcurve::normal {
namespace {

/// Series are at most e where profiles go on for a factor of 2^2, less what flushing to 0 rounds.
constexpr double largest_exponent = 1;
static_assert(simd::mixture_profile_power >= 2);

/// The degree at which the series leaves out at most s^2 u of exp(-2 scale o i), s = i scale: it is
/// so everywhere if it is where i is largest, as what is left out grows with a higher power of i.
/// 0 if that takes too many terms.
/// \param largest |2 scale o i| at most. \param largest_square s^2 there.
template <class T>
int degree_for(double largest, double largest_square) noexcept {
  constexpr double u = static_cast<double>(std::numeric_limits<T>::epsilon()) / 2;
  if (!(largest <= largest_exponent)) return 0;
  double left_out = largest * std::exp(largest);  // Lagrange's remainder, relative to exp(-largest)
  for (int n = 1; n <= simd::mixture_degree; ++n) {
    left_out *= largest / (n + 1);
    if (left_out <= largest_square * u) return n;
  }
  return 0;
}

struct interval {
  double low, high;
};

/// Of the conditional mean over all rows: it is linear in their indices.
template <class T>
interval means(const walk_component& c, const grid_plan<T>& plan) noexcept {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  interval all{infinity, -infinity};
  for (unsigned corner = 0; corner < 1U << c.last; ++corner) {
    std::array<index_t, 2> at{};
    for (std::size_t k = 0; k < c.last; ++k)
      at[k] = (corner >> k & 1U) != 0 ? plan.axes[k].extent - 1 : 0;
    const double mean = c.whole[c.last] + c.part[c.last] + along(c, at).mean_shift;
    if (!std::isfinite(mean)) return {-infinity, infinity};
    all = {std::min(all.low, mean), std::max(all.high, mean)};
  }
  return all;
}

}  // namespace

template <class T>
profile<T> make_profile(const walk_component& c, const grid_plan<T>& plan) {
  profile<T> p;
  if (c.fixed) return p;  // its table serves all rows as it is
  const double farthest = c.scale * c.reach;
  const double largest = c.scale * farthest;  // of |2 scale o i|
  const int degree = degree_for<T>(largest, farthest * farthest);
  if (degree == 0) return p;
  p.degree = degree;
  p.scale = c.scale;
  p.unit = std::exp2(-std::ceil(std::log2(c.reach)));
  for (int n = 0; n < degree; ++n)
    p.ratio[static_cast<std::size_t>(n)] = -2 * c.scale / p.unit / (n + 1);

  // Columns that some row sees, and what a kernel reads to either side of them.
  constexpr double margin = 4 + static_cast<double>(simd::mixture_table_slack);
  const interval mean = means(c, plan);
  const double low = std::floor(std::max(-c.reach, -mean.high) - margin);
  const double high =
      std::ceil(std::min(c.reach, static_cast<double>(plan.cols) - mean.low) + margin);
  // An entry costs an exponential, of which a cell saves more than half. All i are exact in float.
  const double cells = static_cast<double>(plan.rows) * static_cast<double>(plan.cols);
  constexpr double exact = 0x1p23;
  if (low < high && (high - low) * 2 <= cells && low > -exact && high < exact) {
    p.low = static_cast<index_t>(low);
    p.size = static_cast<index_t>(high - low);
  }
  return p;
}

template <class T>
simd::mixture_term<T> table_term(const profile<T>& p, index_t first, index_t count) noexcept {
  simd::mixture_term<T> term{};
  term.shift = static_cast<T>(-(p.low + first));
  term.scale = static_cast<T>(p.scale);
  term.profile = true;
  term.factor = 1;
  term.last = static_cast<std::int32_t>(count);
  return term;
}

template <class T>
void use_profile(const profile<T>& p, double factor, double rest,
                 simd::mixture_term<T>& term) noexcept {
  // No series of subnormal coefficients: such rows are almost 0.
  constexpr double least = static_cast<double>(std::numeric_limits<T>::min()) * 0x1p20;
  if (std::isnan(rest) || !(std::fabs(factor) >= least)) return;
  // exp(-o^2) - 1 to the third order, as o^2 <= scale^2 / 4: below 2^-8 in float, 2^-16 in double.
  const double square = rest * rest;
  const double peak = factor + factor * (square * (square * (0.5 - square / 6) - 1));
  double coefficient = peak / (1 << simd::mixture_profile_power);
  term.factor = static_cast<T>(coefficient);
  for (int n = 0; n < p.degree; ++n) {
    coefficient *= rest * p.ratio[static_cast<std::size_t>(n)];
    term.series[n] = static_cast<T>(coefficient);
  }
  term.offset = 0;
  term.profile = true;
  term.unit = static_cast<T>(p.unit);
  term.degree = p.degree;
  const index_t at = -static_cast<index_t>(term.shift) - p.low;
  constexpr index_t slack = simd::mixture_table_slack;
  if (at + term.first < slack || at + term.last + slack > p.size) return;
  term.table = p.table;
  term.table_at = at;
}

template profile<float> make_profile(const walk_component&, const grid_plan<float>&);
template profile<double> make_profile(const walk_component&, const grid_plan<double>&);
template simd::mixture_term<float> table_term(const profile<float>&, index_t, index_t) noexcept;
template simd::mixture_term<double> table_term(const profile<double>&, index_t, index_t) noexcept;
template void use_profile(const profile<float>&, double, double,
                          simd::mixture_term<float>&) noexcept;
template void use_profile(const profile<double>&, double, double,
                          simd::mixture_term<double>&) noexcept;

}  // namespace bellcurve::normal
