// The public functions: validate, plan, execute.
#include "../runtime/dispatch.hpp"
#include "execute.hpp"
#include "validate.hpp"

namespace bellcurve {
namespace {

template <class S>
void run(array_view<const S> in, matrix_view<const pool::result<S>> kernel,
         array_view<pool::result<S>> out, const pool_options& options) {
  const runtime::default_fp_environment environment;
  const pool::problem<S> p = pool::validate<S>(in, kernel, out, options);
  const simd::kernel_table& table = runtime::active_kernels();
  pool::execute(p, pool::make_plan(p), table,
                runtime::progress_report(options.progress, environment));
}

}  // namespace

void block_pool(array_view<const float> in, matrix_view<const float> kernel, array_view<float> out,
                const pool_options& options) {
  run(in, kernel, out, options);
}
void block_pool(array_view<const double> in, matrix_view<const double> kernel,
                array_view<double> out, const pool_options& options) {
  run(in, kernel, out, options);
}
void block_pool(array_view<const std::uint8_t> in, matrix_view<const float> kernel,
                array_view<float> out, const pool_options& options) {
  run(in, kernel, out, options);
}
void block_pool(array_view<const std::uint16_t> in, matrix_view<const float> kernel,
                array_view<float> out, const pool_options& options) {
  run(in, kernel, out, options);
}
void block_pool(array_view<const std::int16_t> in, matrix_view<const float> kernel,
                array_view<float> out, const pool_options& options) {
  run(in, kernel, out, options);
}

}  // namespace bellcurve
