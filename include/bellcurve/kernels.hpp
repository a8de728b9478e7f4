/// \file kernels.hpp
/// Gaussian kernels as arrays of weights, and a Gaussian over a grid.
#pragma once

#include <bellcurve/export.h>
#include <bellcurve/grid.hpp>
#include <bellcurve/view.hpp>

#include <array>
#include <optional>
#include <string_view>
#include <vector>

namespace BELLCURVE_API bellcurve {

/// How a Gaussian of standard deviation sigma becomes weights of cells of width 1, at the
/// integer positions x = 0, 1, ... about the centre c. With g the density
/// exp(-(x - c)^2 / (2 sigma^2)) / (sqrt(2 pi) sigma):
enum class discretization {
  /// g at the midpoint of the cell. What SciPy, OpenCV and astropy (mode "center") do.
  sampled,
  /// The integral of g over the cell [x - 1/2, x + 1/2]. Nothing is lost to cancellation,
  /// neither in the tails nor for a wide g. The variance of an untruncated kernel is
  /// sigma^2 + 1/12 for sigma from about 0.7 on (there within 3e-4 of it), less below.
  mass,
  /// The discrete analogue of the Gaussian, exp(-sigma^2) I_|x - c|(sigma^2) with the modified
  /// Bessel function I (T. Lindeberg, Scale-space for discrete signals, IEEE PAMI 12(3),
  /// 1990, eq. 26): its variance is exactly sigma^2, and filtering with sigma_1, then sigma_2, is
  /// filtering with sqrt(sigma_1^2 + sigma_2^2). It is defined for a centre on a cell; one
  /// between two cells gets the two kernels about them, weighted linearly, which keeps
  /// the mean exact and, at a distance f from the lower cell, adds f (1 - f) to the variance.
  bessel,
};
/// \return "sampled", "mass", "bessel".
std::string_view to_string(discretization which);
/// \throws error(errc::bad_argument) for another name; the message lists them.
discretization parse_discretization(std::string_view name);

/// What the weights of a kernel are scaled to.
enum class normalization {
  /// The weights of the kernel without derivatives sum to 1, as far as the array reaches;
  /// those of a derivative are divided by the same sum, as SciPy does. In two dimensions this is
  /// the sum over both. A centre far outside the array is no exception, though every
  /// weight by itself would underflow: their ratios are kept.
  sum,
  /// As the density g has it: nothing is divided. Truncated kernels sum to less than 1.
  density,
  /// A Gaussian of height 1: the density times sqrt(2 pi) sigma (along each axis).
  none,
};
/// \return "sum", "density", "none".
std::string_view to_string(normalization which);
normalization parse_normalization(std::string_view name);

/// The highest derivative of a kernel.
inline constexpr int max_kernel_order = 4;

/// A kernel along one axis; lengths in cells.
struct kernel_1d_params {
  /// Standard deviation, finite and >= 0; > 0 for a derivative. 0 is the limit: a unit impulse
  /// (whatever the normalization) in the cell that holds the centre, halves in two if it is
  /// on their border; for `bessel` between two cells, shares as above. What of it falls
  /// outside the array is lost, but under `sum`, where an impulse outside is in the nearest
  /// cell. A very large sigma gives the limit, too: under `sum` equal weights.
  double sigma = 1.0;
  /// Where the centre is, counted from the first cell; finite, may lie outside. Not set: the
  /// middle (size - 1) / 2, which is between two cells if the size is even.
  std::optional<double> center = std::nullopt;
  /// Derivative, 0 to 4: the weights are those of the order-th derivative of the Gaussian with
  /// respect to x (for `mass` its integral over the cell; for `bessel` central differences, first
  /// (T(n + 1) - T(n - 1)) / 2 and second T(n + 1) - 2 T(n) + T(n - 1), composed; Lindeberg
  /// 1993). They are function values: to differentiate by correlation, reverse them.
  int order = 0;
  bellcurve::discretization discretization = bellcurve::discretization::sampled;
  bellcurve::normalization normalization = bellcurve::normalization::sum;
};

/// A kernel along two axes, each as in kernel_1d_params; axis 0 (rows) first.
struct kernel_2d_params {
  std::array<double, 2> sigma = {1.0, 1.0};
  std::optional<std::array<double, 2>> center = std::nullopt;
  std::array<int, 2> order = {0, 0};
  /// Rotates the axes of the Gaussian, in radians, finite: counter-clockwise if axis 0 is
  /// drawn to the right and axis 1 upward, that is from axis 0 towards axis 1, as `theta` of
  /// gaussian_2d. Other than 0 only for sampled kernels of order 0 and sigma > 0.
  double theta = 0.0;
  bellcurve::discretization discretization = bellcurve::discretization::sampled;
  bellcurve::normalization normalization = bellcurve::normalization::sum;
};

/// Weights along one axis.
///
/// **Accuracy.** Computed in double and rounded once. See docs/ACCURACY.md ("Kernels") for the
/// bounds, a few units in the last place of each weight, also in the tails, for weights
/// within the normal range; smaller ones may be subnormal or 0. With the centre in
/// the middle the weights are exactly symmetric (antisymmetric for odd orders).
///
/// **Cost.** O(size), whatever sigma is. No allocation; some 50 KB of stack. Single-threaded; safe
/// to call concurrently on different outputs. The caller's floating-point environment has no
/// influence and is kept.
///
/// \param out One axis, any stride that array_view allows; its extent is the size. Empty: nothing
/// is done.
/// \throws error naming the argument, before anything is written: bad_argument for a parameter
/// outside its domain, or a sigma so small that the peak (of a density, of a derivative) overflows
/// T; bad_shape, bad_stride for out.
void gaussian_kernel_1d(const kernel_1d_params& params, array_view<float> out);
void gaussian_kernel_1d(const kernel_1d_params& params, array_view<double> out);

/// Weights along two axes: without theta the outer product out(i, j) = k0(i) k1(j) of two
/// kernels along one, each normalized for its own axis, so that the product is for both.
/// As above; O(rows cols). Exactly symmetric under exchange of the axes where both have the same
/// parameters. With theta each cell is computed by itself, which takes some 40 to 200 ns a cell;
/// weights are as accurate, also those of a centre far outside, but for an angle that is known to
/// 2^-100 (beyond 2^30: to double), which a thin ellipse may show (docs/ACCURACY.md). Exactly
/// symmetric about the middle if the centre is there.
void gaussian_kernel_2d(const kernel_2d_params& params, matrix_view<float> out);
void gaussian_kernel_2d(const kernel_2d_params& params, matrix_view<double> out);

/// The kernel that spans nsig standard deviations to either side: cell masses, normalized to
/// their sum, with sigma = size / (2 nsig) along each axis.
///
/// **Two orders of arguments.** Into memory that is there: gkern(nsig, out), the size being that of
/// `out`. As a new array, like the NumPy function of that name: gkern(kernlen, nsig), the number of
/// cells first. nsig is no sigma in either: it is how many sigmas fit between the middle and
/// the border, so a larger one makes a narrower kernel. For a given sigma there is
/// gaussian_kernel_2d.
/// \param nsig Finite and > 0.
/// No allocation.
void gkern(double nsig, matrix_view<float> out);
void gkern(double nsig, matrix_view<double> out);
/// kernlen x kernlen of them in C order. \param kernlen Cells along each side, from 0 to 2^29.
/// \param nsig As above; it comes second here.
/// \throws error(errc::bad_argument); std::bad_alloc.
std::vector<double> gkern(index_t kernlen = 21, double nsig = 3.0);

/// A Gaussian with astropy's parameters (astropy.modeling.models.Gaussian2D), but for the order of
/// the axes, which is that of the array: the first of each pair belongs to axis 0. (With
/// astropy called as g(rows, columns), as in `g(*np.mgrid[0:100, 0:100])`, x is axis 0 and all is
/// the same.)
struct gaussian_2d_params {
  double amplitude = 1.0;               ///< The value at the mean; finite.
  std::array<double, 2> mean = {0, 0};  ///< Finite.
  /// Standard deviations along the axes of the ellipse, finite and > 0. Not set: 1, unless
  /// a covariance is given. Giving both is an error.
  std::optional<std::array<double, 2>> stddev = std::nullopt;
  /// Turns the ellipse from axis 0 towards axis 1, in radians, finite. Other than 0 it needs
  /// deviations whose ratio is at most 2^500, about 3.3e150.
  double theta = 0.0;
  /// Row by row; symmetric and positive definite.
  std::optional<std::array<double, 4>> covariance = std::nullopt;
};

/// out(i, j) = amplitude exp(-(a u^2 + b u v + c v^2)) at the point of the grid with the offsets
/// u, v from the mean along axes 0 and 1, where
/// a = (cos^2 theta / s0^2 + sin^2 theta / s1^2) / 2,
/// b = sin(2 theta) (1 / s0^2 - 1 / s1^2) / 2,
/// c = (sin^2 theta / s0^2 + cos^2 theta / s1^2) / 2.
/// Accuracy, threads and errors are those of mixture_pdf() on a grid (mixture.hpp).
void gaussian_2d(const gaussian_2d_params& params, const grid& where, matrix_view<float> out,
                 const grid_options& options = {});
void gaussian_2d(const gaussian_2d_params& params, const grid& where, matrix_view<double> out,
                 const grid_options& options = {});

}  // namespace bellcurve
