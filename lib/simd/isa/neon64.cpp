// AArch64 Advanced SIMD.
#define BELLCURVE_ISA neon64
// The token is used only as a namespace: renamed, no weak symbol of xsimd can be
// shared with another ISA.
#define xsimd xsimd_neon64
#define BELLCURVE_ARCH xsimd::neon64
#include "../table.hpp"
