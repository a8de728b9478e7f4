// Parameters of 2-D kernels, which pooling takes as well.
#pragma once

#include <bellcurve/c/kernels.h>
#include <bellcurve/kernels.hpp>

namespace bellcurve::c {

kernel_2d_params params_of(const bellcurve_kernel_2d_params* given);

}  // namespace bellcurve::c
