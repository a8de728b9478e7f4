// Constants of exp, one set per element type. Printed by
// `sollya tools/coefficients/exp.sollya`; do not edit by hand.
#pragma once

#include <cstddef>

namespace bellcurve::simd {

template <class T>
struct exp_constants;

template <>
struct exp_constants<float> {
  static constexpr float log2e = 0x1.715476p0F;
  // Two-part ln 2 (Cody & Waite 1980): n * ln2_hi is exact for |n| <= 511.
  static constexpr float ln2_hi = 0x1.62e4p-1F;
  static constexpr float ln2_lo = 0x1.7f7d1cp-20F;
  // exp(r) ~ 1 + r + r^2 (c[0] + c[1] r + ...), relative error 2^-28.2.
  static constexpr int terms = 5;
  static constexpr float c[terms] = {0x1.fffffap-2F, 0x1.555492p-3F, 0x1.555a26p-5F, 0x1.12397ep-7F,
                                     0x1.694c98p-10F};
  // Adding `round` leaves round(t) + bias in the low mantissa bits.
  static constexpr float bias = 127;
  static constexpr float round = 0x1.8p23F + bias;
  // Below `smallest` exp is under the smallest normal number and is flushed to 0.
  static constexpr float smallest = -0x1.5d589ep6F;  // exp of it is >= 2^-126
  static constexpr float largest = 0x1.62e42ep6F;    // exp of it is still finite
  // Up to here n <= 127, so that 2^n is a normal number.
  static constexpr float largest_simple = largest - 1;
  static constexpr float infinity = __builtin_inff();
};

template <>
struct exp_constants<double> {
  static constexpr double log2e = 0x1.71547652b82fep0;
  static constexpr double ln2_hi = 0x1.62e42fefa4p-1;  // n * ln2_hi exact for |n| <= 4095
  static constexpr double ln2_lo = -0x1.8432a1b0e2634p-43;
  // Relative error 2^-57.9.
  static constexpr int terms = 10;
  static constexpr double c[terms] = {
      0x1.000000000000ap-1,  0x1.55555555554fep-3,  0x1.55555555506cp-5,   0x1.1111111126b37p-7,
      0x1.6c16c18475a18p-10, 0x1.a01a012fec2f2p-13, 0x1.a0199963c9cf9p-16, 0x1.71df18fbc7a49p-19,
      0x1.28adf7a19df48p-22, 0x1.ad92c7dd2b2e9p-26};
  static constexpr double bias = 1023;
  static constexpr double round = 0x1.8p52 + bias;
  static constexpr double smallest = -0x1.6232bdd7abcd2p9;
  static constexpr double largest = 0x1.62e42fefa39efp9;
  static constexpr double largest_simple = largest - 1;
  static constexpr double infinity = __builtin_inf();
};

template <class T>
struct exp2_constants;

template <>
struct exp2_constants<float> {
  // 2^r ~ 1 + c[0] r + c[1] r^2 + ..., relative error 2^-28.0.
  static constexpr std::size_t terms = 6;
  static constexpr float c[terms] = {0x1.62e43p-1F, 0x1.ebfbd8p-3F,  0x1.c6af76p-5F,
                                     0x1.3b30ap-7F, 0x1.5f0b82p-10F, 0x1.3fa208p-13F};
  static constexpr float smallest = -126;
};

template <>
struct exp2_constants<double> {
  // Relative error 2^-57.3.
  static constexpr std::size_t terms = 11;
  static constexpr double c[terms] = {
      0x1.62e42fefa39efp-1,  0x1.ebfbdff82c5a6p-3,  0x1.c6b08d704a12cp-5,  0x1.3b2ab6fb9fda6p-7,
      0x1.5d87fe789e96fp-10, 0x1.4309130f6cbdcp-13, 0x1.ffcbfc6685efdp-17, 0x1.62bfc6596b95ap-20,
      0x1.b52522bc19eeep-24, 0x1.e61d4332c8c78p-28, 0x1.e973178f84e2dp-32};
  static constexpr double smallest = -1022;
};

}  // namespace bellcurve::simd
