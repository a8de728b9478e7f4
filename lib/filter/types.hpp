// The types of samples, in and out, that filters are made for: said once.
#pragma once

#include <cstdint>

#define BELLCURVE_FOR_FILTER_TYPES(apply)                                     \
  apply(float, float) apply(double, double) apply(std::uint8_t, std::uint8_t) \
      apply(std::uint16_t, std::uint16_t) apply(std::int16_t, std::int16_t)   \
          apply(std::uint8_t, float) apply(std::uint16_t, float) apply(std::int16_t, float)
