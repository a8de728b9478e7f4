// The names of what is done with a remainder.
#include <bellcurve/pool.hpp>

#include <cstddef>
#include <iterator>
#include <string>

namespace bellcurve {
namespace {

constexpr std::string_view remainder_names[] = {"error", "crop", "pad"};

}  // namespace

std::string_view to_string(remainder which) {
  const auto i = static_cast<std::size_t>(which);
  if (i < std::size(remainder_names)) return remainder_names[i];
  throw error(errc::bad_argument,
              "remainder must be a value of its enum, got " + std::to_string(i));
}

remainder parse_remainder(std::string_view name) {
  std::string all;
  for (std::size_t i = 0; i < std::size(remainder_names); ++i) {
    if (remainder_names[i] == name) return static_cast<remainder>(i);
    all += (i == 0 ? "" : ", ") + std::string(remainder_names[i]);
  }
  throw error(errc::bad_argument, "remainder must be one of " + all + ", got " + std::string(name));
}

}  // namespace bellcurve
