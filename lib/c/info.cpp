#include "../runtime/blas.hpp"
#include "status.hpp"

#include <bellcurve/c/info.h>
#include <bellcurve/info.hpp>

namespace c = bellcurve::c;

const char* bellcurve_version(void) { return bellcurve::version(); }

bellcurve_status bellcurve_blas(bellcurve_blas_info* info) {
  return c::run([&] {
    bellcurve_blas_info& to = c::at("info", info);
    // Its own, whose texts live as long as the process.
    const bellcurve::runtime::blas_report& r = bellcurve::runtime::blas();
    to = {r.built_in, r.usable, r.config.c_str(), r.core.c_str(), r.problem.c_str()};
  });
}

int bellcurve_default_threads(void) { return bellcurve::default_threads(); }
