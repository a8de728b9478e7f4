/** \file density.h
 * Kernel density estimates; see <bellcurve/density.hpp>. */
#ifndef BELLCURVE_C_DENSITY_H
#define BELLCURVE_C_DENSITY_H

#include <bellcurve/c/rbf.h>

#ifdef __cplusplus
extern "C" {
#endif

/** out[i] = the mean of normal densities about the rows of y, at row i of x.
 * \param x n x d \param y m x d with m > 0, the data
 * \param weights m values, finite, >= 0, not all 0; NULL: all the same
 * \param params variance must be 1, noise 0 \param out n values
 * \param options without a workspace */
BELLCURVE_API bellcurve_status bellcurve_rbf_density_f32(
    ptrdiff_t n, ptrdiff_t m, ptrdiff_t d, const float* x, ptrdiff_t x_row_stride,
    ptrdiff_t x_col_stride, const float* y, ptrdiff_t y_row_stride, ptrdiff_t y_col_stride,
    const double* weights, const bellcurve_rbf_params* params, double* out,
    const bellcurve_rbf_options* options);
BELLCURVE_API bellcurve_status bellcurve_rbf_density_f64(
    ptrdiff_t n, ptrdiff_t m, ptrdiff_t d, const double* x, ptrdiff_t x_row_stride,
    ptrdiff_t x_col_stride, const double* y, ptrdiff_t y_row_stride, ptrdiff_t y_col_stride,
    const double* weights, const bellcurve_rbf_params* params, double* out,
    const bellcurve_rbf_options* options);

/** The logarithm of it, finite however far x_i is from all data. */
BELLCURVE_API bellcurve_status bellcurve_rbf_log_density_f32(
    ptrdiff_t n, ptrdiff_t m, ptrdiff_t d, const float* x, ptrdiff_t x_row_stride,
    ptrdiff_t x_col_stride, const float* y, ptrdiff_t y_row_stride, ptrdiff_t y_col_stride,
    const double* weights, const bellcurve_rbf_params* params, double* out,
    const bellcurve_rbf_options* options);
BELLCURVE_API bellcurve_status bellcurve_rbf_log_density_f64(
    ptrdiff_t n, ptrdiff_t m, ptrdiff_t d, const double* x, ptrdiff_t x_row_stride,
    ptrdiff_t x_col_stride, const double* y, ptrdiff_t y_row_stride, ptrdiff_t y_col_stride,
    const double* weights, const bellcurve_rbf_params* params, double* out,
    const bellcurve_rbf_options* options);

#ifdef __cplusplus
}
#endif
#endif
