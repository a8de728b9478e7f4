/** \file block_cyclic.h
 * This process's part of an RBF matrix that is spread as ScaLAPACK spreads it; see
 * <bellcurve/block_cyclic.hpp>. No communication, and no MPI. */
#ifndef BELLCURVE_C_BLOCK_CYCLIC_H
#define BELLCURVE_C_BLOCK_CYCLIC_H

#include <bellcurve/c/rbf.h>

#ifdef __cplusplus
extern "C" {
#endif

/** A matrix spread over a grid of processes, and this process's place in it. 13 ints, one behind
 * the other: in Fortran an array of them will do. */
typedef struct bellcurve_block_cyclic {
  int descriptor[9]; /**< As descinit_ makes it. */
  int grid_rows;     /**< Of processes; this and the rest as blacs_gridinfo_ gives them. */
  int grid_cols;     /**< Of processes. */
  int grid_row;      /**< This process's. */
  int grid_col;      /**< This process's. */
} bellcurve_block_cyclic;

/** Sets *rows and *cols to those of this process's part: numroc_ of both. */
BELLCURVE_API bellcurve_status bellcurve_block_cyclic_extents(const bellcurve_block_cyclic* layout,
                                                              ptrdiff_t* rows, ptrdiff_t* cols);

/** The center that functions of such an x take if none is given. \param center d values */
BELLCURVE_API bellcurve_status bellcurve_rbf_center_f32(ptrdiff_t n, ptrdiff_t d, const float* x,
                                                        ptrdiff_t x_row_stride,
                                                        ptrdiff_t x_col_stride, double* center);
BELLCURVE_API bellcurve_status bellcurve_rbf_center_f64(ptrdiff_t n, ptrdiff_t d, const double* x,
                                                        ptrdiff_t x_row_stride,
                                                        ptrdiff_t x_col_stride, double* center);

/** This process's part of K of the rows of x with those of y, of which it has all.
 * \param x M_ x d \param y N_ x d
 * \param local column-major, LLD_ elements from column to column; local_size elements */
BELLCURVE_API bellcurve_status bellcurve_rbf_kernel_local_f32(
    ptrdiff_t d, const float* x, ptrdiff_t x_row_stride, ptrdiff_t x_col_stride, const float* y,
    ptrdiff_t y_row_stride, ptrdiff_t y_col_stride, const bellcurve_rbf_params* params,
    const bellcurve_block_cyclic* layout, float* local, ptrdiff_t local_size,
    const bellcurve_rbf_options* options);
BELLCURVE_API bellcurve_status bellcurve_rbf_kernel_local_f64(
    ptrdiff_t d, const double* x, ptrdiff_t x_row_stride, ptrdiff_t x_col_stride, const double* y,
    ptrdiff_t y_row_stride, ptrdiff_t y_col_stride, const bellcurve_rbf_params* params,
    const bellcurve_block_cyclic* layout, double* local, ptrdiff_t local_size,
    const bellcurve_rbf_options* options);

/** The same of the rows of x with themselves: a triangle or all of it, and noise on the diagonal.
 */
BELLCURVE_API bellcurve_status bellcurve_rbf_kernel_local_symmetric_f32(
    ptrdiff_t d, const float* x, ptrdiff_t x_row_stride, ptrdiff_t x_col_stride,
    const bellcurve_rbf_params* params, const bellcurve_block_cyclic* layout, float* local,
    ptrdiff_t local_size, const bellcurve_rbf_options* options);
BELLCURVE_API bellcurve_status bellcurve_rbf_kernel_local_symmetric_f64(
    ptrdiff_t d, const double* x, ptrdiff_t x_row_stride, ptrdiff_t x_col_stride,
    const bellcurve_rbf_params* params, const bellcurve_block_cyclic* layout, double* local,
    ptrdiff_t local_size, const bellcurve_rbf_options* options);

/** Both, for a process that has the points of its own rows and columns alone.
 * \param x points of the local rows \param y of the local columns
 * \param options must have a center */
BELLCURVE_API bellcurve_status bellcurve_rbf_kernel_local_slices_f32(
    ptrdiff_t d, const float* x, ptrdiff_t x_row_stride, ptrdiff_t x_col_stride, const float* y,
    ptrdiff_t y_row_stride, ptrdiff_t y_col_stride, const bellcurve_rbf_params* params,
    const bellcurve_block_cyclic* layout, float* local, ptrdiff_t local_size,
    const bellcurve_rbf_options* options);
BELLCURVE_API bellcurve_status bellcurve_rbf_kernel_local_slices_f64(
    ptrdiff_t d, const double* x, ptrdiff_t x_row_stride, ptrdiff_t x_col_stride, const double* y,
    ptrdiff_t y_row_stride, ptrdiff_t y_col_stride, const bellcurve_rbf_params* params,
    const bellcurve_block_cyclic* layout, double* local, ptrdiff_t local_size,
    const bellcurve_rbf_options* options);

#ifdef __cplusplus
}
#endif
#endif
