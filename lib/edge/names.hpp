// The names of an enum's values, written once: a list in the order of the enum.
#pragma once

#include <bellcurve/error.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace bellcurve::edge {

/// \throws error(errc::bad_argument) for a value outside the enum.
template <class E, std::size_t N>
std::string_view name_of(const char* what, E value, const std::string_view (&names)[N]) {
  const auto i = static_cast<std::size_t>(value);
  if (i < N) return names[i];
  throw error(errc::bad_argument,
              std::string(what) + " must be a value of its enum, got " + std::to_string(i));
}

/// \throws error(errc::bad_argument) that lists the names.
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

}  // namespace bellcurve::edge
