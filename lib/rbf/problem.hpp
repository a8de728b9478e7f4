// A call that has passed validation, in the form the rest of the area works on.
#pragma once

#include "../runtime/threads.hpp"
#include "../simd/kernels.hpp"

#include <bellcurve/rbf.hpp>

#include <vector>

namespace bellcurve::rbf {

/// What is known of the points before a call: what rbf_plan keeps. Null for what is not.
template <class T>
struct known_points {
  const T* norms_x =
      nullptr;  ///< as compute_norms() leaves them, and as far behind the end readable
  const T* norms_y = nullptr;
  const T* panels = nullptr;  ///< all points of y as the plan's source of exponents reads them
  index_t panels_ld = 0;      ///< direct: of features. fused: points, padded to whole panels
};

/// A call after validation. Views are normalised: the columns of the output are
/// at least as close together as its rows, which exchanges x and y (or lower and
/// upper) for column-major callers.
template <class T>
struct problem {
  simd::points<T> x, y;
  index_t n, m, d;  ///< rows of x, rows of y, features
  bool symmetric;
  bellcurve::uplo uplo;

  double gamma;  ///< of the scaled features; exactly representable in T
  T variance;
  T diagonal;             ///< variance + noise
  std::vector<T> scale;   ///< per feature; empty for 1
  std::vector<T> weight;  ///< scale squared

  std::vector<T> center;    ///< given by the caller; empty for the mean of `mean_of`
  simd::points<T> mean_of;  ///< the caller's x
  index_t mean_rows;

  known_points<T> known = {};

  T* out;
  index_t out_row_stride, out_col_stride;

  engine which;
  int threads;
  std::span<std::byte> workspace;
};

/// A call for out = K v after validation; `out` of points is not set. Sums are double until they
/// are written.
template <class T, class V, class R = V>
struct product {
  problem<T> points;
  matrix_view<const V> v;
  matrix_view<R> out;
};

}  // namespace bellcurve::rbf
