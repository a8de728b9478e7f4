// The kernel table of the active instruction set.
#pragma once

#include "../simd/kernels.hpp"

namespace bellcurve::runtime {

/// Read once per call, so that a concurrent set_isa() cannot split it.
const simd::kernel_table& active_kernels();

/// \throws error(errc::unavailable) if the ISA is not available.
const simd::kernel_table& kernels_of(isa which);

}  // namespace bellcurve::runtime
