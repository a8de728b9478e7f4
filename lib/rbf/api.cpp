// The public functions: validate, plan, execute.
#include "../runtime/dispatch.hpp"
#include "../runtime/workspace.hpp"
#include "execute.hpp"
#include "validate.hpp"

#include <bellcurve/rbf.hpp>

namespace bellcurve {
namespace {

template <class T>
void run(const rbf::problem<T>& p) {
  const simd::kernel_table& table = runtime::active_kernels();
  rbf::execute(p, rbf::make_plan(p, table), table);
}

}  // namespace

void rbf_kernel(matrix_view<const float> x, matrix_view<const float> y, const rbf_params& params,
                matrix_view<float> out, const rbf_options& options) {
  run(rbf::validate(x, y, params, out, options));
}
void rbf_kernel(matrix_view<const double> x, matrix_view<const double> y, const rbf_params& params,
                matrix_view<double> out, const rbf_options& options) {
  run(rbf::validate(x, y, params, out, options));
}
void rbf_kernel(matrix_view<const float> x, const rbf_params& params, matrix_view<float> out,
                const rbf_options& options) {
  run(rbf::validate(x, params, out, options));
}
void rbf_kernel(matrix_view<const double> x, const rbf_params& params, matrix_view<double> out,
                const rbf_options& options) {
  run(rbf::validate(x, params, out, options));
}

}  // namespace bellcurve
