// What one core can do at most with the registers of one instruction set.
// Included by perf/isa/<isa>.cpp.
#pragma once

#include "simd/vec.hpp"

#include <cstddef>

namespace bellcurve::simd::BELLCURVE_ISA {
namespace {

/// Tells the compiler that v may have changed: it can neither drop the work that
/// led to it nor join single lanes into wider registers. For a variable of its
/// own: an element of an array would be pinned to memory.
template <class T>
void keep(vec<T>& v) noexcept {
#ifdef BELLCURVE_SCALAR
#if defined(__x86_64__)
  __asm__ volatile("" : "+x"(v.x));
#elif defined(__aarch64__)
  __asm__ volatile("" : "+w"(v.x));
#endif
#elif defined(__x86_64__)
  __asm__ volatile("" : "+x"(v.data));
#elif defined(__aarch64__)
  __asm__ volatile("" : "+w"(v.data));
#endif
}

#if defined(__AVX512F__) || defined(__aarch64__)
inline constexpr std::size_t chains = 16;  // of 32 registers: gcc unrolls no more
#else
inline constexpr std::size_t chains = 12;  // of 16: a latency of 6 at 2 a cycle stays hidden
#endif

/// A multiplication and an addition in each lane of each chain, fused or not.
template <class T>
inline constexpr std::size_t flop_per_round = 2 * chains* vec<T>::size;

template <class T>
T multiply_add(std::size_t rounds) noexcept {
  // x -> x / 2 + 1 stays near 2 for ever: no overflow, nothing subnormal.
  vec<T> half(T(0.5)), one(T(1));
  keep<T>(half);
  keep<T>(one);
  vec<T> acc[chains];
  for (std::size_t c = 0; c < chains; ++c) acc[c] = vec<T>(T(c));
  for (std::size_t r = 0; r < rounds; ++r) {
    for (std::size_t c = 0; c < chains; ++c) {
      vec<T> next = madd(acc[c], half, one);
      if constexpr (vec<T>::size == 1) keep<T>(next);  // lanes must stay single
      acc[c] = next;
    }
  }
  vec<T> total = acc[0];
  for (std::size_t c = 1; c < chains; ++c) total = total + acc[c];
  return sum(total);
}

inline constexpr std::size_t lanes = vec<float>::size;
// Registers a step, so that the loop's own work is hidden.
inline constexpr std::size_t unroll = 4;
static_assert(64 % (lanes * unroll) == 0);

template <bool Stream>
void put(float* p, vec<float> v) noexcept {
  if constexpr (Stream) {
    stream(p, v);
  } else {
    store(p, v);
  }
}

template <bool Stream>
void fill(float* out, std::size_t n) noexcept {
  vec<float> v(1.0F);
  keep<float>(v);  // or the compiler would call memset
  for (std::size_t i = 0; i < n; i += lanes * unroll) {
    for (std::size_t u = 0; u < unroll; ++u) put<Stream>(out + i + u * lanes, v);
  }
  if (Stream) stream_fence();
}

float read(const float* in, std::size_t n) noexcept {
  vec<float> acc[unroll];
  for (std::size_t u = 0; u < unroll; ++u) acc[u] = vec<float>(0.0F);
  for (std::size_t i = 0; i < n; i += lanes * unroll) {
    for (std::size_t u = 0; u < unroll; ++u) acc[u] = max(acc[u], load(in + i + u * lanes));
  }
  float largest = 0;
  for (std::size_t u = 0; u < unroll; ++u) largest += sum(acc[u]);
  return largest;
}

template <bool Stream>
void copy(const float* in, float* out, std::size_t n) noexcept {
  for (std::size_t i = 0; i < n; i += lanes * unroll) {
    vec<float> v[unroll];
    for (std::size_t u = 0; u < unroll; ++u) {
      v[u] = load(in + i + u * lanes);
      keep<float>(v[u]);  // or the compiler would call memcpy
    }
    for (std::size_t u = 0; u < unroll; ++u) put<Stream>(out + i + u * lanes, v[u]);
  }
  if (Stream) stream_fence();
}

}  // namespace
}  // namespace bellcurve::simd::BELLCURVE_ISA
