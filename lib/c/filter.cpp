#include "names.hpp"
#include "structs.hpp"
#include "views.hpp"

#include <bellcurve/c/filter.h>
#include <bellcurve/filter.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace c = bellcurve::c;

BELLCURVE_C_SAME(BELLCURVE_BORDER_REFLECT, border::reflect);
BELLCURVE_C_SAME(BELLCURVE_BORDER_MIRROR, border::mirror);
BELLCURVE_C_SAME(BELLCURVE_BORDER_NEAREST, border::nearest);
BELLCURVE_C_SAME(BELLCURVE_BORDER_WRAP, border::wrap);
BELLCURVE_C_SAME(BELLCURVE_BORDER_CONSTANT, border::constant);
BELLCURVE_C_NAMES(border, border, parse_border)

BELLCURVE_C_SAME(BELLCURVE_FILTER_METHOD_AUTO, filter_method::automatic);
BELLCURVE_C_SAME(BELLCURVE_FILTER_METHOD_FIR, filter_method::fir);
BELLCURVE_C_SAME(BELLCURVE_FILTER_METHOD_RECURSIVE, filter_method::recursive);
BELLCURVE_C_NAMES(filter_method, filter_method, parse_filter_method)

static_assert(BELLCURVE_MAX_AXES == bellcurve::max_axes);

namespace bellcurve::c {

template <>
bellcurve_filter_params defaults() {
  const filter_params p;
  bellcurve_filter_params s{};
  s.size = sizeof s;
  s.sigma[0] = p.sigma[0];
  s.order[0] = p.order[0];
  s.mode[0] = static_cast<int>(p.mode[0]);
  s.sigma_count = s.order_count = s.mode_count = 1;
  s.method = static_cast<int>(p.method);
  s.cval = p.cval;
  s.truncate = p.truncate;
  s.tolerance = p.tolerance;
  return s;
}

template <>
bellcurve_filter1d_params defaults() {
  const filter1d_params p;
  return {.size = sizeof(bellcurve_filter1d_params),
          .sigma = p.sigma,
          .cval = p.cval,
          .truncate = p.truncate,
          .tolerance = p.tolerance,
          .radius = BELLCURVE_UNSET_INDEX,
          .axis = p.axis,
          .order = p.order,
          .mode = static_cast<int>(p.mode),
          .method = static_cast<int>(p.method)};
}

template <>
bellcurve_filter_options defaults() {
  const filter_options o;
  bellcurve_filter_options s{};
  s.size = sizeof s;
  s.min_weight = o.min_weight;
  s.fill = std::numeric_limits<double>::quiet_NaN();
  s.threads = o.threads;
  return s;
}

namespace {

/// The first `count` values of a list of a struct.
template <class To, class V>
std::vector<To> listed(const char* name, const V (&values)[BELLCURVE_MAX_AXES], int count) {
  if (count < 0 || count > BELLCURVE_MAX_AXES) {
    throw error(errc::bad_argument, std::string(name) + "_count must be from 0 to " +
                                        std::to_string(BELLCURVE_MAX_AXES) + ", got " +
                                        std::to_string(count));
  }
  std::vector<To> all;
  std::transform(values, values + count, std::back_inserter(all),
                 [](V value) { return static_cast<To>(value); });
  return all;
}

filter_params params_of(const bellcurve_filter_params* given) {
  const bellcurve_filter_params s = read("params", given);
  return {.sigma = listed<double>("sigma", s.sigma, s.sigma_count),
          .order = listed<int>("order", s.order, s.order_count),
          .mode = listed<border>("mode", s.mode, s.mode_count),
          .cval = s.cval,
          .truncate = s.truncate,
          .radius = listed<index_t>("radius", s.radius, s.radius_count),
          .axes = listed<int>("axes", s.axes, s.axes_count),
          .method = static_cast<filter_method>(s.method),
          .tolerance = s.tolerance};
}

filter1d_params params_of(const bellcurve_filter1d_params* given) {
  const bellcurve_filter1d_params s = read("params", given);
  filter1d_params p{.sigma = s.sigma,
                    .axis = s.axis,
                    .order = s.order,
                    .mode = static_cast<border>(s.mode),
                    .cval = s.cval,
                    .truncate = s.truncate,
                    .method = static_cast<filter_method>(s.method),
                    .tolerance = s.tolerance};
  if (s.radius != BELLCURVE_UNSET_INDEX) p.radius = s.radius;
  return p;
}

/// \param axes,shape those of the input
filter_options options_of(const bellcurve_filter_options* given, int axes, const ptrdiff_t* shape) {
  const bellcurve_filter_options s = read("options", given);
  filter_options o;
  if (s.mask) o.mask = array(axes, s.mask_shape ? s.mask_shape : shape, s.mask, s.mask_strides);
  o.nan_is_missing = s.nan_is_missing != 0;
  o.min_weight = s.min_weight;
  if (!std::isnan(s.fill)) o.fill = s.fill;
  o.threads = s.threads;
  o.check_finite = s.check_finite != 0;
  o.progress = progress(s.progress, s.progress_context);
  return o;
}

template <class S>
void choices(array_view<const S> in, const filter_params& params, const filter_options& options,
             std::span<bellcurve_filter_choice> room, ptrdiff_t& count) {
  const std::vector<filter_choice> all = filter_choices(in, params, options);
  count = std::ssize(all);
  for (std::size_t i = 0; i < std::min(all.size(), room.size()); ++i) {
    room[i] = {all[i].sigma, all[i].radius, all[i].axis, static_cast<int>(all[i].method),
               all[i].order};
  }
}

}  // namespace
}  // namespace bellcurve::c

BELLCURVE_C_INIT(filter_params, params)
BELLCURVE_C_INIT(filter1d_params, params)
BELLCURVE_C_INIT(filter_options, options)

// The array that is filtered among the parameters of a function, and the view of it.
#define BELLCURVE_C_IN(T) int axes, const ptrdiff_t *shape, const T *in, const ptrdiff_t *in_strides
#define BELLCURVE_C_IN_VIEW c::array(axes, shape, in, in_strides)

#define BELLCURVE_C_FILTER(name, P, T, R, S)                                          \
  bellcurve_status bellcurve_##name##_##S(BELLCURVE_C_IN(T), const P* params, R* out, \
                                          const ptrdiff_t* out_strides,               \
                                          const bellcurve_filter_options* options) {  \
    return c::run([&] {                                                               \
      bellcurve::name(BELLCURVE_C_IN_VIEW, c::params_of(params),                      \
                      c::array(axes, shape, out, out_strides),                        \
                      c::options_of(options, axes, shape));                           \
    });                                                                               \
  }
#define BELLCURVE_C_GAUSSIAN_FILTERS(T, R, S)                           \
  BELLCURVE_C_FILTER(gaussian_filter, bellcurve_filter_params, T, R, S) \
  BELLCURVE_C_FILTER(gaussian_filter1d, bellcurve_filter1d_params, T, R, S)
BELLCURVE_C_GAUSSIAN_FILTERS(float, float, f32)
BELLCURVE_C_GAUSSIAN_FILTERS(double, double, f64)
BELLCURVE_C_GAUSSIAN_FILTERS(uint8_t, uint8_t, u8)
BELLCURVE_C_GAUSSIAN_FILTERS(uint16_t, uint16_t, u16)
BELLCURVE_C_GAUSSIAN_FILTERS(int16_t, int16_t, i16)
BELLCURVE_C_GAUSSIAN_FILTERS(uint8_t, float, u8_f32)
BELLCURVE_C_GAUSSIAN_FILTERS(uint16_t, float, u16_f32)
BELLCURVE_C_GAUSSIAN_FILTERS(int16_t, float, i16_f32)

#define BELLCURVE_C_DERIVED(T, R, S)                                                     \
  BELLCURVE_C_FILTER(gaussian_laplace, bellcurve_filter_params, T, R, S)                 \
  BELLCURVE_C_FILTER(gaussian_gradient_magnitude, bellcurve_filter_params, T, R, S)      \
  bellcurve_status bellcurve_difference_of_gaussians_##S(                                \
      BELLCURVE_C_IN(T), const bellcurve_filter_params* params, int high_sigma_count,    \
      const double* high_sigma, R* out, const ptrdiff_t* out_strides,                    \
      const bellcurve_filter_options* options) {                                         \
    return c::run([&] {                                                                  \
      const auto high = c::list("high_sigma", high_sigma, high_sigma_count);             \
      bellcurve::difference_of_gaussians(                                                \
          BELLCURVE_C_IN_VIEW, c::params_of(params), {high.begin(), high.end()},         \
          c::array(axes, shape, out, out_strides), c::options_of(options, axes, shape)); \
    });                                                                                  \
  }
BELLCURVE_C_DERIVED(float, float, f32)
BELLCURVE_C_DERIVED(double, double, f64)
BELLCURVE_C_DERIVED(uint8_t, float, u8_f32)
BELLCURVE_C_DERIVED(uint16_t, float, u16_f32)
BELLCURVE_C_DERIVED(int16_t, float, i16_f32)

#define BELLCURVE_C_CHOICES(T, S)                                                                \
  bellcurve_status bellcurve_filter_choices_##S(                                                 \
      BELLCURVE_C_IN(T), const bellcurve_filter_params* params,                                  \
      const bellcurve_filter_options* options, ptrdiff_t capacity,                               \
      bellcurve_filter_choice* choices, ptrdiff_t* count) {                                      \
    return c::run([&] {                                                                          \
      c::choices(BELLCURVE_C_IN_VIEW, c::params_of(params), c::options_of(options, axes, shape), \
                 c::list("choices", choices, capacity), c::at("count", count));                  \
    });                                                                                          \
  }
BELLCURVE_C_CHOICES(float, f32)
BELLCURVE_C_CHOICES(double, f64)
BELLCURVE_C_CHOICES(uint8_t, u8)
BELLCURVE_C_CHOICES(uint16_t, u16)
BELLCURVE_C_CHOICES(int16_t, i16)
