#include "rbf.hpp"
#include "structs.hpp"
#include "views.hpp"

#include <bellcurve/c/rbf_plan.h>
#include <bellcurve/rbf_plan.hpp>

namespace c = bellcurve::c;

struct bellcurve_rbf_plan_f32 {
  bellcurve::rbf_plan<float> plan;
};
struct bellcurve_rbf_plan_f64 {
  bellcurve::rbf_plan<double> plan;
};

namespace bellcurve::c {

template <>
bellcurve_rbf_plan_options defaults() {
  const rbf_plan_options o;
  bellcurve_rbf_plan_options s{};
  s.size = sizeof s;
  s.engine = static_cast<int>(o.engine);
  s.threads = o.threads;
  return s;
}

template <>
bellcurve_rbf_call_options defaults() {
  const rbf_call_options o;
  bellcurve_rbf_call_options s{};
  s.size = sizeof s;
  s.uplo = static_cast<int>(o.uplo);
  s.threads = o.threads;
  return s;
}

// Found beside the one of rbf.hpp, as functions of an unnamed namespace would not be.
static rbf_plan_options options_of(const bellcurve_rbf_plan_options* given, ptrdiff_t d) {
  const bellcurve_rbf_plan_options s = read("options", given);
  rbf_plan_options o;
  o.engine = static_cast<engine>(s.engine);
  if (s.center) o.center = list("center", s.center, d);
  o.threads = s.threads;
  o.check_finite = s.check_finite != 0;
  return o;
}

static rbf_call_options options_of(const bellcurve_rbf_call_options* given) {
  const bellcurve_rbf_call_options s = read("options", given);
  return {.uplo = static_cast<uplo>(s.uplo),
          .threads = s.threads,
          .progress = progress(s.progress, s.progress_context)};
}

}  // namespace bellcurve::c

BELLCURVE_C_INIT(rbf_plan_options, options)
BELLCURVE_C_INIT(rbf_call_options, options)

#define BELLCURVE_C_APPLY(S, V, SV)                                                          \
  bellcurve_status bellcurve_rbf_plan_apply_##SV(                                            \
      const bellcurve_rbf_plan_##S* plan, ptrdiff_t columns, BELLCURVE_C_MATRIX(const V, v), \
      const bellcurve_rbf_params* params, BELLCURVE_C_MATRIX(V, out),                        \
      const bellcurve_rbf_call_options* options) {                                           \
    return c::run([&] {                                                                      \
      const auto& p = c::at("plan", plan).plan;                                              \
      p.apply(c::params_of(params), BELLCURVE_C_VIEW(v, p.points(), columns),                \
              BELLCURVE_C_VIEW(out, p.points(), columns), c::options_of(options));           \
    });                                                                                      \
  }

#define BELLCURVE_C_PLAN(T, S)                                                           \
  bellcurve_status bellcurve_rbf_plan_create_##S(                                        \
      ptrdiff_t n, ptrdiff_t d, BELLCURVE_C_MATRIX(const T, x),                          \
      const bellcurve_rbf_plan_options* options, bellcurve_rbf_plan_##S** plan) {        \
    return c::run([&] {                                                                  \
      bellcurve_rbf_plan_##S*& to = c::at("plan", plan);                                 \
      to = new bellcurve_rbf_plan_##S{                                                   \
          bellcurve::rbf_plan<T>(BELLCURVE_C_VIEW(x, n, d), c::options_of(options, d))}; \
    });                                                                                  \
  }                                                                                      \
  void bellcurve_rbf_plan_destroy_##S(bellcurve_rbf_plan_##S* plan) { delete plan; }     \
  ptrdiff_t bellcurve_rbf_plan_points_##S(const bellcurve_rbf_plan_##S* plan) {          \
    return plan ? plan->plan.points() : -1;                                              \
  }                                                                                      \
  ptrdiff_t bellcurve_rbf_plan_features_##S(const bellcurve_rbf_plan_##S* plan) {        \
    return plan ? plan->plan.features() : -1;                                            \
  }                                                                                      \
  bellcurve_status bellcurve_rbf_plan_fill_##S(                                          \
      const bellcurve_rbf_plan_##S* plan, const bellcurve_rbf_params* params,            \
      BELLCURVE_C_MATRIX(T, out), const bellcurve_rbf_call_options* options) {           \
    return c::run([&] {                                                                  \
      const auto& p = c::at("plan", plan).plan;                                          \
      p.fill(c::params_of(params), BELLCURVE_C_VIEW(out, p.points(), p.points()),        \
             c::options_of(options));                                                    \
    });                                                                                  \
  }                                                                                      \
  bellcurve_status bellcurve_rbf_plan_rows_##S(                                          \
      const bellcurve_rbf_plan_##S* plan, ptrdiff_t count, const ptrdiff_t* indices,     \
      const bellcurve_rbf_params* params, BELLCURVE_C_MATRIX(T, out),                    \
      const bellcurve_rbf_call_options* options) {                                       \
    return c::run([&] {                                                                  \
      const auto& p = c::at("plan", plan).plan;                                          \
      p.rows(c::list("indices", indices, count), c::params_of(params),                   \
             BELLCURVE_C_VIEW(out, count, p.points()), c::options_of(options));          \
    });                                                                                  \
  }                                                                                      \
  BELLCURVE_C_APPLY(S, T, S)
BELLCURVE_C_PLAN(float, f32)
BELLCURVE_C_PLAN(double, f64)
BELLCURVE_C_APPLY(f32, double, f32_f64)
