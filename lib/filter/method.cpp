#include "method.hpp"

#include "../edge/views.hpp"
#include "recursive.hpp"
#include "weights.hpp"

#include <algorithm>
#include <cmath>
#include <string>

namespace bellcurve::filter {
namespace {

using edge::number;

[[noreturn]] void reject(const std::string& message) { throw error(errc::bad_argument, message); }

bool has_recursive(const line& l) {
  return l.sigma >= min_recursive_sigma && l.sigma <= max_recursive_sigma &&
         l.order <= max_recursive_order;
}

/// The smallest radius at which the truncated kernel is off by `tolerance` of the range at most:
/// what is cut off, which normalization spreads over the rest; half of the sum of both differences
/// is the sum of one of them.
index_t radius_within(const line& l, double tolerance) {
  constexpr double everything = 9;  // 1e-17 of a Gaussian lies beyond
  line whole = l;
  whole.radius = std::min(static_cast<index_t>(everything * l.sigma) + 2, largest_radius);
  const std::vector<double> taps = make_taps<double>(whole);
  double outside = 0;
  for (std::size_t k = 0; 2 * k < taps.size(); ++k) {
    outside += std::fabs(taps[k]) + std::fabs(taps[taps.size() - 1 - k]);
    if (outside > tolerance) return whole.radius - static_cast<index_t>(k);
  }
  return 0;
}

/// What each line may be off.
double share_of(const filter_params& params, const std::vector<line>& lines) {
  return params.tolerance / static_cast<double>(std::max<std::size_t>(lines.size(), 1));
}

}  // namespace

void choose_methods(const filter_params& params, bool missing, std::vector<line>& lines,
                    const simd::filter_blocking& blocking) {
  const double share = share_of(params, lines);
  const filter_params standard;
  const bool sized = !params.radius.empty() || params.truncate != standard.truncate;
  if (params.method == filter_method::recursive) {
    if (missing) reject("method must be auto or fir with missing samples, got recursive");
    if (sized) reject("method must be auto or fir with truncate or radius, got recursive");
    for (line& l : lines) {
      if (!has_recursive(l)) {
        reject("sigma must be from " + number(min_recursive_sigma) + " to " +
               number(max_recursive_sigma) + " with method recursive, got " + number(l.sigma));
      }
      const double error = recursive_error(l.sigma, l.order);
      if (params.tolerance > 0 && error > share) {
        reject("tolerance must be at least " + number(error * static_cast<double>(lines.size())) +
               " with method recursive at sigma " + number(l.sigma) + ", got " +
               number(params.tolerance));
      }
      l.method = filter_method::recursive;
    }
    return;
  }
  if (params.method == filter_method::fir || params.tolerance == 0 || sized || missing) return;
  for (line& l : lines) {
    l.radius = radius_within(l, share);
    if (2 * l.radius + 1 >= blocking.recursive_from && has_recursive(l) &&
        recursive_error(l.sigma, l.order) <= share) {
      l.method = filter_method::recursive;
    }
  }
}

bool any_recursive(const std::vector<line>& lines) noexcept {
  return std::ranges::any_of(lines,
                             [](const line& l) { return l.method == filter_method::recursive; });
}

void use_fir(const filter_params& params, std::vector<line>& lines) {
  const double share = share_of(params, lines);
  for (line& l : lines) {
    if (l.method == filter_method::recursive && share > 0) l.radius = radius_within(l, share);
    l.method = filter_method::fir;
  }
}

}  // namespace bellcurve::filter
