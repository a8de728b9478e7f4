#include "blas.hpp"
#include "threads.hpp"

#include <bellcurve/info.hpp>

namespace bellcurve {

const char* version() noexcept { return BELLCURVE_VERSION; }

blas_info blas() {
  const runtime::blas_report& r = runtime::blas();
  return {r.built_in, r.usable, r.config, r.core, r.problem};
}

int default_threads(int requested) noexcept { return runtime::team_size(requested); }

}  // namespace bellcurve
