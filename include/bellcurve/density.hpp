/// \file density.hpp
/// Kernel density estimates: a Gaussian about each of many points, at other points.
#pragma once

#include <bellcurve/export.h>
#include <bellcurve/rbf.hpp>

#include <span>

namespace BELLCURVE_API bellcurve {

/// out[i] = sum_j w_j C exp(-gamma |x_i - y_j|^2) / sum_j w_j with C = (gamma / pi)^(d / 2): the
/// mean of normal densities of the standard deviation h = 1 / sqrt(2 gamma) about the rows of y, at
/// the rows of x. With one lengthscale per feature these are the standard deviations, and
/// C = prod_k 1 / (l_k sqrt(2 pi)).
///
/// For points in the middle of the data. Far from them, where the mean of exp(...) is below
/// 2^-100 (float) or 2^-960 (double), digits go and then 0 comes: rbf_log_density keeps them.
///
/// **Accuracy.** With u, d and eps as for rbf_kernel, and L <= 0 the logarithm of the weighted mean
/// of exp(...): relative to the density, eps (12 + 32 |L|) + 6 u (formed from
/// differences, see rbf_apply: ((d + 6) |L| + 6) u) plus (1040 + m / 1024 + 3 d) 2^-53. L takes the
/// place of the exponent of a single pair, since the mean exponent, each pair weighted by its share
/// of the sum, is at most -L. "Exact" is for gamma and 1 / lengthscale rounded to T, in C, too.
/// A density above double's range is inf, as it is for many features and a large gamma.
///
/// **Non-finite data.** A bad row of x makes its density NaN, one of y all of them.
///
/// **Bits** do not depend on the number of threads. **Cost**: that of rbf_apply with one column
/// of v in double, n + m numbers of memory more. Otherwise as rbf_apply.
///
/// M. P. Wand, M. C. Jones, Kernel Smoothing, 1995, section 4.2.
///
/// \param x n x d, where the density is wanted; any strides that matrix_view allows.
/// \param y m x d with m > 0, the data, likewise.
/// \param weights of the rows of y: m values, finite, >= 0, not all 0; empty: all the same.
/// \param params see rbf_params; variance must be 1, noise 0. Not given, gamma is 1 / d: mind that
/// this is no estimate of a bandwidth.
/// \param out n values; must not overlap x, y or weights.
/// \param options see rbf_options; uplo must be full, workspace empty.
/// \throws error with a code of errc, or std::bad_alloc; nothing is written then.
void rbf_density(matrix_view<const float> x, matrix_view<const float> y,
                 std::span<const double> weights, const rbf_params& params, std::span<double> out,
                 const rbf_options& options = {});
void rbf_density(matrix_view<const double> x, matrix_view<const double> y,
                 std::span<const double> weights, const rbf_params& params, std::span<double> out,
                 const rbf_options& options = {});

/// All rows of y weigh the same.
void rbf_density(matrix_view<const float> x, matrix_view<const float> y, const rbf_params& params,
                 std::span<double> out, const rbf_options& options = {});
void rbf_density(matrix_view<const double> x, matrix_view<const double> y, const rbf_params& params,
                 std::span<double> out, const rbf_options& options = {});

/// The logarithm of the density, finite however far x_i is from all data (-inf only where it is
/// below the lowest finite number of double) and however many features there are.
///
/// **Accuracy.** The error is at most the relative one of rbf_density plus
/// 2^-53 (4 |log C| + 2 |L|) for logarithms and sums. Rows far from all data, by the limits stated
/// there, are done in double whatever T is: (d + 9) (|L| + w) 2^-53 in the place of the terms with
/// u; w is the largest |log| of a share of the weights.
///
/// **Cost.** That of rbf_density, and for rows that are far from all data 4 to 9 times that of
/// the others: exponents from differences, in double, the least of them taken out of the sum
/// (log-sum-exp).
void rbf_log_density(matrix_view<const float> x, matrix_view<const float> y,
                     std::span<const double> weights, const rbf_params& params,
                     std::span<double> out, const rbf_options& options = {});
void rbf_log_density(matrix_view<const double> x, matrix_view<const double> y,
                     std::span<const double> weights, const rbf_params& params,
                     std::span<double> out, const rbf_options& options = {});
void rbf_log_density(matrix_view<const float> x, matrix_view<const float> y,
                     const rbf_params& params, std::span<double> out,
                     const rbf_options& options = {});
void rbf_log_density(matrix_view<const double> x, matrix_view<const double> y,
                     const rbf_params& params, std::span<double> out,
                     const rbf_options& options = {});

}  // namespace bellcurve
