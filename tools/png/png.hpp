/// \file png.hpp
/// Pictures in PNG files, over libpng. Samples are what the file says: no gamma, no colour
/// profile, no background is applied to them.
#pragma once

#include "files/error.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string_view>
#include <variant>
#include <vector>

namespace bellcurve::png {

/// Whoever waits: called with the fraction done, now and then; returning false changes nothing.
using progress = std::function<bool(double)>;

struct picture {
  std::size_t height = 0, width = 0;
  /// 1 gray, 2 gray and alpha, 3 RGB, 4 RGB and alpha: interleaved, in this order. Alpha
  /// is not multiplied into the others.
  std::size_t channels = 1;
  /// Of 8 or of 16 bits; height x width x channels of them, row 0 at the top.
  std::variant<std::vector<std::uint8_t>, std::vector<std::uint16_t>> samples;

  int depth() const noexcept { return samples.index() == 0 ? 8 : 16; }
};

/// The largest width and height, libpng's own limit.
inline constexpr std::size_t max_extent = 1'000'000;

/// How every PNG file begins: its signature, and the length and the type of its header.
inline constexpr std::string_view file_start("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16);

/// Reads a whole PNG file in memory. Palettes become RGB, 1, 2 and 4 bits become 8, a
/// transparent colour becomes a channel of alpha; else samples are as in the file. Ancillary
/// chunks are not looked at, nor is what follows the end of the picture. Nothing is
/// allocated for a picture larger than the file can hold by any compression.
/// \throws files::error without the name of the file; std::bad_alloc.
picture decode(std::span<const std::byte> file, const progress& tell = {});

/// A whole PNG file. \param p Its extents from 1 to max_extent, and as many samples as they say.
/// \throws files::error; std::bad_alloc.
std::vector<std::byte> encode(const picture& p, const progress& tell = {});

}  // namespace bellcurve::png
