// Recursive filters down columns. Two real recursions of second order for each of three pairs of
// poles, side by side: their sums of products do not wait for one another, so that what
// limits is multiply-adds (25 an element for both directions), not their latency.
//
// States are double, for float too: poles lie within b / sigma of 1, a rounding of v comes back
// some sigma^1.5 times larger, and one of a coefficient sigma^2 times. Measured with states in
// float: 1e-5 of the range at sigma = 32, 2e-4 at 200; in double 7e-14 at 200, 2e-11 at 10^4.
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
/// Taps from which on a line is filtered recursively: 25 multiply-adds in double, and a walk of its
/// own. Measured with bellcurve-compare on AVX2, 4096 x 4096 float: 56 ms at any moderate sigma, a
/// kernel 36 ms with 65 taps and 0.42 ms a tap more. double by reasoning: taps cost twice as much.
template <class T>
inline constexpr index_t recursive_from = sizeof(T) == 4 ? 113 : 65;

template <class T>
inline constexpr index_t recursive_lanes =
    static_cast<index_t>(recursive_registers* vec<double>::size);
static_assert(fir_chunk<float> % recursive_lanes<float> == 0);
static_assert(fir_chunk<double> % recursive_lanes<double> == 0);

struct recursive_samples {
  vec<double> of[recursive_registers];
};

/// A state of every pair.
struct recursive_states {
  vec<double> of[recursive_pairs][recursive_registers];
};

/// The coefficients in registers, or beside them.
struct recursion {
  static constexpr std::size_t pairs = recursive_pairs, regs = recursive_registers;
  vec<double> d1[pairs], d2[pairs], n1[pairs], n2[pairs];

  /// \param sign of the outputs
  __attribute__((always_inline)) recursion(const recursive_coefficients& c, double sign) {
    unrolled<0, pairs>([&]<std::size_t P>() __attribute__((always_inline)) {
      d1[P] = vec<double>(c.d1[P]);
      d2[P] = vec<double>(c.d2[P]);
      n1[P] = vec<double>(sign * c.n1[P]);
      n2[P] = vec<double>(sign * c.n2[P]);
    });
  }

  /// Adds what the samples before make of the next: of v(i - 1) and v(i - 2).
  __attribute__((always_inline)) void add(const recursive_states& v1, const recursive_states& v2,
                                          recursive_samples& sum) const {
    unrolled<0, pairs>([&]<std::size_t P>() __attribute__((always_inline)) {
      unrolled<0, regs>([&]<std::size_t V>() __attribute__((always_inline)) {
        sum.of[V] = madd(n2[P], v2.of[P][V], sum.of[V]);
      });
      unrolled<0, regs>([&]<std::size_t V>() __attribute__((always_inline)) {
        sum.of[V] = madd(n1[P], v1.of[P][V], sum.of[V]);
      });
    });
  }

  /// v(i), in place of v(i - 2).
  __attribute__((always_inline)) void push(const recursive_samples& x, const recursive_states& v1,
                                           recursive_states& v2) const {
    unrolled<0, pairs>([&]<std::size_t P>() __attribute__((always_inline)) {
      unrolled<0, regs>([&]<std::size_t V>() __attribute__((always_inline)) {
        v2.of[P][V] = madd(d2[P], v2.of[P][V], x.of[V]);
      });
      unrolled<0, regs>([&]<std::size_t V>() __attribute__((always_inline)) {
        v2.of[P][V] = madd(d1[P], v1.of[P][V], v2.of[P][V]);
      });
    });
  }
};

/// As if x had gone on for ever.
__attribute__((always_inline)) inline recursive_states settled(const recursive_samples& x,
                                                               const recursive_coefficients& c) {
  recursive_states v;
  unrolled<0, recursive_pairs>([&]<std::size_t P>() __attribute__((always_inline)) {
    const vec<double> gain(1 / (1 - c.d1[P] - c.d2[P]));
    unrolled<0, recursive_registers>([&]<std::size_t V>() __attribute__((always_inline)) {
      v.of[P][V] = x.of[V] * gain;
    });
  });
  return v;
}

/// Calls step(i, v1, v2) for 0 <= i < n; each leaves v(i) in v2. Two at a time: states change
/// places by their names.
template <class Step>
__attribute__((always_inline)) inline void recursive_steps(index_t n, recursive_states& a,
                                                           recursive_states& b, const Step& step) {
  index_t i = 0;
  for (; i + 2 <= n; i += 2) {
    step(i, a, b);
    step(i + 1, b, a);
  }
  if (i < n) {
    step(i, a, b);
    const recursive_states last = b;
    b = a;
    a = last;
  }
}

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
  const recursion filter(*s.filter, 1.0);
  recursive_states a = settled(recursive_load(in), *s.filter), b = a;
  recursive_steps(
      s.before, a, b,
      [&](index_t i, const recursive_states& v1, recursive_states& v2)
          __attribute__((always_inline)) { filter.push(recursive_load(in + i * chunk), v1, v2); });
  in += s.before * chunk;
  recursive_steps(
      s.rows, a, b,
      [&](index_t i, const recursive_states& v1, recursive_states& v2)
          __attribute__((always_inline)) {
            recursive_samples y;
            unrolled<0, recursive_registers>([&]<std::size_t V>() __attribute__((always_inline)) {
              y.of[V] = vec<double>(0.0);
            });
            filter.add(v1, v2, y);
            filter.push(recursive_load(in + i * chunk), v1, v2);
            recursive_store(work + i * chunk, y);
          });
}

/// From the bottom: the rest.
template <class T>
void recursive_up(const recursive_columns_args<T>& s, const T* in, const T* work, T* out) noexcept {
  constexpr index_t chunk = fir_chunk<T>;
  const recursion filter(*s.filter, s.filter->mirror);
  const vec<double> middle(s.filter->middle);
  const T* last = in + (s.before + s.rows + s.after - 1) * chunk;
  recursive_states a = settled(recursive_load(last), *s.filter), b = a;
  recursive_steps(
      s.after, a, b,
      [&](index_t i, const recursive_states& v1, recursive_states& v2) __attribute__((
          always_inline)) { filter.push(recursive_load(last - i * chunk), v1, v2); });
  last -= s.after * chunk;
  work += (s.rows - 1) * chunk;
  out += (s.rows - 1) * s.out_stride;
  const index_t out_stride = s.out_stride;
  recursive_steps(
      s.rows, a, b,
      [&](index_t i, const recursive_states& v1, recursive_states& v2)
          __attribute__((always_inline)) {
            recursive_samples y = recursive_load(work - i * chunk);
            filter.add(v1, v2, y);
            const recursive_samples x = recursive_load(last - i * chunk);
            unrolled<0, recursive_registers>([&]<std::size_t V>() __attribute__((always_inline)) {
              y.of[V] = madd(middle, x.of[V], y.of[V]);
            });
            filter.push(x, v1, v2);
            recursive_store(out - i * out_stride, y);
          });
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
