// What is computed once per call from the rows alone: the centre and the norms.
#pragma once

#include "memory.hpp"

namespace bellcurve::rbf {

/// The mean of the finite rows of x, rounded to T: in fixed blocks of rows, so
/// that it does not depend on the threads; rows are weighted by 1 / n before
/// they are added, so that it does not overflow.
template <class T>
void compute_center(const problem<T>& p, const plan<T>& plan, const simd::kernels<T>& kernels,
                    memory<T>& memory);

/// norms[i] = gamma |scale (x_i - center)|^2 of `rows` points, squares added in
/// double. NaN for a row that holds a NaN or an infinity; +inf for a finite row
/// so large that its products might overflow.
template <class T>
void compute_norms(const problem<T>& p, const plan<T>& plan, const simd::kernels<T>& kernels,
                   simd::points<T> x, index_t rows, memory<T>& memory, T* norms);

}  // namespace bellcurve::rbf
