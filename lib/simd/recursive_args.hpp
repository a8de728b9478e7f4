// What crosses to the kernel of recursive filters.
#pragma once

#include <cstddef>

namespace bellcurve::simd {

/// Conjugate pairs of poles.
inline constexpr std::size_t recursive_pairs = 3;

/// out(i) = middle in(i) + sum over m >= 1 of h(m) (in(i - m) + mirror in(i + m)), where h is the
/// sum over the pairs of what
///   y(i) = m v(i) + n w(i),   v(i + 1) = v(i) + w(i),   w(i + 1) = in(i) - e v(i) + k w(i)
/// makes of an impulse. w is the difference of v: the nearer the poles are to 1 the smaller it is
/// beside v, and what is rounded in either comes back sigma times, not sigma^2 times.
struct recursive_coefficients {
  double e[recursive_pairs], k[recursive_pairs];
  double m[recursive_pairs], n[recursive_pairs];
  double middle;
  double mirror;  ///< 1 or -1
  double sum;     ///< of all weights: what the filter makes of 1
  bool single;    ///< States and arithmetic are float. Coefficients are floats then.
};

/// What of a filter is applied to a block of rows.
enum class recursive_pass {
  settle,   ///< States as if the first row had gone on for ever.
  advance,  ///< States behind the rows.
  forward,  ///< The same, and out(i) = what the rows before i make of it.
  backward  ///< The same from the other side, and out(i) = all, of the out(i) that is there.
};

/// A block of rows whose columns are filtered. Lanes do not meet: what stands in one never reaches
/// another.
template <class T>
struct recursive_args {
  recursive_pass pass;
  const recursive_coefficients* filter;
  /// Rows in the order in which they are passed: the stride is negative from the bottom up.
  const T* in;
  std::ptrdiff_t in_stride;
  std::ptrdiff_t rows;
  std::ptrdiff_t lanes;  ///< A multiple of recursive_lanes of the blocking.
  /// A sample of each line, from which all of it is measured: so that roundings are in proportion
  /// to the range of a line, however far from 0 it lies, and constants stay what they are.
  const T* origin;
  void* states;  ///< recursive_states_bytes a lane, at the alignment of double
  T* out;        ///< forward, backward
  std::ptrdiff_t out_stride;
};
inline constexpr std::ptrdiff_t recursive_states_bytes = 2 * recursive_pairs * sizeof(double);

/// Turns `count` rows into lines side by side, recursive_lanes of the blocking: sample j of row i
/// at j * recursive_lanes + i, where rows behind the last repeat it; or the other way, where they
/// are left out.
template <class T>
struct recursive_turn_args {
  const T* in;
  T* out;
  std::ptrdiff_t rows_stride;  ///< of what are rows, in or out
  std::ptrdiff_t count, samples;
  bool stream = false;  ///< Non-temporal stores to rows.
};

}  // namespace bellcurve::simd
