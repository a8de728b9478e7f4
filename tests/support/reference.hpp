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

/// eps of the documented bounds: (min(d, 256) + ceil(d / 256) + 17) u.
template <class T>
long double gram_eps(index_t d) {
  const index_t chunks = d <= 256 ? 1 : (d + 255) / 256;
  return static_cast<long double>((d < 256 ? d : 256) + chunks + 17) *
         std::numeric_limits<T>::epsilon() / 2;
}

/// The tighter of the documented bounds on the error of one entry of an RBF matrix.
template <class T>
long double bound_of_entry(long double t, T variance, index_t d) {
  const long double u = std::numeric_limits<T>::epsilon() / 2;
  const long double exact = variance * std::exp(-t);
  const long double eps = gram_eps<T>(d);
  const long double absolute = (12 * eps + 4 * u) * variance;
  const long double relative = (std::max(12 * eps, 32 * eps * t) + 4 * u) * exact;
  return std::min(absolute, relative) + std::numeric_limits<T>::denorm_min();
}

/// The documented bound where exponents come from differences of the points.
template <class T>
long double bound_by_differences(long double t, T variance, index_t d) {
  const long double u = std::numeric_limits<T>::epsilon() / 2;
  return (static_cast<long double>(d + 6) * t + 4) * u * variance * std::exp(-t) +
         std::numeric_limits<T>::denorm_min();
}

/// Whether an entry may have been flushed to 0. Around the threshold either answer is right.
template <class T>
bool may_be_zero(long double t, T variance, index_t d) {
  const long double smallest = variance * static_cast<long double>(std::numeric_limits<T>::min());
  return variance * std::exp(-t) <= smallest * (1 + 64 * gram_eps<T>(d) * 100);
}

/// How much of the tighter documented bound the error of an entry uses: above 1 is a failure.
template <class T>
long double used_of_bound(T value, long double t, T variance, index_t d) {
  if (value == 0 && may_be_zero(t, variance, d)) return 0;
  const long double exact = variance * std::exp(-t);
  return std::abs(static_cast<long double>(value) - exact) / bound_of_entry(t, variance, d);
}

/// The same by the numbers that the library gives.
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
