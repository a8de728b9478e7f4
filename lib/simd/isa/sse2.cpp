// x86-64 baseline: SSE2, no FMA.
#define BELLCURVE_ISA sse2
// The token is used only as a namespace: renamed, no weak symbol of xsimd can be
// shared with another ISA.
#define xsimd xsimd_sse2
#define BELLCURVE_ARCH xsimd::sse2
#include "../table.hpp"
