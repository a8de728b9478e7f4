// The edge of the kernels: parameters in, axes that need no further check out.
#pragma once

#include "line.hpp"

#include <array>

namespace bellcurve::kernels {

/// \throws error
template <class T>
axis validate(const kernel_1d_params& params, array_view<T> out);

/// Both axes; where theta turns them, each as if it did not.
/// \throws error
template <class T>
std::array<axis, 2> validate(const kernel_2d_params& params, matrix_view<T> out);

/// \throws error
template <class T>
std::array<axis, 2> validate_gkern(double nsig, matrix_view<T> out);

}  // namespace bellcurve::kernels
