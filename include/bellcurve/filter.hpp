/// \file filter.hpp
/// Gaussian filtering of signals, images and volumes.
#pragma once

#include <bellcurve/export.h>
#include <bellcurve/view.hpp>

#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>
#include <vector>

namespace BELLCURVE_API bellcurve {

/// What stands beyond both ends of a line a b c d, as scipy.ndimage has it, also where the line is
/// shorter than what is looked at: patterns are continued as often as is needed.
enum class border {
  reflect,   ///< d c b a | a b c d | d c b a; also `grid-mirror`. OpenCV: REFLECT.
  mirror,    ///< d c b | a b c d | c b a. OpenCV: REFLECT_101; numpy.pad: reflect.
  nearest,   ///< a a a | a b c d | d d d. OpenCV: REPLICATE; numpy.pad: edge.
  wrap,      ///< b c d | a b c d | a b c; also `grid-wrap`.
  constant,  ///< k k k | a b c d | k k k with k = cval; also `grid-constant`.
};
/// \return "reflect", "mirror", "nearest", "wrap", "constant".
std::string_view to_string(border which);
/// \throws error(errc::bad_argument) for another name; the message lists them.
border parse_border(std::string_view name);

/// How a line is filtered.
enum class filter_method {
  automatic,  ///< fir, unless a tolerance is given; then whichever is faster and within it.
  fir,        ///< A sum over the truncated kernel: what SciPy computes.
  /// A recursive filter, whose cost does not depend on sigma, from 0.5 to 10000. Not with truncate
  /// or radius, nor where samples are missing; what is not finite is left to fir.
  recursive,
};
/// \return "auto", "fir", "recursive".
std::string_view to_string(filter_method which);
filter_method parse_filter_method(std::string_view name);

/// Parameters with one value for every filtered axis, or a single one for all of them, in the
/// order of `axes`.
struct filter_params {
  /// Standard deviation of the Gaussian in samples, finite and >= 0. Axes with sigma <= 1e-15 are
  /// not filtered, as in SciPy; where a derivative is asked for, sigma must be larger.
  std::vector<double> sigma = {1.0};
  /// Derivative, 0 to 4. With 0 the weights sum to 1.
  std::vector<int> order = {0};
  std::vector<border> mode = {border::reflect};
  /// Beyond the ends under border::constant; finite, and within the range of the elements.
  double cval = 0.0;
  /// The kernel ends at a radius of int(truncate * sigma + 0.5) samples; finite and >= 0.
  double truncate = 4.0;
  /// The radius itself, >= 0; then `truncate` says nothing. Empty: not given.
  std::vector<index_t> radius = {};
  /// The axes to filter, each at most once; negative ones count from the last. Empty: all. An
  /// interleaved colour image of H x W x 3 is filtered with {0, 1}, a batch of N x H x W with
  /// {1, 2}.
  std::vector<int> axes = {};
  filter_method method = filter_method::automatic;
  /// What `automatic` and `recursive` may be off, against the Gaussian that is not truncated, in
  /// parts of the range of the input; finite and >= 0. Under it `automatic` also sets how far
  /// kernels reach, unless truncate is not 4 or there is a radius.
  double tolerance = 0.0;
};

/// How a filter does its work, and what it takes for data.
struct filter_options {
  /// Samples that exist: 0 marks one that is missing, and whatever stands there, NaN too, is not
  /// looked at. As many axes as the input, each of its extent or of 1, which stands for all along
  /// that axis. The result is the normalized convolution (H. Knutsson and C.-F. Westin, Normalized
  /// and differential convolution, CVPR 1993, sec. 3): the filtered valid samples over
  /// the filtered validity. Beyond the borders samples are as valid as those they repeat; those
  /// of border::constant are valid. Orders must be 0 and the method fir.
  std::optional<array_view<const std::uint8_t>> mask = std::nullopt;
  /// Takes NaN as missing: as if a mask were 0 there.
  bool nan_is_missing = false;
  /// With missing samples: the least share of the kernel's weight, from 0 to 1, that must lie on
  /// valid ones. Where there is less, or none at all, the result is `fill`.
  double min_weight = 0.0;
  /// Not set: NaN, in integers 0. Must be a value of the elements.
  std::optional<double> fill = std::nullopt;
  /// Threads to use; 0: as many as OpenMP would. Inside a parallel region of the
  /// caller's one is used. The result does not depend on it, bit for bit.
  int threads = 0;
  /// Reject NaN and infinity in the samples that are not missing.
  bool check_finite = false;
  /// Called with the fraction done, from the calling thread, now and then.
  /// Returning false cancels: error(errc::cancelled), even at 1, when all is done.
  std::function<bool(double)> progress = {};
};

/// A Gaussian filter along some axes of an array, or its derivatives: for each line
/// out(i) = sum over |k| <= radius of w(k) in(i + k), with w as gaussian_kernel_1d() samples it,
/// normalized to its sum; the axes one after the other. What scipy.ndimage.gaussian_filter
/// computes, in one pass over the array where two axes or fewer are filtered.
///
/// **Types.** float and double are computed in themselves. Integers are computed in float from
/// end to end and, where out is of integers, rounded once, to the nearest (ties to even), and
/// limited to their range. (SciPy cuts fractions off after each axis.)
///
/// **Accuracy (fir).** With u the unit roundoff of float or double, n_a = 2 radius_a + 1 and W_a
/// the sum of |w| along axis a: |out - exact| <= (sum over axes of (n_a + c_a)) u (product of W_a)
/// max |in| to first order, where `exact` is the truncated filter; in practice about the root of
/// that sum. c_a, for the weights, is 2 in float, in double 6, and with a derivative up to 151
/// (sigma >= 1). With missing samples, the same relative to the weight that lies on valid ones,
/// twice. See docs/ACCURACY.md ("Filters").
///
/// **Accuracy (recursive).** Off by the tolerance at most, if one is given, and in any case by what
/// docs/FILTERS-RECURSIVE.md states: for each axis without a derivative at most 5e-6 of the range
/// from sigma 1 on, against the Gaussian that is not truncated; besides a few u. Under a tolerance
/// float and integers may be filtered in float, within it.
///
/// **Non-finite data** reach exactly the samples whose kernel covers them.
///
/// **Bits** do not depend on the number of threads, and with fir neither on what lies outside of
/// the kernel, on shape or channels: a part of an image, filtered, is that part of the filtered
/// image, but for borders. Nor do they depend on strides, but for one thing: several axes are
/// filtered in another order, and so rounded otherwise, where another one is the contiguous one,
/// in place, or with missing samples.
///
/// **Memory.** fir: some 2 MB a thread, more where a kernel is so wide that its rows take more;
/// with three or more filtered axes of integers (with three of a small volume not), or missing
/// samples, arrays of float as large as the input (see docs/ACCURACY.md). recursive: some 130 lines
/// a thread of float, or 70 of double.
///
/// **Cost.** fir: O(size radius) for each axis; recursive: O(size), and an axis a pass over the
/// array. Input that is not finite, or beyond 2^-32 of the largest number, is filtered by fir. The
/// calling thread's floating-point environment has no influence and is kept. Safe to call
/// concurrently on different outputs.
///
/// \param in 1 to max_axes axes, any strides that array_view allows. Fast where an axis is
/// contiguous.
/// \param out Of the same shape. May be the same view as `in` (the same memory and strides), which
/// takes a pass more; otherwise must not overlap `in` or the mask.
/// \throws error with a code of errc, before anything is written (`cancelled`: with out
/// partly written); std::bad_alloc, before anything is written.
void gaussian_filter(array_view<const float> in, const filter_params& params, array_view<float> out,
                     const filter_options& options = {});
void gaussian_filter(array_view<const double> in, const filter_params& params,
                     array_view<double> out, const filter_options& options = {});
void gaussian_filter(array_view<const std::uint8_t> in, const filter_params& params,
                     array_view<std::uint8_t> out, const filter_options& options = {});
void gaussian_filter(array_view<const std::uint16_t> in, const filter_params& params,
                     array_view<std::uint16_t> out, const filter_options& options = {});
void gaussian_filter(array_view<const std::int16_t> in, const filter_params& params,
                     array_view<std::int16_t> out, const filter_options& options = {});
/// Integers into float, not rounded: for derivatives, above all.
void gaussian_filter(array_view<const std::uint8_t> in, const filter_params& params,
                     array_view<float> out, const filter_options& options = {});
void gaussian_filter(array_view<const std::uint16_t> in, const filter_params& params,
                     array_view<float> out, const filter_options& options = {});
void gaussian_filter(array_view<const std::int16_t> in, const filter_params& params,
                     array_view<float> out, const filter_options& options = {});

/// Parameters of a filter along one axis; each as in filter_params, in SciPy's order.
struct filter1d_params {
  double sigma = 1.0;
  int axis = -1;
  int order = 0;
  border mode = border::reflect;
  double cval = 0.0;
  double truncate = 4.0;
  std::optional<index_t> radius = std::nullopt;
  filter_method method = filter_method::automatic;
  double tolerance = 0.0;
};

/// gaussian_filter() along one axis: bit for bit what it does with this axis alone.
void gaussian_filter1d(array_view<const float> in, const filter1d_params& params,
                       array_view<float> out, const filter_options& options = {});
void gaussian_filter1d(array_view<const double> in, const filter1d_params& params,
                       array_view<double> out, const filter_options& options = {});
void gaussian_filter1d(array_view<const std::uint8_t> in, const filter1d_params& params,
                       array_view<std::uint8_t> out, const filter_options& options = {});
void gaussian_filter1d(array_view<const std::uint16_t> in, const filter1d_params& params,
                       array_view<std::uint16_t> out, const filter_options& options = {});
void gaussian_filter1d(array_view<const std::int16_t> in, const filter1d_params& params,
                       array_view<std::int16_t> out, const filter_options& options = {});
void gaussian_filter1d(array_view<const std::uint8_t> in, const filter1d_params& params,
                       array_view<float> out, const filter_options& options = {});
void gaussian_filter1d(array_view<const std::uint16_t> in, const filter1d_params& params,
                       array_view<float> out, const filter_options& options = {});
void gaussian_filter1d(array_view<const std::int16_t> in, const filter1d_params& params,
                       array_view<float> out, const filter_options& options = {});

/// The Laplacian of the Gaussian-filtered array: for each axis the second derivative along it,
/// filtered along the others, and the sum of these. What scipy.ndimage.gaussian_laplace computes.
///
/// **Accuracy.** The sum of the bounds of the derivatives (see gaussian_filter()), and an
/// addition's rounding of each partial sum.
///
/// **Memory.** That of gaussian_filter(), and an array as large as `out` with two axes, two of
/// them with three or more. **Cost** as many filters as there are axes.
///
/// \param params `order` must be 0, and sigma larger than 1e-15 along each axis.
/// \param out As for gaussian_filter(), whose rules for memory that is shared, bits, threads and
/// errors hold, too. \param options Nothing can be missing.
void gaussian_laplace(array_view<const float> in, const filter_params& params,
                      array_view<float> out, const filter_options& options = {});
void gaussian_laplace(array_view<const double> in, const filter_params& params,
                      array_view<double> out, const filter_options& options = {});
void gaussian_laplace(array_view<const std::uint8_t> in, const filter_params& params,
                      array_view<float> out, const filter_options& options = {});
void gaussian_laplace(array_view<const std::uint16_t> in, const filter_params& params,
                      array_view<float> out, const filter_options& options = {});
void gaussian_laplace(array_view<const std::int16_t> in, const filter_params& params,
                      array_view<float> out, const filter_options& options = {});

/// The magnitude of the gradient of the Gaussian-filtered array: the root of the sum of
/// squares of the first derivatives along each axis, filtered along the others. What
/// scipy.ndimage.gaussian_gradient_magnitude computes, but no square overflows or vanishes.
///
/// **Accuracy.** The root of the sum of squares of the bounds of the derivatives, and (axes - 1)
/// roundings of the result, in double twice as many. All else as for gaussian_laplace().
void gaussian_gradient_magnitude(array_view<const float> in, const filter_params& params,
                                 array_view<float> out, const filter_options& options = {});
void gaussian_gradient_magnitude(array_view<const double> in, const filter_params& params,
                                 array_view<double> out, const filter_options& options = {});
void gaussian_gradient_magnitude(array_view<const std::uint8_t> in, const filter_params& params,
                                 array_view<float> out, const filter_options& options = {});
void gaussian_gradient_magnitude(array_view<const std::uint16_t> in, const filter_params& params,
                                 array_view<float> out, const filter_options& options = {});
void gaussian_gradient_magnitude(array_view<const std::int16_t> in, const filter_params& params,
                                 array_view<float> out, const filter_options& options = {});

/// The array filtered with a narrow Gaussian less the array filtered with a wide one: a band-pass
/// filter, and an approximation of the negative Laplacian. What
/// skimage.filters.difference_of_gaussians computes, whose mode is `nearest` unless another is
/// given. With params.radius both kernels have that radius.
///
/// **Accuracy.** The sum of the bounds of both filters (see gaussian_filter()), and one rounding.
///
/// **Memory.** That of gaussian_filter(), and an array as large as `out`.
///
/// \param params Of the narrow filter; `order` must be 0.
/// \param high_sigma Of the wide filter: one value for every axis, or one for all; nowhere less
/// than that of the narrow one. Empty: 1.6 times it.
/// \param options `fill` must not be set: where one of the two has too little weight on valid
/// samples, the result is NaN.
void difference_of_gaussians(array_view<const float> in, const filter_params& params,
                             const std::vector<double>& high_sigma, array_view<float> out,
                             const filter_options& options = {});
void difference_of_gaussians(array_view<const double> in, const filter_params& params,
                             const std::vector<double>& high_sigma, array_view<double> out,
                             const filter_options& options = {});
void difference_of_gaussians(array_view<const std::uint8_t> in, const filter_params& params,
                             const std::vector<double>& high_sigma, array_view<float> out,
                             const filter_options& options = {});
void difference_of_gaussians(array_view<const std::uint16_t> in, const filter_params& params,
                             const std::vector<double>& high_sigma, array_view<float> out,
                             const filter_options& options = {});
void difference_of_gaussians(array_view<const std::int16_t> in, const filter_params& params,
                             const std::vector<double>& high_sigma, array_view<float> out,
                             const filter_options& options = {});

/// How gaussian_filter() treats one axis.
struct filter_choice {
  int axis = 0;  ///< Counted from the first.
  filter_method method = filter_method::fir;
  double sigma = 0;
  int order = 0;
  index_t radius = 0;  ///< Of the kernel; 0 for recursive.
};

/// What gaussian_filter() would do: for those who want to know, as `bellcurve filter --verbose`
/// does.
/// \param in Its data is not looked at, so that NaN and infinity, which recursive filters leave to
/// fir, are not told.
/// \return The axes that are filtered, in SciPy's order; those with sigma <= 1e-15 are not.
/// \throws error as gaussian_filter() where the shape of `in`, the axes and what is said of each of
/// them are wrong.
std::vector<filter_choice> filter_choices(array_view<const float> in, const filter_params& params,
                                          const filter_options& options = {});
std::vector<filter_choice> filter_choices(array_view<const double> in, const filter_params& params,
                                          const filter_options& options = {});
std::vector<filter_choice> filter_choices(array_view<const std::uint8_t> in,
                                          const filter_params& params,
                                          const filter_options& options = {});
std::vector<filter_choice> filter_choices(array_view<const std::uint16_t> in,
                                          const filter_params& params,
                                          const filter_options& options = {});
std::vector<filter_choice> filter_choices(array_view<const std::int16_t> in,
                                          const filter_params& params,
                                          const filter_options& options = {});

}  // namespace bellcurve
