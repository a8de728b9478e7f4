// The public functions: validate, plan, execute.
#include "../edge/views.hpp"
#include "../runtime/dispatch.hpp"
#include "execute.hpp"
#include "finite.hpp"
#include "method.hpp"
#include "rows.hpp"
#include "types.hpp"
#include "validate.hpp"

#include <algorithm>
#include <string>

namespace bellcurve {
namespace {

bool may_miss(const filter_options& options) noexcept {
  return options.mask || options.nan_is_missing;
}

template <class S, class R>
void run(array_view<const S> in, const filter_params& params, array_view<R> out,
         const filter_options& options) {
  const runtime::default_fp_environment environment;
  filter::problem<S, R> p = filter::validate<S, R>(in, params, out, options);
  const simd::kernel_table& table = runtime::active_kernels();
  const auto& kernels = filter::filter_kernels_of<filter::compute<S>>(table);
  filter::choose_methods(params, may_miss(options), p.lines, kernels.blocking);
  if (filter::any_recursive(p.lines) && std::ranges::find(in.shape(), 0) == in.shape().end()) {
    bool fit = filter::tame(static_cast<filter::compute<S>>(p.cval));
    if constexpr (std::is_floating_point_v<S>)
      fit = fit && filter::tame_everywhere(in, options.threads);
    if (!fit) filter::use_fir(params, p.lines);
  }
  filter::execute(p, filter::make_plan(p, kernels), table, options.progress, environment);
}

template <class S>
std::vector<filter_choice> choices(array_view<const S> in, const filter_params& params,
                                   const filter_options& options) {
  const runtime::default_fp_environment environment;
  std::vector<filter::line> lines = filter::lines_of(params, in.shape());
  edge::check_view("in", in);
  const auto& kernels = filter::filter_kernels_of<filter::compute<S>>(runtime::active_kernels());
  filter::choose_methods(params, may_miss(options), lines, kernels.blocking);
  std::vector<filter_choice> all;
  for (const filter::line& l : lines) {
    const index_t radius = l.method == filter_method::fir ? l.radius : 0;
    all.push_back({l.axis, l.method, l.sigma, l.order, radius});
  }
  return all;
}

/// As gaussian_filter() takes them.
template <class S>
filter_params one_axis(array_view<const S> in, const filter1d_params& p) {
  const int axes = in.axes();
  if (axes > 0 && (p.axis < -axes || p.axis >= axes)) {
    throw error(errc::bad_argument, "axis must be from " + std::to_string(-axes) + " to " +
                                        std::to_string(axes - 1) + ", got " +
                                        std::to_string(p.axis));
  }
  filter_params params{.sigma = {p.sigma},
                       .order = {p.order},
                       .mode = {p.mode},
                       .cval = p.cval,
                       .truncate = p.truncate,
                       .axes = {p.axis},
                       .method = p.method,
                       .tolerance = p.tolerance};
  if (p.radius) params.radius = {*p.radius};
  return params;
}

}  // namespace

#define BELLCURVE_DEFINE(S, R)                                                                     \
  void gaussian_filter(array_view<const S> in, const filter_params& params, array_view<R> out,     \
                       const filter_options& options) {                                            \
    run(in, params, out, options);                                                                 \
  }                                                                                                \
  void gaussian_filter1d(array_view<const S> in, const filter1d_params& params, array_view<R> out, \
                         const filter_options& options) {                                          \
    run(in, one_axis(in, params), out, options);                                                   \
  }
BELLCURVE_FOR_FILTER_TYPES(BELLCURVE_DEFINE)
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
