// RBF matrices, products, plans and densities: the bits of C++, whatever the strides.
#include "support.hpp"
#include "support/random.hpp"

#include <bellcurve/density.hpp>
#include <bellcurve/rbf_plan.hpp>

#include <array>
#include <cmath>
#include <span>

using namespace c_api;
using bellcurve::matrix_view;

namespace {

constexpr std::ptrdiff_t n = 37, m = 23, d = 19, columns = 3;

template <class T>
struct api;

#define RBF_API(T, S)                                                                              \
  template <>                                                                                      \
  struct api<T> {                                                                                  \
    static constexpr auto bound = bellcurve_rbf_error_bound_##S;                                   \
    static constexpr auto kernel = bellcurve_rbf_kernel_##S;                                       \
    static constexpr auto kernel_workspace = bellcurve_rbf_kernel_workspace_size_##S;              \
    static constexpr auto symmetric = bellcurve_rbf_kernel_symmetric_##S;                          \
    static constexpr auto symmetric_workspace = bellcurve_rbf_kernel_symmetric_workspace_size_##S; \
    static constexpr auto density = bellcurve_rbf_density_##S;                                     \
    static constexpr auto log_density = bellcurve_rbf_log_density_##S;                             \
    using plan = bellcurve_rbf_plan_##S;                                                           \
    static constexpr auto create = bellcurve_rbf_plan_create_##S;                                  \
    static constexpr auto destroy = bellcurve_rbf_plan_destroy_##S;                                \
    static constexpr auto points = bellcurve_rbf_plan_points_##S;                                  \
    static constexpr auto features = bellcurve_rbf_plan_features_##S;                              \
    static constexpr auto fill = bellcurve_rbf_plan_fill_##S;                                      \
    static constexpr auto rows = bellcurve_rbf_plan_rows_##S;                                      \
  };
RBF_API(float, f32)
RBF_API(double, f64)

template <class T, class V>
struct types {
  using point = T;
  using value = V;
};

template <class P>
struct product_api;

#define PRODUCT_API(T, V, S)                                                                      \
  template <>                                                                                     \
  struct product_api<types<T, V>> {                                                               \
    static constexpr auto apply = bellcurve_rbf_apply_##S;                                        \
    static constexpr auto apply_workspace = bellcurve_rbf_apply_workspace_size_##S;               \
    static constexpr auto symmetric = bellcurve_rbf_apply_symmetric_##S;                          \
    static constexpr auto symmetric_workspace = bellcurve_rbf_apply_symmetric_workspace_size_##S; \
    static constexpr auto plan_apply = bellcurve_rbf_plan_apply_##S;                              \
  };
PRODUCT_API(float, float, f32)
PRODUCT_API(double, double, f64)
PRODUCT_API(float, double, f32_f64)

template <class T>
std::vector<T> points(std::ptrdiff_t rows, std::uint64_t seed) {
  return support::normal<T>(rows, d, seed);
}

/// One value per feature.
std::vector<double> lengths() {
  std::vector<double> l(d);
  for (std::size_t k = 0; k < l.size(); ++k) l[k] = 1 + 0.25 * static_cast<double>(k);
  return l;
}

}  // namespace

TEST_CASE_TEMPLATE("rbf_kernel between two sets: C's bits are those of C++", T, float, double) {
  const auto x = points<T>(n, 1), y = points<T>(m, 2);
  std::vector<T> got(n * m, T(-1)), want(n * m, T(-2));

  SUBCASE("the defaults") {
    bellcurve::rbf_kernel({x, n, d}, {y, m, d}, {}, {want, n, m});
    CHECK_OK(api<T>::kernel(n, m, d, x.data(), d, 1, y.data(), d, 1, nullptr, got.data(), m, 1,
                            nullptr));
  }
  SUBCASE("parameters and options") {
    const auto l = lengths();
    const std::vector<double> center(d, 0.5);
    bellcurve::rbf_kernel({x, n, d}, {y, m, d}, {.lengthscale = l, .variance = 3}, {want, n, m},
                          {.engine = bellcurve::engine::fused, .center = center, .threads = 2});
    INITIALIZED(rbf_params, params);
    params.lengthscale = l.data();
    params.lengthscale_count = d;
    params.variance = 3;
    INITIALIZED(rbf_options, options);
    options.engine = BELLCURVE_ENGINE_FUSED;
    options.center = center.data();
    options.threads = 2;
    CHECK_OK(api<T>::kernel(n, m, d, x.data(), d, 1, y.data(), d, 1, &params, got.data(), m, 1,
                            &options));
  }
  SUBCASE("column-major, as Fortran has it, and rows of y from the last to the first") {
    // The same memory, read as its transpose and backwards.
    const matrix_view<const T> xt(x.data(), n, d, 1, n);
    const matrix_view<const T> backwards(y.data() + (m - 1) * d, m, d, -d, 1);
    bellcurve::rbf_kernel(xt, backwards, {.gamma = 0.1}, matrix_view<T>(want.data(), n, m, 1, n));
    INITIALIZED(rbf_params, params);
    params.gamma = 0.1;
    CHECK_OK(api<T>::kernel(n, m, d, x.data(), 1, n, y.data() + (m - 1) * d, -d, 1, &params,
                            got.data(), 1, n, nullptr));
  }
  CHECK(same_bits(got, want));
}

TEST_CASE_TEMPLATE("rbf_kernel of one set: C's bits are those of C++", T, float, double) {
  const auto x = points<T>(n, 1);
  std::vector<T> got(n * n, T(-1)), want(n * n, T(-1));
  bellcurve::rbf_kernel({x, n, d}, {.gamma = 0.2, .variance = 2, .noise = 0.5}, {want, n, n},
                        {.uplo = bellcurve::uplo::lower});
  INITIALIZED(rbf_params, params);
  params.gamma = 0.2;
  params.variance = 2;
  params.noise = 0.5;
  INITIALIZED(rbf_options, options);
  options.uplo = BELLCURVE_UPLO_LOWER;
  CHECK_OK(api<T>::symmetric(n, d, x.data(), d, 1, &params, got.data(), n, 1, &options));
  CHECK(same_bits(got, want));
  CHECK(got[1] == T(-1));  // the other triangle
}

TEST_CASE_TEMPLATE("rbf_kernel in the caller's memory", T, float, double) {
  const auto x = points<T>(n, 1), y = points<T>(m, 2);
  std::vector<T> got(n * n), want(n * n);
  INITIALIZED(rbf_options, options);
  std::size_t bytes = 0;
  CHECK_OK(api<T>::kernel_workspace(n, m, d, x.data(), d, 1, y.data(), d, 1, nullptr, got.data(), m,
                                    1, nullptr, &bytes));
  CHECK(bytes == bellcurve::rbf_workspace_size({x, n, d}, {y, m, d}, {}, {got, n, m}));
  CHECK(bytes > 0);
  std::vector<std::byte> memory(bytes + 1);
  options.workspace = memory.data() + 1;  // of no alignment
  options.workspace_size = bytes;
  CHECK_OK(
      api<T>::kernel(n, m, d, x.data(), d, 1, y.data(), d, 1, nullptr, got.data(), m, 1, &options));
  bellcurve::rbf_kernel({x, n, d}, {y, m, d}, {}, {want, n, m});
  CHECK(same_bits(got, want));

  options.workspace_size = bytes - 1;
  CHECK(api<T>::kernel(n, m, d, x.data(), d, 1, y.data(), d, 1, nullptr, got.data(), m, 1,
                       &options) == BELLCURVE_BAD_ARGUMENT);
  CHECK_OK(api<T>::symmetric_workspace(n, d, x.data(), d, 1, nullptr, got.data(), n, 1, nullptr,
                                       &bytes));
  CHECK(bytes == bellcurve::rbf_workspace_size({x, n, d}, {}, {got, n, n}));
}

TEST_CASE_TEMPLATE("rbf_apply: C's bits are those of C++", P, types<float, float>,
                   types<double, double>, types<float, double>) {
  using T = typename P::point;
  using V = typename P::value;
  const auto x = points<T>(n, 1), y = points<T>(m, 2);
  const auto v = support::normal<V>(n, columns, 3);
  std::vector<V> got(n * columns, V(-1)), want(n * columns, V(-2));
  INITIALIZED(rbf_params, params);
  params.gamma = 0.1;
  const bellcurve::rbf_params p{.gamma = 0.1};
  std::size_t bytes = 0;

  SUBCASE("of two sets, v by columns") {
    const matrix_view<const V> by_columns(v.data(), m, columns, 1, n);
    bellcurve::rbf_apply({x, n, d}, {y, m, d}, by_columns, p, {want, n, columns});
    CHECK_OK(product_api<P>::apply(n, m, d, columns, x.data(), d, 1, y.data(), d, 1, v.data(), 1, n,
                                   &params, got.data(), columns, 1, nullptr));
    CHECK(same_bits(got, want));
    CHECK_OK(product_api<P>::apply_workspace(n, m, d, columns, x.data(), d, 1, y.data(), d, 1,
                                             v.data(), 1, n, &params, got.data(), columns, 1,
                                             nullptr, &bytes));
    CHECK(bytes == bellcurve::rbf_apply_workspace_size({x, n, d}, {y, m, d}, by_columns, p,
                                                       {want, n, columns}));
  }
  SUBCASE("of one set, out by columns") {
    const matrix_view<V> by_columns(want.data(), n, columns, 1, n);
    bellcurve::rbf_apply({x, n, d}, {v, n, columns}, p, by_columns);
    CHECK_OK(product_api<P>::symmetric(n, d, columns, x.data(), d, 1, v.data(), columns, 1, &params,
                                       got.data(), 1, n, nullptr));
    CHECK(same_bits(got, want));
    CHECK_OK(product_api<P>::symmetric_workspace(n, d, columns, x.data(), d, 1, v.data(), columns,
                                                 1, &params, got.data(), 1, n, nullptr, &bytes));
    CHECK(bytes == bellcurve::rbf_apply_workspace_size({x, n, d}, {v, n, columns}, p, by_columns));
  }
  SUBCASE("of a plan") {
    typename api<T>::plan* plan = nullptr;
    CHECK_OK(api<T>::create(n, d, x.data(), d, 1, nullptr, &plan));
    bellcurve::rbf_plan<T>({x, n, d}).apply(p, matrix_view<const V>(v.data(), n, columns),
                                            {want, n, columns});
    CHECK_OK(product_api<P>::plan_apply(plan, columns, v.data(), columns, 1, &params, got.data(),
                                        columns, 1, nullptr));
    CHECK(same_bits(got, want));
    api<T>::destroy(plan);
  }
}

TEST_CASE_TEMPLATE("rbf_plan: C's bits are those of C++", T, float, double) {
  const auto x = points<T>(n, 1);
  const std::vector<double> center(d, 0.25);
  INITIALIZED(rbf_plan_options, options);
  options.engine = BELLCURVE_ENGINE_FUSED;
  options.center = center.data();
  typename api<T>::plan* plan = nullptr;
  CHECK_OK(api<T>::create(n, d, x.data(), d, 1, &options, &plan));
  const bellcurve::rbf_plan<T> cpp({x, n, d},
                                   {.engine = bellcurve::engine::fused, .center = center});
  CHECK(api<T>::points(plan) == n);
  CHECK(api<T>::features(plan) == d);

  INITIALIZED(rbf_params, params);
  params.gamma = 0.1;
  params.noise = 0.5;
  INITIALIZED(rbf_call_options, call);
  call.uplo = BELLCURVE_UPLO_UPPER;
  std::vector<T> got(n * n, T(-1)), want(n * n, T(-1));
  cpp.fill({.gamma = 0.1, .noise = 0.5}, {want, n, n}, {.uplo = bellcurve::uplo::upper});
  CHECK_OK(api<T>::fill(plan, &params, got.data(), n, 1, &call));
  CHECK(same_bits(got, want));

  const std::vector<std::ptrdiff_t> indices = {5, 0, n - 1, 5};
  cpp.rows(indices, {.gamma = 0.1, .noise = 0.5}, {want, 4, n});
  CHECK_OK(api<T>::rows(plan, 4, indices.data(), &params, got.data(), n, 1, nullptr));
  CHECK(same_bits(got, want));

  const std::vector<std::ptrdiff_t> wrong = {n};
  CHECK_SAME_ERROR(api<T>::rows(plan, 1, wrong.data(), &params, got.data(), n, 1, nullptr),
                   cpp.rows(wrong, {.gamma = 0.1, .noise = 0.5}, {want, 1, n}));
  api<T>::destroy(plan);
}

TEST_CASE("a plan that is none") {
  float out = 7;
  CHECK(bellcurve_rbf_plan_points_f32(nullptr) == -1);
  CHECK(bellcurve_rbf_plan_features_f64(nullptr) == -1);
  bellcurve_rbf_plan_destroy_f32(nullptr);
  CHECK_FAILS(bellcurve_rbf_plan_fill_f32(nullptr, nullptr, &out, 1, 1, nullptr),
              BELLCURVE_BAD_ARGUMENT, "plan must not be null, got null");
  CHECK_FAILS(bellcurve_rbf_plan_create_f32(0, 1, nullptr, 1, 1, nullptr, nullptr),
              BELLCURVE_BAD_ARGUMENT, "plan must not be null, got null");
  auto* untouched = reinterpret_cast<bellcurve_rbf_plan_f32*>(&out);
  CHECK(bellcurve_rbf_plan_create_f32(2, 1, nullptr, 1, 1, nullptr, &untouched) ==
        BELLCURVE_BAD_SHAPE);
  CHECK(untouched == reinterpret_cast<bellcurve_rbf_plan_f32*>(&out));
}

TEST_CASE_TEMPLATE("rbf_density: C's bits are those of C++", T, float, double) {
  const auto x = points<T>(n, 1), y = points<T>(m, 2);
  std::vector<double> weights(m), got(n), want(n);
  for (std::size_t j = 0; j < weights.size(); ++j) weights[j] = static_cast<double>(j % 3);
  INITIALIZED(rbf_params, params);
  params.gamma = 2;
  const bellcurve::rbf_params p{.gamma = 2};

  bellcurve::rbf_density({x, n, d}, {y, m, d}, weights, p, want);
  CHECK_OK(api<T>::density(n, m, d, x.data(), d, 1, y.data(), d, 1, weights.data(), &params,
                           got.data(), nullptr));
  CHECK(same_bits(got, want));
  bellcurve::rbf_density({x, n, d}, {y, m, d}, p, want);
  CHECK_OK(api<T>::density(n, m, d, x.data(), d, 1, y.data(), d, 1, nullptr, &params, got.data(),
                           nullptr));
  CHECK(same_bits(got, want));
  bellcurve::rbf_log_density({x, n, d}, {y, m, d}, weights, p, want);
  CHECK_OK(api<T>::log_density(n, m, d, x.data(), d, 1, y.data(), d, 1, weights.data(), &params,
                               got.data(), nullptr));
  CHECK(same_bits(got, want));
}

TEST_CASE_TEMPLATE("rbf_error_bound: the numbers of C++", T, float, double) {
  const auto want = bellcurve::rbf_error_bound<T>(100, {.gamma = 0.5}, bellcurve::engine::fused);
  INITIALIZED(rbf_params, params);
  params.gamma = 0.5;
  bellcurve_rbf_bound bound = {};
  CHECK_OK(api<T>::bound(100, &params, BELLCURVE_ENGINE_FUSED, &bound));
  CHECK(bound.absolute == want.absolute);
  for (double exponent : {0.0, 1.0, 50.0})
    CHECK(bellcurve_rbf_bound_relative(&bound, exponent) == want.relative(exponent));
  CHECK(std::isnan(bellcurve_rbf_bound_relative(nullptr, 1)));
}
