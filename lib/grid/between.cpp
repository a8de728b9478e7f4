#include "../edge/views.hpp"

#include <bellcurve/grid.hpp>

#include <cmath>
#include <string>

namespace bellcurve {
namespace {

using edge::number;

std::string element(const char* name, std::size_t axis) {
  return std::string(name) + '[' + std::to_string(axis) + ']';
}

void check_end(const char* name, std::size_t axis, double value) {
  if (!std::isfinite(value)) {
    throw error(errc::bad_argument, element(name, axis) + " must be finite, got " + number(value));
  }
}

}  // namespace

grid grid::between(std::initializer_list<double> first, std::initializer_list<double> last,
                   std::initializer_list<index_t> shape) {
  return between(std::span(first.begin(), first.size()), std::span(last.begin(), last.size()),
                 std::span(shape.begin(), shape.size()));
}

grid grid::between(std::span<const double> first, std::span<const double> last,
                   std::span<const index_t> shape) {
  if (first.size() != last.size() || first.size() != shape.size() ||
      first.size() > static_cast<std::size_t>(max_grid_axes)) {
    throw error(errc::bad_shape,
                "first, last and shape must have the same number of values, at most " +
                    std::to_string(max_grid_axes) + ", got " + std::to_string(first.size()) + ", " +
                    std::to_string(last.size()) + " and " + std::to_string(shape.size()));
  }
  grid g;
  for (std::size_t k = 0; k < first.size(); ++k) {
    const double from = first[k], to = last[k];
    const index_t n = shape[k];
    // Of a single sample, too, whose last nobody looks at: a NaN there is a mistake elsewhere.
    check_end("first", k, from);
    check_end("last", k, to);
    if (n < 0) {
      throw error(errc::bad_shape, element("shape", k) + " must be >= 0, got " + std::to_string(n));
    }
    g.origin[k] = from;
    // One sample, or none, has no step: the default stands.
    if (n <= 1) continue;
    g.step[k] = (to - from) / static_cast<double>(n - 1);
    if (!std::isfinite(g.step[k]) || g.step[k] == 0) {
      throw error(errc::bad_argument, element("first", k) + " and " + element("last", k) +
                                          " must differ by a step that is finite and not 0, got " +
                                          number(from) + " and " + number(to) + " for " +
                                          std::to_string(n) + " samples");
    }
  }
  return g;
}

}  // namespace bellcurve
