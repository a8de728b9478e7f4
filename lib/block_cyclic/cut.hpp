// How the local part of a triangle is cut into rectangles.
#pragma once

#include "layout.hpp"

#include <vector>

namespace bellcurve::cyclic {

/// Local rows and columns, ends excluded.
struct rectangle {
  index_t row, row_end, col, col_end;
  /// Some elements lie beyond the diagonal and must not be written.
  bool crossed;

  index_t rows() const noexcept { return row_end - row; }
  index_t cols() const noexcept { return col_end - col; }
};

/// The local rows of local column `col` that belong to a part of the matrix.
struct row_range {
  index_t first, end;
};
row_range rows_of(const layout& l, uplo part, index_t col);

/// Elements of a rectangle that crosses the diagonal, at most: about half of them are computed in
/// vain, and all are kept beside the matrix; with fewer, calls would cost more than their work.
inline constexpr index_t most_crossed = 128 * 128;

/// Rectangles that hold all elements of a part of the matrix, and each of them once.
std::vector<rectangle> cut(const layout& l, uplo part);

}  // namespace bellcurve::cyclic
