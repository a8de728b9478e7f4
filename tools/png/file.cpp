#include "png/file.hpp"

#include "files/read_all.hpp"
#include "png/png.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <string_view>
#include <utility>

namespace bellcurve::png {
namespace {

constexpr std::size_t unlimited = std::numeric_limits<std::size_t>::max();

std::size_t physical_memory() {
  const long pages = ::sysconf(_SC_PHYS_PAGES), size = ::sysconf(_SC_PAGESIZE);
  if (pages <= 0 || size <= 0) return unlimited;
  return static_cast<std::size_t>(pages) * static_cast<std::size_t>(size);
}

/// What has arrived of a file, and how much may.
class arriving {
 public:
  explicit arriving(int fd) : fd_(fd) {}

  /// Reads that many bytes more. \return Whether they are there. Memory grows with what arrives,
  /// not with what is promised.
  bool read(std::size_t size) {
    constexpr std::size_t piece = std::size_t{1} << 20;
    while (size > 0) {
      const std::size_t wanted = std::min(size, piece), before = bytes.size();
      if (before + wanted > limit_) {
        throw files::error("goes on after " + std::to_string(limit_) +
                           " bytes, the most that is read for a picture of " + extents_);
      }
      bytes.resize(before + wanted);
      const std::size_t have = files::read_some(fd_, bytes.data() + before, wanted);
      bytes.resize(before + have);
      if (have < wanted) return false;
      size -= wanted;
    }
    return true;
  }

  std::uint32_t number(std::size_t at) const {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < 4; ++i) {
      value = value << 8 | std::to_integer<std::uint32_t>(bytes[at + i]);
    }
    return value;
  }
  std::string_view text(std::size_t at, std::size_t size) const {
    return {static_cast<const char*>(static_cast<const void*>(bytes.data())) + at, size};
  }

  /// Twice what the samples take at most, and 64 MiB for what else there may be in a file.
  void limit_to(std::size_t height, std::size_t width) {
    constexpr std::size_t beside = std::size_t{64} << 20, per_pixel = 8;
    limit_ = std::min(beside + 2 * height * (width + 1) * per_pixel, physical_memory());
    extents_ = std::to_string(height) + " x " + std::to_string(width);
  }

  std::vector<std::byte> bytes;

 private:
  int fd_;
  std::size_t limit_ = unlimited;
  std::string extents_;
};

/// \return Whether there is a header that a decoder would accept.
bool read_header(arriving& file) {
  constexpr std::size_t signature = 8, size = file_start.size(), rest = 13 + 4;
  if (!file.read(signature) || !file_start.starts_with(file.text(0, signature))) return false;
  if (!file.read(size - signature) || file.text(0, size) != file_start) return false;
  if (!file.read(rest)) return false;
  const std::size_t width = file.number(size), height = file.number(size + 4);
  if (width > max_extent || height > max_extent) return false;
  file.limit_to(height, width);
  return true;
}

/// Reads a chunk after the header. \return Whether another may follow.
bool read_chunk(arriving& file) {
  constexpr std::size_t largest = 0x7fffffff;
  const std::size_t at = file.bytes.size();
  if (!file.read(8)) return false;
  const std::size_t size = file.number(at);
  const std::string type(file.text(at + 4, 4));
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  if (size > largest || !std::ranges::all_of(type, is_letter)) return false;
  return file.read(size + 4) && type != "IEND";
}

}  // namespace

std::vector<std::byte> read_file(const std::string& path) {
  struct stat status {};
  const files::file_descriptor fd = files::open_input(path, status);
  arriving file(fd.get());
  try {
    if (read_header(file)) {
      while (read_chunk(file)) {
      }
    }
  } catch (const files::error& e) {
    throw files::error(path + ": " + e.what());
  }
  return std::move(file.bytes);
}

}  // namespace bellcurve::png
