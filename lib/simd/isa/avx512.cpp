// AVX-512 F, CD, DQ, BW and VL (Skylake-X, Zen 4 and later).
#define BELLCURVE_ISA avx512
// The token is used only as a namespace: renamed, no weak symbol of xsimd can be
// shared with another ISA.
#define xsimd xsimd_avx512
#define BELLCURVE_ARCH xsimd::avx512bw
#include "../table.hpp"
