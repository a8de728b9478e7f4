// Data on its way between processes.
#pragma once

#include "agreement.hpp"

#include <bellcurve/view.hpp>

#include <mpi.h>

#include <algorithm>
#include <cstddef>
#include <string>

namespace bellcurve::mpi {

template <class T>
MPI_Datatype datatype() noexcept {
  return sizeof(T) == sizeof(float) ? MPI_FLOAT : MPI_DOUBLE;
}

/// Elements of one message at most: counts of MPI are ints.
inline constexpr index_t most_elements = index_t(1) << 28;

/// Calls use(first, count) for stretches of at most `most` elements.
template <class Use>
void for_stretches(index_t elements, index_t most, const Use& use) {
  for (index_t first = 0; first < elements; first += most)
    use(first, static_cast<int>(std::min(most, elements - first)));
}

/// \throws error(errc::bad_shape) for more than a message holds
inline void check_at_most(const char* name, const char* what, index_t extent) {
  if (extent <= most_elements) return;
  throw error(errc::bad_shape, std::string(name) + " must have at most " +
                                   std::to_string(most_elements) + " " + what + ", got " +
                                   std::to_string(extent));
}

/// Rows [first, first + count) of a matrix, one after the other.
template <class T>
void copy_rows(matrix_view<const T> from, index_t first, index_t count, T* to) noexcept {
  for (index_t i = first; i < first + count; ++i)
    for (index_t k = 0; k < from.cols(); ++k) *to++ = from(i, k);
}

}  // namespace bellcurve::mpi
