// What a measurement must be read with.
#pragma once

#include <string>

namespace bellcurve::perf {

/// The processor's name as the system gives it, with family and model where it has no number, as on
/// virtual machines; "unknown CPU" if there is none.
std::string cpu_name();

/// "bellcurve 0.1.0, AMD EPYC, isa avx512 of scalar sse2 avx2 avx512, 2 threads".
std::string machine_line();

/// "OpenBLAS 0.3.21 ..., core SkylakeX", or why there is none to use.
std::string blas_line();

}  // namespace bellcurve::perf
