// Seeded data, the same on every machine: no std:: distribution, whose output is
// left to the implementation.
#pragma once

#include <bellcurve/view.hpp>

#include <cmath>
#include <cstdint>
#include <numbers>
#include <vector>

namespace support {

class random {
 public:
  explicit random(std::uint64_t seed) : state_(seed * 0x9E3779B97F4A7C15ULL + 1) {}

  /// splitmix64 (G. L. Steele, D. Lea, C. H. Flood, OOPSLA 2014).
  std::uint64_t bits() {
    std::uint64_t z = (state_ += 0x9E3779B97F4A7C15ULL);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31);
  }
  double uniform() { return (static_cast<double>(bits() >> 11) + 0.5) * 0x1p-53; }
  /// Box and Muller, 1958.
  double normal() {
    return std::sqrt(-2 * std::log(uniform())) * std::cos(2 * std::numbers::pi * uniform());
  }
  std::ptrdiff_t below(std::ptrdiff_t n) {
    return static_cast<std::ptrdiff_t>(bits() % static_cast<std::uint64_t>(n));
  }

 private:
  std::uint64_t state_;
};

/// rows x cols standard normal values times `scale`, plus `offset`.
template <class T>
std::vector<T> normal(std::ptrdiff_t rows, std::ptrdiff_t cols, std::uint64_t seed,
                      double scale = 1, double offset = 0) {
  random r(seed);
  std::vector<T> v(static_cast<std::size_t>(rows * cols));
  for (T& x : v) x = static_cast<T>(r.normal() * scale + offset);
  return v;
}

}  // namespace support
