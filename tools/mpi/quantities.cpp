#include "quantities.hpp"

#include <array>
#include <cstdio>
#include <iterator>

namespace bellcurve::command {
namespace {

struct unit {
  const char* name;
  double size;
};

/// Three digits in the largest unit of which there is at least one.
template <std::size_t N>
std::string text(double value, const std::array<unit, N>& units) {
  const unit* u = &units.front();
  // 999.6 would be written 1e+03.
  while (std::next(u) != units.end() && value >= 0.9995 * std::next(u)->size) ++u;
  char out[48];
  std::snprintf(out, sizeof out, "%.3g %s", value / u->size, u->name);
  return out;
}

}  // namespace

std::string bytes_text(double bytes) {
  constexpr std::array<unit, 7> units = {
      {{"B", 1}, {"kB", 1e3}, {"MB", 1e6}, {"GB", 1e9}, {"TB", 1e12}, {"PB", 1e15}, {"EB", 1e18}}};
  return text(bytes, units);
}

std::string seconds_text(double seconds) {
  constexpr std::array<unit, 6> units = {
      {{"us", 1e-6}, {"ms", 1e-3}, {"s", 1}, {"min", 60}, {"h", 3600}, {"days", 86400}}};
  return seconds == 0 ? "0 s" : text(seconds, units);
}

}  // namespace bellcurve::command
