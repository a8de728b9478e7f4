/** \file exp.h
 * The exponential function over arrays; see <bellcurve/exp.hpp>. */
#ifndef BELLCURVE_C_EXP_H
#define BELLCURVE_C_EXP_H

#include <bellcurve/c/base.h>

#ifdef __cplusplus
extern "C" {
#endif

/** out[i] = exp(in[i]) for i < n, to 1 ulp. `out` may be `in`; they must not overlap in part. */
BELLCURVE_API bellcurve_status bellcurve_exp_f32(ptrdiff_t n, const float* in, float* out);
BELLCURVE_API bellcurve_status bellcurve_exp_f64(ptrdiff_t n, const double* in, double* out);

#ifdef __cplusplus
}
#endif
#endif
