#include "rbf.hpp"

#include "names.hpp"
#include "structs.hpp"
#include "views.hpp"

#include <cstddef>
#include <limits>

namespace c = bellcurve::c;

BELLCURVE_C_SAME(BELLCURVE_ENGINE_AUTO, engine::automatic);
BELLCURVE_C_SAME(BELLCURVE_ENGINE_BLAS, engine::blas);
BELLCURVE_C_SAME(BELLCURVE_ENGINE_FUSED, engine::fused);
BELLCURVE_C_NAMES(engine, engine, parse_engine)

BELLCURVE_C_SAME(BELLCURVE_UPLO_FULL, uplo::full);
BELLCURVE_C_SAME(BELLCURVE_UPLO_LOWER, uplo::lower);
BELLCURVE_C_SAME(BELLCURVE_UPLO_UPPER, uplo::upper);
BELLCURVE_C_NAMES(uplo, uplo, parse_uplo)

namespace bellcurve::c {

template <>
bellcurve_rbf_params defaults() {
  const rbf_params p;
  bellcurve_rbf_params s{};
  s.size = sizeof s;
  s.gamma = BELLCURVE_UNSET;
  s.variance = p.variance;
  s.noise = p.noise;
  return s;
}

template <>
bellcurve_rbf_options defaults() {
  const rbf_options o;
  bellcurve_rbf_options s{};
  s.size = sizeof s;
  s.engine = static_cast<int>(o.engine);
  s.uplo = static_cast<int>(o.uplo);
  s.threads = o.threads;
  return s;
}

rbf_params params_of(const bellcurve_rbf_params* given) {
  const bellcurve_rbf_params s = read("params", given);
  const auto lengths = list("lengthscale", s.lengthscale, s.lengthscale_count);
  return {.gamma = number(s.gamma),
          .lengthscale = {lengths.begin(), lengths.end()},
          .variance = s.variance,
          .noise = s.noise};
}

rbf_options options_of(const bellcurve_rbf_options* given, ptrdiff_t d) {
  const bellcurve_rbf_options s = read("options", given);
  rbf_options o;
  o.engine = static_cast<engine>(s.engine);
  o.uplo = static_cast<uplo>(s.uplo);
  if (s.center) o.center = list("center", s.center, d);
  o.threads = s.threads;
  o.check_finite = s.check_finite != 0;
  // Sizes above 2^63 turn negative, and are refused as such.
  o.workspace = list("workspace", static_cast<std::byte*>(s.workspace),
                     static_cast<ptrdiff_t>(s.workspace_size));
  o.progress = progress(s.progress, s.progress_context);
  return o;
}

}  // namespace bellcurve::c

BELLCURVE_C_INIT(rbf_params, params)
BELLCURVE_C_INIT(rbf_options, options)

double bellcurve_rbf_bound_relative(const bellcurve_rbf_bound* bound, double exponent) {
  if (!bound) return std::numeric_limits<double>::quiet_NaN();
  const bellcurve::rbf_bound b{bound->absolute, bound->least, bound->slope, bound->rounding};
  return b.relative(exponent);
}

// The arguments of a call, for the call and for its workspace.
#define BELLCURVE_C_CROSS(T)                                              \
  ptrdiff_t n, ptrdiff_t m, ptrdiff_t d, BELLCURVE_C_MATRIX(const T, x),  \
      BELLCURVE_C_MATRIX(const T, y), const bellcurve_rbf_params *params, \
      BELLCURVE_C_MATRIX(T, out), const bellcurve_rbf_options *options
#define BELLCURVE_C_CROSS_ARGUMENTS                                           \
  BELLCURVE_C_VIEW(x, n, d), BELLCURVE_C_VIEW(y, m, d), c::params_of(params), \
      BELLCURVE_C_VIEW(out, n, m), c::options_of(options, d)

#define BELLCURVE_C_SYMMETRIC(T)                                                                \
  ptrdiff_t n, ptrdiff_t d, BELLCURVE_C_MATRIX(const T, x), const bellcurve_rbf_params *params, \
      BELLCURVE_C_MATRIX(T, out), const bellcurve_rbf_options *options
#define BELLCURVE_C_SYMMETRIC_ARGUMENTS                                         \
  BELLCURVE_C_VIEW(x, n, d), c::params_of(params), BELLCURVE_C_VIEW(out, n, n), \
      c::options_of(options, d)

#define BELLCURVE_C_RBF_KERNEL(T, S)                                                              \
  bellcurve_status bellcurve_rbf_error_bound_##S(ptrdiff_t features,                              \
                                                 const bellcurve_rbf_params* params, int engine,  \
                                                 bellcurve_rbf_bound* bound) {                    \
    return c::run([&] {                                                                           \
      bellcurve_rbf_bound& to = c::at("bound", bound);                                            \
      const auto b = bellcurve::rbf_error_bound<T>(features, c::params_of(params),                \
                                                   static_cast<bellcurve::engine>(engine));       \
      to = {b.absolute, b.least, b.slope, b.rounding};                                            \
    });                                                                                           \
  }                                                                                               \
  bellcurve_status bellcurve_rbf_kernel_##S(BELLCURVE_C_CROSS(T)) {                               \
    return c::run([&] { bellcurve::rbf_kernel(BELLCURVE_C_CROSS_ARGUMENTS); });                   \
  }                                                                                               \
  bellcurve_status bellcurve_rbf_kernel_workspace_size_##S(BELLCURVE_C_CROSS(T), size_t* bytes) { \
    return c::run([&] {                                                                           \
      c::at("bytes", bytes) = bellcurve::rbf_workspace_size(BELLCURVE_C_CROSS_ARGUMENTS);         \
    });                                                                                           \
  }                                                                                               \
  bellcurve_status bellcurve_rbf_kernel_symmetric_##S(BELLCURVE_C_SYMMETRIC(T)) {                 \
    return c::run([&] { bellcurve::rbf_kernel(BELLCURVE_C_SYMMETRIC_ARGUMENTS); });               \
  }                                                                                               \
  bellcurve_status bellcurve_rbf_kernel_symmetric_workspace_size_##S(BELLCURVE_C_SYMMETRIC(T),    \
                                                                     size_t* bytes) {             \
    return c::run([&] {                                                                           \
      c::at("bytes", bytes) = bellcurve::rbf_workspace_size(BELLCURVE_C_SYMMETRIC_ARGUMENTS);     \
    });                                                                                           \
  }
BELLCURVE_C_RBF_KERNEL(float, f32)
BELLCURVE_C_RBF_KERNEL(double, f64)

#define BELLCURVE_C_CROSS_PRODUCT(T, V)                                                     \
  ptrdiff_t n, ptrdiff_t m, ptrdiff_t d, ptrdiff_t columns, BELLCURVE_C_MATRIX(const T, x), \
      BELLCURVE_C_MATRIX(const T, y), BELLCURVE_C_MATRIX(const V, v),                       \
      const bellcurve_rbf_params *params, BELLCURVE_C_MATRIX(V, out),                       \
      const bellcurve_rbf_options *options
#define BELLCURVE_C_CROSS_PRODUCT_ARGUMENTS                                              \
  BELLCURVE_C_VIEW(x, n, d), BELLCURVE_C_VIEW(y, m, d), BELLCURVE_C_VIEW(v, m, columns), \
      c::params_of(params), BELLCURVE_C_VIEW(out, n, columns), c::options_of(options, d)

#define BELLCURVE_C_SYMMETRIC_PRODUCT(T, V)                                    \
  ptrdiff_t n, ptrdiff_t d, ptrdiff_t columns, BELLCURVE_C_MATRIX(const T, x), \
      BELLCURVE_C_MATRIX(const V, v), const bellcurve_rbf_params *params,      \
      BELLCURVE_C_MATRIX(V, out), const bellcurve_rbf_options *options
#define BELLCURVE_C_SYMMETRIC_PRODUCT_ARGUMENTS                                     \
  BELLCURVE_C_VIEW(x, n, d), BELLCURVE_C_VIEW(v, n, columns), c::params_of(params), \
      BELLCURVE_C_VIEW(out, n, columns), c::options_of(options, d)

#define BELLCURVE_C_RBF_APPLY(T, V, S)                                                      \
  bellcurve_status bellcurve_rbf_apply_##S(BELLCURVE_C_CROSS_PRODUCT(T, V)) {               \
    return c::run([&] { bellcurve::rbf_apply(BELLCURVE_C_CROSS_PRODUCT_ARGUMENTS); });      \
  }                                                                                         \
  bellcurve_status bellcurve_rbf_apply_workspace_size_##S(BELLCURVE_C_CROSS_PRODUCT(T, V),  \
                                                          size_t* bytes) {                  \
    return c::run([&] {                                                                     \
      c::at("bytes", bytes) =                                                               \
          bellcurve::rbf_apply_workspace_size(BELLCURVE_C_CROSS_PRODUCT_ARGUMENTS);         \
    });                                                                                     \
  }                                                                                         \
  bellcurve_status bellcurve_rbf_apply_symmetric_##S(BELLCURVE_C_SYMMETRIC_PRODUCT(T, V)) { \
    return c::run([&] { bellcurve::rbf_apply(BELLCURVE_C_SYMMETRIC_PRODUCT_ARGUMENTS); });  \
  }                                                                                         \
  bellcurve_status bellcurve_rbf_apply_symmetric_workspace_size_##S(                        \
      BELLCURVE_C_SYMMETRIC_PRODUCT(T, V), size_t* bytes) {                                 \
    return c::run([&] {                                                                     \
      c::at("bytes", bytes) =                                                               \
          bellcurve::rbf_apply_workspace_size(BELLCURVE_C_SYMMETRIC_PRODUCT_ARGUMENTS);     \
    });                                                                                     \
  }
BELLCURVE_C_RBF_APPLY(float, float, f32)
BELLCURVE_C_RBF_APPLY(double, double, f64)
BELLCURVE_C_RBF_APPLY(float, double, f32_f64)
