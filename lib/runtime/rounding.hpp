// How many blocks of a size cover so many things. Nothing here overflows but the result.
#pragma once

#include <cstddef>

namespace bellcurve::runtime {

constexpr std::ptrdiff_t divide_up(std::ptrdiff_t a, std::ptrdiff_t b) noexcept {
  return a / b + (a % b != 0 ? 1 : 0);
}
constexpr std::ptrdiff_t round_up(std::ptrdiff_t a, std::ptrdiff_t b) noexcept {
  return divide_up(a, b) * b;
}

}  // namespace bellcurve::runtime
