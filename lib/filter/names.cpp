// The names of borders and methods.
#include "../edge/names.hpp"

#include <bellcurve/filter.hpp>

namespace bellcurve {
namespace {

// The synonyms that SciPy has stand behind those they are for.
constexpr std::string_view border_names[] = {"reflect", "mirror", "nearest", "wrap", "constant"};
constexpr std::string_view border_spellings[] = {"reflect",   "mirror",       "nearest",
                                                 "wrap",      "constant",     "grid-mirror",
                                                 "grid-wrap", "grid-constant"};
constexpr border border_meanings[] = {border::reflect, border::mirror,   border::nearest,
                                      border::wrap,    border::constant, border::reflect,
                                      border::wrap,    border::constant};
enum class spelling {};

constexpr std::string_view method_names[] = {"auto", "fir", "recursive"};

}  // namespace

std::string_view to_string(border which) { return edge::name_of("mode", which, border_names); }
border parse_border(std::string_view name) {
  return border_meanings[static_cast<std::size_t>(
      edge::parse<spelling>("mode", name, border_spellings))];
}

std::string_view to_string(filter_method which) {
  return edge::name_of("method", which, method_names);
}
filter_method parse_filter_method(std::string_view name) {
  return edge::parse<filter_method>("method", name, method_names);
}

}  // namespace bellcurve
