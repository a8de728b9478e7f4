// A support vector machine that never holds K: each step of the solver takes two rows of it, and an
// rbf_plan makes them cheap. The same plan serves every gamma that is tried.
#include <bellcurve/rbf_plan.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <limits>
#include <vector>

namespace {

constexpr std::size_t n = 400;
constexpr double penalty = 10, tolerance = 1e-3;

/// Two rings of points, the inner one +1, the outer one -1, in ten features of which eight are
/// noise.
struct rings {
  static constexpr std::size_t features = 10;
  std::vector<float> x = std::vector<float>(n * features);
  std::vector<double> y = std::vector<double>(n);

  rings() {
    std::uint32_t state = 1;
    const auto uniform = [&state] {
      state = state * 1664525U + 1013904223U;
      return static_cast<double>(state >> 8) / (1 << 24);
    };
    for (std::size_t i = 0; i < n; ++i) {
      y[i] = i % 2 == 0 ? 1 : -1;
      const double radius = (i % 2 == 0 ? 1.0 : 2.5) + 0.3 * uniform(),
                   angle = 6.2831853 * uniform();
      float* point = &x[i * features];
      point[0] = static_cast<float>(radius * std::cos(angle));
      point[1] = static_cast<float>(radius * std::sin(angle));
      for (std::size_t k = 2; k < features; ++k) point[k] = static_cast<float>(0.2 * uniform());
    }
  }
};

/// min 1/2 a'Qa - sum a, 0 <= a <= penalty, y'a = 0, Q_ij = y_i y_j K_ij, by steps along the
/// pair that violates the conditions of optimality most (S. S. Keerthi, S. K. Shevade,
/// C. Bhattacharyya, K. R. K. Murthy, Neural Computation 13, 2001).
struct machine {
  std::vector<double> weights = std::vector<double>(n, 0.0);  // y_i a_i
  double bias = 0;
  int steps = 0;

  machine(const bellcurve::rbf_plan<float>& plan, const std::vector<double>& y, double gamma) {
    std::vector<double> error = y;  // y_i - sum_j K_ij weights_j
    std::vector<float> k(2 * n);
    for (;; ++steps) {
      std::size_t up = n, down = n;
      double highest = -std::numeric_limits<double>::infinity(), lowest = -highest;
      for (std::size_t i = 0; i < n; ++i) {
        // weights_i lies between 0 and y_i penalty.
        if (weights[i] < std::max(0.0, y[i] * penalty) && error[i] > highest)
          highest = error[up = i];
        if (weights[i] > std::min(0.0, y[i] * penalty) && error[i] < lowest)
          lowest = error[down = i];
      }
      bias = (highest + lowest) / 2;
      if (highest - lowest < tolerance) return;

      const std::array<bellcurve::index_t, 2> pair{static_cast<bellcurve::index_t>(up),
                                                   static_cast<bellcurve::index_t>(down)};
      plan.rows(pair, {.gamma = gamma}, {k, 2, n});
      const float *k_up = k.data(), *k_down = k.data() + n;
      double step =
          (highest - lowest) / std::max(2.0 - 2.0 * static_cast<double>(k_up[down]), 1e-12);
      step = std::min({step, std::max(0.0, y[up] * penalty) - weights[up],
                       weights[down] - std::min(0.0, y[down] * penalty)});
      weights[up] += step;
      weights[down] -= step;
      for (std::size_t i = 0; i < n; ++i)
        error[i] -= step * (static_cast<double>(k_up[i]) - static_cast<double>(k_down[i]));
    }
  }
};

}  // namespace

int main() {
  const rings data;
  const bellcurve::rbf_plan<float> plan({data.x, n, rings::features});
  for (double gamma : {0.2, 1.0}) {
    const machine svm(plan, data.y, gamma);
    // All decision values at once: K times the weights.
    std::vector<double> value(n);
    plan.apply({.gamma = gamma}, {svm.weights, n, 1}, {value, n, 1});
    int wrong = 0;
    for (std::size_t i = 0; i < n; ++i) wrong += (value[i] + svm.bias) * data.y[i] <= 0;
    std::printf("gamma %.1f: %d of %zu points on the wrong side\n", gamma, wrong, n);
    if (svm.steps == 0) return 1;
  }
}
