// The taps of a line.
#pragma once

#include "problem.hpp"

#include <bellcurve/kernels.hpp>

#include <vector>

namespace bellcurve::filter {

inline constexpr int max_filter_order = max_kernel_order;

/// The kernel of 2^24 + 1 taps already costs more than anybody waits for, and its length in
/// elements fits every index.
inline constexpr index_t largest_radius = index_t{1} << 23;

/// out(i) = sum over k of taps[k] in(i + k - radius): the kernel that gaussian_kernel_1d() samples,
/// reversed, so that the sum is a derivative.
/// \throws error(errc::bad_argument) if sigma is so small that a derivative overflows T.
template <class T>
std::vector<T> make_taps(const line& l);

}  // namespace bellcurve::filter
