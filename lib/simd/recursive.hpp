// Recursive filters down columns. Two real recursions of second order for each of three pairs of
// poles, side by side: their sums of products do not wait for one another, so that what
// limits is multiply-adds (25 an element and a direction each), not their latency.
//
// States are double, for float too: poles lie within b / sigma of 1, a rounding of v comes back
// some sigma^1.5 times larger, and one of a coefficient sigma^2 times. In float that is all digits
// at sigma = 200; in double 1e-8 of the range at the largest sigma that is taken.
#pragma once

#include "fir.hpp"
#include "kernels.hpp"
#include "recursive_args.hpp"
#include "vec.hpp"

#ifdef __SSE2__
#include <xmmintrin.h>
#endif

namespace bellcurve::simd::BELLCURVE_ISA {
namespace {

/// While it lives results below the smallest normal number are 0: behind an impulse the states
/// fall that low, and arithmetic on subnormal numbers is many times slower on some processors.
class flush_to_zero {
#ifdef __SSE2__
 public:
  flush_to_zero() noexcept : before_(_mm_getcsr()) { _mm_setcsr(before_ | 0x8000U); }
  ~flush_to_zero() { _mm_setcsr(before_); }
  flush_to_zero(const flush_to_zero&) = delete;
  flush_to_zero& operator=(const flush_to_zero&) = delete;

 private:
  unsigned before_;
#else
 public:
  ~flush_to_zero() {}  // aarch64 takes them in its stride
#endif
};

/// Lanes of a pass: as many registers of double as leave room for the states, 2 x 6 of them.
inline constexpr std::size_t recursive_registers = 2;
template <class T>
inline constexpr index_t recursive_lanes =
    static_cast<index_t>(recursive_registers* vec<double>::size);
static_assert(fir_chunk<float> % recursive_lanes<float> == 0);
static_assert(fir_chunk<double> % recursive_lanes<double> == 0);

struct recursive_samples {
  vec<double> of[recursive_registers];
};

/// v(i - 1) and v(i - 2) of every pair, and the coefficients in registers or beside them.
class recursion {
 public:
  static constexpr std::size_t pairs = recursive_pairs, regs = recursive_registers;

  /// \param sign of the outputs
  __attribute__((always_inline)) recursion(const recursive_coefficients& c, double sign) {
    unrolled<0, pairs>([&]<std::size_t P>() __attribute__((always_inline)) {
      d1_[P] = vec<double>(c.d1[P]);
      d2_[P] = vec<double>(c.d2[P]);
      n1_[P] = vec<double>(sign * c.n1[P]);
      n2_[P] = vec<double>(sign * c.n2[P]);
    });
  }

  /// As if x had gone on for ever.
  __attribute__((always_inline)) void settle(const recursive_samples& x,
                                             const recursive_coefficients& c) {
    unrolled<0, pairs>([&]<std::size_t P>() __attribute__((always_inline)) {
      const vec<double> gain(1 / (1 - c.d1[P] - c.d2[P]));
      unrolled<0, regs>([&]<std::size_t V>() __attribute__((always_inline)) {
        v1_[P][V] = v2_[P][V] = x.of[V] * gain;
      });
    });
  }

  /// Adds what the samples before make of the next.
  __attribute__((always_inline)) void add_to(recursive_samples& sum) const {
    unrolled<0, pairs>([&]<std::size_t P>() __attribute__((always_inline)) {
      unrolled<0, regs>([&]<std::size_t V>() __attribute__((always_inline)) {
        sum.of[V] = madd(n2_[P], v2_[P][V], sum.of[V]);
      });
      unrolled<0, regs>([&]<std::size_t V>() __attribute__((always_inline)) {
        sum.of[V] = madd(n1_[P], v1_[P][V], sum.of[V]);
      });
    });
  }

  __attribute__((always_inline)) void push(const recursive_samples& x) {
    unrolled<0, pairs>([&]<std::size_t P>() __attribute__((always_inline)) {
      unrolled<0, regs>([&]<std::size_t V>() __attribute__((always_inline)) {
        const vec<double> v = madd(d1_[P], v1_[P][V], madd(d2_[P], v2_[P][V], x.of[V]));
        v2_[P][V] = v1_[P][V];
        v1_[P][V] = v;
      });
    });
  }

 private:
  vec<double> d1_[pairs], d2_[pairs], n1_[pairs], n2_[pairs];
  vec<double> v1_[pairs][regs], v2_[pairs][regs];
};

template <class T>
__attribute__((always_inline)) inline recursive_samples recursive_load(const T* p) {
  recursive_samples x;
  unrolled<0, recursive_registers>([&]<std::size_t V>() __attribute__((always_inline)) {
    x.of[V] = widen(p + V * vec<double>::size);
  });
  return x;
}

template <class T>
__attribute__((always_inline)) inline void recursive_store(T* p, const recursive_samples& x) {
  unrolled<0, recursive_registers>([&]<std::size_t V>() __attribute__((always_inline)) {
    store_as(p + V * vec<double>::size, x.of[V]);
  });
}

/// From the top: work(i) = the part of out(i) that lies before it.
template <class T>
void recursive_down(const recursive_columns_args<T>& s, const T* in, T* work) noexcept {
  constexpr index_t chunk = fir_chunk<T>;
  recursion state(*s.filter, 1.0);
  state.settle(recursive_load(in), *s.filter);
  for (index_t i = 0; i < s.before; ++i, in += chunk) state.push(recursive_load(in));
  for (index_t i = 0; i < s.rows; ++i, in += chunk, work += chunk) {
    recursive_samples y;
    unrolled<0, recursive_registers>([&]<std::size_t V>() __attribute__((always_inline)) {
      y.of[V] = vec<double>(0.0);
    });
    state.add_to(y);
    state.push(recursive_load(in));
    recursive_store(work, y);
  }
}

/// From the bottom: the rest.
template <class T>
void recursive_up(const recursive_columns_args<T>& s, const T* in, const T* work, T* out) noexcept {
  constexpr index_t chunk = fir_chunk<T>;
  const T* x = in + (s.before + s.rows + s.after - 1) * chunk;
  recursion state(*s.filter, s.filter->mirror);
  state.settle(recursive_load(x), *s.filter);
  for (index_t i = 0; i < s.after; ++i, x -= chunk) state.push(recursive_load(x));
  const vec<double> middle(s.filter->middle);
  for (index_t i = s.rows - 1; i >= 0; --i, x -= chunk) {
    recursive_samples y = recursive_load(work + i * chunk);
    const recursive_samples now = recursive_load(x);
    unrolled<0, recursive_registers>([&]<std::size_t V>() __attribute__((always_inline)) {
      y.of[V] = madd(middle, now.of[V], y.of[V]);
    });
    state.add_to(y);
    state.push(now);
    recursive_store(out + i * s.out_stride, y);
  }
}

template <class T>
void recursive_columns(const recursive_columns_args<T>& s) noexcept {
  const flush_to_zero guard;
  for (index_t c = 0; c < s.chunks; ++c) {
    const T* in = s.in + c * s.chunk_stride;
    T* out = s.out + c * s.out_chunk_stride;
    for (index_t lane = 0; lane < fir_chunk<T>; lane += recursive_lanes<T>) {
      recursive_down(s, in + lane, s.work + lane);
      recursive_up(s, in + lane, s.work + lane, out + lane);
    }
  }
}

}  // namespace
}  // namespace bellcurve::simd::BELLCURVE_ISA
