// AVX2 with FMA.
#define BELLCURVE_ISA avx2
// The token is used only as a namespace: see lib/simd/isa.
#define xsimd xsimd_avx2
#define BELLCURVE_ARCH xsimd::fma3<xsimd::avx2>
#include "../loops_isa.hpp"
