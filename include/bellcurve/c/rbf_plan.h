/** \file rbf_plan.h
 * Points prepared once for many matrices, rows and products; see <bellcurve/rbf_plan.hpp>. */
#ifndef BELLCURVE_C_RBF_PLAN_H
#define BELLCURVE_C_RBF_PLAN_H

#include <bellcurve/c/rbf.h>

#ifdef __cplusplus
extern "C" {
#endif

/** How the points of a plan are prepared. */
typedef struct bellcurve_rbf_plan_options {
  size_t size;
  const double* center; /**< One value per feature; NULL: the mean of the finite rows of x. */
  int engine;           /**< BELLCURVE_ENGINE_AUTO or _FUSED */
  int threads;          /**< Of the preparation alone. */
  int check_finite;     /**< Not 0: reject NaN and infinity in x. */
  int reserved;         /**< 0 */
} bellcurve_rbf_plan_options;
BELLCURVE_API bellcurve_status bellcurve_rbf_plan_options_init(bellcurve_rbf_plan_options* options,
                                                               size_t size);

/** What a single call of a plan may be told. */
typedef struct bellcurve_rbf_call_options {
  size_t size;
  bellcurve_progress progress;
  void* progress_context;
  int uplo; /**< Of fill alone. */
  int threads;
} bellcurve_rbf_call_options;
BELLCURVE_API bellcurve_status bellcurve_rbf_call_options_init(bellcurve_rbf_call_options* options,
                                                               size_t size);

/** A plan. Calls may use one from several threads at a time. */
typedef struct bellcurve_rbf_plan_f32 bellcurve_rbf_plan_f32;
typedef struct bellcurve_rbf_plan_f64 bellcurve_rbf_plan_f64;

/** Sets *plan to a new plan, which is the caller's to destroy. The points are copied.
 * \param x n x d \param plan Not NULL; *plan is not touched if the call fails. */
BELLCURVE_API bellcurve_status bellcurve_rbf_plan_create_f32(
    ptrdiff_t n, ptrdiff_t d, const float* x, ptrdiff_t x_row_stride, ptrdiff_t x_col_stride,
    const bellcurve_rbf_plan_options* options, bellcurve_rbf_plan_f32** plan);
BELLCURVE_API bellcurve_status bellcurve_rbf_plan_create_f64(
    ptrdiff_t n, ptrdiff_t d, const double* x, ptrdiff_t x_row_stride, ptrdiff_t x_col_stride,
    const bellcurve_rbf_plan_options* options, bellcurve_rbf_plan_f64** plan);

/** Frees a plan that no call is using. NULL: does nothing. */
BELLCURVE_API void bellcurve_rbf_plan_destroy_f32(bellcurve_rbf_plan_f32* plan);
BELLCURVE_API void bellcurve_rbf_plan_destroy_f64(bellcurve_rbf_plan_f64* plan);

/** Its points (n) and features (d); -1 for NULL. */
BELLCURVE_API ptrdiff_t bellcurve_rbf_plan_points_f32(const bellcurve_rbf_plan_f32* plan);
BELLCURVE_API ptrdiff_t bellcurve_rbf_plan_points_f64(const bellcurve_rbf_plan_f64* plan);
BELLCURVE_API ptrdiff_t bellcurve_rbf_plan_features_f32(const bellcurve_rbf_plan_f32* plan);
BELLCURVE_API ptrdiff_t bellcurve_rbf_plan_features_f64(const bellcurve_rbf_plan_f64* plan);

/** out = K of all points with themselves.
 * \param params gamma or a single lengthscale. \param out n x n */
BELLCURVE_API bellcurve_status bellcurve_rbf_plan_fill_f32(
    const bellcurve_rbf_plan_f32* plan, const bellcurve_rbf_params* params, float* out,
    ptrdiff_t out_row_stride, ptrdiff_t out_col_stride, const bellcurve_rbf_call_options* options);
BELLCURVE_API bellcurve_status bellcurve_rbf_plan_fill_f64(
    const bellcurve_rbf_plan_f64* plan, const bellcurve_rbf_params* params, double* out,
    ptrdiff_t out_row_stride, ptrdiff_t out_col_stride, const bellcurve_rbf_call_options* options);

/** out(r, j) = K(indices[r], j).
 * \param indices `count` of them, each >= 0 and < n, in any order; may repeat.
 * \param out count x n */
BELLCURVE_API bellcurve_status bellcurve_rbf_plan_rows_f32(
    const bellcurve_rbf_plan_f32* plan, ptrdiff_t count, const ptrdiff_t* indices,
    const bellcurve_rbf_params* params, float* out, ptrdiff_t out_row_stride,
    ptrdiff_t out_col_stride, const bellcurve_rbf_call_options* options);
BELLCURVE_API bellcurve_status bellcurve_rbf_plan_rows_f64(
    const bellcurve_rbf_plan_f64* plan, ptrdiff_t count, const ptrdiff_t* indices,
    const bellcurve_rbf_params* params, double* out, ptrdiff_t out_row_stride,
    ptrdiff_t out_col_stride, const bellcurve_rbf_call_options* options);

/** out = K v. \param v n x columns \param out n x columns */
BELLCURVE_API bellcurve_status bellcurve_rbf_plan_apply_f32(
    const bellcurve_rbf_plan_f32* plan, ptrdiff_t columns, const float* v, ptrdiff_t v_row_stride,
    ptrdiff_t v_col_stride, const bellcurve_rbf_params* params, float* out,
    ptrdiff_t out_row_stride, ptrdiff_t out_col_stride, const bellcurve_rbf_call_options* options);
BELLCURVE_API bellcurve_status bellcurve_rbf_plan_apply_f64(
    const bellcurve_rbf_plan_f64* plan, ptrdiff_t columns, const double* v, ptrdiff_t v_row_stride,
    ptrdiff_t v_col_stride, const bellcurve_rbf_params* params, double* out,
    ptrdiff_t out_row_stride, ptrdiff_t out_col_stride, const bellcurve_rbf_call_options* options);
BELLCURVE_API bellcurve_status bellcurve_rbf_plan_apply_f32_f64(
    const bellcurve_rbf_plan_f32* plan, ptrdiff_t columns, const double* v, ptrdiff_t v_row_stride,
    ptrdiff_t v_col_stride, const bellcurve_rbf_params* params, double* out,
    ptrdiff_t out_row_stride, ptrdiff_t out_col_stride, const bellcurve_rbf_call_options* options);

#ifdef __cplusplus
}
#endif
#endif
