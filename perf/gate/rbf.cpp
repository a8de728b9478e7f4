// The RBF matrix: few features and many, cross and symmetric, and one with all threads.
#include "bench.hpp"

#include <bellcurve/rbf.hpp>

#include <memory>

namespace bellcurve::gate {
namespace {

struct shape {
  const char* name;
  index_t rows, features;
  bool symmetric;
  int threads = 1;
  int times = 1;
};

template <class T>
benchmark rbf_benchmark(const shape& s) {
  const auto prepare = [s] {
    const index_t n = s.rows, d = s.features;
    const auto x = std::make_shared<buffer<T>>(normal_data<T>(static_cast<std::size_t>(n * d), 1));
    const auto k = std::make_shared<buffer<T>>(static_cast<std::size_t>(n * n));
    return repeated(s.times, [=] {
      const matrix_view<const T> points(x->data(), n, d);
      const matrix_view<T> out(k->data(), n, n);
      const rbf_params params{};  // gamma 1 / d
      const rbf_options options{.engine = engine::fused, .threads = s.threads};
      if (s.symmetric) {
        rbf_kernel(points, params, out, options);
      } else {
        rbf_kernel(points, points, params, out, options);
      }
    });
  };
  return {std::string("rbf_") + s.name + "_" + type_name<T>, prepare};
}

}  // namespace

std::vector<benchmark> benchmarks() {
  const shape few{"cross_4_features", 1200, 4, false};
  const shape few_symmetric{"symmetric_4_features", 1600, 4, true};
  const shape many{"cross_64_features", 640, 64, false};
  const shape many_symmetric{"symmetric_256_features", 512, 256, true};
  const shape small{"cross_100_rows", 100, 4, false, 1, 150};
  const shape all{"all_threads_64_features", 1000, 64, false, 0};
  return {rbf_benchmark<float>(few),           rbf_benchmark<double>(few),
          rbf_benchmark<float>(few_symmetric), rbf_benchmark<float>(many),
          rbf_benchmark<double>(many),         rbf_benchmark<float>(many_symmetric),
          rbf_benchmark<double>(small),        rbf_benchmark<float>(all)};
}

}  // namespace bellcurve::gate
