/// \file info.hpp
/// What this build of the library is and what it found on this machine.
#pragma once

#include <bellcurve/export.h>

#include <string>

namespace BELLCURVE_API bellcurve {

/// "major.minor.patch".
const char* version() noexcept;

/// What is known of the BLAS, and the result of the self-test that every process
/// runs before it first relies on gemm.
struct blas_info {
  bool built_in;        ///< the library was built with a BLAS
  bool usable;          ///< gemm returned right numbers and stayed in its thread
  std::string config;   ///< the BLAS's own description; empty if it has none
  std::string core;     ///< the CPU family of its kernels; empty if it does not say
  std::string problem;  ///< why it is not usable; empty if it is
};

/// Runs the self-test if it has not run yet (under a millisecond). Thread-safe.
/// An unusable BLAS is not an error: the library then uses kernels of its own.
blas_info blas();

/// Threads that a call with `threads = requested` would use now, from this thread, if it has work
/// for them. 1 inside a parallel region of the caller's, and in a process that was forked off one
/// with threads.
int default_threads(int requested = 0) noexcept;

}  // namespace bellcurve
