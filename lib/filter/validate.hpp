// The edge: everything a caller can do wrong is found here.
#pragma once

#include "problem.hpp"

namespace bellcurve::filter {

/// \throws error naming the argument.
template <class S, class R>
problem<S, R> validate(array_view<const S> in, const filter_params& params, array_view<R> out,
                       const filter_options& options);

}  // namespace bellcurve::filter
