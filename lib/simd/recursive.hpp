// Recursive filters down columns: for each of three pairs of poles a recursion of second order.
// Their sums of products do not wait for one another, so that what limits is multiply-adds (25 an
// element for both directions), not their latency.
//
// A pair keeps v and its difference w. With v(i) and v(i - 1) in their place, which takes as many
// multiply-adds, poles within b / sigma of 1 bring a rounding of v back some sigma^1.5 times, and
// that of a coefficient sigma^2 times; this way it is sigma times at most, and states may be float
// as far as a bound says so (lib/filter/recursive.hpp).
#pragma once

#include "filter_args.hpp"
#include "fir.hpp"
#include "kernels.hpp"
#include "recursive_args.hpp"
#include "store_row.hpp"
#include "transpose.hpp"
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

/// Lines that are filtered together: a register of them at a time, whose states leave room for
/// most coefficients. Two registers at a time were slower, as gcc 12 then keeps states in memory.
inline constexpr index_t recursive_lanes = vec<float>::size;

/// Taps from which on a line is filtered recursively: both axes of 64 MB on AVX2, two threads, the
/// best of 7 in turn. float: 35 ms, a kernel of 65 taps 36 ms; with states in double 49 ms, 97 taps
/// 48 to 52. double: between 49 and 67. To be measured anew by the rows of bellcurve-compare that
/// hold recursive filters against truncated kernels: sigma 8 there has 65 taps.
template <class T>
inline constexpr index_t recursive_from = sizeof(T) == 4 ? 97 : 65;
template <class T>
inline constexpr index_t recursive_single_from = sizeof(T) == 4 ? 65 : recursive_from<T>;

/// The coefficients of a direction, in registers or beside them.
template <class C>
struct recursion {
  vec<C> e[recursive_pairs], k[recursive_pairs], m[recursive_pairs], n[recursive_pairs];

  /// \param sign of the outputs
  __attribute__((always_inline)) recursion(const recursive_coefficients& c, double sign) {
    unrolled<0, recursive_pairs>([&]<std::size_t P>() __attribute__((always_inline)) {
      e[P] = vec<C>(static_cast<C>(c.e[P]));
      k[P] = vec<C>(static_cast<C>(c.k[P]));
      m[P] = vec<C>(static_cast<C>(sign * c.m[P]));
      n[P] = vec<C>(static_cast<C>(sign * c.n[P]));
    });
  }
};

/// The states of a register of lines.
template <class C>
struct recursive_states {
  vec<C> v[recursive_pairs], w[recursive_pairs];

  __attribute__((always_inline)) void load_from(const C* states) {
    unrolled<0, recursive_pairs>([&]<std::size_t P>() __attribute__((always_inline)) {
      v[P] = load(states + 2 * P * vec<C>::size);
      w[P] = load(states + (2 * P + 1) * vec<C>::size);
    });
  }
  __attribute__((always_inline)) void store_to(C* states) const {
    unrolled<0, recursive_pairs>([&]<std::size_t P>() __attribute__((always_inline)) {
      store(states + 2 * P * vec<C>::size, v[P]);
      store(states + (2 * P + 1) * vec<C>::size, w[P]);
    });
  }

  __attribute__((always_inline)) void settle(vec<C> x, const recursive_coefficients& c) {
    unrolled<0, recursive_pairs>([&]<std::size_t P>() __attribute__((always_inline)) {
      v[P] = x * vec<C>(static_cast<C>(1 / c.e[P]));
      w[P] = vec<C>(C(0));
    });
  }

  /// y, and what the samples before make of the next.
  __attribute__((always_inline)) vec<C> added_to(vec<C> y, const recursion<C>& f) const {
    vec<C> z = f.n[0] * w[0];
    unrolled<0, recursive_pairs>([&]<std::size_t P>() __attribute__((always_inline)) {
      y = madd(f.m[P], v[P], y);
      if constexpr (P > 0) z = madd(f.n[P], w[P], z);
    });
    return y + z;
  }

  __attribute__((always_inline)) void push(vec<C> x, const recursion<C>& f) {
    unrolled<0, recursive_pairs>([&]<std::size_t P>() __attribute__((always_inline)) {
      const vec<C> drive = nmadd(f.e[P], v[P], x);
      v[P] = v[P] + w[P];
      w[P] = madd(f.k[P], w[P], drive);
    });
  }
};

/// A register of lines from `lane` on.
template <class C, class T>
void recursive_run(const recursive_args<T>& s, index_t lane) noexcept {
  const recursive_coefficients& c = *s.filter;
  const T* in = s.in + lane;
  T* out = s.out == nullptr ? nullptr : s.out + lane;  // none to settle or advance
  C* const place = static_cast<C*>(s.states) + index_t(2 * recursive_pairs) * lane;
  const vec<C> origin = load_as<C>(s.origin + lane);
  const auto sample = [&](index_t i) __attribute__((always_inline)) {
    return load_as<C>(in + i * s.in_stride) - origin;
  };
  const recursion<C> filter(c, s.pass == recursive_pass::backward ? c.mirror : 1.0);
  recursive_states<C> states;
  if (s.pass == recursive_pass::settle) {
    states.settle(sample(0), c);
    return states.store_to(place);
  }
  states.load_from(place);
  if (s.pass == recursive_pass::advance) {
    for (index_t i = 0; i < s.rows; ++i) states.push(sample(i), filter);
  } else if (s.pass == recursive_pass::forward) {
    for (index_t i = 0; i < s.rows; ++i) {
      const vec<C> x = sample(i);
      store_as(out + i * s.out_stride, states.added_to(vec<C>(C(0)), filter));
      states.push(x, filter);
    }
  } else {
    const vec<C> middle(static_cast<C>(c.middle));
    const vec<C> base = origin * vec<C>(static_cast<C>(c.sum));
    for (index_t i = 0; i < s.rows; ++i) {
      T* const y = out + i * s.out_stride;
      const vec<C> x = sample(i);
      store_as(y, states.added_to(madd(middle, x, load_as<C>(y)), filter) + base);
      states.push(x, filter);
    }
  }
  states.store_to(place);
}

template <class C, class T>
void recursive_all(const recursive_args<T>& s) noexcept {
  const flush_to_zero guard;
  constexpr index_t w = vec<C>::size;
  for (index_t lane = 0; lane < s.lanes; lane += w) recursive_run<C>(s, lane);
}
template <class T>
void recursive(const recursive_args<T>& s) noexcept {
  if constexpr (sizeof(T) == sizeof(float)) {
    if (s.filter->single) return recursive_all<float>(s);
  }
  recursive_all<double>(s);
}

template <class T>
void recursive_lanes_of(const recursive_turn_args<T>& s) noexcept {
  constexpr index_t w = vec<T>::size, lanes = recursive_lanes;
  const auto row = [&](index_t i) {
    return s.in + (i < s.count ? i : s.count - 1) * s.rows_stride;
  };
  index_t j = 0;
  for (; j + w <= s.samples; j += w) {
    for (index_t i = 0; i < lanes; i += w)
      transpose_square(row(i) + j, s.rows_stride, i < s.count ? s.count - i : 1,
                       s.out + j * lanes + i, lanes);
  }
  for (; j < s.samples; ++j) {
    for (index_t i = 0; i < lanes; ++i) s.out[j * lanes + i] = row(i)[j];
  }
}

/// Two squares at a time: 64 bytes or more of a row, a cache line where rows are aligned to one.
template <class T>
void recursive_rows_of(const recursive_turn_args<T>& s) noexcept {
  constexpr index_t w = vec<T>::size, lanes = recursive_lanes, run = 2 * w;
  alignas(64) T turned[static_cast<std::size_t>(w * run)];
  const auto row = [&](index_t i) { return s.out + i * s.rows_stride; };
  index_t j = 0;
  for (; s.count == lanes && j + run <= s.samples; j += run) {
    for (index_t first = 0; first < lanes; first += w) {
      for (index_t k = 0; k < run; k += w)
        transpose_square(s.in + (j + k) * lanes + first, lanes, w, turned + k, run);
      for (index_t i = 0; i < w; ++i)
        store_row(row(first + i) + j, turned + i * run, run, s.stream);
    }
  }
  for (; j < s.samples; ++j) {
    for (index_t i = 0; i < s.count; ++i) row(i)[j] = s.in[j * lanes + i];
  }
  if (s.stream) stream_fence();
}

}  // namespace
}  // namespace bellcurve::simd::BELLCURVE_ISA
