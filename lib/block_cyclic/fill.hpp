// The local part of K, rectangle by rectangle.
#pragma once

#include "layout.hpp"

#include <bellcurve/rbf.hpp>

namespace bellcurve::cyclic {

/// A call that has passed validation.
template <class T>
struct local_problem {
  layout where;
  matrix_view<const T> x, y;  ///< points of the local rows and columns
  rbf_params params;          ///< without noise
  bool noisy;                 ///< the diagonal is to be set
  T diagonal;
  T* local;
};

/// \param options with a center; uplo is the part to be written
/// \throws std::bad_alloc before anything is written; error(errc::cancelled)
template <class T>
void fill(const local_problem<T>& p, const rbf_options& options);

}  // namespace bellcurve::cyclic
