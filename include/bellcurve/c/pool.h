/** \file pool.h
 * Pooling: each block of a matrix becomes one number; see <bellcurve/pool.hpp>. */
#ifndef BELLCURVE_C_POOL_H
#define BELLCURVE_C_POOL_H

#include <bellcurve/c/kernels.h>

#ifdef __cplusplus
extern "C" {
#endif

/** What happens to rows and columns at the end that fill no block. */
enum {
  BELLCURVE_REMAINDER_ERROR = 0, /**< The call is refused. */
  BELLCURVE_REMAINDER_CROP = 1,  /**< They are left out. */
  BELLCURVE_REMAINDER_PAD = 2    /**< Zeros follow; with a mask, cells that are not valid. */
};
/** "error", "crop", "pad"; NULL for what is none. Valid for ever. */
BELLCURVE_API const char* bellcurve_remainder_name(int which);
BELLCURVE_API bellcurve_status bellcurve_remainder_parse(const char* name, int* which);

/** Which blocks there are, and how pooling does its work. */
typedef struct bellcurve_pool_options {
  size_t size;
  ptrdiff_t stride[2]; /**< From block to block, > 0; both or none are set, none: the block. */
  const uint8_t* mask; /**< Rows x columns of in; 0 marks a cell that is not valid. NULL: none. */
  /** In elements. */
  ptrdiff_t mask_row_stride, mask_col_stride;
  bellcurve_progress progress;
  void* progress_context;
  int remainder;    /**< BELLCURVE_REMAINDER_... */
  int batch_axes;   /**< Axes of in before its rows. */
  int channels;     /**< Not 0: the last axis of in and out holds channels. */
  int check_finite; /**< Not 0: reject NaN and infinity in valid cells. */
  int threads;      /**< 0: as many as OpenMP would use. The result does not depend on it. */
  int reserved;     /**< 0 */
} bellcurve_pool_options;
BELLCURVE_API bellcurve_status bellcurve_pool_options_init(bellcurve_pool_options* options,
                                                           size_t size);

/** Sets *blocks to how many blocks there are along an axis of `extent` cells. */
BELLCURVE_API bellcurve_status bellcurve_pooled_extent(ptrdiff_t extent, ptrdiff_t block,
                                                       ptrdiff_t stride, int remainder,
                                                       ptrdiff_t* blocks);

/** Each block times a kernel, summed.
 * \param in [batch...,] rows, columns [, channel]: `axes` of them
 * \param kernel kernel_rows x kernel_cols, finite, used as given
 * \param out [batch...,] pooled rows, pooled columns [, channel]; must not overlap the rest. */
BELLCURVE_API bellcurve_status bellcurve_block_pool_f32(
    int axes, const ptrdiff_t* in_shape, const float* in, const ptrdiff_t* in_strides,
    ptrdiff_t kernel_rows, ptrdiff_t kernel_cols, const float* kernel, ptrdiff_t kernel_row_stride,
    ptrdiff_t kernel_col_stride, const ptrdiff_t* out_shape, float* out,
    const ptrdiff_t* out_strides, const bellcurve_pool_options* options);
BELLCURVE_API bellcurve_status bellcurve_block_pool_f64(
    int axes, const ptrdiff_t* in_shape, const double* in, const ptrdiff_t* in_strides,
    ptrdiff_t kernel_rows, ptrdiff_t kernel_cols, const double* kernel, ptrdiff_t kernel_row_stride,
    ptrdiff_t kernel_col_stride, const ptrdiff_t* out_shape, double* out,
    const ptrdiff_t* out_strides, const bellcurve_pool_options* options);
BELLCURVE_API bellcurve_status bellcurve_block_pool_u8_f32(
    int axes, const ptrdiff_t* in_shape, const uint8_t* in, const ptrdiff_t* in_strides,
    ptrdiff_t kernel_rows, ptrdiff_t kernel_cols, const float* kernel, ptrdiff_t kernel_row_stride,
    ptrdiff_t kernel_col_stride, const ptrdiff_t* out_shape, float* out,
    const ptrdiff_t* out_strides, const bellcurve_pool_options* options);
BELLCURVE_API bellcurve_status bellcurve_block_pool_u16_f32(
    int axes, const ptrdiff_t* in_shape, const uint16_t* in, const ptrdiff_t* in_strides,
    ptrdiff_t kernel_rows, ptrdiff_t kernel_cols, const float* kernel, ptrdiff_t kernel_row_stride,
    ptrdiff_t kernel_col_stride, const ptrdiff_t* out_shape, float* out,
    const ptrdiff_t* out_strides, const bellcurve_pool_options* options);
BELLCURVE_API bellcurve_status bellcurve_block_pool_i16_f32(
    int axes, const ptrdiff_t* in_shape, const int16_t* in, const ptrdiff_t* in_strides,
    ptrdiff_t kernel_rows, ptrdiff_t kernel_cols, const float* kernel, ptrdiff_t kernel_row_stride,
    ptrdiff_t kernel_col_stride, const ptrdiff_t* out_shape, float* out,
    const ptrdiff_t* out_strides, const bellcurve_pool_options* options);

/** The same with the kernel bellcurve_gaussian_kernel_2d(params) of block_rows x block_cols. */
BELLCURVE_API bellcurve_status bellcurve_gaussian_pool_f32(
    int axes, const ptrdiff_t* in_shape, const float* in, const ptrdiff_t* in_strides,
    ptrdiff_t block_rows, ptrdiff_t block_cols, const bellcurve_kernel_2d_params* params,
    const ptrdiff_t* out_shape, float* out, const ptrdiff_t* out_strides,
    const bellcurve_pool_options* options);
BELLCURVE_API bellcurve_status bellcurve_gaussian_pool_f64(
    int axes, const ptrdiff_t* in_shape, const double* in, const ptrdiff_t* in_strides,
    ptrdiff_t block_rows, ptrdiff_t block_cols, const bellcurve_kernel_2d_params* params,
    const ptrdiff_t* out_shape, double* out, const ptrdiff_t* out_strides,
    const bellcurve_pool_options* options);
BELLCURVE_API bellcurve_status bellcurve_gaussian_pool_u8_f32(
    int axes, const ptrdiff_t* in_shape, const uint8_t* in, const ptrdiff_t* in_strides,
    ptrdiff_t block_rows, ptrdiff_t block_cols, const bellcurve_kernel_2d_params* params,
    const ptrdiff_t* out_shape, float* out, const ptrdiff_t* out_strides,
    const bellcurve_pool_options* options);
BELLCURVE_API bellcurve_status bellcurve_gaussian_pool_u16_f32(
    int axes, const ptrdiff_t* in_shape, const uint16_t* in, const ptrdiff_t* in_strides,
    ptrdiff_t block_rows, ptrdiff_t block_cols, const bellcurve_kernel_2d_params* params,
    const ptrdiff_t* out_shape, float* out, const ptrdiff_t* out_strides,
    const bellcurve_pool_options* options);
BELLCURVE_API bellcurve_status bellcurve_gaussian_pool_i16_f32(
    int axes, const ptrdiff_t* in_shape, const int16_t* in, const ptrdiff_t* in_strides,
    ptrdiff_t block_rows, ptrdiff_t block_cols, const bellcurve_kernel_2d_params* params,
    const ptrdiff_t* out_shape, float* out, const ptrdiff_t* out_strides,
    const bellcurve_pool_options* options);

#ifdef __cplusplus
}
#endif
#endif
