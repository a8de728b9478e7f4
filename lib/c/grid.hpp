// Grids and their options, for every file that takes them.
#pragma once

#include <bellcurve/c/grid.h>
#include <bellcurve/grid.hpp>

namespace bellcurve::c {

grid grid_of(const bellcurve_grid* given);
grid_options options_of(const bellcurve_grid_options* given);

}  // namespace bellcurve::c
