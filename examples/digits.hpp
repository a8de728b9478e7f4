// The handwritten digits of data/, cut into rows to learn from and rows to test with.
#pragma once

#include <cstddef>
#include <cstdint>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <vector>

namespace digits {

inline constexpr std::ptrdiff_t features = 64, kinds = 10;

struct part {
  std::ptrdiff_t count = 0;
  std::vector<float> pixels;         ///< count x features
  std::vector<std::uint8_t> labels;  ///< count
};

/// The bytes of a .npy file of uint8 behind its header, whose length stands in bytes 8 and 9.
inline std::vector<std::uint8_t> read_bytes(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::vector<std::uint8_t> all{std::istreambuf_iterator<char>(file), {}};
  const std::string header(all.begin(), all.begin() + (all.size() < 10 ? 0 : 10));
  if (header.rfind("\x93NUMPY", 0) != 0) throw std::runtime_error(path + ": no .npy file");
  const std::size_t begin = 10 + all[8] + 256U * all[9];
  if (begin > all.size()) throw std::runtime_error(path + ": too short");
  all.erase(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(begin));
  return all;
}

/// Every fourth row is held out.
struct set {
  part train, held_out;

  explicit set(const std::string& directory) {
    const auto pixels = read_bytes(directory + "/digits.npy");
    const auto labels = read_bytes(directory + "/digits-labels.npy");
    if (pixels.size() != labels.size() * features)
      throw std::runtime_error(directory + ": pixels and labels do not fit together");
    for (std::size_t i = 0; i < labels.size(); ++i) {
      part& to = i % 4 == 0 ? held_out : train;
      const auto* row = pixels.data() + i * features;
      to.pixels.insert(to.pixels.end(), row, row + features);
      to.labels.push_back(labels[i]);
      ++to.count;
    }
  }
};

}  // namespace digits
