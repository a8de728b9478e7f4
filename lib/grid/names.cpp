// The names of combinations, each written once.
#include <bellcurve/mixture.hpp>

#include <cstddef>
#include <iterator>
#include <string>

namespace bellcurve {
namespace {
constexpr std::string_view names[] = {"sum", "max"};
}  // namespace

std::string_view to_string(combination which) {
  const auto i = static_cast<std::size_t>(which);
  if (i < std::size(names)) return names[i];
  throw error(errc::bad_argument,
              "combination must be a value of its enum, got " + std::to_string(i));
}

combination parse_combination(std::string_view name) {
  for (std::size_t i = 0; i < std::size(names); ++i) {
    if (names[i] == name) return static_cast<combination>(i);
  }
  throw error(errc::bad_argument, "combination must be one of sum, max, got " + std::string(name));
}

}  // namespace bellcurve
