// Densities of mixtures on a grid and at points.
#include "bench.hpp"

#include <bellcurve/mixture.hpp>

#include <memory>

namespace bellcurve::gate {
namespace {

const mixture two{.components = {{.mean = {-1, -1}, .covariance = {1, 0.5, 0.5, 0.75}},
                                 {.mean = {1, 1}, .covariance = {0.5, -0.25, -0.25, 1}}}};

template <class T>
benchmark grid_benchmark() {
  const auto prepare = [] {
    constexpr index_t side = 1200;
    const auto out = std::make_shared<buffer<T>>(side * side);
    return [=] {
      mixture_pdf(two, grid::between({-3, -3}, {3, 3}, {side, side}),
                  matrix_view<T>(out->data(), side, side).transposed(), {.threads = 1});
    };
  };
  return {std::string("mixture_grid_") + type_name<T>, prepare};
}

template <class T>
benchmark points_benchmark() {
  const auto prepare = [] {
    constexpr index_t n = 400000;
    const auto x = std::make_shared<buffer<T>>(scattered<T>(2 * n));
    const auto out = std::make_shared<buffer<T>>(n);
    return [=] {
      mixture_logpdf(two, matrix_view<const T>(x->data(), n, 2), array_view<T>(out->data(), {n}),
                     {.threads = 1});
    };
  };
  return {std::string("mixture_points_") + type_name<T>, prepare};
}

}  // namespace

std::vector<benchmark> benchmarks() {
  return {grid_benchmark<float>(), grid_benchmark<double>(), points_benchmark<float>()};
}

}  // namespace bellcurve::gate
