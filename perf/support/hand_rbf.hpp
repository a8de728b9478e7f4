// The small problem by hand: what someone who needs the kernel of points with
// exactly 4 features would write in plain C++, trusting the compiler with the
// vectors. No views, no checks, no centring, no plan, no repair of cancelled
// pairs: differences are taken directly. Included by perf/isa/<isa>.cpp.
#pragma once

#include "loops.hpp"
#include "simd/vec.hpp"

#include <cstddef>

namespace bellcurve::simd::BELLCURVE_ISA {
namespace {

// The compiler's builtins: std:: functions may leave weak symbols behind.
inline float plain_fma(float a, float b, float c) { return __builtin_fmaf(a, b, c); }
inline double plain_fma(double a, double b, double c) { return __builtin_fma(a, b, c); }
inline float plain_exp(float x) { return __builtin_expf(x); }
inline double plain_exp(double x) { return __builtin_exp(x); }

/// a * a + c, fused where the instruction set can.
template <class T>
T add_square(T a, T c) {
  if constexpr (has_fma) return plain_fma(a, a, c);
  return a * a + c;
}

template <class T>
void hand_rbf(const perf::hand_rbf_args<T>& s) noexcept {
  const std::size_t m = s.m;
  T* __restrict const y0 = s.columns;
  T* __restrict const y1 = y0 + m;
  T* __restrict const y2 = y1 + m;
  T* __restrict const y3 = y2 + m;
  for (std::size_t j = 0; j < m; ++j) {
    y0[j] = s.y[4 * j];
    y1[j] = s.y[4 * j + 1];
    y2[j] = s.y[4 * j + 2];
    y3[j] = s.y[4 * j + 3];
  }
  const T factor = -s.gamma, variance = s.variance;
  for (std::size_t i = 0; i < s.n; ++i) {
    const T x0 = s.x[4 * i], x1 = s.x[4 * i + 1], x2 = s.x[4 * i + 2], x3 = s.x[4 * i + 3];
    T* __restrict const row = s.out + i * m;
    for (std::size_t j = 0; j < m; ++j) {
      T d2 = (x0 - y0[j]) * (x0 - y0[j]);
      d2 = add_square(x1 - y1[j], d2);
      d2 = add_square(x2 - y2[j], d2);
      d2 = add_square(x3 - y3[j], d2);
      row[j] = factor * d2;
    }
    if (s.exp) {
      s.exp(row, row, m);
      for (std::size_t j = 0; j < m; ++j) row[j] *= variance;
    } else {
      for (std::size_t j = 0; j < m; ++j) row[j] = variance * plain_exp(row[j]);
    }
  }
}

}  // namespace
}  // namespace bellcurve::simd::BELLCURVE_ISA
