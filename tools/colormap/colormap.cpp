#include "colormap/colormap.hpp"

#include "bellcurve/errors.hpp"
#include "colormap/viridis.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <string>

namespace bellcurve::command {
namespace {

struct range {
  double least = std::numeric_limits<double>::infinity();
  double greatest = -std::numeric_limits<double>::infinity();

  explicit range(std::span<const double> values) {
    for (double v : values) {
      if (!std::isfinite(v)) continue;
      least = std::min(least, v);
      greatest = std::max(greatest, v);
    }
  }

  /// Where a value is: 0 least, 1 greatest.
  double place(double v) const {
    // Halves, since the difference of two doubles may not be one.
    const double width = greatest / 2 - least / 2;
    const double t = width > 0 ? (v / 2 - least / 2) / width : v > greatest ? 1.0 : 0.0;
    return t > 0 ? std::min(t, 1.0) : 0.0;  // NaN is not > 0
  }
};

double gray_sample(double place, std::size_t) { return place; }

double viridis_sample(double place, std::size_t channel) {
  const double at = place * (viridis.size() - 1);
  const auto below = static_cast<std::size_t>(at);
  const std::size_t above = std::min(below + 1, viridis.size() - 1);
  const double from = viridis[below][channel];
  return (from + (viridis[above][channel] - from) * (at - static_cast<double>(below))) / 65535;
}

template <class Sample>
std::vector<Sample> samples_of(std::span<const double> values, std::size_t rows, std::size_t cols,
                               std::size_t channels, const painting& how) {
  const range r(values);
  const auto color = how.map == colormap::gray ? gray_sample : viridis_sample;
  constexpr double top = std::numeric_limits<Sample>::max();
  const std::size_t line = cols * how.zoom * channels;
  std::vector<Sample> out(rows * how.zoom * line);
  auto at = out.begin();
  for (std::size_t i = 0; i < rows; ++i) {
    const std::span row = values.subspan((how.upward ? rows - 1 - i : i) * cols, cols);
    const auto first = at;
    for (double v : row) {
      std::array<Sample, 3> sample{};
      const double place = r.place(v);
      for (std::size_t c = 0; c < channels; ++c) {
        sample[c] = static_cast<Sample>(std::lround(color(place, c) * top));
      }
      for (std::size_t z = 0; z < how.zoom; ++z) {
        at = std::copy_n(sample.begin(), channels, at);
      }
    }
    for (std::size_t z = 1; z < how.zoom; ++z) at = std::copy_n(first, line, at);
  }
  return out;
}

}  // namespace

colormap parse_colormap(std::string_view name) {
  if (name == "viridis") return colormap::viridis;
  if (name == "gray") return colormap::gray;
  throw usage_error("--colormap must be viridis or gray, got '" + std::string(name) + "'");
}

png::picture paint(std::span<const double> values, std::size_t rows, std::size_t cols,
                   const painting& how) {
  png::picture p;
  p.height = rows * how.zoom;
  p.width = cols * how.zoom;
  p.channels = how.map == colormap::gray ? 1 : 3;
  if (how.depth == 16) {
    p.samples = samples_of<std::uint16_t>(values, rows, cols, p.channels, how);
  } else {
    p.samples = samples_of<std::uint8_t>(values, rows, cols, p.channels, how);
  }
  return p;
}

}  // namespace bellcurve::command
