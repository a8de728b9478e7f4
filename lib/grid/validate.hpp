// The edge: everything that can be wrong with a call is found here.
#pragma once

#include "model.hpp"

#include <bellcurve/kernels.hpp>
#include <bellcurve/mixture.hpp>

namespace bellcurve::normal {

/// \throws error naming the argument
template <class T>
grid_problem<T> validate(const mixture& m, const grid& where, array_view<T> out, bool log,
                         const mixture_options& options);
template <class T>
points_problem<T> validate(const mixture& m, matrix_view<const T> x, array_view<T> out, bool log,
                           const mixture_options& options);
template <class T>
grid_problem<T> validate(const gaussian_2d_params& params, const grid& where, matrix_view<T> out,
                         const grid_options& options);

}  // namespace bellcurve::normal
