/// \file fill.hpp
/// Rows of K into a file, a piece at a time.
#pragma once

#include "shared_npy.hpp"
#include "spread.hpp"

#include <bellcurve/rbf.hpp>

namespace bellcurve::command {

/// Rows of K that one rank fills.
template <class T>
struct part_of_k {
  matrix_view<const T> x;  ///< of these rows
  matrix_view<const T> y;  ///< all
  index_t first_row = 0;   ///< of x in K
  bool symmetric = false;  ///< y are the points of all rows
};

/// Local. Takes memory for a piece of 64 MB.
/// \param options with a center
/// \throws error, files::error, std::bad_alloc.
template <class T>
void fill(const part_of_k<T>& part, const rbf_params& params, const rbf_options& options,
          shared_npy& out);

}  // namespace bellcurve::command
