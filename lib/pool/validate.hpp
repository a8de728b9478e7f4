// The edge of the area: whatever is wrong with a call is said here.
#pragma once

#include "problem.hpp"

#include <array>

namespace bellcurve::pool {

/// What validate() checks before it looks at weights or cells: all of a call whose kernel has
/// block[0] x block[1] weights, wherever they are. \throws error
template <class S>
void check_call(array_view<const S> in, std::array<index_t, 2> block, array_view<result<S>> out,
                const pool_options& options);

/// \throws error
template <class S>
problem<S> validate(array_view<const S> in, matrix_view<const result<S>> kernel,
                    array_view<result<S>> out, const pool_options& options);

}  // namespace bellcurve::pool
