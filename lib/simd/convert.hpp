// Integers to float and back. Plain loops over single elements: compilers make of them what the
// instruction set has.
#pragma once

#include "kernels.hpp"
#include "vec.hpp"

namespace bellcurve::simd::BELLCURVE_ISA {
namespace {

template <class S, class T>
void widen_row(const S* in, T* out, index_t n) noexcept {
  for (index_t i = 0; i < n; ++i) out[i] = static_cast<T>(in[i]);
}

/// Beyond 2^23 floats are integers: adding 1.5 * 2^23 rounds to one, ties to even, which then
/// stands in the low bits.
template <class S>
void round_row(const float* in, S* out, index_t n) noexcept {
  constexpr bool is_signed = S(-1) < S(0);
  constexpr int bits = 8 * static_cast<int>(sizeof(S));
  constexpr float low = is_signed ? -static_cast<float>(1 << (bits - 1)) : 0.0F;
  constexpr float high = static_cast<float>((1 << (is_signed ? bits - 1 : bits)) - 1);
  constexpr float magic = 0x1.8p23F;
  for (index_t i = 0; i < n; ++i) {
    float x = in[i];
    x = x < low ? low : x;
    x = x > high ? high : x;
    const auto shifted = __builtin_bit_cast(std::int32_t, x + magic);
    out[i] = static_cast<S>(shifted - __builtin_bit_cast(std::int32_t, magic));
  }
}

}  // namespace
}  // namespace bellcurve::simd::BELLCURVE_ISA
