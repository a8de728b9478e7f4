#include "blas.hpp"

#include <bellcurve/info.hpp>

#include <omp.h>

namespace bellcurve {

const char* version() noexcept { return BELLCURVE_VERSION; }

blas_info blas() {
  const runtime::blas_report& r = runtime::blas();
  return {r.built_in, r.usable, r.config, r.core, r.problem};
}

int default_threads() noexcept { return omp_in_parallel() ? 1 : omp_get_max_threads(); }

}  // namespace bellcurve
