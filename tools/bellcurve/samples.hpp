/// \file samples.hpp
/// Numbers as samples of pictures.
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>

namespace bellcurve::command {

/// The nearest sample, halves to the even one; NaN is 0.
template <class Sample>
Sample nearest_sample(float value) noexcept {
  constexpr auto top = static_cast<float>(std::numeric_limits<Sample>::max());
  return static_cast<Sample>(value > 0 ? std::nearbyint(std::min(value, top)) : 0.0F);
}

}  // namespace bellcurve::command
