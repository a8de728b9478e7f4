// The handwritten digits of data/, see data/README.md.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace bellcurve::perf {

struct digit_set {
  std::ptrdiff_t count = 0;
  std::ptrdiff_t features = 0;
  std::vector<std::uint8_t> pixels = {};  ///< count x features, row-major
  std::vector<std::uint8_t> labels = {};  ///< count
};

/// Reads digits.npy and digits-labels.npy.
/// \throws std::runtime_error naming the file and what is wrong with it.
digit_set read_digits(const std::string& directory);

}  // namespace bellcurve::perf
