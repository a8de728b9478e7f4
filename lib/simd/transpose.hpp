// Writes a finished tile to its mirrored place.
#pragma once

#include "kernels.hpp"
#include "vec.hpp"

namespace bellcurve::simd::BELLCURVE_ISA {
namespace {

template <class T>
void transpose(const transpose_args<T>& s) noexcept {
  constexpr index line = 64 / sizeof(T);  // elements of a cache line
  for (index j0 = 0; j0 < s.cols; j0 += line) {
    const index j1 = j0 + line < s.cols ? j0 + line : s.cols;
    for (index j = j0; j < j1; ++j) {
      T* out = s.out + j * s.out_stride;
      for (index i = 0; i < s.rows; ++i) out[i] = s.in[i * s.in_stride + j];
    }
  }
}

}  // namespace
}  // namespace bellcurve::simd::BELLCURVE_ISA
