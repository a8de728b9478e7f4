#include "rbf.hpp"
#include "views.hpp"

#include <bellcurve/c/density.h>
#include <bellcurve/density.hpp>

namespace c = bellcurve::c;

#define BELLCURVE_C_DENSITY(name, T, S)                                                          \
  bellcurve_status bellcurve_##name##_##S(                                                       \
      ptrdiff_t n, ptrdiff_t m, ptrdiff_t d, BELLCURVE_C_MATRIX(const T, x),                     \
      BELLCURVE_C_MATRIX(const T, y), const double* weights, const bellcurve_rbf_params* params, \
      double* out, const bellcurve_rbf_options* options) {                                       \
    return c::run([&] {                                                                          \
      bellcurve::name(BELLCURVE_C_VIEW(x, n, d), BELLCURVE_C_VIEW(y, m, d),                      \
                      c::list("weights", weights, weights ? m : 0), c::params_of(params),        \
                      c::list("out", out, n), c::options_of(options, d));                        \
    });                                                                                          \
  }
BELLCURVE_C_DENSITY(rbf_density, float, f32)
BELLCURVE_C_DENSITY(rbf_density, double, f64)
BELLCURVE_C_DENSITY(rbf_log_density, float, f32)
BELLCURVE_C_DENSITY(rbf_log_density, double, f64)
