// Stores of a row, streaming or not.
#pragma once

#include "kernels.hpp"
#include "vec.hpp"

namespace bellcurve::simd::BELLCURVE_ISA {
namespace {

/// How many elements before p is aligned to a register; n if that never comes.
template <class T>
index_t elements_to_alignment(const T* p, index_t n) noexcept {
  constexpr std::uintptr_t bytes = sizeof(vec<T>);
  const auto past = reinterpret_cast<std::uintptr_t>(p) % bytes;
  if (past % sizeof(T) != 0) return n;
  const auto head = static_cast<index_t>((past == 0 ? 0 : bytes - past) / sizeof(T));
  return head < n ? head : n;
}

/// out[0..n) = in[0..n).
template <class T>
void store_row(T* out, const T* in, index_t n, bool streaming) noexcept {
  constexpr index_t w = vec<T>::size;
  index_t i = 0;
  if (streaming) {
    const index_t head = elements_to_alignment(out, n);
    for (; i < head; ++i) out[i] = in[i];
    for (; i + w <= n; i += w) stream(out + i, load(in + i));
  } else {
    for (; i + w <= n; i += w) store(out + i, load(in + i));
  }
  for (; i < n; ++i) out[i] = in[i];
}

}  // namespace
}  // namespace bellcurve::simd::BELLCURVE_ISA
