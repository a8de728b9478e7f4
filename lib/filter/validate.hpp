// The edge: everything a caller can do wrong is found here.
#pragma once

#include "problem.hpp"

#include <span>
#include <vector>

namespace bellcurve::filter {

/// The lines to filter, in the order of the axes as SciPy goes, all by fir.
/// \throws error naming the argument.
std::vector<line> lines_of(const filter_params& params, std::span<const index_t> extents);

/// \throws error naming the argument.
template <class S, class R>
problem<S, R> validate(array_view<const S> in, const filter_params& params, array_view<R> out,
                       const filter_options& options);

}  // namespace bellcurve::filter
