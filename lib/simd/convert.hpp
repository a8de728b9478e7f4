// Integers to float and back.
#pragma once

#include "kernels.hpp"
#include "vec.hpp"

namespace bellcurve::simd::BELLCURVE_ISA {
namespace {

template <class S>
void widen_row(const S* in, float* out, index_t n) noexcept {
  constexpr index_t w = vec<float>::size;
  index_t i = 0;
  for (; i + w <= n; i += w) store(out + i, widen(in + i));
  for (; i < n; ++i) out[i] = static_cast<float>(in[i]);
}

/// Within the range of S.
template <class S>
vec<float> limited(vec<float> v) noexcept {
  constexpr bool is_signed = S(-1) < S(0);
  constexpr int bits = 8 * static_cast<int>(sizeof(S));
  const vec<float> low(is_signed ? -static_cast<float>(1 << (bits - 1)) : 0.0F);
  const vec<float> high(static_cast<float>((1 << (is_signed ? bits - 1 : bits)) - 1));
  return select(v < low, low, select(v < high, v, high));
}

template <class S>
void round_row(const float* in, S* out, index_t n) noexcept {
  constexpr index_t w = vec<float>::size;
  index_t i = 0;
#if defined(__AVX2__) && !defined(__AVX512F__)
  for (; i + 4 * w <= n; i += 4 * w) narrow_four(out + i, in + i);
#endif
  for (; i + w <= n; i += w) narrow(out + i, limited<S>(load(in + i)));
  if (i == n) return;
  S some[static_cast<std::size_t>(w)];
  narrow(some, limited<S>(load_partial(in + i, static_cast<std::size_t>(n - i))));
  for (index_t k = 0; i + k < n; ++k) out[i + k] = some[k];
}

}  // namespace
}  // namespace bellcurve::simd::BELLCURVE_ISA
