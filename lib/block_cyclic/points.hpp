// Points of the rows, or columns, that one process has.
#pragma once

#include "layout.hpp"

#include <string>

namespace bellcurve::cyclic {

/// \param what the rows are, in the message
/// \throws error(errc::bad_shape)
inline void check_points(const char* name, index_t got, const char* what, index_t wanted) {
  if (got == wanted) return;
  throw error(errc::bad_shape, std::string(name) + " must have " + std::to_string(wanted) +
                                   " rows (" + what + "), got " + std::to_string(got));
}

/// Those of local indices [first, first + count), one after the other.
template <class T>
void copy_points(matrix_view<const T> all, const spread& s, index_t first, index_t count,
                 T* to) noexcept {
  for (index_t i = first; i < first + count; ++i) {
    const index_t from = s.global(i);
    for (index_t k = 0; k < all.cols(); ++k) *to++ = all(from, k);
  }
}

}  // namespace bellcurve::cyclic
