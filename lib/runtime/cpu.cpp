#include "cpu.hpp"

namespace bellcurve::runtime {

// __builtin_cpu_supports reads XGETBV, so a CPU whose operating system does not
// save the wide registers counts as one without them.
bool cpu_supports(isa which) noexcept {
#if defined(__x86_64__)
  switch (which) {
    case isa::scalar:
    case isa::sse2:
      return true;
    case isa::avx2:
      return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
    case isa::avx512:
      return cpu_supports(isa::avx2) && __builtin_cpu_supports("avx512f") &&
             __builtin_cpu_supports("avx512cd") && __builtin_cpu_supports("avx512dq") &&
             __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl");
    case isa::neon64:
      return false;
  }
  return false;
#elif defined(__aarch64__)
  return which == isa::scalar || which == isa::neon64;
#else
  return which == isa::scalar;
#endif
}

}  // namespace bellcurve::runtime
