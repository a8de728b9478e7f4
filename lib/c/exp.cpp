#include "views.hpp"

#include <bellcurve/c/exp.h>
#include <bellcurve/exp.hpp>

namespace c = bellcurve::c;

#define BELLCURVE_C_EXP(T, S)                                            \
  bellcurve_status bellcurve_exp_##S(ptrdiff_t n, const T* in, T* out) { \
    return c::run([&] {                                                  \
      const auto from = c::list("in", in, n);                            \
      bellcurve::exp(from, c::list("out", out, n));                      \
    });                                                                  \
  }
BELLCURVE_C_EXP(float, f32)
BELLCURVE_C_EXP(double, f64)
