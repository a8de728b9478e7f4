#!/usr/bin/python3
"""Writes tools/colormap/viridis.hpp (made with Debian 12's Matplotlib, 3.6.3).

    tools/colormap/viridis.py > tools/colormap/viridis.hpp

viridis is by Nathaniel J. Smith and Stefan van der Walt, who gave it to the public domain under
CC0 (https://bids.github.io/colormap/); Matplotlib holds it as 256 colours.
"""
from matplotlib import colormaps

print("""// Made by tools/colormap/viridis.py: do not edit.
#pragma once

#include <array>
#include <cstdint>

namespace bellcurve::command {

/// The colour map viridis by N. J. Smith and S. van der Walt (CC0), from Matplotlib: 256
/// colours of red, green and blue, 65535 for 1.
// clang-format off
inline constexpr std::array<std::array<std::uint16_t, 3>, 256> viridis = {{""")
rows = ["{" + ", ".join(str(round(65535 * v)) for v in c) + "}" for c in colormaps["viridis"].colors]
assert len(rows) == 256
for i in range(0, 256, 4):
    print("    " + ", ".join(rows[i:i + 4]) + ",")
print("}};\n// clang-format on\n\n}  // namespace bellcurve::command")
