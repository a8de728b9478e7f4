// What is computed once per call from the rows alone: the centre and the norms.
#pragma once

#include "memory.hpp"

#include <cmath>
#include <limits>

namespace bellcurve::rbf {

/// The mean of the finite rows of x, rounded to T: in fixed blocks of rows, so
/// that it does not depend on the threads; rows are weighted by 1 / n before
/// they are added, so that it does not overflow.
template <class T>
void compute_center(const problem<T>& p, const plan<T>& plan, const simd::kernels<T>& kernels,
                    memory<T>& memory);

/// squares[i] = |scale (x_i - center)|^2 of the points of x, added in double. NaN for a row that
/// holds a NaN or an infinity; +inf for a finite row for which the sum overflows.
template <class T>
void compute_squares(const problem<T>& p, const plan<T>& plan, const simd::kernels<T>& kernels,
                     memory<T>& memory, double* squares);

/// gamma log2(e) times such a square; +inf also for a row so large that its products might
/// overflow. \param safe see largest_safe_norm()
template <class T>
T norm_of(double square, double gamma, double safe) noexcept {
  if (square <= safe) return static_cast<T>(gamma * simd::log2_e * square);
  return std::isnan(square) ? std::numeric_limits<T>::quiet_NaN()
                            : std::numeric_limits<T>::infinity();
}

/// What the plan's source of exponents needs of it and is not known: the centre, and the norms
/// of both sides.
template <class T>
void prepare(const problem<T>& p, const plan<T>& plan, const simd::kernels<T>& kernels,
             memory<T>& memory);

}  // namespace bellcurve::rbf
