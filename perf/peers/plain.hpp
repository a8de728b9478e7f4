// What the modules of plain C++ loops and of Eigen offer, one module per instruction set. Only
// plain data crosses: see plain.cmake.
#pragma once

#include <cstddef>

namespace bellcurve::perf {

/// As one would write it in an afternoon, outer loops shared out by OpenMP. Arrays are contiguous,
/// by rows.
template <class T>
struct plain_functions_of {
  void (*exp)(const T* in, T* out, std::size_t n);
  /// K of n points of d features with themselves, all of it.
  void (*rbf)(const T* x, std::ptrdiff_t n, std::ptrdiff_t d, T gamma, T* out);
  /// Along rows, then along columns; half-sample symmetric borders, 4 sigma far.
  void (*filter)(const T* in, T* out, T* between, std::ptrdiff_t side, double sigma);
  /// side is a multiple of block.
  void (*pool)(const T* in, const T* kernel, T* out, std::ptrdiff_t side, std::ptrdiff_t block);
  /// As rbf, but norms, a product of matrices and an exp, each by Eigen; null without Eigen.
  void (*eigen_rbf)(const T* x, std::ptrdiff_t n, std::ptrdiff_t d, T gamma, T* out);
};

struct plain_functions {
  plain_functions_of<float> f32;
  plain_functions_of<double> f64;
  const char* eigen_version;  ///< null without Eigen
  void (*set_threads)(int threads);
};

}  // namespace bellcurve::perf

extern "C" const bellcurve::perf::plain_functions bellcurve_plain_functions;
