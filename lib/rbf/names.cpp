// The names of engines and triangles, each written once.
#include <bellcurve/rbf.hpp>

#include <cstddef>
#include <iterator>
#include <string>

namespace bellcurve {
namespace {

constexpr std::string_view engine_names[] = {"auto", "blas"};
constexpr std::string_view uplo_names[] = {"full", "lower", "upper"};

template <class E, std::size_t N>
std::string_view name_of(const char* what, E value, const std::string_view (&names)[N]) {
  const auto i = static_cast<std::size_t>(value);
  if (i < N) return names[i];
  throw error(errc::bad_argument,
              std::string(what) + " must be a value of its enum, got " + std::to_string(i));
}

template <class E, std::size_t N>
E parse(const char* what, std::string_view text, const std::string_view (&names)[N]) {
  std::string all;
  for (std::size_t i = 0; i < N; ++i) {
    if (names[i] == text) return static_cast<E>(i);
    all += (i == 0 ? "" : ", ") + std::string(names[i]);
  }
  throw error(errc::bad_argument,
              std::string(what) + " must be one of " + all + ", got " + std::string(text));
}

}  // namespace

std::string_view to_string(engine which) { return name_of("engine", which, engine_names); }
engine parse_engine(std::string_view name) { return parse<engine>("engine", name, engine_names); }

std::string_view to_string(uplo which) { return name_of("uplo", which, uplo_names); }
uplo parse_uplo(std::string_view name) { return parse<uplo>("uplo", name, uplo_names); }

}  // namespace bellcurve
