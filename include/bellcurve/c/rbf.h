/** \file rbf.h
 * The RBF (squared exponential) kernel matrix and its products; see <bellcurve/rbf.hpp>. */
#ifndef BELLCURVE_C_RBF_H
#define BELLCURVE_C_RBF_H

#include <bellcurve/c/base.h>

#ifdef __cplusplus
extern "C" {
#endif

/** How tiles of the matrix are filled. */
enum {
  BELLCURVE_ENGINE_AUTO = 0, /**< Up to 16 features by differences of the points. */
  BELLCURVE_ENGINE_BLAS = 1, /**< Norms, and cross terms from gemm. */
  BELLCURVE_ENGINE_FUSED = 2 /**< Norms, and cross terms from a loop of our own. */
};
/** "auto", "blas", "fused"; NULL for what is none. Valid for ever. */
BELLCURVE_API const char* bellcurve_engine_name(int which);
BELLCURVE_API bellcurve_status bellcurve_engine_parse(const char* name, int* which);

/** Which triangle of a symmetric matrix is written. The other is not touched. */
enum { BELLCURVE_UPLO_FULL = 0, BELLCURVE_UPLO_LOWER = 1, BELLCURVE_UPLO_UPPER = 2 };
/** "full", "lower", "upper"; NULL for what is none. Valid for ever. */
BELLCURVE_API const char* bellcurve_uplo_name(int which);
BELLCURVE_API bellcurve_status bellcurve_uplo_parse(const char* name, int* which);

/** The parameters of K_ij = variance * exp(-gamma * |x_i - y_j|^2), plus noise on the diagonal. */
typedef struct bellcurve_rbf_params {
  size_t size;
  double gamma;              /**< Finite and > 0. Not set: 1 / features, or by lengthscale. */
  const double* lengthscale; /**< One value, one per feature, or NULL; not beside a gamma. */
  ptrdiff_t lengthscale_count;
  double variance; /**< Finite and > 0; 1 by default. */
  double noise;    /**< Finite and >= 0; symmetric forms only. */
} bellcurve_rbf_params;
BELLCURVE_API bellcurve_status bellcurve_rbf_params_init(bellcurve_rbf_params* params, size_t size);

/** How a call does its work. */
typedef struct bellcurve_rbf_options {
  size_t size;
  int engine;           /**< BELLCURVE_ENGINE_... */
  int uplo;             /**< BELLCURVE_UPLO_...; other than FULL for the symmetric matrix alone. */
  const double* center; /**< One value per feature; NULL: the mean of the finite rows of x. */
  int threads;          /**< 0: as many as OpenMP would use. The result does not depend on it. */
  int check_finite;     /**< Not 0: reject NaN and infinity in the data. */
  /** Memory to work in instead of the heap: as many bytes as the function
   * bellcurve_..._workspace_size_... of the call says, or more, of any alignment; apart from all
   * arrays of the call, and for one call at a time. */
  void* workspace;
  size_t workspace_size;
  bellcurve_progress progress;
  void* progress_context;
} bellcurve_rbf_options;
BELLCURVE_API bellcurve_status bellcurve_rbf_options_init(bellcurve_rbf_options* options,
                                                          size_t size);

/** How far an entry of the matrix may be from its exact value. */
typedef struct bellcurve_rbf_bound {
  double absolute; /**< On |K - exact| / variance. */
  /** What bellcurve_rbf_bound_relative() needs. */
  double least, slope, rounding;
} bellcurve_rbf_bound;

/** Sets *bound to that of data with so many features, whatever their values. */
BELLCURVE_API bellcurve_status bellcurve_rbf_error_bound_f32(ptrdiff_t features,
                                                             const bellcurve_rbf_params* params,
                                                             int engine,
                                                             bellcurve_rbf_bound* bound);
BELLCURVE_API bellcurve_status bellcurve_rbf_error_bound_f64(ptrdiff_t features,
                                                             const bellcurve_rbf_params* params,
                                                             int engine,
                                                             bellcurve_rbf_bound* bound);

/** The bound on |K - exact| / exact for a pair with the exponent gamma |x_i - y_j|^2. NaN if
 * `bound` is NULL. */
BELLCURVE_API double bellcurve_rbf_bound_relative(const bellcurve_rbf_bound* bound,
                                                  double exponent);

/** out = K of the rows of x with those of y.
 * \param x n x d \param y m x d \param out n x m */
BELLCURVE_API bellcurve_status bellcurve_rbf_kernel_f32(
    ptrdiff_t n, ptrdiff_t m, ptrdiff_t d, const float* x, ptrdiff_t x_row_stride,
    ptrdiff_t x_col_stride, const float* y, ptrdiff_t y_row_stride, ptrdiff_t y_col_stride,
    const bellcurve_rbf_params* params, float* out, ptrdiff_t out_row_stride,
    ptrdiff_t out_col_stride, const bellcurve_rbf_options* options);
BELLCURVE_API bellcurve_status bellcurve_rbf_kernel_f64(
    ptrdiff_t n, ptrdiff_t m, ptrdiff_t d, const double* x, ptrdiff_t x_row_stride,
    ptrdiff_t x_col_stride, const double* y, ptrdiff_t y_row_stride, ptrdiff_t y_col_stride,
    const bellcurve_rbf_params* params, double* out, ptrdiff_t out_row_stride,
    ptrdiff_t out_col_stride, const bellcurve_rbf_options* options);

/** out = K of the rows of x with themselves: half the work, exactly symmetric.
 * \param x n x d \param out n x n */
BELLCURVE_API bellcurve_status bellcurve_rbf_kernel_symmetric_f32(
    ptrdiff_t n, ptrdiff_t d, const float* x, ptrdiff_t x_row_stride, ptrdiff_t x_col_stride,
    const bellcurve_rbf_params* params, float* out, ptrdiff_t out_row_stride,
    ptrdiff_t out_col_stride, const bellcurve_rbf_options* options);
BELLCURVE_API bellcurve_status bellcurve_rbf_kernel_symmetric_f64(
    ptrdiff_t n, ptrdiff_t d, const double* x, ptrdiff_t x_row_stride, ptrdiff_t x_col_stride,
    const bellcurve_rbf_params* params, double* out, ptrdiff_t out_row_stride,
    ptrdiff_t out_col_stride, const bellcurve_rbf_options* options);

/** Sets *bytes to the workspace of the call with the same arguments, under the instruction set and
 * OpenMP setting of this moment, however large a workspace in the options is. Fails as that call
 * would before it starts to work, and writes nothing to `out`. */
BELLCURVE_API bellcurve_status bellcurve_rbf_kernel_workspace_size_f32(
    ptrdiff_t n, ptrdiff_t m, ptrdiff_t d, const float* x, ptrdiff_t x_row_stride,
    ptrdiff_t x_col_stride, const float* y, ptrdiff_t y_row_stride, ptrdiff_t y_col_stride,
    const bellcurve_rbf_params* params, float* out, ptrdiff_t out_row_stride,
    ptrdiff_t out_col_stride, const bellcurve_rbf_options* options, size_t* bytes);
BELLCURVE_API bellcurve_status bellcurve_rbf_kernel_workspace_size_f64(
    ptrdiff_t n, ptrdiff_t m, ptrdiff_t d, const double* x, ptrdiff_t x_row_stride,
    ptrdiff_t x_col_stride, const double* y, ptrdiff_t y_row_stride, ptrdiff_t y_col_stride,
    const bellcurve_rbf_params* params, double* out, ptrdiff_t out_row_stride,
    ptrdiff_t out_col_stride, const bellcurve_rbf_options* options, size_t* bytes);
BELLCURVE_API bellcurve_status bellcurve_rbf_kernel_symmetric_workspace_size_f32(
    ptrdiff_t n, ptrdiff_t d, const float* x, ptrdiff_t x_row_stride, ptrdiff_t x_col_stride,
    const bellcurve_rbf_params* params, float* out, ptrdiff_t out_row_stride,
    ptrdiff_t out_col_stride, const bellcurve_rbf_options* options, size_t* bytes);
BELLCURVE_API bellcurve_status bellcurve_rbf_kernel_symmetric_workspace_size_f64(
    ptrdiff_t n, ptrdiff_t d, const double* x, ptrdiff_t x_row_stride, ptrdiff_t x_col_stride,
    const bellcurve_rbf_params* params, double* out, ptrdiff_t out_row_stride,
    ptrdiff_t out_col_stride, const bellcurve_rbf_options* options, size_t* bytes);

/** out = K v, K of the rows of x with those of y, which is never stored. `_f32_f64`: points in
 * float, vectors and sums in double.
 * \param x n x d \param y m x d \param v m x columns \param out n x columns */
BELLCURVE_API bellcurve_status bellcurve_rbf_apply_f32(
    ptrdiff_t n, ptrdiff_t m, ptrdiff_t d, ptrdiff_t columns, const float* x,
    ptrdiff_t x_row_stride, ptrdiff_t x_col_stride, const float* y, ptrdiff_t y_row_stride,
    ptrdiff_t y_col_stride, const float* v, ptrdiff_t v_row_stride, ptrdiff_t v_col_stride,
    const bellcurve_rbf_params* params, float* out, ptrdiff_t out_row_stride,
    ptrdiff_t out_col_stride, const bellcurve_rbf_options* options);
BELLCURVE_API bellcurve_status bellcurve_rbf_apply_f64(
    ptrdiff_t n, ptrdiff_t m, ptrdiff_t d, ptrdiff_t columns, const double* x,
    ptrdiff_t x_row_stride, ptrdiff_t x_col_stride, const double* y, ptrdiff_t y_row_stride,
    ptrdiff_t y_col_stride, const double* v, ptrdiff_t v_row_stride, ptrdiff_t v_col_stride,
    const bellcurve_rbf_params* params, double* out, ptrdiff_t out_row_stride,
    ptrdiff_t out_col_stride, const bellcurve_rbf_options* options);
BELLCURVE_API bellcurve_status bellcurve_rbf_apply_f32_f64(
    ptrdiff_t n, ptrdiff_t m, ptrdiff_t d, ptrdiff_t columns, const float* x,
    ptrdiff_t x_row_stride, ptrdiff_t x_col_stride, const float* y, ptrdiff_t y_row_stride,
    ptrdiff_t y_col_stride, const double* v, ptrdiff_t v_row_stride, ptrdiff_t v_col_stride,
    const bellcurve_rbf_params* params, double* out, ptrdiff_t out_row_stride,
    ptrdiff_t out_col_stride, const bellcurve_rbf_options* options);

/** out = K v, K of the rows of x with themselves: about half the work.
 * \param x n x d \param v n x columns \param out n x columns */
BELLCURVE_API bellcurve_status bellcurve_rbf_apply_symmetric_f32(
    ptrdiff_t n, ptrdiff_t d, ptrdiff_t columns, const float* x, ptrdiff_t x_row_stride,
    ptrdiff_t x_col_stride, const float* v, ptrdiff_t v_row_stride, ptrdiff_t v_col_stride,
    const bellcurve_rbf_params* params, float* out, ptrdiff_t out_row_stride,
    ptrdiff_t out_col_stride, const bellcurve_rbf_options* options);
BELLCURVE_API bellcurve_status bellcurve_rbf_apply_symmetric_f64(
    ptrdiff_t n, ptrdiff_t d, ptrdiff_t columns, const double* x, ptrdiff_t x_row_stride,
    ptrdiff_t x_col_stride, const double* v, ptrdiff_t v_row_stride, ptrdiff_t v_col_stride,
    const bellcurve_rbf_params* params, double* out, ptrdiff_t out_row_stride,
    ptrdiff_t out_col_stride, const bellcurve_rbf_options* options);
BELLCURVE_API bellcurve_status bellcurve_rbf_apply_symmetric_f32_f64(
    ptrdiff_t n, ptrdiff_t d, ptrdiff_t columns, const float* x, ptrdiff_t x_row_stride,
    ptrdiff_t x_col_stride, const double* v, ptrdiff_t v_row_stride, ptrdiff_t v_col_stride,
    const bellcurve_rbf_params* params, double* out, ptrdiff_t out_row_stride,
    ptrdiff_t out_col_stride, const bellcurve_rbf_options* options);

/** The workspace of the call with the same arguments, as for the matrix. */
BELLCURVE_API bellcurve_status bellcurve_rbf_apply_workspace_size_f32(
    ptrdiff_t n, ptrdiff_t m, ptrdiff_t d, ptrdiff_t columns, const float* x,
    ptrdiff_t x_row_stride, ptrdiff_t x_col_stride, const float* y, ptrdiff_t y_row_stride,
    ptrdiff_t y_col_stride, const float* v, ptrdiff_t v_row_stride, ptrdiff_t v_col_stride,
    const bellcurve_rbf_params* params, float* out, ptrdiff_t out_row_stride,
    ptrdiff_t out_col_stride, const bellcurve_rbf_options* options, size_t* bytes);
BELLCURVE_API bellcurve_status bellcurve_rbf_apply_workspace_size_f64(
    ptrdiff_t n, ptrdiff_t m, ptrdiff_t d, ptrdiff_t columns, const double* x,
    ptrdiff_t x_row_stride, ptrdiff_t x_col_stride, const double* y, ptrdiff_t y_row_stride,
    ptrdiff_t y_col_stride, const double* v, ptrdiff_t v_row_stride, ptrdiff_t v_col_stride,
    const bellcurve_rbf_params* params, double* out, ptrdiff_t out_row_stride,
    ptrdiff_t out_col_stride, const bellcurve_rbf_options* options, size_t* bytes);
BELLCURVE_API bellcurve_status bellcurve_rbf_apply_workspace_size_f32_f64(
    ptrdiff_t n, ptrdiff_t m, ptrdiff_t d, ptrdiff_t columns, const float* x,
    ptrdiff_t x_row_stride, ptrdiff_t x_col_stride, const float* y, ptrdiff_t y_row_stride,
    ptrdiff_t y_col_stride, const double* v, ptrdiff_t v_row_stride, ptrdiff_t v_col_stride,
    const bellcurve_rbf_params* params, double* out, ptrdiff_t out_row_stride,
    ptrdiff_t out_col_stride, const bellcurve_rbf_options* options, size_t* bytes);
BELLCURVE_API bellcurve_status bellcurve_rbf_apply_symmetric_workspace_size_f32(
    ptrdiff_t n, ptrdiff_t d, ptrdiff_t columns, const float* x, ptrdiff_t x_row_stride,
    ptrdiff_t x_col_stride, const float* v, ptrdiff_t v_row_stride, ptrdiff_t v_col_stride,
    const bellcurve_rbf_params* params, float* out, ptrdiff_t out_row_stride,
    ptrdiff_t out_col_stride, const bellcurve_rbf_options* options, size_t* bytes);
BELLCURVE_API bellcurve_status bellcurve_rbf_apply_symmetric_workspace_size_f64(
    ptrdiff_t n, ptrdiff_t d, ptrdiff_t columns, const double* x, ptrdiff_t x_row_stride,
    ptrdiff_t x_col_stride, const double* v, ptrdiff_t v_row_stride, ptrdiff_t v_col_stride,
    const bellcurve_rbf_params* params, double* out, ptrdiff_t out_row_stride,
    ptrdiff_t out_col_stride, const bellcurve_rbf_options* options, size_t* bytes);
BELLCURVE_API bellcurve_status bellcurve_rbf_apply_symmetric_workspace_size_f32_f64(
    ptrdiff_t n, ptrdiff_t d, ptrdiff_t columns, const float* x, ptrdiff_t x_row_stride,
    ptrdiff_t x_col_stride, const double* v, ptrdiff_t v_row_stride, ptrdiff_t v_col_stride,
    const bellcurve_rbf_params* params, double* out, ptrdiff_t out_row_stride,
    ptrdiff_t out_col_stride, const bellcurve_rbf_options* options, size_t* bytes);

#ifdef __cplusplus
}
#endif
#endif
