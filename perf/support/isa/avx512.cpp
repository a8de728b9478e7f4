// AVX-512 F, CD, DQ, BW and VL.
#define BELLCURVE_ISA avx512
// The token is used only as a namespace: see lib/simd/isa.
#define xsimd xsimd_avx512
#define BELLCURVE_ARCH xsimd::avx512bw
#include "../loops_isa.hpp"
