// The public functions: validate, plan, execute.
#include "../runtime/dispatch.hpp"
#include "../runtime/workspace.hpp"
#include "apply.hpp"
#include "execute.hpp"
#include "prepare.hpp"
#include "validate.hpp"

#include <bellcurve/rbf.hpp>

#include <algorithm>

namespace bellcurve {
namespace {

/// The caller's rounding mode must not reach even the parameters: the default
/// environment is set before anything is looked at.
template <class T, class... Args>
void run(const rbf_options& options, const Args&... args) {
  const runtime::default_fp_environment environment;
  const rbf::problem<T> p = rbf::validate<T>(args..., options);
  const simd::kernel_table& table = runtime::active_kernels();
  rbf::execute(p, rbf::make_plan(p, table), table,
               runtime::progress_report(options.progress, environment));
}

template <class T, class... Args>
std::size_t size(const rbf_options& options, const Args&... args) {
  const runtime::default_fp_environment environment;
  const rbf::problem<T> p = rbf::validate<T>(args..., options);
  return runtime::workspace::required(rbf::make_plan(p, runtime::active_kernels()).bytes());
}

template <class T, class V, class... Args>
void run_product(const rbf_options& options, const Args&... args) {
  const runtime::default_fp_environment environment;
  const auto p = rbf::validate_product<T, V>(args..., options);
  const simd::kernel_table& table = runtime::active_kernels();
  rbf::apply(p, rbf::make_product_plan(p, table), table, options.progress, environment);
}

template <class T, class V, class... Args>
std::size_t product_size(const rbf_options& options, const Args&... args) {
  const runtime::default_fp_environment environment;
  const auto p = rbf::validate_product<T, V>(args..., options);
  return runtime::workspace::required(
      rbf::make_product_plan(p, runtime::active_kernels()).tiles.bytes());
}

template <class T>
std::vector<double> center(matrix_view<const T> x, int threads) {
  const runtime::default_fp_environment environment;
  // As any call would find it: tasks of the mean do not depend on what else is planned.
  const rbf::problem<T> p =
      rbf::validate_points<T>(x, {.engine = engine::fused, .threads = threads});
  std::vector<double> c(static_cast<std::size_t>(p.d), 0.0);
  if (p.n == 0) return c;
  const simd::kernel_table& table = runtime::active_kernels();
  const rbf::plan<T> plan = rbf::make_plan(p, table);
  rbf::memory<T> memory(p, plan);
  rbf::compute_center(p, plan, simd::of<T>(table), memory);
  std::copy(memory.center, memory.center + p.d, c.begin());
  return c;
}

}  // namespace

std::vector<double> rbf_center(matrix_view<const float> x, int threads) {
  return center(x, threads);
}
std::vector<double> rbf_center(matrix_view<const double> x, int threads) {
  return center(x, threads);
}

void rbf_kernel(matrix_view<const float> x, matrix_view<const float> y, const rbf_params& params,
                matrix_view<float> out, const rbf_options& options) {
  run<float>(options, x, y, params, out);
}
void rbf_kernel(matrix_view<const double> x, matrix_view<const double> y, const rbf_params& params,
                matrix_view<double> out, const rbf_options& options) {
  run<double>(options, x, y, params, out);
}
void rbf_kernel(matrix_view<const float> x, const rbf_params& params, matrix_view<float> out,
                const rbf_options& options) {
  run<float>(options, x, params, out);
}
void rbf_kernel(matrix_view<const double> x, const rbf_params& params, matrix_view<double> out,
                const rbf_options& options) {
  run<double>(options, x, params, out);
}

std::size_t rbf_workspace_size(matrix_view<const float> x, matrix_view<const float> y,
                               const rbf_params& params, matrix_view<float> out,
                               const rbf_options& options) {
  return size<float>(options, x, y, params, out);
}
std::size_t rbf_workspace_size(matrix_view<const double> x, matrix_view<const double> y,
                               const rbf_params& params, matrix_view<double> out,
                               const rbf_options& options) {
  return size<double>(options, x, y, params, out);
}
std::size_t rbf_workspace_size(matrix_view<const float> x, const rbf_params& params,
                               matrix_view<float> out, const rbf_options& options) {
  return size<float>(options, x, params, out);
}
std::size_t rbf_workspace_size(matrix_view<const double> x, const rbf_params& params,
                               matrix_view<double> out, const rbf_options& options) {
  return size<double>(options, x, params, out);
}

#define BELLCURVE_CROSS_PRODUCT(T, V, R)                                                     \
  void rbf_apply(matrix_view<const T> x, matrix_view<const T> y, matrix_view<const V> v,     \
                 const rbf_params& params, matrix_view<R> out, const rbf_options& options) { \
    run_product<T, V>(options, x, y, v, params, out);                                        \
  }                                                                                          \
  std::size_t rbf_apply_workspace_size(matrix_view<const T> x, matrix_view<const T> y,       \
                                       matrix_view<const V> v, const rbf_params& params,     \
                                       matrix_view<R> out, const rbf_options& options) {     \
    return product_size<T, V>(options, x, y, v, params, out);                                \
  }
BELLCURVE_CROSS_PRODUCT(float, float, float)
BELLCURVE_CROSS_PRODUCT(double, double, double)
BELLCURVE_CROSS_PRODUCT(float, double, double)
BELLCURVE_CROSS_PRODUCT(float, float, double)
#undef BELLCURVE_CROSS_PRODUCT

#define BELLCURVE_SYMMETRIC_PRODUCT(T, V)                                                  \
  void rbf_apply(matrix_view<const T> x, matrix_view<const V> v, const rbf_params& params, \
                 matrix_view<V> out, const rbf_options& options) {                         \
    run_product<T, V>(options, x, v, params, out);                                         \
  }                                                                                        \
  std::size_t rbf_apply_workspace_size(matrix_view<const T> x, matrix_view<const V> v,     \
                                       const rbf_params& params, matrix_view<V> out,       \
                                       const rbf_options& options) {                       \
    return product_size<T, V>(options, x, v, params, out);                                 \
  }
BELLCURVE_SYMMETRIC_PRODUCT(float, float)
BELLCURVE_SYMMETRIC_PRODUCT(double, double)
BELLCURVE_SYMMETRIC_PRODUCT(float, double)
#undef BELLCURVE_SYMMETRIC_PRODUCT

}  // namespace bellcurve
