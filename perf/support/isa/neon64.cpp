// AArch64 Advanced SIMD.
#define BELLCURVE_ISA neon64
// The token is used only as a namespace: see lib/simd/isa.
#define xsimd xsimd_neon64
#define BELLCURVE_ARCH xsimd::neon64
#include "../loops_isa.hpp"
