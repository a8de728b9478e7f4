/// \file exp.hpp
/// The exponential function over arrays.
#pragma once

#include <bellcurve/export.h>

#include <span>

namespace BELLCURVE_API bellcurve {

/// out[i] = exp(in[i]).
///
/// Accuracy: at most 1.0 ulp for every finite argument, on every instruction
/// set; exp(0) is exactly 1; exp of a non-positive number is never above 1.
/// A result below the smallest normal number (2^-126 in float, 2^-1022 in
/// double) is exactly 0, on every instruction set and whatever the caller's
/// flush-to-zero setting; exp(-inf) = 0; above the largest finite result the
/// answer is +inf; NaN gives NaN. The rounding mode must be to nearest.
///
/// Method: reduction by a two-part ln 2 (W. J. Cody, W. Waite, Software Manual
/// for the Elementary Functions, 1980) and a minimax polynomial (coefficients:
/// tools/coefficients/exp.sollya).
///
/// \param in,out Same length. `out` may be exactly `in`; any other overlap is an
/// error. No alignment is needed. Single-threaded; safe to call concurrently on
/// different outputs. O(n), no allocation.
/// \throws error(errc::bad_shape) if the lengths differ, error(errc::bad_alias)
/// if the ranges overlap in part.
void exp(std::span<const float> in, std::span<float> out);
void exp(std::span<const double> in, std::span<double> out);

}  // namespace bellcurve
