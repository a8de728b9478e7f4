// The public functions: validate, plan, execute.
#include "../runtime/dispatch.hpp"
#include "../runtime/workspace.hpp"
#include "execute.hpp"
#include "validate.hpp"

#include <bellcurve/rbf.hpp>

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

}  // namespace

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

}  // namespace bellcurve
