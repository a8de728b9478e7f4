// Constants of log, one set per element type. Printed by
// `sollya tools/coefficients/log.sollya`; do not edit by hand.
#pragma once

#include <cstdint>

namespace bellcurve::simd {

template <class T>
struct log_constants;

template <>
struct log_constants<float> {
  using bits = std::uint32_t;
  static constexpr int mantissa_bits = 23;
  static constexpr float bias = 127;
  static constexpr float half_sqrt2 = 0x1.6a09e6p-1F;  // the least mantissa
  // Two-part ln 2 (Cody & Waite 1980): k * ln2_hi is exact for every exponent k.
  static constexpr float ln2_hi = 0x1.62e4p-1F;
  static constexpr float ln2_lo = 0x1.7f7d1cp-20F;
  // 2 atanh(s) ~ 2 s + s^3 (p[0] + p[1] s^2 + ...), p to 2^-25.6, which is 2^-31 of the result.
  static constexpr int terms = 4;
  static constexpr float p[terms] = {0x1.555556p-1F, 0x1.99986cp-2F, 0x1.24c20cp-2F,
                                     0x1.ce5ec6p-3F};
};

template <>
struct log_constants<double> {
  using bits = std::uint64_t;
  static constexpr int mantissa_bits = 52;
  static constexpr double bias = 1023;
  static constexpr double half_sqrt2 = 0x1.6a09e667f3bcdp-1;
  static constexpr double ln2_hi = 0x1.62e42fefa38p-1;
  static constexpr double ln2_lo = 0x1.ef35793c7673p-45;
  // p to 2^-54.6, which is 2^-60 of the result.
  static constexpr int terms = 8;
  static constexpr double p[terms] = {
      0x1.5555555555555p-1, 0x1.9999999999d5ep-2, 0x1.249249242e458p-2, 0x1.c71c725d3c484p-3,
      0x1.745cdb2958c85p-3, 0x1.3b2166bd620a5p-3, 0x1.0f48de09af6eap-3, 0x1.102ed2a95a75dp-3};
};

}  // namespace bellcurve::simd
