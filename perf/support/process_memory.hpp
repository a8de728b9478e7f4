// How much memory this process holds, as the kernel counts it. Linux; elsewhere
// everything is 0.
#pragma once

namespace bellcurve::perf {

/// Bytes resident now, and the most that ever were since the last reset.
double resident_bytes();
double peak_resident_bytes();

/// Makes the peak start again from now. \return Whether the system allows it.
bool reset_peak_resident();

/// Bytes that could be allocated without swapping.
double available_bytes();

}  // namespace bellcurve::perf
