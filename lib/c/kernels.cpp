#include "kernels.hpp"

#include "grid.hpp"
#include "names.hpp"
#include "structs.hpp"
#include "views.hpp"

#include <algorithm>

namespace c = bellcurve::c;

BELLCURVE_C_SAME(BELLCURVE_DISCRETIZATION_SAMPLED, discretization::sampled);
BELLCURVE_C_SAME(BELLCURVE_DISCRETIZATION_MASS, discretization::mass);
BELLCURVE_C_SAME(BELLCURVE_DISCRETIZATION_BESSEL, discretization::bessel);
BELLCURVE_C_NAMES(discretization, discretization, parse_discretization)

BELLCURVE_C_SAME(BELLCURVE_NORMALIZATION_SUM, normalization::sum);
BELLCURVE_C_SAME(BELLCURVE_NORMALIZATION_DENSITY, normalization::density);
BELLCURVE_C_SAME(BELLCURVE_NORMALIZATION_NONE, normalization::none);
BELLCURVE_C_NAMES(normalization, normalization, parse_normalization)

namespace bellcurve::c {

template <>
bellcurve_kernel_1d_params defaults() {
  const kernel_1d_params p;
  return {.size = sizeof(bellcurve_kernel_1d_params),
          .sigma = p.sigma,
          .center = BELLCURVE_UNSET,
          .order = p.order,
          .discretization = static_cast<int>(p.discretization),
          .normalization = static_cast<int>(p.normalization),
          .reserved = 0};
}

template <>
bellcurve_kernel_2d_params defaults() {
  const kernel_2d_params p;
  return {.size = sizeof(bellcurve_kernel_2d_params),
          .sigma = {p.sigma[0], p.sigma[1]},
          .center = {BELLCURVE_UNSET, BELLCURVE_UNSET},
          .theta = p.theta,
          .order = {p.order[0], p.order[1]},
          .discretization = static_cast<int>(p.discretization),
          .normalization = static_cast<int>(p.normalization)};
}

template <>
bellcurve_gaussian_2d_params defaults() {
  const gaussian_2d_params p;
  bellcurve_gaussian_2d_params s{};
  s.size = sizeof s;
  s.amplitude = p.amplitude;
  std::ranges::copy(p.mean, s.mean);
  std::ranges::fill(s.stddev, BELLCURVE_UNSET);
  s.theta = p.theta;
  std::ranges::fill(s.covariance, BELLCURVE_UNSET);
  return s;
}

kernel_2d_params params_of(const bellcurve_kernel_2d_params* given) {
  const bellcurve_kernel_2d_params s = read("params", given);
  return {.sigma = std::to_array(s.sigma),
          .center = all_or_none("center", s.center, BELLCURVE_UNSET),
          .order = std::to_array(s.order),
          .theta = s.theta,
          .discretization = static_cast<discretization>(s.discretization),
          .normalization = static_cast<normalization>(s.normalization)};
}

// Found beside the one of kernels.hpp, as functions of an unnamed namespace would not be.
static kernel_1d_params params_of(const bellcurve_kernel_1d_params* given) {
  const bellcurve_kernel_1d_params s = read("params", given);
  return {.sigma = s.sigma,
          .center = number(s.center),
          .order = s.order,
          .discretization = static_cast<discretization>(s.discretization),
          .normalization = static_cast<normalization>(s.normalization)};
}

static gaussian_2d_params params_of(const bellcurve_gaussian_2d_params* given) {
  const bellcurve_gaussian_2d_params s = read("params", given);
  return {.amplitude = s.amplitude,
          .mean = std::to_array(s.mean),
          .stddev = all_or_none("stddev", s.stddev, BELLCURVE_UNSET),
          .theta = s.theta,
          .covariance = all_or_none("covariance", s.covariance, BELLCURVE_UNSET)};
}

}  // namespace bellcurve::c

BELLCURVE_C_INIT(kernel_1d_params, params)
BELLCURVE_C_INIT(kernel_2d_params, params)
BELLCURVE_C_INIT(gaussian_2d_params, params)

#define BELLCURVE_C_KERNELS(T, S)                                                             \
  bellcurve_status bellcurve_gaussian_kernel_1d_##S(                                          \
      ptrdiff_t n, const bellcurve_kernel_1d_params* params, T* out, ptrdiff_t out_stride) {  \
    return c::run([&] {                                                                       \
      bellcurve::gaussian_kernel_1d(c::params_of(params),                                     \
                                    bellcurve::array_view<T>(out, {n}, {out_stride}));        \
    });                                                                                       \
  }                                                                                           \
  bellcurve_status bellcurve_gaussian_kernel_2d_##S(ptrdiff_t rows, ptrdiff_t cols,           \
                                                    const bellcurve_kernel_2d_params* params, \
                                                    BELLCURVE_C_MATRIX(T, out)) {             \
    return c::run([&] {                                                                       \
      bellcurve::gaussian_kernel_2d(c::params_of(params), BELLCURVE_C_VIEW(out, rows, cols)); \
    });                                                                                       \
  }                                                                                           \
  bellcurve_status bellcurve_gkern_##S(ptrdiff_t rows, ptrdiff_t cols, double nsig,           \
                                       BELLCURVE_C_MATRIX(T, out)) {                          \
    return c::run([&] { bellcurve::gkern(nsig, BELLCURVE_C_VIEW(out, rows, cols)); });        \
  }                                                                                           \
  bellcurve_status bellcurve_gaussian_2d_##S(                                                 \
      ptrdiff_t rows, ptrdiff_t cols, const bellcurve_gaussian_2d_params* params,             \
      const bellcurve_grid* grid, BELLCURVE_C_MATRIX(T, out),                                 \
      const bellcurve_grid_options* options) {                                                \
    return c::run([&] {                                                                       \
      bellcurve::gaussian_2d(c::params_of(params), c::grid_of(grid),                          \
                             BELLCURVE_C_VIEW(out, rows, cols), c::options_of(options));      \
    });                                                                                       \
  }
BELLCURVE_C_KERNELS(float, f32)
BELLCURVE_C_KERNELS(double, f64)
