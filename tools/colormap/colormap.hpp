/// \file colormap.hpp
/// Values as colours.
#pragma once

#include "png/png.hpp"

#include <cstddef>
#include <span>
#include <string_view>

namespace bellcurve::command {

enum class colormap {
  viridis,  ///< dark blue, green, yellow: differences look as large as they are
  gray,     ///< black to white
};
/// \throws usage_error for another name.
colormap parse_colormap(std::string_view name);

struct painting {
  colormap map = colormap::viridis;
  int depth = 8;         ///< bits of a sample: 8 or 16
  bool upward = false;   ///< row 0 at the bottom, as an axis is drawn, not at the top
  std::size_t zoom = 1;  ///< pixels along each side of a value
};

/// A picture of rows x cols > 0 values in C order. The least value gets the first colour,
/// the greatest the last, those between them the one in proportion, between two colours of
/// the map by linear interpolation, rounded to the nearest sample. If all are equal they get the
/// first. NaN and infinities have no share in least and greatest; NaN gets the first colour.
/// \throws std::bad_alloc.
png::picture paint(std::span<const double> values, std::size_t rows, std::size_t cols,
                   const painting& how);

}  // namespace bellcurve::command
