/// \file grid.hpp
/// Regular grids of points.
#pragma once

#include <bellcurve/export.h>
#include <bellcurve/view.hpp>

#include <array>
#include <functional>
#include <initializer_list>
#include <span>

namespace BELLCURVE_API bellcurve {

/// The most axes of a grid.
inline constexpr int max_grid_axes = 3;

/// Where the samples of an array are: index i of axis k is at origin[k] + i * step[k] exactly; that
/// sum is never rounded, so a grid far from 0 loses nothing, not even in float. Axis k of the array
/// is coordinate k of the points. (For a picture, whose rows are y, hand over the transposed view.)
/// How many samples there are the array tells; values for axes that it lacks are not looked at.
struct grid {
  std::array<double, max_grid_axes> origin = {0, 0, 0};  ///< Finite.
  std::array<double, max_grid_axes> step = {1, 1, 1};    ///< Finite and not 0.

  /// The grid of shape[k] samples from first[k] to last[k], both included, as numpy.linspace
  /// has them. A single sample is at first[k].
  /// \throws error(errc::bad_argument) if an end is not finite, or an axis of several samples has
  /// the same one twice, or ends too far apart or too near each other for a step in double;
  /// error(errc::bad_shape) if the lists differ in length or have more than max_grid_axes values,
  /// or an extent is negative.
  static grid between(std::initializer_list<double> first, std::initializer_list<double> last,
                      std::initializer_list<index_t> shape);
  static grid between(std::span<const double> first, std::span<const double> last,
                      std::span<const index_t> shape);
};

/// How functions over grids work.
struct grid_options {
  /// Threads to use; 0: as many as OpenMP would; never more than 64 or four times the processors,
  /// whichever is more. Inside a parallel region of the caller's one is used. The result does not
  /// depend on it, bit for bit.
  int threads = 0;
  /// Called with the fraction done, from the calling thread, now and then.
  /// Returning false cancels: error(errc::cancelled), even at 1, when all is done.
  std::function<bool(double)> progress = {};
  /// Mixtures at points only: reject NaN and infinity in x instead of passing them on as NaN.
  bool check_finite = false;
};

}  // namespace bellcurve
