// The edge: everything a caller can do wrong is found here.
#pragma once

#include "problem.hpp"

#include <vector>

namespace bellcurve::filter {

/// The lines to filter, in the order of the axes as SciPy goes, with their methods. Looks at the
/// shape of `in` alone.
/// \throws error naming the argument.
template <class S>
std::vector<line> choose(array_view<const S> in, const filter_params& params,
                         const filter_options& options);

/// \throws error naming the argument.
template <class S, class R>
problem<S, R> validate(array_view<const S> in, const filter_params& params, array_view<R> out,
                       const filter_options& options);

}  // namespace bellcurve::filter
