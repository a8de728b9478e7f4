// Rectangles hold each element of a triangle once, and few that are not in it.
#include "block_cyclic/cut.hpp"

#include <doctest/doctest.h>

#include <vector>

using namespace bellcurve;
using namespace bellcurve::cyclic;

namespace {

/// Elements of all rectangles over those of the triangle, of a process in the middle of the grid.
double computed_over_wanted(int n, int block, int grid_rows, int grid_cols, uplo part) {
  const layout l = validate({.descriptor = {1, 0, n, n, block, block, 0, 0, n},
                             .grid = {grid_rows, grid_cols, grid_rows / 2, grid_cols / 2}});
  double wanted = 0, computed = 0;
  for (index_t j = 0; j < l.cols.here(); ++j) {
    const row_range r = rows_of(l, part, j);
    wanted += static_cast<double>(r.end - r.first);
  }
  for (const rectangle& r : cut(l, part)) {
    computed += static_cast<double>(r.rows()) * static_cast<double>(r.cols());
    if (r.crossed) CHECK(r.rows() * r.cols() <= most_crossed);
  }
  return computed / wanted;
}

}  // namespace

TEST_CASE("block_cyclic cut: each element once") {
  for (uplo part : {uplo::full, uplo::lower, uplo::upper}) {
    for (int grid_cols : {1, 2, 5}) {
      const layout l = validate({.descriptor = {1, 0, 700, 700, 3, 7, 0, 0, 700},
                                 .grid = {2, grid_cols, 1, grid_cols - 1}});
      const index_t rows = l.rows.here(), cols = l.cols.here();
      std::vector<int> times(static_cast<std::size_t>(rows * cols), 0);
      for (const rectangle& r : cut(l, part)) {
        for (index_t j = r.col; j < r.col_end; ++j) {
          const row_range wanted = rows_of(l, part, j);
          for (index_t i = r.row; i < r.row_end; ++i) {
            const bool in = i >= wanted.first && i < wanted.end;
            REQUIRE((in || r.crossed));
            times[static_cast<std::size_t>(j * rows + i)] += in;
          }
        }
      }
      for (index_t j = 0; j < cols; ++j) {
        const row_range wanted = rows_of(l, part, j);
        for (index_t i = 0; i < rows; ++i) {
          const bool in = i >= wanted.first && i < wanted.end;
          REQUIRE(times[static_cast<std::size_t>(j * rows + i)] == in);
        }
      }
    }
  }
}

TEST_CASE("block_cyclic cut: little is computed in vain") {
  for (uplo part : {uplo::lower, uplo::upper}) {
    CHECK(computed_over_wanted(10000, 64, 2, 2, part) < 1.02);
    CHECK(computed_over_wanted(4000, 32, 4, 4, part) < 1.2);
    CHECK(computed_over_wanted(4000, 32, 1, 16, part) < 1.2);
    CHECK(computed_over_wanted(4000, 32, 16, 1, part) < 1.2);
    CHECK(computed_over_wanted(20000, 64, 1, 160, part) < 1.1);
  }
}
