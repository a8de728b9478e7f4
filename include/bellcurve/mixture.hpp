/// \file mixture.hpp
/// Densities of multivariate normal distributions and of their mixtures, at points and on grids.
#pragma once

#include <bellcurve/export.h>
#include <bellcurve/grid.hpp>
#include <bellcurve/view.hpp>

#include <string_view>
#include <vector>

namespace BELLCURVE_API bellcurve {

/// weight * N(mean, covariance).
struct gaussian_component {
  /// One value per dimension, finite.
  std::vector<double> mean = {};
  /// One value: that variance along every axis. As many as dimensions: the variance along each.
  /// Their square: the matrix, row by row, symmetric (to 1e-12 of sqrt(c_ii c_jj); the lower
  /// triangle is used) and positive definite (each pivot of its Cholesky factorization above
  /// 2^-52 times dimensions times the diagonal; up to three dimensions with the axes in any order,
  /// above in the order given). Any scale: on grids what counts is their ratio to the steps, and a
  /// standard deviation below 2^-500 steps, or a length beyond 2^500, counts as that; at points,
  /// standard deviations must be within the range of T. (Ellipses thinner than a matrix can say:
  /// gaussian_2d, by deviations and theta, to a ratio of 2^500.)
  std::vector<double> covariance = {1.0};
  /// Finite and >= 0. The density integrates to it.
  double weight = 1.0;
};

/// How components are combined.
enum class combination {
  sum,  ///< the mixture density
  max,  ///< the largest of the weighted densities: the outline of each component
};
/// \return "sum", "max".
std::string_view to_string(combination which);
combination parse_combination(std::string_view name);

/// A weighted sum, or the maximum, of Gaussians.
struct mixture {
  /// At least one, all of the same dimension.
  std::vector<gaussian_component> components = {};
  bellcurve::combination combination = bellcurve::combination::sum;
};

/// See grid_options.
using mixture_options = grid_options;

/// out[i] = sum (or maximum) over k of weight_k N(x_i; mean_k, covariance_k).
///
/// **Accuracy.** See docs/ACCURACY.md ("Mixtures"): a relative error of a few units in the last
/// place near a component, growing with its exponent. What a component contributes may be 0
/// where that is below the smallest normal number or that many times below its peak.
/// A component whose peak overflows T is an error.
///
/// **Non-finite data.** A row of x that holds a NaN or an infinity gives NaN in exactly its
/// element of out.
///
/// **Bits** do not depend on the number of threads.
///
/// A template without a parameter to give, so that `{}` in the place of x is a grid, the default
/// one, as it is for gaussian_2d: of two equal conversions C++ takes what is no template.
///
/// **Cost.** n components (d^2 / 2 multiply-adds and one exp); memory beyond input and output
/// O(components d^2) and a few hundred KB per thread, plus,
/// per thread, some 256 bytes for each dimension and, for logarithms, each component. The calling
/// thread's floating-point environment has no influence and is kept. Safe to call concurrently on
/// different outputs.
///
/// Formula: C. M. Bishop, Pattern Recognition and Machine Learning, 2006, eqs. 2.43 and 9.7.
///
/// \param m dimension d.
/// \param x n x d, any strides that matrix_view allows.
/// \param out One axis of n, any stride; must not overlap x.
/// \throws error with a code of errc, before anything is written (`cancelled`: with out partly
/// written); the message names the component, `components[1].covariance must be positive
/// definite, ...`; std::bad_alloc, before anything is written.
template <int = 0>
void mixture_pdf(const mixture& m, matrix_view<const float> x, array_view<float> out,
                 const mixture_options& options = {});
template <int = 0>
void mixture_pdf(const mixture& m, matrix_view<const double> x, array_view<double> out,
                 const mixture_options& options = {});

/// The logarithm of the above, by a log-sum-exp that neither underflows nor overflows: far from
/// every component it is as accurate as near one. -inf if all weights are 0.
template <int = 0>
void mixture_logpdf(const mixture& m, matrix_view<const float> x, array_view<float> out,
                    const mixture_options& options = {});
template <int = 0>
void mixture_logpdf(const mixture& m, matrix_view<const double> x, array_view<double> out,
                    const mixture_options& options = {});

/// The density at each point of a grid: 1 to 3 dimensions. As above; components whose
/// covariance is diagonal are products of densities along the axes and cost one
/// multiply-add a cell, the others one exp and a few multiply-adds, only where they do not vanish;
/// those that are wide beside a cell (7 cells to a standard deviation in float, 130 in double) 3 to
/// 10 multiply-adds.
///
/// **Memory** beyond the output: up to some hundred KB per thread (more from 4096 components on)
/// and, for densities of at least 4 rows, a row of T for each component that is a product, as long
/// as these are no more than 64 MB together. Beyond that products cost one exp a cell, too, and no
/// row is kept: 1000 components on rows of 16384 float just fit. For wide components of general
/// covariance as much or a few times more each, as far as 64 MB go.
///
/// \param where {}: index i is at i along every axis.
/// \param out As many axes as m has dimensions; any strides. Fast if some axis is contiguous.
void mixture_pdf(const mixture& m, const grid& where, array_view<float> out,
                 const mixture_options& options = {});
void mixture_pdf(const mixture& m, const grid& where, array_view<double> out,
                 const mixture_options& options = {});
void mixture_logpdf(const mixture& m, const grid& where, array_view<float> out,
                    const mixture_options& options = {});
void mixture_logpdf(const mixture& m, const grid& where, array_view<double> out,
                    const mixture_options& options = {});

}  // namespace bellcurve
