// When the Gram form of a pair's exponent is too inaccurate to use.
//
// Write t = gamma |x - y|^2 for the exponent, a = gamma |x|^2, b = gamma |y|^2 for
// the centred points, s = a + b, u for the unit roundoff of T. The Gram form
// t = s - 2 gamma x.y is computed, as a multiple of ln 2, with an error of at most eps * s where
//
//   eps = (terms + 18) u,  terms = min(d, chunk) + ceil(d / chunk) - 1
//
// terms u covers the dot product in any order within a chunk of `chunk` features
// and the sum over chunks (N. J. Higham, Accuracy and Stability of Numerical
// Algorithms, 2002, eq. 3.5), using 2 gamma |x|.|y| <= s. The rest: centring moves
// each point by u relative per component, which moves t by at most 4 u s; scaling
// by a lengthscale again 4 u s; a and b 4 u s (squares, their sum, gamma log2(e) and its product
// with them, each rounded once: the sum is compensated, or its own d u would come on top); rounding
// alpha, alpha * dot, a + b and the difference (of at most 2 s) 5 u s; and 1 u s of slack for
// second-order terms and for what the constant log2(e) is off by, 0.13 u.
//
// exp turns an error e of t into a relative error e of K. A pair is lost, and
// recomputed by direct differences, when
//   - t <= eps s: the rows may be equal, and equal rows must give exactly 1; or
//   - s > s_min, t <= kappa s, and t is not certain to underflow.
// For every other pair either s <= s_min, so e <= eps s_min, or s < t / kappa, so
// e <= eps t / kappa and e exp(-t) <= eps / (kappa exp(1)). With s_min = 1 /
// (kappa exp(1)) both give the same bound on |K - K_exact| / variance: 12 eps.
#pragma once

#include "../simd/kernels.hpp"

#include <bellcurve/rbf.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

namespace bellcurve::rbf {

using simd::feature_chunk;

inline constexpr double lost_kappa = 1.0 / 32;
inline constexpr double lost_s_min = 12;  // 32 / e = 11.8

/// eps of the derivation above.
template <class T>
double gram_error(index_t features) noexcept {
  const index_t chunks = features / feature_chunk + (features % feature_chunk != 0 ? 1 : 0);
  const index_t terms = std::min(features, feature_chunk) + std::max<index_t>(chunks, 1) - 1;
  return static_cast<double>(terms + 18) * std::numeric_limits<T>::epsilon() / 2;
}

/// What the power of 2 and variance add: the one is good to 1.25 ulp, at most 2.5 u relative, the
/// product to 1 u; the rest is for terms of second order.
template <class T>
inline constexpr double rounding_of_k = 2 * std::numeric_limits<T>::epsilon();

/// The derivation above in numbers: for every source of exponents.
template <class T>
rbf_bound gram_bound(index_t features) noexcept {
  const double eps = gram_error<T>(features);
  return {.absolute = lost_s_min * eps + rounding_of_k<T>,
          .least = lost_s_min * eps,
          .slope = eps / lost_kappa,
          .rounding = rounding_of_k<T>};
}

/// Direct differences: each is rounded once, and counts twice in its square; with the square, up to
/// d additions, a weight, gamma log2(e), which is rounded again, and their products t is good to
/// (d + 6) u. t exp(-t) <= 1 / e.
template <class T>
rbf_bound direct_bound(index_t features) noexcept {
  const double slope = static_cast<double>(features + 6) * std::numeric_limits<T>::epsilon() / 2;
  return {.absolute = slope * 0.36787944117144233 + rounding_of_k<T>,
          .least = 0,
          .slope = slope,
          .rounding = rounding_of_k<T>};
}

/// The rule for exponents as kernels have them, multiples of ln 2.
template <class T>
simd::lost_rule<T> make_lost_rule(index_t features) noexcept {
  // Beyond that 2^-t is 0 (see exp.hpp).
  constexpr int t_max = 1 - std::numeric_limits<T>::min_exponent;
  return {static_cast<T>(gram_error<T>(features)), static_cast<T>(lost_kappa),
          static_cast<T>(lost_s_min * simd::log2_e), static_cast<T>(t_max) + T(1)};
}

/// The largest sum of squares of a centred row for which no product or partial
/// sum can overflow, and 0 if products of ordinary numbers could underflow to
/// something that matters: rows above it are always recomputed directly.
template <class T>
double largest_safe_norm(double gamma, index_t features) noexcept {
  constexpr double max = std::numeric_limits<T>::max();
  constexpr double tiny = std::numeric_limits<T>::denorm_min();
  const double u = std::numeric_limits<T>::epsilon() / 2;
  // Each product may lose up to `tiny`; times 2 gamma that must stay below u.
  if (2 * gamma * static_cast<double>(features) > u / tiny / 2) return -1;
  // Factors of sums and of norms are rounded apart, below the normal numbers by much more than u.
  if (gamma < static_cast<double>(std::numeric_limits<T>::min())) return -1;
  return std::min(max / 8, max / 8 / gamma);
}

}  // namespace bellcurve::rbf
