// The local part of K, rectangle by rectangle.
#pragma once

#include "../rbf/problem.hpp"
#include "layout.hpp"

#include <bellcurve/rbf.hpp>

namespace bellcurve::cyclic {

/// A call that has passed validation.
template <class T>
struct local_problem {
  layout where;
  rbf::problem<T> all;        ///< parameters, center and threads; no points and no output
  matrix_view<const T> x, y;  ///< points of the local rows and columns
  uplo part;
  T* local;
};

/// \throws std::bad_alloc before anything is written; error(errc::cancelled)
template <class T>
void fill(const local_problem<T>& p, const std::function<bool(double)>& progress,
          const runtime::default_fp_environment& environment);

}  // namespace bellcurve::cyclic
