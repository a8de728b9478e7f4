// The names of engines and triangles.
#include "../edge/names.hpp"

#include <bellcurve/rbf.hpp>

namespace bellcurve {
namespace {

constexpr std::string_view engine_names[] = {"auto", "blas", "fused"};
constexpr std::string_view uplo_names[] = {"full", "lower", "upper"};

}  // namespace

std::string_view to_string(engine which) { return edge::name_of("engine", which, engine_names); }
engine parse_engine(std::string_view name) {
  return edge::parse<engine>("engine", name, engine_names);
}

std::string_view to_string(uplo which) { return edge::name_of("uplo", which, uplo_names); }
uplo parse_uplo(std::string_view name) { return edge::parse<uplo>("uplo", name, uplo_names); }

}  // namespace bellcurve
