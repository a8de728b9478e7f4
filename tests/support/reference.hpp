// References in long double, as naive as they can be.
#pragma once

#include <bellcurve/rbf.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace support {

using bellcurve::index_t;
using bellcurve::matrix_view;

/// gamma * |(x_i - y_j) * scale|^2, with gamma and scale as rounded to T.
template <class T>
long double exponent(matrix_view<const T> x, index_t i, matrix_view<const T> y, index_t j,
                     double gamma, const std::vector<double>& scale = {}) {
  long double sum = 0;
  for (index_t k = 0; k < x.cols(); ++k) {
    long double e = static_cast<long double>(x(i, k)) - static_cast<long double>(y(j, k));
    if (!scale.empty()) e *= static_cast<T>(scale[static_cast<std::size_t>(k)]);
    sum += e * e;
  }
  return static_cast<long double>(static_cast<T>(gamma)) * sum;
}

/// The documented bounds on one entry of an RBF matrix. Returns how much of the
/// tighter one the error uses: above 1 is a failure.
template <class T>
long double used_of_bound(T value, long double t, T variance, const bellcurve::rbf_bound& bound) {
  const long double exact = variance * std::exp(-t);
  const long double error = std::abs(static_cast<long double>(value) - exact);
  // Around the threshold of the flush either answer is right.
  const long double flushed = variance * static_cast<long double>(std::numeric_limits<T>::min()) *
                              (1 + 200 * static_cast<long double>(bound.slope));
  if (exact <= flushed && value == 0) return 0;
  const long double absolute = bound.absolute * static_cast<long double>(variance);
  const long double relative = bound.relative(static_cast<double>(t)) * exact;
  return error / (std::min(absolute, relative) + std::numeric_limits<T>::denorm_min());
}

}  // namespace support
