// Mills' ratio m(a) = exp(a^2 / 2) * integral from a of exp(-u^2 / 2): the tail of a Gaussian
// relative to its height.
#pragma once

#include "coefficients.hpp"

namespace bellcurve::kernels {

/// 0 <= a < 2^1000: within 4 ulp, enforced by tests/kernels/accuracy.cpp.
inline double mills(double a) noexcept {
  const double t = (a - mills_scale) / (a + mills_scale);
  double p = 0;
  for (int k = int{sizeof mills_coefficients / sizeof(double)} - 1; k >= 0; --k) {
    p = p * t + mills_coefficients[k];
  }
  return p / (mills_pole + a);
}

}  // namespace bellcurve::kernels
