// Seeded data: the same numbers with every standard library.
#pragma once

#include "buffer.hpp"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numbers>
#include <random>

namespace bellcurve::perf {

/// n independent standard normal numbers: G. E. P. Box, M. E. Muller, A Note on
/// the Generation of Random Normal Deviates (1958). (std::normal_distribution
/// differs between libraries.)
template <class T>
buffer<T> normal_data(std::size_t n, std::uint64_t seed) {
  std::mt19937_64 bits(seed);
  const auto uniform = [&bits] {  // in (0, 1]
    return (static_cast<double>(bits() >> 11) + 1) * 0x1p-53;
  };
  buffer<T> out(n);
  for (std::size_t i = 0; i < n; i += 2) {
    const double radius = std::sqrt(-2 * std::log(uniform()));
    const double angle = 2 * std::numbers::pi * uniform();
    out[i] = static_cast<T>(radius * std::cos(angle));
    if (i + 1 < n) out[i + 1] = static_cast<T>(radius * std::sin(angle));
  }
  return out;
}

}  // namespace bellcurve::perf
