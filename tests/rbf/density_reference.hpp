// Densities in long double, and the bounds of docs/ACCURACY.md.
#pragma once

#include "support/reference.hpp"

#include <cmath>
#include <limits>
#include <numbers>
#include <vector>

namespace density_reference {

using bellcurve::index_t;
using bellcurve::matrix_view;

/// Logarithms of the mean of exp(-t) and of C, as naive as can be.
struct reference {
  long double mean, height;
  long double density() const { return mean + height; }
};

template <class T>
reference exact(matrix_view<const T> x, index_t i, matrix_view<const T> y,
                const std::vector<double>& weights, double gamma,
                const std::vector<double>& scale = {}) {
  std::vector<long double> terms;
  long double total = 0, top = -std::numeric_limits<long double>::infinity(), sum = 0, height = 0;
  for (index_t j = 0; j < y.rows(); ++j) {
    const long double w = weights.empty() ? 1 : weights[static_cast<std::size_t>(j)];
    total += w;
    terms.push_back(std::log(w) - support::exponent(x, i, y, j, gamma, scale));
    top = std::max(top, terms.back());
  }
  for (long double term : terms) sum += std::exp(term - top);
  for (index_t k = 0; k < x.cols(); ++k) {
    height += std::log(static_cast<long double>(static_cast<T>(gamma)) /
                       std::numbers::pi_v<long double>) /
              2;
    if (!scale.empty())
      height +=
          std::log(static_cast<long double>(static_cast<T>(scale[static_cast<std::size_t>(k)])));
  }
  return {top + std::log(sum) - std::log(total), height};
}

/// What the products cannot tell from 0 well enough.
template <class T>
bool far(const reference& r) {
  return r.mean < std::log(sizeof(T) == 4 ? 0x1p-100L : 0x1p-960L);
}

/// The documented bound, relative to the density.
template <class T>
long double relative_bound(const reference& r, index_t d, index_t m, bool direct) {
  const long double u = std::numeric_limits<T>::epsilon() / 2, l = std::abs(r.mean);
  const long double eps = support::gram_eps<T>(d);
  const long double points =
      direct ? (static_cast<long double>(d + 6) * l + 6) * u : eps * (12 + 32 * l) + 6 * u;
  return points + static_cast<long double>(1040 + m / 1024 + 3 * d) * 0x1p-53L;
}

template <class T>
long double log_bound(const reference& r, index_t d, index_t m, bool direct, long double shares) {
  const long double logs = (4 * std::abs(r.height) + 2 * std::abs(r.mean)) * 0x1p-53L;
  if (!far<T>(r)) return relative_bound<T>(r, d, m, direct) + logs;
  return static_cast<long double>(d + 9) * (std::abs(r.mean) + shares) * 0x1p-53L +
         static_cast<long double>(1040 + m / 1024 + 3 * d) * 0x1p-53L + logs;
}

inline long double largest_log_share(const std::vector<double>& weights, index_t m) {
  if (weights.empty()) return std::log(static_cast<long double>(m));
  long double total = 0, most = 0;
  for (double w : weights) total += w;
  for (double w : weights)
    if (w > 0) most = std::max(most, std::abs(std::log(w / total)));
  return most;
}

}  // namespace density_reference
