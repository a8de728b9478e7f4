#include "grid.hpp"

#include "structs.hpp"
#include "views.hpp"

#include <algorithm>

namespace c = bellcurve::c;

static_assert(BELLCURVE_MAX_GRID_AXES == bellcurve::max_grid_axes);

namespace bellcurve::c {
namespace {

bellcurve_grid struct_of(const grid& g) {
  bellcurve_grid s{};
  s.size = sizeof s;
  std::ranges::copy(g.origin, s.origin);
  std::ranges::copy(g.step, s.step);
  return s;
}

}  // namespace

template <>
bellcurve_grid defaults() {
  return struct_of({});
}

template <>
bellcurve_grid_options defaults() {
  bellcurve_grid_options s{};
  s.size = sizeof s;
  s.threads = grid_options().threads;
  return s;
}

grid grid_of(const bellcurve_grid* given) {
  const bellcurve_grid s = read("grid", given);
  return {.origin = std::to_array(s.origin), .step = std::to_array(s.step)};
}

grid_options options_of(const bellcurve_grid_options* given) {
  const bellcurve_grid_options s = read("options", given);
  return {.threads = s.threads,
          .progress = progress(s.progress, s.progress_context),
          .check_finite = s.check_finite != 0};
}

}  // namespace bellcurve::c

BELLCURVE_C_INIT(grid, grid)
BELLCURVE_C_INIT(grid_options, options)

bellcurve_status bellcurve_grid_between(int axes, const double* first, const double* last,
                                        const ptrdiff_t* shape, bellcurve_grid* grid) {
  return c::run([&] {
    bellcurve_grid& to = c::at("grid", grid);
    (void)c::read("grid", grid);  // refuses one that was not initialized
    const auto g = bellcurve::grid::between(
        c::list("first", first, axes), c::list("last", last, axes), c::list("shape", shape, axes));
    c::write(to, c::struct_of(g));
  });
}
