// The names of what is done with a remainder.
#include "../edge/names.hpp"

#include <bellcurve/pool.hpp>

namespace bellcurve {
namespace {

constexpr std::string_view remainder_names[] = {"error", "crop", "pad"};

}  // namespace

std::string_view to_string(remainder_mode which) {
  return edge::name_of("remainder", which, remainder_names);
}
remainder_mode parse_remainder_mode(std::string_view name) {
  return edge::parse<remainder_mode>("remainder", name, remainder_names);
}

}  // namespace bellcurve
