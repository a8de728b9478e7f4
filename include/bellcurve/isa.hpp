/// \file isa.hpp
/// Which instruction set the kernels run on.
#pragma once

#include <bellcurve/export.h>

#include <span>
#include <string_view>

namespace BELLCURVE_API bellcurve {

/// The instruction sets the library is compiled for, slowest first.
enum class isa {
  scalar,  ///< one value at a time: the reference
  sse2,    ///< x86-64 baseline
  avx2,    ///< AVX2 and FMA
  avx512,  ///< AVX-512 F, CD, DQ, BW and VL
  neon64,  ///< AArch64 Advanced SIMD
};

/// \return The instruction sets that this build holds and this machine (CPU and
/// operating system) can run, slowest first. Never empty; valid for the life of
/// the process. Thread-safe.
std::span<const isa> available_isas() noexcept;

/// \return The instruction set in use: the last of available_isas(), unless the
/// environment variable BELLCURVE_ISA named another at first use or set_isa()
/// chose one. Thread-safe.
/// \throws error(errc::unavailable) if BELLCURVE_ISA names none that is
/// available; the message lists those that are.
isa active_isa();

/// Chooses the instruction set of all later calls, in every thread. A call that
/// is under way finishes on the one it started with. Thread-safe.
/// \throws error(errc::unavailable) if `which` is not among available_isas().
void set_isa(isa which);

/// \return The name used by BELLCURVE_ISA, the tools and the reports: "avx2".
std::string_view to_string(isa which) noexcept;

/// \return The instruction set of that name.
/// \throws error(errc::bad_argument) if there is none.
isa parse_isa(std::string_view name);

}  // namespace bellcurve
