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

/// Taps as far as they count: 1e-17 of a Gaussian lies beyond.
std::vector<double> untruncated(const line& l) {
  constexpr double everything = 9;
  line whole = l;
  whole.radius = std::min(static_cast<index_t>(everything * l.sigma) + 2, largest_radius);
  return make_taps<double>(whole);
}

/// The smallest radius at which the truncated kernel is off by `tolerance` of the range at most:
/// what is cut off, which normalization spreads over the rest; half of the sum of both differences
/// is the sum of one of them.
index_t radius_within(const line& l, double tolerance) {
  const std::vector<double> taps = untruncated(l);
  const auto whole = static_cast<index_t>(taps.size() / 2);
  double outside = 0;
  for (std::size_t k = 0; 2 * k < taps.size(); ++k) {
    outside += std::fabs(taps[k]) + std::fabs(taps[taps.size() - 1 - k]);
    if (outside > tolerance) return whole - static_cast<index_t>(k);
  }
  return 0;
}

/// The most that a line makes of what others were off: the sum of its absolute weights.
double gain_of(const line& l) {
  if (l.order == 0) return 1;
  double sum = 0;
  for (const double w : untruncated(l)) sum += std::fabs(w);
  return std::max(sum, 1.0);
}

/// What each line may be off: an equal part of the tolerance, before others amplify it.
std::vector<double> shares_of(const filter_params& params, const std::vector<line>& lines) {
  std::vector<double> shares(lines.size());
  if (params.tolerance == 0) return shares;
  for (std::size_t k = 0; k < lines.size(); ++k) {
    shares[k] = params.tolerance / static_cast<double>(lines.size());
    for (std::size_t other = 0; other < lines.size(); ++other)
      shares[k] /= other == k ? 1 : gain_of(lines[other]);
  }
  return shares;
}

}  // namespace

void choose_methods(const filter_params& params, bool missing, std::vector<line>& lines,
                    const simd::filter_blocking& blocking) {
  const std::vector<double> shares = shares_of(params, lines);
  const filter_params standard;
  const bool sized = !params.radius.empty() || params.truncate != standard.truncate;
  if (params.method == filter_method::recursive) {
    if (missing) reject("method must be auto or fir with missing samples, got recursive");
    if (sized) reject("method must be auto or fir with truncate or radius, got recursive");
    for (std::size_t k = 0; k < lines.size(); ++k) {
      line& l = lines[k];
      if (!has_recursive(l)) {
        reject("sigma must be from " + number(min_recursive_sigma) + " to " +
               number(max_recursive_sigma) + " with method recursive, got " + number(l.sigma));
      }
      const double error = recursive_error(l.sigma, l.order);
      if (params.tolerance > 0 && error > shares[k]) {
        reject("tolerance must be at least " + number(params.tolerance * error / shares[k]) +
               " with method recursive at sigma " + number(l.sigma) + ", got " +
               number(params.tolerance));
      }
      l.method = filter_method::recursive;
      l.single = params.tolerance > 0 && single_within(l.sigma, l.order, shares[k]);
    }
    return;
  }
  if (params.method == filter_method::fir || params.tolerance == 0 || sized || missing) return;
  for (std::size_t k = 0; k < lines.size(); ++k) {
    line& l = lines[k];
    l.radius = radius_within(l, shares[k]);
    const index_t taps = 2 * l.radius + 1;
    if (taps < blocking.recursive_single_from || !has_recursive(l)) continue;
    if (recursive_error(l.sigma, l.order) > shares[k]) continue;
    l.single = single_within(l.sigma, l.order, shares[k]);
    if (taps >= (l.single ? blocking.recursive_single_from : blocking.recursive_from))
      l.method = filter_method::recursive;
  }
}

bool any_recursive(const std::vector<line>& lines) noexcept {
  return std::ranges::any_of(lines,
                             [](const line& l) { return l.method == filter_method::recursive; });
}

void use_fir(const filter_params& params, std::vector<line>& lines) {
  const std::vector<double> shares = shares_of(params, lines);
  for (std::size_t k = 0; k < lines.size(); ++k) {
    line& l = lines[k];
    if (l.method == filter_method::recursive && params.tolerance > 0)
      l.radius = radius_within(l, shares[k]);
    l.method = filter_method::fir;
  }
}

}  // namespace bellcurve::filter
