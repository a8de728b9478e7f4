// The names of combinations.
#include "../edge/names.hpp"

#include <bellcurve/mixture.hpp>

namespace bellcurve {
namespace {

constexpr std::string_view combination_names[] = {"sum", "max"};

}  // namespace

std::string_view to_string(combination which) {
  return edge::name_of("combination", which, combination_names);
}
combination parse_combination(std::string_view name) {
  return edge::parse<combination>("combination", name, combination_names);
}

}  // namespace bellcurve
