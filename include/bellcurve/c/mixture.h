/** \file mixture.h
 * Densities of normal distributions and their mixtures; see <bellcurve/mixture.hpp>. */
#ifndef BELLCURVE_C_MIXTURE_H
#define BELLCURVE_C_MIXTURE_H

#include <bellcurve/c/grid.h>

#ifdef __cplusplus
extern "C" {
#endif

/** How components are combined. */
enum {
  BELLCURVE_COMBINATION_SUM = 0, /**< The mixture density. */
  BELLCURVE_COMBINATION_MAX = 1  /**< The largest of the weighted densities. */
};
/** "sum", "max"; NULL for what is none. Valid for ever. */
BELLCURVE_API const char* bellcurve_combination_name(int which);
BELLCURVE_API bellcurve_status bellcurve_combination_parse(const char* name, int* which);

/** Components of d dimensions, one behind the other in every list. */
typedef struct bellcurve_mixture {
  size_t size;
  ptrdiff_t components;      /**< At least 1; 0 by default. */
  ptrdiff_t dimensions;      /**< d; 0 by default. */
  const double* means;       /**< components x d, finite. */
  const double* covariances; /**< components x covariance_values; NULL: 1 along every axis. */
  /** Of each component. 1: the variance along every axis. d: the variance along each. d * d: the
   * matrix, row by row, symmetric and positive definite. */
  ptrdiff_t covariance_values;
  const double* weights; /**< One per component, finite and >= 0; NULL: 1 each. */
  int combination;       /**< BELLCURVE_COMBINATION_... */
  int reserved;          /**< 0 */
} bellcurve_mixture;
BELLCURVE_API bellcurve_status bellcurve_mixture_init(bellcurve_mixture* mixture, size_t size);

/** out[i] = the density at row i of x.
 * \param mixture Not NULL. \param x n x d \param out n values; must not overlap x. */
BELLCURVE_API bellcurve_status bellcurve_mixture_pdf_f32(ptrdiff_t n, ptrdiff_t d,
                                                         const bellcurve_mixture* mixture,
                                                         const float* x, ptrdiff_t x_row_stride,
                                                         ptrdiff_t x_col_stride, float* out,
                                                         ptrdiff_t out_stride,
                                                         const bellcurve_grid_options* options);
BELLCURVE_API bellcurve_status bellcurve_mixture_pdf_f64(ptrdiff_t n, ptrdiff_t d,
                                                         const bellcurve_mixture* mixture,
                                                         const double* x, ptrdiff_t x_row_stride,
                                                         ptrdiff_t x_col_stride, double* out,
                                                         ptrdiff_t out_stride,
                                                         const bellcurve_grid_options* options);

/** Its logarithm, finite however far x is from all components. */
BELLCURVE_API bellcurve_status bellcurve_mixture_logpdf_f32(ptrdiff_t n, ptrdiff_t d,
                                                            const bellcurve_mixture* mixture,
                                                            const float* x, ptrdiff_t x_row_stride,
                                                            ptrdiff_t x_col_stride, float* out,
                                                            ptrdiff_t out_stride,
                                                            const bellcurve_grid_options* options);
BELLCURVE_API bellcurve_status bellcurve_mixture_logpdf_f64(ptrdiff_t n, ptrdiff_t d,
                                                            const bellcurve_mixture* mixture,
                                                            const double* x, ptrdiff_t x_row_stride,
                                                            ptrdiff_t x_col_stride, double* out,
                                                            ptrdiff_t out_stride,
                                                            const bellcurve_grid_options* options);

/** The density at the points of a grid.
 * \param axes As many as the mixture has dimensions, 1 to 3. \param grid NULL: index i is at i.
 * \param out Of the given shape. */
BELLCURVE_API bellcurve_status bellcurve_mixture_pdf_grid_f32(
    int axes, const ptrdiff_t* shape, const bellcurve_mixture* mixture, const bellcurve_grid* grid,
    float* out, const ptrdiff_t* out_strides, const bellcurve_grid_options* options);
BELLCURVE_API bellcurve_status bellcurve_mixture_pdf_grid_f64(
    int axes, const ptrdiff_t* shape, const bellcurve_mixture* mixture, const bellcurve_grid* grid,
    double* out, const ptrdiff_t* out_strides, const bellcurve_grid_options* options);

/** Its logarithm. */
BELLCURVE_API bellcurve_status bellcurve_mixture_logpdf_grid_f32(
    int axes, const ptrdiff_t* shape, const bellcurve_mixture* mixture, const bellcurve_grid* grid,
    float* out, const ptrdiff_t* out_strides, const bellcurve_grid_options* options);
BELLCURVE_API bellcurve_status bellcurve_mixture_logpdf_grid_f64(
    int axes, const ptrdiff_t* shape, const bellcurve_mixture* mixture, const bellcurve_grid* grid,
    double* out, const ptrdiff_t* out_strides, const bellcurve_grid_options* options);

#ifdef __cplusplus
}
#endif
#endif
