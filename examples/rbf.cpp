// Snippets of docs/RBF.md, each followed by a line that tells its result.
#include <bellcurve/density.hpp>
#include <bellcurve/rbf.hpp>

#include <cmath>
#include <cstddef>
#include <cstdio>
#include <vector>

namespace {

/// n numbers of no meaning, from -1 to 1, exact in float.
template <class T>
std::vector<T> numbers(std::size_t n, std::size_t first = 0) {
  std::vector<T> all(n);
  for (std::size_t k = 0; k < n; ++k)
    all[k] = static_cast<T>((k + first) * (k + first) % 257) / T(128) - T(1);
  return all;
}

}  // namespace

int main() {
  {
    const bellcurve::index_t n = 200, m = 150, d = 20;
    const std::vector<float> x = numbers<float>(200 * 20), y = numbers<float>(150 * 20, 7);
    std::vector<float> k(200 * 150);
    bellcurve::rbf_kernel({x, n, d}, {y, m, d}, {.gamma = 0.1}, {k, n, m});

    std::printf("matrix: %.5f at (0, 0), %.5f at (199, 149)\n", static_cast<double>(k[0]),
                static_cast<double>(k[200 * 150 - 1]));
  }
  {
    const bellcurve::index_t n = 200;
    const std::vector<double> x = numbers<double>(200 * 2);
    std::vector<double> k(200 * 200);
    bellcurve::rbf_kernel({x, n, 2}, {.lengthscale = {0.5, 2}, .variance = 3, .noise = 0.01},
                          {k, n, n});

    std::printf("symmetric: %.5f, %.5f\n", k[0], k[1]);
  }
  {
    const bellcurve::index_t n = 200, m = 150, d = 20;
    const std::vector<float> x = numbers<float>(200 * 20), y = numbers<float>(150 * 20, 7);
    const std::vector<double> v = numbers<double>(150 * 3, 1);
    std::vector<double> kv(200 * 3);
    bellcurve::rbf_apply({x, n, d}, {y, m, d}, {v, m, 3}, {.gamma = 0.1}, {kv, n, 3});

    std::printf("product: %.4f %.4f %.4f\n", kv[0], kv[1], kv[2]);
  }
  {
    const double h = 0.75;
    const std::vector<double> data = numbers<double>(500 * 2), where = {0, 0, 0.5, -0.5, 60, 60};
    std::vector<double> density(3), logs(3);
    bellcurve::rbf_density({where, 3, 2}, {data, 500, 2}, {.lengthscale = {h}}, density);
    bellcurve::rbf_log_density({where, 3, 2}, {data, 500, 2}, {.lengthscale = {h}}, logs);

    std::printf("density: %.6f %.6f %.6f\n", density[0], density[1], density[2]);
    std::printf("logarithms: %.6f %.6f %.3f\n", logs[0], logs[1], logs[2]);
  }
  {
    const std::vector<double> data = numbers<double>(500 * 2), where = {0, 0, 0.5, -0.5};
    std::vector<double> weights(500, 1.0), density(2);
    for (std::size_t j = 0; j < 250; ++j) weights[j] = 3;
    bellcurve::rbf_density({where, 2, 2}, {data, 500, 2}, weights, {.lengthscale = {0.3, 0.6}},
                           density);

    std::printf("weighted: %.6f %.6f\n", density[0], density[1]);
  }
}
