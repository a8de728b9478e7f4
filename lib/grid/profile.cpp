#include "profile.hpp"

#include "../simd/exp_coefficients.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace bellcurve::normal {
namespace {

/// Fewer terms than this of the series change a result by less than a quarter of its rounding.
template <class T>
constexpr double negligible = static_cast<double>(std::numeric_limits<T>::epsilon()) / 32;

/// The degree at which the series of exp leaves out less than that for exponents up to `largest`;
/// 0 if it is not worth it.
template <class T>
int degree_for(double largest) noexcept {
  double left_out = largest;
  for (int n = 1; n <= simd::mixture_degree; ++n) {
    left_out *= largest / (n + 1);
    if (left_out * std::exp(2 * largest) <= negligible<T>) return n;
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
  if (c.fixed) return p;                               // its table serves all rows as it is
  const double largest = c.scale * c.scale * c.reach;  // of |2 scale o i|
  const int degree = degree_for<T>(largest);
  if (degree == 0) return p;
  // Columns that some row sees, and what a kernel reads to either side of them.
  constexpr double margin = 4 + static_cast<double>(simd::mixture_table_slack);
  const interval mean = means(c, plan);
  const double low = std::floor(std::max(-c.reach, -mean.high) - margin);
  const double high =
      std::ceil(std::min(c.reach, static_cast<double>(plan.cols) - mean.low) + margin);
  // An entry costs some three exponentials of T, of each of which a cell saves a part.
  constexpr double cells_per_entry = 8;
  const double cells = static_cast<double>(plan.rows) * static_cast<double>(plan.cols);
  if (!(low < high && (high - low) * cells_per_entry <= cells)) return p;
  p.degree = degree;
  p.scale = c.scale;
  p.unit = std::exp2(-std::ceil(std::log2(c.reach)));
  p.lowest = static_cast<double>(simd::exp_constants<T>::smallest) - largest;
  p.low = static_cast<index_t>(low);
  p.size = static_cast<index_t>(high - low);
  return p;
}

template <class T>
void fill_profile(const profile<T>& p, index_t first, index_t count, exp_function exp_nonpositive) {
  // exp vanishes where results are subnormal; a profile goes a little further, as the factors
  // beside it may be above 1. So small ones come in two factors.
  constexpr double small = static_cast<double>(simd::exp_constants<double>::smallest) / 2;
  constexpr double shift = 16, exp_of_shift = 0x1.e355bbaee85cbp-24;  // exp(-16)
  constexpr index_t block = 256;
  std::array<double, block> e;
  for (index_t at = first; at < first + count; at += block) {
    const index_t n = std::min(block, first + count - at);
    for (index_t k = 0; k < n; ++k) {
      const double s = static_cast<double>(p.low + at + k) * p.scale, square = -s * s;
      e[static_cast<std::size_t>(k)] = square < small ? square + shift : square;
    }
    exp_nonpositive(e.data(), e.data(), static_cast<std::size_t>(n));
    for (index_t k = 0; k < n; ++k) {
      const double s = static_cast<double>(p.low + at + k) * p.scale, square = -s * s;
      const double y = e[static_cast<std::size_t>(k)];
      p.table[at + k] =
          square < p.lowest ? T(0) : static_cast<T>(square < small ? y * exp_of_shift : y);
    }
  }
}

template <class T>
void use_profile(const profile<T>& p, double factor, double rest,
                 simd::mixture_term<T>& term) noexcept {
  const index_t at = -static_cast<index_t>(term.shift) - p.low;
  constexpr index_t slack = simd::mixture_table_slack;
  if (!std::isfinite(rest) || at + term.first < slack || at + term.last + slack > p.size) return;
  // exp(-o^2) - 1 to the third order: o^2 is below 2^-8 of the series' largest exponent.
  const double square = rest * rest;
  const double peak = factor + factor * square * (square * (0.5 - square / 6) - 1);
  const double slope = -2 * p.scale * rest / p.unit;
  term.factor = static_cast<T>(peak);
  double coefficient = peak;
  for (int n = 1; n <= p.degree; ++n) {
    coefficient *= slope / n;
    term.series[n - 1] = static_cast<T>(coefficient);
  }
  term.unit = static_cast<T>(p.unit);
  term.degree = p.degree;
  term.table = p.table;
  term.table_at = at;
}

template profile<float> make_profile(const walk_component&, const grid_plan<float>&);
template profile<double> make_profile(const walk_component&, const grid_plan<double>&);
template void fill_profile(const profile<float>&, index_t, index_t, exp_function);
template void fill_profile(const profile<double>&, index_t, index_t, exp_function);
template void use_profile(const profile<float>&, double, double,
                          simd::mixture_term<float>&) noexcept;
template void use_profile(const profile<double>&, double, double,
                          simd::mixture_term<double>&) noexcept;

}  // namespace bellcurve::normal
