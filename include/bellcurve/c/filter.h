/** \file filter.h
 * Gaussian filters of signals, images and volumes; see <bellcurve/filter.hpp>. */
#ifndef BELLCURVE_C_FILTER_H
#define BELLCURVE_C_FILTER_H

#include <bellcurve/c/base.h>

#ifdef __cplusplus
extern "C" {
#endif

/** What stands beyond both ends of a line, as scipy.ndimage has it. */
enum {
  BELLCURVE_BORDER_REFLECT = 0, /**< d c b a | a b c d | d c b a */
  BELLCURVE_BORDER_MIRROR = 1,  /**< d c b | a b c d | c b a */
  BELLCURVE_BORDER_NEAREST = 2, /**< a a a | a b c d | d d d */
  BELLCURVE_BORDER_WRAP = 3,    /**< b c d | a b c d | a b c */
  BELLCURVE_BORDER_CONSTANT = 4 /**< k k k | a b c d | k k k with k = cval */
};
/** "reflect", "mirror", ...; NULL for what is none. Valid for ever. */
BELLCURVE_API const char* bellcurve_border_name(int which);
BELLCURVE_API bellcurve_status bellcurve_border_parse(const char* name, int* which);

/** How a line is filtered. */
enum {
  BELLCURVE_FILTER_METHOD_AUTO = 0,     /**< FIR, unless a tolerance is given. */
  BELLCURVE_FILTER_METHOD_FIR = 1,      /**< A sum over the truncated kernel. */
  BELLCURVE_FILTER_METHOD_RECURSIVE = 2 /**< At a cost that does not depend on sigma. */
};
/** "auto", "fir", "recursive"; NULL for what is none. Valid for ever. */
BELLCURVE_API const char* bellcurve_filter_method_name(int which);
BELLCURVE_API bellcurve_status bellcurve_filter_method_parse(const char* name, int* which);

/** Lists have one value for every filtered axis, in the order of `axes`, or a single one for all of
 * them, which is what the defaults have. */
typedef struct bellcurve_filter_params {
  size_t size;
  double sigma[BELLCURVE_MAX_AXES];     /**< Finite and >= 0; 1 by default. */
  ptrdiff_t radius[BELLCURVE_MAX_AXES]; /**< radius_count 0: by truncate and sigma. */
  int order[BELLCURVE_MAX_AXES];        /**< Derivative, 0 to 4. */
  int mode[BELLCURVE_MAX_AXES];         /**< BELLCURVE_BORDER_... */
  int axes[BELLCURVE_MAX_AXES];         /**< To filter; < 0: from the last. axes_count 0: all. */
  int sigma_count;                      /**< 1 by default; so are order_count and mode_count. */
  int radius_count;
  int order_count;
  int mode_count;
  int axes_count;
  int method;       /**< BELLCURVE_FILTER_METHOD_... */
  double cval;      /**< Beyond the ends under BELLCURVE_BORDER_CONSTANT; finite. */
  double truncate;  /**< Kernels reach int(truncate * sigma + 0.5) samples; 4 by default. */
  double tolerance; /**< Of methods auto and recursive, in parts of the range of the input. */
} bellcurve_filter_params;
BELLCURVE_API bellcurve_status bellcurve_filter_params_init(bellcurve_filter_params* params,
                                                            size_t size);

/** How a filter does its work, and what it takes for data. */
typedef struct bellcurve_filter_options {
  size_t size;
  const uint8_t* mask;         /**< 0 marks a sample that is missing; NULL: none is. */
  const ptrdiff_t* mask_shape; /**< As many axes as the input, of its extent or of 1; NULL: its. */
  const ptrdiff_t* mask_strides; /**< NULL: C order. */
  double min_weight; /**< The share of weight, 0 to 1, that must lie on samples that exist. */
  double fill;       /**< The result where less does. NaN, the default: NaN, in integers 0. */
  bellcurve_progress progress;
  void* progress_context;
  int nan_is_missing; /**< Not 0: as if a mask were 0 where there is NaN. */
  int check_finite;   /**< Not 0: reject NaN and infinity in samples that exist. */
  int threads;        /**< 0: as many as OpenMP would use. The result does not depend on it. */
  int reserved;       /**< 0 */
} bellcurve_filter_options;
BELLCURVE_API bellcurve_status bellcurve_filter_options_init(bellcurve_filter_options* options,
                                                             size_t size);

/** A Gaussian filter along some axes of an array, or its derivatives.
 * \param out Of the same shape; may be `in` itself, with the same strides. Otherwise it must not
 * overlap it, nor the mask. */
BELLCURVE_API bellcurve_status bellcurve_gaussian_filter_f32(
    int axes, const ptrdiff_t* shape, const float* in, const ptrdiff_t* in_strides,
    const bellcurve_filter_params* params, float* out, const ptrdiff_t* out_strides,
    const bellcurve_filter_options* options);
BELLCURVE_API bellcurve_status bellcurve_gaussian_filter_f64(
    int axes, const ptrdiff_t* shape, const double* in, const ptrdiff_t* in_strides,
    const bellcurve_filter_params* params, double* out, const ptrdiff_t* out_strides,
    const bellcurve_filter_options* options);
BELLCURVE_API bellcurve_status bellcurve_gaussian_filter_u8(
    int axes, const ptrdiff_t* shape, const uint8_t* in, const ptrdiff_t* in_strides,
    const bellcurve_filter_params* params, uint8_t* out, const ptrdiff_t* out_strides,
    const bellcurve_filter_options* options);
BELLCURVE_API bellcurve_status bellcurve_gaussian_filter_u16(
    int axes, const ptrdiff_t* shape, const uint16_t* in, const ptrdiff_t* in_strides,
    const bellcurve_filter_params* params, uint16_t* out, const ptrdiff_t* out_strides,
    const bellcurve_filter_options* options);
BELLCURVE_API bellcurve_status bellcurve_gaussian_filter_i16(
    int axes, const ptrdiff_t* shape, const int16_t* in, const ptrdiff_t* in_strides,
    const bellcurve_filter_params* params, int16_t* out, const ptrdiff_t* out_strides,
    const bellcurve_filter_options* options);
BELLCURVE_API bellcurve_status bellcurve_gaussian_filter_u8_f32(
    int axes, const ptrdiff_t* shape, const uint8_t* in, const ptrdiff_t* in_strides,
    const bellcurve_filter_params* params, float* out, const ptrdiff_t* out_strides,
    const bellcurve_filter_options* options);
BELLCURVE_API bellcurve_status bellcurve_gaussian_filter_u16_f32(
    int axes, const ptrdiff_t* shape, const uint16_t* in, const ptrdiff_t* in_strides,
    const bellcurve_filter_params* params, float* out, const ptrdiff_t* out_strides,
    const bellcurve_filter_options* options);
BELLCURVE_API bellcurve_status bellcurve_gaussian_filter_i16_f32(
    int axes, const ptrdiff_t* shape, const int16_t* in, const ptrdiff_t* in_strides,
    const bellcurve_filter_params* params, float* out, const ptrdiff_t* out_strides,
    const bellcurve_filter_options* options);

/** Parameters of a filter along one axis; as in bellcurve_filter_params. */
typedef struct bellcurve_filter1d_params {
  size_t size;
  double sigma;
  double cval;
  double truncate;
  double tolerance;
  ptrdiff_t radius; /**< Not set: by truncate and sigma. */
  int axis;         /**< -1, the last, by default. */
  int order;
  int mode;
  int method;
} bellcurve_filter1d_params;
BELLCURVE_API bellcurve_status bellcurve_filter1d_params_init(bellcurve_filter1d_params* params,
                                                              size_t size);

/** The same along one axis. */
BELLCURVE_API bellcurve_status bellcurve_gaussian_filter1d_f32(
    int axes, const ptrdiff_t* shape, const float* in, const ptrdiff_t* in_strides,
    const bellcurve_filter1d_params* params, float* out, const ptrdiff_t* out_strides,
    const bellcurve_filter_options* options);
BELLCURVE_API bellcurve_status bellcurve_gaussian_filter1d_f64(
    int axes, const ptrdiff_t* shape, const double* in, const ptrdiff_t* in_strides,
    const bellcurve_filter1d_params* params, double* out, const ptrdiff_t* out_strides,
    const bellcurve_filter_options* options);
BELLCURVE_API bellcurve_status bellcurve_gaussian_filter1d_u8(
    int axes, const ptrdiff_t* shape, const uint8_t* in, const ptrdiff_t* in_strides,
    const bellcurve_filter1d_params* params, uint8_t* out, const ptrdiff_t* out_strides,
    const bellcurve_filter_options* options);
BELLCURVE_API bellcurve_status bellcurve_gaussian_filter1d_u16(
    int axes, const ptrdiff_t* shape, const uint16_t* in, const ptrdiff_t* in_strides,
    const bellcurve_filter1d_params* params, uint16_t* out, const ptrdiff_t* out_strides,
    const bellcurve_filter_options* options);
BELLCURVE_API bellcurve_status bellcurve_gaussian_filter1d_i16(
    int axes, const ptrdiff_t* shape, const int16_t* in, const ptrdiff_t* in_strides,
    const bellcurve_filter1d_params* params, int16_t* out, const ptrdiff_t* out_strides,
    const bellcurve_filter_options* options);
BELLCURVE_API bellcurve_status bellcurve_gaussian_filter1d_u8_f32(
    int axes, const ptrdiff_t* shape, const uint8_t* in, const ptrdiff_t* in_strides,
    const bellcurve_filter1d_params* params, float* out, const ptrdiff_t* out_strides,
    const bellcurve_filter_options* options);
BELLCURVE_API bellcurve_status bellcurve_gaussian_filter1d_u16_f32(
    int axes, const ptrdiff_t* shape, const uint16_t* in, const ptrdiff_t* in_strides,
    const bellcurve_filter1d_params* params, float* out, const ptrdiff_t* out_strides,
    const bellcurve_filter_options* options);
BELLCURVE_API bellcurve_status bellcurve_gaussian_filter1d_i16_f32(
    int axes, const ptrdiff_t* shape, const int16_t* in, const ptrdiff_t* in_strides,
    const bellcurve_filter1d_params* params, float* out, const ptrdiff_t* out_strides,
    const bellcurve_filter_options* options);

/** The Laplacian of the filtered array: the sum of its second derivatives. Nothing can be missing.
 */
BELLCURVE_API bellcurve_status bellcurve_gaussian_laplace_f32(
    int axes, const ptrdiff_t* shape, const float* in, const ptrdiff_t* in_strides,
    const bellcurve_filter_params* params, float* out, const ptrdiff_t* out_strides,
    const bellcurve_filter_options* options);
BELLCURVE_API bellcurve_status bellcurve_gaussian_laplace_f64(
    int axes, const ptrdiff_t* shape, const double* in, const ptrdiff_t* in_strides,
    const bellcurve_filter_params* params, double* out, const ptrdiff_t* out_strides,
    const bellcurve_filter_options* options);
BELLCURVE_API bellcurve_status bellcurve_gaussian_laplace_u8_f32(
    int axes, const ptrdiff_t* shape, const uint8_t* in, const ptrdiff_t* in_strides,
    const bellcurve_filter_params* params, float* out, const ptrdiff_t* out_strides,
    const bellcurve_filter_options* options);
BELLCURVE_API bellcurve_status bellcurve_gaussian_laplace_u16_f32(
    int axes, const ptrdiff_t* shape, const uint16_t* in, const ptrdiff_t* in_strides,
    const bellcurve_filter_params* params, float* out, const ptrdiff_t* out_strides,
    const bellcurve_filter_options* options);
BELLCURVE_API bellcurve_status bellcurve_gaussian_laplace_i16_f32(
    int axes, const ptrdiff_t* shape, const int16_t* in, const ptrdiff_t* in_strides,
    const bellcurve_filter_params* params, float* out, const ptrdiff_t* out_strides,
    const bellcurve_filter_options* options);

/** The magnitude of the gradient of the filtered array. Nothing can be missing. */
BELLCURVE_API bellcurve_status bellcurve_gaussian_gradient_magnitude_f32(
    int axes, const ptrdiff_t* shape, const float* in, const ptrdiff_t* in_strides,
    const bellcurve_filter_params* params, float* out, const ptrdiff_t* out_strides,
    const bellcurve_filter_options* options);
BELLCURVE_API bellcurve_status bellcurve_gaussian_gradient_magnitude_f64(
    int axes, const ptrdiff_t* shape, const double* in, const ptrdiff_t* in_strides,
    const bellcurve_filter_params* params, double* out, const ptrdiff_t* out_strides,
    const bellcurve_filter_options* options);
BELLCURVE_API bellcurve_status bellcurve_gaussian_gradient_magnitude_u8_f32(
    int axes, const ptrdiff_t* shape, const uint8_t* in, const ptrdiff_t* in_strides,
    const bellcurve_filter_params* params, float* out, const ptrdiff_t* out_strides,
    const bellcurve_filter_options* options);
BELLCURVE_API bellcurve_status bellcurve_gaussian_gradient_magnitude_u16_f32(
    int axes, const ptrdiff_t* shape, const uint16_t* in, const ptrdiff_t* in_strides,
    const bellcurve_filter_params* params, float* out, const ptrdiff_t* out_strides,
    const bellcurve_filter_options* options);
BELLCURVE_API bellcurve_status bellcurve_gaussian_gradient_magnitude_i16_f32(
    int axes, const ptrdiff_t* shape, const int16_t* in, const ptrdiff_t* in_strides,
    const bellcurve_filter_params* params, float* out, const ptrdiff_t* out_strides,
    const bellcurve_filter_options* options);

/** The array filtered with a narrow Gaussian less the array filtered with a wide one.
 * \param params Of the narrow one. \param high_sigma Of the wide one: a value for every axis or one
 * for all; high_sigma_count 0: 1.6 times the narrow one's. */
BELLCURVE_API bellcurve_status bellcurve_difference_of_gaussians_f32(
    int axes, const ptrdiff_t* shape, const float* in, const ptrdiff_t* in_strides,
    const bellcurve_filter_params* params, int high_sigma_count, const double* high_sigma,
    float* out, const ptrdiff_t* out_strides, const bellcurve_filter_options* options);
BELLCURVE_API bellcurve_status bellcurve_difference_of_gaussians_f64(
    int axes, const ptrdiff_t* shape, const double* in, const ptrdiff_t* in_strides,
    const bellcurve_filter_params* params, int high_sigma_count, const double* high_sigma,
    double* out, const ptrdiff_t* out_strides, const bellcurve_filter_options* options);
BELLCURVE_API bellcurve_status bellcurve_difference_of_gaussians_u8_f32(
    int axes, const ptrdiff_t* shape, const uint8_t* in, const ptrdiff_t* in_strides,
    const bellcurve_filter_params* params, int high_sigma_count, const double* high_sigma,
    float* out, const ptrdiff_t* out_strides, const bellcurve_filter_options* options);
BELLCURVE_API bellcurve_status bellcurve_difference_of_gaussians_u16_f32(
    int axes, const ptrdiff_t* shape, const uint16_t* in, const ptrdiff_t* in_strides,
    const bellcurve_filter_params* params, int high_sigma_count, const double* high_sigma,
    float* out, const ptrdiff_t* out_strides, const bellcurve_filter_options* options);
BELLCURVE_API bellcurve_status bellcurve_difference_of_gaussians_i16_f32(
    int axes, const ptrdiff_t* shape, const int16_t* in, const ptrdiff_t* in_strides,
    const bellcurve_filter_params* params, int high_sigma_count, const double* high_sigma,
    float* out, const ptrdiff_t* out_strides, const bellcurve_filter_options* options);

/** How bellcurve_gaussian_filter treats one axis. */
typedef struct bellcurve_filter_choice {
  double sigma;
  ptrdiff_t radius; /**< Of the kernel; 0 for a recursive filter. */
  int axis;         /**< Counted from the first. */
  int method;
  int order;
} bellcurve_filter_choice;

/** What bellcurve_gaussian_filter would do: sets *count to the number of axes that are filtered and
 * writes the first `capacity` of them to `choices`.
 * \param in Its elements are not looked at. \param choices NULL if capacity is 0;
 * BELLCURVE_MAX_AXES are always enough. */
BELLCURVE_API bellcurve_status bellcurve_filter_choices_f32(
    int axes, const ptrdiff_t* shape, const float* in, const ptrdiff_t* in_strides,
    const bellcurve_filter_params* params, const bellcurve_filter_options* options,
    ptrdiff_t capacity, bellcurve_filter_choice* choices, ptrdiff_t* count);
BELLCURVE_API bellcurve_status bellcurve_filter_choices_f64(
    int axes, const ptrdiff_t* shape, const double* in, const ptrdiff_t* in_strides,
    const bellcurve_filter_params* params, const bellcurve_filter_options* options,
    ptrdiff_t capacity, bellcurve_filter_choice* choices, ptrdiff_t* count);
BELLCURVE_API bellcurve_status bellcurve_filter_choices_u8(
    int axes, const ptrdiff_t* shape, const uint8_t* in, const ptrdiff_t* in_strides,
    const bellcurve_filter_params* params, const bellcurve_filter_options* options,
    ptrdiff_t capacity, bellcurve_filter_choice* choices, ptrdiff_t* count);
BELLCURVE_API bellcurve_status bellcurve_filter_choices_u16(
    int axes, const ptrdiff_t* shape, const uint16_t* in, const ptrdiff_t* in_strides,
    const bellcurve_filter_params* params, const bellcurve_filter_options* options,
    ptrdiff_t capacity, bellcurve_filter_choice* choices, ptrdiff_t* count);
BELLCURVE_API bellcurve_status bellcurve_filter_choices_i16(
    int axes, const ptrdiff_t* shape, const int16_t* in, const ptrdiff_t* in_strides,
    const bellcurve_filter_params* params, const bellcurve_filter_options* options,
    ptrdiff_t capacity, bellcurve_filter_choice* choices, ptrdiff_t* count);

#ifdef __cplusplus
}
#endif
#endif
