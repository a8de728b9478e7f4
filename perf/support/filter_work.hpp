// How far the measured filters reach, and what they need at least.
#pragma once

#include <bellcurve/view.hpp>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace bellcurve::perf {

/// The radius that SciPy takes by default, for which OpenCV takes the same one in float. For 8 bits
/// OpenCV's kernels are shorter: round(6 sigma + 1) taps, or one more.
template <class S>
index_t peer_radius(double sigma) {
  if constexpr (std::is_same_v<S, std::uint8_t>) {
    return (std::lround(6 * sigma + 1) | 1) / 2;
  } else {
    return static_cast<index_t>(4 * sigma + 0.5);
  }
}

/// A multiplication and an addition for each tap along each axis: although the kernel is
/// symmetric, as fma_peak() counts, which would be as fast at either alone.
inline double filter_flop(double pixels, std::size_t axes, index_t radius) {
  return pixels * 2 * static_cast<double>(axes) * static_cast<double>(2 * radius + 1);
}

}  // namespace bellcurve::perf
