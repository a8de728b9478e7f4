// The public functions: validate, plan, execute.
#include "../edge/views.hpp"
#include "../runtime/dispatch.hpp"
#include "execute.hpp"
#include "validate.hpp"

namespace bellcurve {
namespace {

template <class S, class R>
void run(array_view<const S> in, const filter_params& params, array_view<R> out,
         const filter_options& options) {
  const runtime::default_fp_environment environment;
  const filter::problem<S, R> p = filter::validate<S, R>(in, params, out, options);
  const simd::kernel_table& table = runtime::active_kernels();
  const auto& kernels = [&]() -> const auto& {
    if constexpr (std::is_same_v<S, double>) return table.filter.f64;
    if constexpr (!std::is_same_v<S, double>) return table.filter.f32;
  }
  ();
  filter::execute(p, filter::make_plan(p, kernels), table, options.progress, environment);
}

template <class S>
std::vector<filter_choice> choices(array_view<const S> in, const filter_params& params,
                                   const filter_options& options) {
  edge::check_view("in", in);
  std::vector<filter_choice> all;
  for (const filter::line& l : filter::choose(in, params, options)) {
    const index_t radius = l.method == filter_method::fir ? l.radius : 0;
    all.push_back({l.axis, l.method, l.sigma, l.order, radius});
  }
  return all;
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

#define BELLCURVE_DEFINE(S)                                                                      \
  std::vector<filter_choice> filter_choices(array_view<const S> in, const filter_params& params, \
                                            const filter_options& options) {                     \
    return choices(in, params, options);                                                         \
  }
BELLCURVE_DEFINE(float)
BELLCURVE_DEFINE(double)
BELLCURVE_DEFINE(std::uint8_t)
BELLCURVE_DEFINE(std::uint16_t)
BELLCURVE_DEFINE(std::int16_t)
#undef BELLCURVE_DEFINE

}  // namespace bellcurve
