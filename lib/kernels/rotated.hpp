// A sampled Gaussian whose axes are turned: no product, so each cell by itself.
#pragma once

#include "line.hpp"

#include <array>

namespace bellcurve::kernels {

template <class T>
void fill_rotated(const std::array<axis, 2>& axes, double theta, matrix_view<T> out) noexcept;

}  // namespace bellcurve::kernels
