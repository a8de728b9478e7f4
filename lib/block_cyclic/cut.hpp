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

/// Rectangles that hold all elements of a part of the matrix, and each of them once. Of those that
/// cross the diagonal none has more than 128 columns.
std::vector<rectangle> cut(const layout& l, uplo part);

}  // namespace bellcurve::cyclic
