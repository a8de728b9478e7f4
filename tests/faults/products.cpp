// Products of K, and densities.
#include "operations.hpp"

#include <bellcurve/density.hpp>
#include <bellcurve/info.hpp>
#include <bellcurve/rbf.hpp>

namespace faults {
namespace {

using namespace bellcurve;

/// \tparam T of the points, V of the vectors, R of the products
template <class T, class V, class R, index_t D, engine E = engine::automatic>
call cross(drawing& r) {
  const index_t n = r.extent(150, 250), m = r.extent(300, 400), columns = r.between(1, 4);
  const rbf_params p{.gamma = 0.5 * r.uniform() / D};
  return {bytes_of<R>(n * columns), [=, x = r.values<T>(n * D), y = r.values<T>(m * D),
                                     v = r.values<V>(m * columns)](int threads, std::byte* out) {
            const matrix_view<const T> a(x, n, D), b(y, m, D);
            const matrix_view<const V> vectors(v, m, columns);
            const matrix_view<R> to(as<R>(out), n, columns);
            rbf_options options{.engine = E, .threads = threads};
            std::vector<std::byte> memory;
            if (D == 3) {
              memory.resize(rbf_apply_workspace_size(a, b, vectors, p, to, options));
              options.workspace = memory;
            }
            rbf_apply(a, b, vectors, p, to, options);
          }};
}

/// Few rows of x and many of y, whose sums are cut into segments.
template <class T>
call long_sums(drawing& r) {
  constexpr index_t d = 5;
  const index_t n = r.between(1, 9), m = r.extent(20000, 25000);
  const rbf_params p{.gamma = r.uniform() / d};
  return {bytes_of<T>(n), [=, x = r.values<T>(n * d), y = r.values<T>(m * d), v = r.values<T>(m)](
                              int threads, std::byte* out) {
            rbf_apply({x, n, d}, {y, m, d}, matrix_view<const T>(v, m, 1), p,
                      matrix_view<T>(as<T>(out), n, 1), {.threads = threads});
          }};
}

template <class T, class V, index_t D>
call symmetric(drawing& r) {
  const index_t n = r.extent(400, 500), columns = r.between(1, 4);
  const rbf_params p{.gamma = 0.5 * r.uniform() / D, .noise = 0.1};
  return {bytes_of<V>(n * columns),
          [=, x = r.values<T>(n * D), v = r.values<V>(n * columns)](int threads, std::byte* out) {
            rbf_apply(matrix_view<const T>(x, n, D), matrix_view<const V>(v, n, columns), p,
                      matrix_view<V>(as<V>(out), n, columns), {.threads = threads});
          }};
}

/// \tparam Log with some rows far from all data
template <class T, bool Log>
call density(drawing& r) {
  constexpr index_t d = 4;
  const index_t n = r.extent(200, 300), m = r.extent(300, 400) + 1;
  const rbf_params p{.lengthscale = {0.5, 0.6, 0.7, 0.8}};
  std::vector<T> x = r.values<T>(n * d);
  for (index_t i = 0; Log && i < n * d / 2; ++i) x[static_cast<std::size_t>(i)] += T(60);
  std::vector<double> weights(static_cast<std::size_t>(m));
  for (double& w : weights) w = r.uniform();
  if (r.below(4) == 0) weights.clear();
  return {bytes_of<double>(n), [=, x = std::move(x), y = r.values<T>(m * d),
                                weights = std::move(weights)](int threads, std::byte* out) {
            const matrix_view<const T> a(x, n, d), b(y, m, d);
            const std::span<double> to(as<double>(out), static_cast<std::size_t>(n));
            const rbf_options options{.threads = threads};
            Log ? rbf_log_density(a, b, weights, p, to, options)
                : rbf_density(a, b, weights, p, to, options);
          }};
}

template <class T>
void add_of_type(std::vector<operation>& all) {
  const std::string type = suffix<T>();
  all.push_back({"rbf_apply, few features" + type, cross<T, T, T, 3>});
  all.push_back({"rbf_apply" + type, cross<T, T, T, 40>});
  if (blas().usable) all.push_back({"rbf_apply, blas" + type, cross<T, T, T, 40, engine::blas>});
  all.push_back({"rbf_apply, long sums" + type, long_sums<T>});
  all.push_back({"rbf_apply, symmetric" + type, symmetric<T, T, 3>});
  all.push_back({"rbf_apply, symmetric, many features" + type, symmetric<T, T, 40>});
  all.push_back({"rbf_density" + type, density<T, false>});
  all.push_back({"rbf_log_density" + type, density<T, true>});
}

}  // namespace

void add_products(std::vector<operation>& all) {
  add_of_type<float>(all);
  add_of_type<double>(all);
  all.push_back({"rbf_apply.f32.f64.f64", cross<float, double, double, 40>});
  all.push_back({"rbf_apply.f32.f32.f64", cross<float, float, double, 40>});
  all.push_back({"rbf_apply, symmetric.f32.f64", symmetric<float, double, 40>});
}

}  // namespace faults
