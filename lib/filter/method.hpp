// Which method filters a line, and how far its kernel reaches.
#pragma once

#include "../simd/filter_args.hpp"
#include "problem.hpp"

#include <vector>

namespace bellcurve::filter {

/// Sets method, and for automatic lines with a tolerance the radius. Of the tolerance each line
/// may take its share.
/// \param missing Whether samples are missing: then fir it is.
/// \throws error(errc::bad_argument) if what was asked for cannot be had.
void choose_methods(const filter_params& params, bool missing, std::vector<line>& lines,
                    const simd::filter_blocking& blocking);

bool any_recursive(const std::vector<line>& lines) noexcept;

/// Instead of recursive filters: fir, within the tolerance if there is one.
void use_fir(const filter_params& params, std::vector<line>& lines);

}  // namespace bellcurve::filter
