// The edge of the area: whatever is wrong with a call is said here.
#pragma once

#include "problem.hpp"

namespace bellcurve::pool {

/// \throws error
template <class S>
problem<S> validate(array_view<const S> in, matrix_view<const result<S>> kernel,
                    array_view<result<S>> out, const pool_options& options);

}  // namespace bellcurve::pool
