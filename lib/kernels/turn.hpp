// The cosine and sine of an angle to the precision of two doubles.
#pragma once

#include "double_double.hpp"

namespace bellcurve::kernels {

struct turn {
  dd cosine, sine;
};

/// Any finite angle. Absolute errors below 2^-100 up to 2^30 (measured: 2^-104), 2^-53 beyond.
turn turn_by(double theta) noexcept;

}  // namespace bellcurve::kernels
