#include "loops.hpp"

#include <bellcurve/error.hpp>

#include <algorithm>
#include <string>

namespace bellcurve {

namespace simd {
#define BELLCURVE_DECLARE_LOOPS(name)        \
  namespace name {                           \
  extern const perf::loop_table limit_loops; \
  }
#ifdef BELLCURVE_HAVE_ISA_SCALAR
BELLCURVE_DECLARE_LOOPS(scalar)
#endif
#ifdef BELLCURVE_HAVE_ISA_SSE2
BELLCURVE_DECLARE_LOOPS(sse2)
#endif
#ifdef BELLCURVE_HAVE_ISA_AVX2
BELLCURVE_DECLARE_LOOPS(avx2)
#endif
#ifdef BELLCURVE_HAVE_ISA_AVX512
BELLCURVE_DECLARE_LOOPS(avx512)
#endif
#ifdef BELLCURVE_HAVE_ISA_NEON64
BELLCURVE_DECLARE_LOOPS(neon64)
#endif
#undef BELLCURVE_DECLARE_LOOPS
}  // namespace simd

namespace perf {
namespace {

constexpr const loop_table* built[] = {
#ifdef BELLCURVE_HAVE_ISA_SCALAR
    &simd::scalar::limit_loops,
#endif
#ifdef BELLCURVE_HAVE_ISA_SSE2
    &simd::sse2::limit_loops,
#endif
#ifdef BELLCURVE_HAVE_ISA_AVX2
    &simd::avx2::limit_loops,
#endif
#ifdef BELLCURVE_HAVE_ISA_AVX512
    &simd::avx512::limit_loops,
#endif
#ifdef BELLCURVE_HAVE_ISA_NEON64
    &simd::neon64::limit_loops,
#endif
};

}  // namespace

const loop_table& loops_of(isa which) {
  const auto have = available_isas();
  if (std::find(have.begin(), have.end(), which) != have.end()) {
    for (const loop_table* t : built) {
      if (t->isa == which) return *t;
    }
  }
  throw error(errc::unavailable, "isa " + std::string(to_string(which)) + " is not available here");
}

}  // namespace perf
}  // namespace bellcurve
