// What one would do with a BLAS and without this library. All matrices are
// row-major and contiguous: x is n x d, out n x n. Nothing here may be called
// unless the BLAS is usable.
#pragma once

#include <cstddef>
#include <string>

namespace bellcurve::perf {

/// Empty if there is a BLAS to compare with, else the reason.
std::string blas_missing();

/// out = x x^T by one gemm with all of the BLAS's threads: the yardstick.
template <class T>
void gemm_full(const T* x, std::ptrdiff_t n, std::ptrdiff_t d, T* out);

/// Only the square tiles on and above the diagonal of x x^T, shared out among
/// the threads, each by a gemm in its own thread: what a symmetric result needs.
template <class T>
void gemm_upper_tiles(const T* x, std::ptrdiff_t n, std::ptrdiff_t d, T* out);

/// Who takes the exponential in the second pass.
enum class exp_pass {
  c_library,  ///< std::exp in a plain loop
  vector,     ///< this library's exp, the fastest there is to have
};

/// The plain pipeline in two passes: norms, one gemm for all cross terms, then
/// variance * exp(min(0, cross - (a_i + a_j))) over the rows with all threads.
template <class T>
void two_pass_rbf(const T* x, std::ptrdiff_t n, std::ptrdiff_t d, T gamma, T variance, T* out,
                  exp_pass pass);

}  // namespace bellcurve::perf
