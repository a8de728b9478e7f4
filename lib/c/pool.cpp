#include "kernels.hpp"
#include "names.hpp"
#include "structs.hpp"
#include "views.hpp"

#include <bellcurve/c/pool.h>
#include <bellcurve/pool.hpp>

#include <algorithm>

namespace c = bellcurve::c;

BELLCURVE_C_SAME(BELLCURVE_REMAINDER_ERROR, remainder_mode::error);
BELLCURVE_C_SAME(BELLCURVE_REMAINDER_CROP, remainder_mode::crop);
BELLCURVE_C_SAME(BELLCURVE_REMAINDER_PAD, remainder_mode::pad);
BELLCURVE_C_NAMES(remainder, remainder_mode, parse_remainder_mode)

namespace bellcurve::c {

template <>
bellcurve_pool_options defaults() {
  const pool_options o;
  bellcurve_pool_options s{};
  s.size = sizeof s;
  std::ranges::fill(s.stride, BELLCURVE_UNSET_INDEX);
  s.remainder = static_cast<int>(o.remainder);
  s.batch_axes = o.batch_axes;
  s.threads = o.threads;
  return s;
}

namespace {

/// \param axes,shape those of the input
pool_options options_of(const bellcurve_pool_options* given, int axes, const ptrdiff_t* shape) {
  const bellcurve_pool_options s = read("options", given);
  pool_options o;
  o.stride = all_or_none("stride", s.stride, BELLCURVE_UNSET_INDEX);
  o.remainder = static_cast<remainder_mode>(s.remainder);
  o.batch_axes = s.batch_axes;
  o.channels = s.channels != 0;
  // Where there are no rows and columns of in, the call is refused for that.
  const bool has_rows = s.batch_axes >= 0 && s.batch_axes <= axes - 2;
  if (s.mask && has_rows) {
    o.mask.emplace(s.mask, shape[s.batch_axes], shape[s.batch_axes + 1], s.mask_row_stride,
                   s.mask_col_stride);
  }
  o.threads = s.threads;
  o.check_finite = s.check_finite != 0;
  o.progress = progress(s.progress, s.progress_context);
  return o;
}

}  // namespace
}  // namespace bellcurve::c

BELLCURVE_C_INIT(pool_options, options)

bellcurve_status bellcurve_pooled_extent(ptrdiff_t extent, ptrdiff_t block, ptrdiff_t stride,
                                         int remainder, ptrdiff_t* blocks) {
  return c::run([&] {
    c::at("blocks", blocks) = bellcurve::pooled_extent(
        extent, block, stride, static_cast<bellcurve::remainder_mode>(remainder));
  });
}

// Input and output among the parameters of a function, and the views of them.
#define BELLCURVE_C_IN(T) \
  int axes, const ptrdiff_t *in_shape, const T *in, const ptrdiff_t *in_strides
#define BELLCURVE_C_IN_VIEW c::array(axes, in_shape, in, in_strides)
#define BELLCURVE_C_OUT(R)                                          \
  const ptrdiff_t *out_shape, R *out, const ptrdiff_t *out_strides, \
      const bellcurve_pool_options *options
#define BELLCURVE_C_OUT_VIEW \
  c::array(axes, out_shape, out, out_strides), c::options_of(options, axes, in_shape)

#define BELLCURVE_C_POOL(T, R, S)                                               \
  bellcurve_status bellcurve_block_pool_##S(                                    \
      BELLCURVE_C_IN(T), ptrdiff_t kernel_rows, ptrdiff_t kernel_cols,          \
      BELLCURVE_C_MATRIX(const R, kernel), BELLCURVE_C_OUT(R)) {                \
    return c::run([&] {                                                         \
      bellcurve::block_pool(BELLCURVE_C_IN_VIEW,                                \
                            BELLCURVE_C_VIEW(kernel, kernel_rows, kernel_cols), \
                            BELLCURVE_C_OUT_VIEW);                              \
    });                                                                         \
  }                                                                             \
  bellcurve_status bellcurve_gaussian_pool_##S(                                 \
      BELLCURVE_C_IN(T), ptrdiff_t block_rows, ptrdiff_t block_cols,            \
      const bellcurve_kernel_2d_params* params, BELLCURVE_C_OUT(R)) {           \
    return c::run([&] {                                                         \
      bellcurve::gaussian_pool(BELLCURVE_C_IN_VIEW, {block_rows, block_cols},   \
                               c::params_of(params), BELLCURVE_C_OUT_VIEW);     \
    });                                                                         \
  }
BELLCURVE_C_POOL(float, float, f32)
BELLCURVE_C_POOL(double, double, f64)
BELLCURVE_C_POOL(uint8_t, float, u8_f32)
BELLCURVE_C_POOL(uint16_t, float, u16_f32)
BELLCURVE_C_POOL(int16_t, float, i16_f32)
