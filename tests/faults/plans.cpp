// Plans: made for one call, and kept for many.
#include "operations.hpp"

#include <bellcurve/rbf_plan.hpp>

namespace faults {
namespace {

using namespace bellcurve;

template <class T>
struct points {
  index_t n, d;
  std::vector<T> x, v;
  std::vector<index_t> indices;
  rbf_params params;

  points(drawing& r, index_t features)
      : n(r.extent(300, 400)),
        d(features),
        x(r.values<T>(n * d)),
        v(r.values<T>(2 * n)),
        params{.gamma = 0.5 * r.uniform() / static_cast<double>(d)} {
    for (index_t k = 0; k < n; k += 7) indices.push_back(n - 1 - k);
  }
  rbf_plan<T> plan(int threads) const {
    return rbf_plan<T>(matrix_view<const T>(x, n, d), {.threads = threads});
  }
};

enum class task { fill, rows, apply, apply_wide };

template <class T, task What>
index_t size(const points<T>& p) {
  if (What == task::fill) return p.n * p.n;
  if (What == task::rows) return static_cast<index_t>(p.indices.size()) * p.n;
  return 2 * p.n;
}

template <class T, task What>
void run(const points<T>& p, const rbf_plan<T>& plan, const rbf_params& params, int threads,
         std::byte* out) {
  const rbf_call_options options{.threads = threads};
  const matrix_view<T> products(as<T>(out), p.n, 2);
  if constexpr (What == task::fill) {
    plan.fill(params, {as<T>(out), p.n, p.n}, options);
  } else if constexpr (What == task::rows) {
    plan.rows(p.indices, params, {as<T>(out), static_cast<index_t>(p.indices.size()), p.n},
              options);
  } else if constexpr (What == task::apply) {
    plan.apply(params, matrix_view<const T>(p.v, p.n, 2), products, options);
  } else {
    const std::vector<double> v(p.v.begin(), p.v.end());
    plan.apply(params, matrix_view<const double>(v, p.n, 2),
               matrix_view<double>(as<double>(out), p.n, 2), options);
  }
}

template <class T, task What>
constexpr std::size_t element = What == task::apply_wide ? sizeof(double) : sizeof(T);

/// \tparam D features: from 17 on norms are formed, too
template <class T, task What, index_t D>
call made(drawing& r) {
  const points<T> p(r, D);
  return {static_cast<std::size_t>(size<T, What>(p)) * element<T, What>,
          [=](int threads, std::byte* out) {
            run<T, What>(p, p.plan(threads), p.params, threads, out);
          }};
}

/// Calls share the plan, and what it keeps of the gamma of last time, which changes.
template <class T, task What>
call kept(drawing& r) {
  const points<T> p(r, 40);
  rbf_params other = p.params;
  other.gamma = 2 * *p.params.gamma;
  const auto rows = static_cast<index_t>(p.indices.size());
  return {static_cast<std::size_t>(size<T, What>(p)) * element<T, What>,
          [=, plan = p.plan(1)](int threads, std::byte* out) {
            std::vector<T> aside(static_cast<std::size_t>(rows * p.n));
            plan.rows(p.indices, other, {aside, rows, p.n}, {.threads = threads});
            run<T, What>(p, plan, p.params, threads, out);
          }};
}

template <class T>
void add_of_type(std::vector<operation>& all) {
  const std::string type = suffix<T>();
  all.push_back({"rbf_plan, made, fill, few features" + type, made<T, task::fill, 3>});
  all.push_back({"rbf_plan, made, fill" + type, made<T, task::fill, 40>});
  all.push_back({"rbf_plan, made, rows" + type, made<T, task::rows, 40>});
  all.push_back({"rbf_plan, made, apply" + type, made<T, task::apply, 40>});
  all.push_back({"rbf_plan, kept, fill" + type, kept<T, task::fill>});
  all.push_back({"rbf_plan, kept, rows" + type, kept<T, task::rows>});
  all.push_back({"rbf_plan, kept, apply" + type, kept<T, task::apply>});
}

}  // namespace

void add_plans(std::vector<operation>& all) {
  add_of_type<float>(all);
  add_of_type<double>(all);
  all.push_back({"rbf_plan, made, apply.f32.f64", made<float, task::apply_wide, 40>});
}

}  // namespace faults
