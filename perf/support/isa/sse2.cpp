// x86-64 baseline: SSE2, no FMA.
#define BELLCURVE_ISA sse2
// The token is used only as a namespace: see lib/simd/isa.
#define xsimd xsimd_sse2
#define BELLCURVE_ARCH xsimd::sse2
#include "../loops_isa.hpp"
