/** \file kernels.h
 * Gaussian kernels as arrays of weights, and a Gaussian over a grid; see <bellcurve/kernels.hpp>.
 */
#ifndef BELLCURVE_C_KERNELS_H
#define BELLCURVE_C_KERNELS_H

#include <bellcurve/c/grid.h>

#ifdef __cplusplus
extern "C" {
#endif

/** How a Gaussian becomes weights of cells of width 1. */
enum {
  BELLCURVE_DISCRETIZATION_SAMPLED = 0, /**< The density at the midpoint of the cell. */
  BELLCURVE_DISCRETIZATION_MASS = 1,    /**< Its integral over the cell. */
  BELLCURVE_DISCRETIZATION_BESSEL = 2   /**< The discrete analogue of the Gaussian. */
};
/** "sampled", "mass", "bessel"; NULL for what is none. Valid for ever. */
BELLCURVE_API const char* bellcurve_discretization_name(int which);
BELLCURVE_API bellcurve_status bellcurve_discretization_parse(const char* name, int* which);

/** What the weights of a kernel are scaled to. */
enum {
  BELLCURVE_NORMALIZATION_SUM = 0,     /**< A sum of 1. */
  BELLCURVE_NORMALIZATION_DENSITY = 1, /**< As the density has it. */
  BELLCURVE_NORMALIZATION_NONE = 2     /**< A Gaussian of height 1. */
};
/** "sum", "density", "none"; NULL for what is none. Valid for ever. */
BELLCURVE_API const char* bellcurve_normalization_name(int which);
BELLCURVE_API bellcurve_status bellcurve_normalization_parse(const char* name, int* which);

/** A kernel along one axis; lengths in cells. */
typedef struct bellcurve_kernel_1d_params {
  size_t size;
  double sigma;       /**< Finite and >= 0, > 0 for a derivative; 1 by default. */
  double center;      /**< Finite, counted from the first cell. Not set: the middle. */
  int order;          /**< Derivative, 0 to 4. */
  int discretization; /**< BELLCURVE_DISCRETIZATION_... */
  int normalization;  /**< BELLCURVE_NORMALIZATION_... */
  int reserved;       /**< 0 */
} bellcurve_kernel_1d_params;
BELLCURVE_API bellcurve_status bellcurve_kernel_1d_params_init(bellcurve_kernel_1d_params* params,
                                                               size_t size);

/** A kernel along two axes, rows first. */
typedef struct bellcurve_kernel_2d_params {
  size_t size;
  double sigma[2];
  double center[2]; /**< Both or none are set. */
  double theta;     /**< Radians from axis 0 towards axis 1; sampled kernels of order 0 alone. */
  int order[2];
  int discretization;
  int normalization;
} bellcurve_kernel_2d_params;
BELLCURVE_API bellcurve_status bellcurve_kernel_2d_params_init(bellcurve_kernel_2d_params* params,
                                                               size_t size);

/** Weights along one axis. \param out n values */
BELLCURVE_API bellcurve_status bellcurve_gaussian_kernel_1d_f32(
    ptrdiff_t n, const bellcurve_kernel_1d_params* params, float* out, ptrdiff_t out_stride);
BELLCURVE_API bellcurve_status bellcurve_gaussian_kernel_1d_f64(
    ptrdiff_t n, const bellcurve_kernel_1d_params* params, double* out, ptrdiff_t out_stride);

/** Weights along two axes. \param out rows x cols */
BELLCURVE_API bellcurve_status bellcurve_gaussian_kernel_2d_f32(
    ptrdiff_t rows, ptrdiff_t cols, const bellcurve_kernel_2d_params* params, float* out,
    ptrdiff_t out_row_stride, ptrdiff_t out_col_stride);
BELLCURVE_API bellcurve_status bellcurve_gaussian_kernel_2d_f64(
    ptrdiff_t rows, ptrdiff_t cols, const bellcurve_kernel_2d_params* params, double* out,
    ptrdiff_t out_row_stride, ptrdiff_t out_col_stride);

/** The kernel of cell masses that spans nsig standard deviations to either side, with the sum 1.
 * \param nsig Finite and > 0; how many sigmas fit between the middle and the border.
 * \param out rows x cols */
BELLCURVE_API bellcurve_status bellcurve_gkern_f32(ptrdiff_t rows, ptrdiff_t cols, double nsig,
                                                   float* out, ptrdiff_t out_row_stride,
                                                   ptrdiff_t out_col_stride);
BELLCURVE_API bellcurve_status bellcurve_gkern_f64(ptrdiff_t rows, ptrdiff_t cols, double nsig,
                                                   double* out, ptrdiff_t out_row_stride,
                                                   ptrdiff_t out_col_stride);

/** A Gaussian with astropy's parameters; those of axis 0 (rows) first. */
typedef struct bellcurve_gaussian_2d_params {
  size_t size;
  double amplitude;     /**< The value at the mean; 1 by default. */
  double mean[2];       /**< 0, 0 by default. */
  double stddev[2];     /**< Both or none are set; none: 1, unless there is a covariance. */
  double theta;         /**< Radians from axis 0 towards axis 1. */
  double covariance[4]; /**< Row by row; all or none are set, and not beside stddev. */
} bellcurve_gaussian_2d_params;
BELLCURVE_API bellcurve_status
bellcurve_gaussian_2d_params_init(bellcurve_gaussian_2d_params* params, size_t size);

/** It at the points of a grid. \param grid NULL: index i is at i. \param out rows x cols */
BELLCURVE_API bellcurve_status bellcurve_gaussian_2d_f32(ptrdiff_t rows, ptrdiff_t cols,
                                                         const bellcurve_gaussian_2d_params* params,
                                                         const bellcurve_grid* grid, float* out,
                                                         ptrdiff_t out_row_stride,
                                                         ptrdiff_t out_col_stride,
                                                         const bellcurve_grid_options* options);
BELLCURVE_API bellcurve_status bellcurve_gaussian_2d_f64(ptrdiff_t rows, ptrdiff_t cols,
                                                         const bellcurve_gaussian_2d_params* params,
                                                         const bellcurve_grid* grid, double* out,
                                                         ptrdiff_t out_row_stride,
                                                         ptrdiff_t out_col_stride,
                                                         const bellcurve_grid_options* options);

#ifdef __cplusplus
}
#endif
#endif
