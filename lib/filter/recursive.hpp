// Recursive filters that stand for sampled Gaussians and their derivatives: the sum of
// R. Deriche, Recursively implementing the Gaussian and its derivatives, INRIA RR-1893, 1993,
// with three pairs of poles.
#pragma once

#include "../simd/recursive_args.hpp"

#include <bellcurve/view.hpp>

namespace bellcurve::filter {

/// Below, a handful of taps is faster anyway; above, nothing has been measured.
inline constexpr double min_recursive_sigma = 0.5;
inline constexpr double max_recursive_sigma = 1e4;
inline constexpr int max_recursive_order = 4;

struct recursive_filter {
  simd::recursive_coefficients coefficients;
  /// Samples beyond either end that the kernel should be given; it takes those further out
  /// to be as the last of them.
  index_t warmup;
};

/// All: sigma from min_recursive_sigma to max_recursive_sigma, order 0 to max_recursive_order.
/// \param single Whether states and arithmetic are float.
recursive_filter make_recursive(double sigma, int order, bool single) noexcept;

/// The most that a result can be off, in parts of the range of the input: half of the sum over all
/// samples of |h - g|, where g is the sampled Gaussian, not truncated and normalized to a sum of
/// 1, or its derivative, and h the response of the filter that sees `warmup` samples or more on
/// either side, the worst of them. Sums of h and g are the same, so that what all samples have in
/// common does not matter. Some input comes to it. Besides there are roundings: of the states, and
/// of results stored, 2 u max |in| times the sum of |g|.
double recursive_error(double sigma, int order) noexcept;

/// The most that roundings of coefficients, states and sums add, in parts of the range of a line:
/// first order in `unit`, 2^-24 for float and 2^-53 for double.
double recursive_rounding(double sigma, int order, double unit) noexcept;

/// Wider ones are filtered in double anyway.
inline constexpr double max_single_sigma = 256;
/// Whether a filter in float is off by no more than `share` of the range.
bool single_within(double sigma, int order, double share) noexcept;

}  // namespace bellcurve::filter
