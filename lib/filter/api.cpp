// The public functions: validate, plan, execute.
#include "../runtime/dispatch.hpp"
#include "execute.hpp"
#include "finite.hpp"
#include "method.hpp"
#include "rows.hpp"
#include "validate.hpp"

#include <algorithm>

namespace bellcurve {
namespace {

template <class S, class R>
void run(array_view<const S> in, const filter_params& params, array_view<R> out,
         const filter_options& options) {
  const runtime::default_fp_environment environment;
  filter::problem<S, R> p = filter::validate<S, R>(in, params, out, options);
  const simd::kernel_table& table = runtime::active_kernels();
  const auto& kernels = filter::filter_kernels_of<filter::compute<S>>(table);
  const bool missing = static_cast<bool>(p.missing);
  filter::choose_methods(params, missing, p.lines, kernels.blocking);
  if constexpr (std::is_floating_point_v<S>) {
    if (filter::any_recursive(p.lines) && std::ranges::find(in.shape(), 0) == in.shape().end() &&
        !filter::finite_everywhere(in, options.threads)) {
      filter::use_fir(params, p.lines);
    }
  }
  filter::execute(p, filter::make_plan(p, kernels), table, options.progress, environment);
}

}  // namespace

#define BELLCURVE_DEFINE(S, R)                                                                 \
  void gaussian_filter(array_view<const S> in, const filter_params& params, array_view<R> out, \
                       const filter_options& options) {                                        \
    run(in, params, out, options);                                                             \
  }
BELLCURVE_DEFINE(float, float)
BELLCURVE_DEFINE(double, double)
BELLCURVE_DEFINE(std::uint8_t, std::uint8_t)
BELLCURVE_DEFINE(std::uint16_t, std::uint16_t)
BELLCURVE_DEFINE(std::int16_t, std::int16_t)
BELLCURVE_DEFINE(std::uint8_t, float)
BELLCURVE_DEFINE(std::uint16_t, float)
BELLCURVE_DEFINE(std::int16_t, float)
#undef BELLCURVE_DEFINE

}  // namespace bellcurve
