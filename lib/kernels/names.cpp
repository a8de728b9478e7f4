// The names of discretizations and normalizations.
#include "../edge/names.hpp"

#include <bellcurve/kernels.hpp>

namespace bellcurve {
namespace {

constexpr std::string_view discretization_names[] = {"sampled", "mass", "bessel"};
constexpr std::string_view normalization_names[] = {"sum", "density", "none"};

}  // namespace

std::string_view to_string(discretization which) {
  return edge::name_of("discretization", which, discretization_names);
}
discretization parse_discretization(std::string_view name) {
  return edge::parse<discretization>("discretization", name, discretization_names);
}

std::string_view to_string(normalization which) {
  return edge::name_of("normalization", which, normalization_names);
}
normalization parse_normalization(std::string_view name) {
  return edge::parse<normalization>("normalization", name, normalization_names);
}

}  // namespace bellcurve
