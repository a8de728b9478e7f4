// Mixtures to test with.
#pragma once

#include "support/random.hpp"

#include <bellcurve/mixture.hpp>

#include <cmath>
#include <vector>

namespace support {

/// What a random mixture looks like.
struct style {
  std::size_t d = 2, components = 2;
  double scale = 1;        ///< of the standard deviations
  double spread = 1;       ///< of the means, in standard deviations
  double offset = 0;       ///< of all means, in standard deviations
  double correlation = 0;  ///< of axes 0 and 1, 2 and 3, ...; 0: random, moderate
  bool diagonal = false;
};

inline bellcurve::gaussian_component random_component(const style& s, random& r) {
  bellcurve::gaussian_component c;
  std::vector<double> lower(s.d * s.d), deviation(s.d);
  for (std::size_t k = 0; k < s.d; ++k) {
    deviation[k] = s.scale * std::exp2(2 * r.uniform() - 1);
    c.mean.push_back(deviation[k] * (s.spread * r.normal() + s.offset));
  }
  c.weight = 0.25 + r.uniform();
  c.covariance.clear();
  if (s.diagonal) {
    for (double v : deviation) c.covariance.push_back(v * v);
    return c;
  }
  for (std::size_t k = 0; k < s.d; ++k) {
    for (std::size_t l = 0; l < k; ++l) lower[k * s.d + l] = 0.5 * r.normal();
    lower[k * s.d + k] = 1;
    if (s.correlation == 0) continue;
    for (std::size_t l = 0; l < k; ++l) lower[k * s.d + l] = 0;
    if (k % 2 == 1) {
      lower[k * s.d + k - 1] = s.correlation;
      lower[k * s.d + k] = std::sqrt(1 - s.correlation * s.correlation);
    }
  }
  c.covariance.resize(s.d * s.d);
  for (std::size_t k = 0; k < s.d; ++k) {
    for (std::size_t l = 0; l < s.d; ++l) {
      double sum = 0;
      for (std::size_t i = 0; i < s.d; ++i) sum += lower[k * s.d + i] * lower[l * s.d + i];
      c.covariance[k * s.d + l] = sum * deviation[k] * deviation[l];
    }
  }
  return c;
}

inline bellcurve::mixture random_mixture(const style& s, std::uint64_t seed) {
  random r(seed);
  bellcurve::mixture m;
  for (std::size_t c = 0; c < s.components; ++c) m.components.push_back(random_component(s, r));
  return m;
}

}  // namespace support
