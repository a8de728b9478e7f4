// What this machine can run.
#pragma once

#include <bellcurve/isa.hpp>

namespace bellcurve::runtime {

/// Asks the CPU and, for wide registers, whether the operating system saves them.
bool cpu_supports(isa which) noexcept;

}  // namespace bellcurve::runtime
