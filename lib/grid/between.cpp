#include "../edge/views.hpp"

#include <bellcurve/grid.hpp>

#include <cmath>
#include <string>

namespace bellcurve {

grid grid::between(std::initializer_list<double> first, std::initializer_list<double> last,
                   std::initializer_list<index_t> shape) {
  if (first.size() != last.size() || first.size() != shape.size() ||
      first.size() > static_cast<std::size_t>(max_grid_axes)) {
    throw error(errc::bad_shape,
                "grid::between: first, last and shape must have the same number of values, at "
                "most " +
                    std::to_string(max_grid_axes) + ", got " + std::to_string(first.size()) + ", " +
                    std::to_string(last.size()) + " and " + std::to_string(shape.size()));
  }
  grid g;
  for (std::size_t k = 0; k < first.size(); ++k) {
    const double from = first.begin()[k], to = last.begin()[k];
    const index_t n = shape.begin()[k];
    g.origin[k] = from;
    // One sample, or none, has no step: the default stands.
    if (n <= 1) continue;
    g.step[k] = (to - from) / static_cast<double>(n - 1);
    if (!std::isfinite(g.step[k]) || g.step[k] == 0) {
      throw error(errc::bad_argument,
                  "grid::between: first and last must be finite, different and "
                  "a finite distance apart, got " +
                      edge::number(from) + " and " + edge::number(to) + " along axis " +
                      std::to_string(k));
    }
  }
  return g;
}

}  // namespace bellcurve
