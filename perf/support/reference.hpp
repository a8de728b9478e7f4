// What K should be, in long double and by direct differences.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <random>

namespace bellcurve::perf {

/// The largest errors found: |K - exact| / exact, and |K - exact| / variance.
struct deviation {
  double relative = 0;
  double absolute = 0;
};

/// variance * exp(-gamma |x - y|^2) with the parameters rounded to T, as the
/// library takes them.
template <class T>
long double exact_rbf(const T* x, const T* y, std::ptrdiff_t d, double gamma, double variance) {
  long double sum = 0;
  for (std::ptrdiff_t k = 0; k < d; ++k) {
    const long double difference = static_cast<long double>(x[k]) - static_cast<long double>(y[k]);
    sum += difference * difference;
  }
  const auto g = static_cast<long double>(static_cast<T>(gamma));
  return static_cast<long double>(static_cast<T>(variance)) * std::exp(-g * sum);
}

/// The larger; a NaN counts as infinite.
inline double worse(double known, long double next) {
  if (next != next) return std::numeric_limits<double>::infinity();
  return next > static_cast<long double>(known) ? static_cast<double>(next) : known;
}

/// Compares `samples` entries of the symmetric n x n matrix k, chosen by a seed.
template <class T>
deviation sampled_deviation(const T* x, std::ptrdiff_t n, std::ptrdiff_t d, double gamma,
                            double variance, const T* k, int samples, std::uint64_t seed) {
  double relative = 0, absolute = 0;
#pragma omp parallel for reduction(max : relative, absolute)
  for (int s = 0; s < samples; ++s) {
    std::seed_seq mixed{seed, static_cast<std::uint64_t>(s)};
    std::minstd_rand pick(mixed);
    const auto i = static_cast<std::ptrdiff_t>(pick() % static_cast<std::uint64_t>(n));
    const auto j = static_cast<std::ptrdiff_t>(pick() % static_cast<std::uint64_t>(n));
    const long double exact = exact_rbf(x + i * d, x + j * d, d, gamma, variance);
    const long double error = std::fabs(static_cast<long double>(k[i * n + j]) - exact);
    relative = worse(relative, error / exact);
    absolute = worse(absolute, error / static_cast<long double>(variance));
  }
  return {relative, absolute};
}

}  // namespace bellcurve::perf
