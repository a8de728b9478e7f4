#include "facts.hpp"

#include "bellcurve_build_facts.hpp"  // made by perf/build_facts.cmake
#include "perf/support/join.hpp"
#include "perf/support/limits.hpp"
#include "perf/support/machine.hpp"

#include <bellcurve/info.hpp>
#include <bellcurve/isa.hpp>

#include <benchmark/benchmark.h>

#include <cmath>

namespace bellcurve::perf {

facts machine_facts() {
  std::string isas;
  for (const isa which : available_isas()) {
    isas += join({isas.empty() ? "" : " ", to_string(which)});
  }
  const double mhz = benchmark::CPUInfo::Get().cycles_per_second / 1e6;
  const blas_info b = blas();
  return {{"version", version()},
          {"commit", BELLCURVE_COMMIT},
          {"cpu", cpu_name()},
          {"clock", join({std::to_string(std::lround(mhz)), " MHz, as the system gives it"})},
          {"isas", isas},
          {"threads", std::to_string(all_threads())},
          {"compiler", BELLCURVE_COMPILER},
          {"flags", BELLCURVE_FLAGS},
          {"isa_flags", BELLCURVE_ISA_FLAGS},
          {"blas", b.usable ? b.config : join({"not used: ", b.problem})},
          {"blas_core", b.core.empty() ? "unknown" : b.core}};
}

}  // namespace bellcurve::perf
