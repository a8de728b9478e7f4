// AVX2 with FMA (Haswell, Zen and later).
#define BELLCURVE_ISA avx2
// The token is used only as a namespace: renamed, no weak symbol of xsimd can be
// shared with another ISA.
#define xsimd xsimd_avx2
#define BELLCURVE_ARCH xsimd::fma3<xsimd::avx2>
#include "../table.hpp"
