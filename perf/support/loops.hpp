// Loops that have to be compiled once per instruction set: those that measure
// what the machine can do at most, and the peer that is written by hand. Only
// plain data crosses, as in lib/simd/kernels.hpp.
#pragma once

#include <bellcurve/isa.hpp>

#include <cstddef>

namespace bellcurve::perf {

template <class T>
using map_function = void (*)(const T* in, T* out, std::size_t n) noexcept;

/// K = variance * exp(-gamma |x_i - y_j|^2) for points of 4 features, as one
/// would write it by hand for this very problem: see hand_rbf.hpp.
template <class T>
struct hand_rbf_args {
  const T* x;  ///< n x 4, contiguous
  const T* y;  ///< m x 4, contiguous
  std::size_t n, m;
  T gamma, variance;
  T* out;               ///< n x m, contiguous
  T* columns;           ///< 4 * m elements to work in
  map_function<T> exp;  ///< null: a plain loop over the C library's exp
};

template <class T>
struct loops {
  /// Rounds of independent multiply-adds that never leave the registers.
  /// Returns a value that depends on all of them.
  T (*multiply_add)(std::size_t rounds) noexcept;
  std::size_t flop_per_round;
  void (*hand_rbf)(const hand_rbf_args<T>& args) noexcept;
};

/// Over n floats; n is a multiple of 64 and pointers are aligned to 64 bytes.
struct memory_loops {
  void (*fill)(float* out, std::size_t n) noexcept;
  void (*fill_stream)(float* out, std::size_t n) noexcept;
  float (*read)(const float* in, std::size_t n) noexcept;
  void (*copy)(const float* in, float* out, std::size_t n) noexcept;
  void (*copy_stream)(const float* in, float* out, std::size_t n) noexcept;
};

struct loop_table {
  bellcurve::isa isa;
  loops<float> f32;
  loops<double> f64;
  memory_loops memory;
};

/// \throws error(errc::unavailable) if the build or the machine lacks the ISA.
const loop_table& loops_of(isa which);

template <class T>
const loops<T>& loops_for(isa which);
template <>
inline const loops<float>& loops_for<float>(isa which) {
  return loops_of(which).f32;
}
template <>
inline const loops<double>& loops_for<double>(isa which) {
  return loops_of(which).f64;
}

}  // namespace bellcurve::perf
