// Products with RBF matrices that are not stored, and the density estimates made of them.
#include "bench.hpp"

#include <bellcurve/density.hpp>
#include <bellcurve/rbf.hpp>

#include <memory>
#include <span>

namespace bellcurve::gate {
namespace {

template <class T>
benchmark apply_benchmark(const char* name, index_t n, index_t d, index_t columns, bool symmetric) {
  const auto prepare = [=] {
    const auto x = std::make_shared<buffer<T>>(normal_data<T>(static_cast<std::size_t>(n * d), 1));
    const auto v = std::make_shared<buffer<T>>(scattered<T>(static_cast<std::size_t>(n * columns)));
    const auto out = std::make_shared<buffer<T>>(v->size());
    return [=] {
      const matrix_view<const T> points(x->data(), n, d), vectors(v->data(), n, columns);
      const matrix_view<T> products(out->data(), n, columns);
      const rbf_params params{};  // gamma 1 / d
      const rbf_options options{.threads = 1};
      if (symmetric) {
        rbf_apply(points, vectors, params, products, options);
      } else {
        rbf_apply(points, points, vectors, params, products, options);
      }
    };
  };
  return {std::string("apply_") + name + "_" + type_name<T>, prepare};
}

benchmark density_benchmark() {
  const auto prepare = [] {
    constexpr index_t n = 1400, d = 3;
    const auto x = std::make_shared<buffer<float>>(normal_data<float>(n * d, 1));
    const auto out = std::make_shared<buffer<double>>(n);
    return [=] {
      const matrix_view<const float> points(x->data(), n, d);
      rbf_log_density(points, points, {.gamma = 50}, std::span<double>(out->data(), n),
                      {.threads = 1});
    };
  };
  return {"log_density_f32", prepare};
}

}  // namespace

std::vector<benchmark> benchmarks() {
  return {apply_benchmark<float>("vector", 1400, 10, 1, false),
          apply_benchmark<double>("vector", 1000, 10, 1, false),
          apply_benchmark<float>("symmetric_vector", 1800, 10, 1, true),
          apply_benchmark<float>("16_vectors", 1000, 50, 16, false), density_benchmark()};
}

}  // namespace bellcurve::gate
