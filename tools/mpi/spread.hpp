/// \file spread.hpp
/// Rows that root has, given to the ranks: to each its share, or all of them to each.
#pragma once

#include "agreement.hpp"
#include "rbf_arguments.hpp"

#include <bellcurve/view.hpp>

#include <vector>

namespace bellcurve::command {

/// Rows [first, first + count) of a matrix.
struct share {
  index_t first = 0, count = 0;
};

/// Those of this rank: the same number on every rank, but for the last that have any.
share share_of(index_t rows, const ranks& all);

/// A matrix of which root knows the extents, and now all.
struct extents {
  index_t rows = 0, cols = 0;
};

/// Rows of a matrix, and their memory if it is not the file's.
template <class T>
struct rows_here {
  std::vector<T> memory = {};
  matrix_view<const T> view = {};
};

/// Collective. What is wrong on one rank is thrown on all: agreed_failure.
/// \param at_root as large as `whole`; not looked at elsewhere
template <class T>
rows_here<T> spread(matrix_view<const T> at_root, extents whole, const ranks& all);
template <class T>
rows_here<T> replicate(matrix_view<const T> at_root, extents whole, const ranks& all);

/// The view at root, of nothing elsewhere.
template <class T>
matrix_view<const T> view_at_root(const std::optional<float_input>& in) {
  return in ? in->view<T>() : matrix_view<const T>();
}

}  // namespace bellcurve::command
