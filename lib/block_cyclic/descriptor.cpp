// The public functions about layouts.
#include "layout.hpp"

#include <algorithm>
#include <limits>
#include <string>

namespace bellcurve {
namespace {

int entry(const char* name, index_t value) {
  if (value > std::numeric_limits<int>::max()) {
    throw error(errc::bad_argument,
                std::string(name) +
                    " must be <= " + std::to_string(std::numeric_limits<int>::max()) +
                    " (an entry of a descriptor), got " + std::to_string(value));
  }
  return static_cast<int>(std::max<index_t>(value, std::numeric_limits<int>::min()));
}

index_t global(const char* name, const cyclic::spread& s, index_t local) {
  if (local < 0 || local >= s.here()) {
    throw error(errc::bad_argument, std::string("local must be >= 0 and < ") +
                                        std::to_string(s.here()) + " (" + name + " here), got " +
                                        std::to_string(local));
  }
  return s.global(local);
}

}  // namespace

block_cyclic make_block_cyclic(index_t rows, index_t cols, index_t row_block, index_t col_block,
                               const process_grid& grid, int context) {
  block_cyclic made;
  made.grid = grid;
  made.descriptor = {1,
                     context,
                     entry("rows", rows),
                     entry("cols", cols),
                     entry("row_block", row_block),
                     entry("col_block", col_block),
                     0,
                     0,
                     1};
  // A process outside the grid has no rows; extents and blocks are looked at all the same.
  block_cyclic first = made;
  if (cyclic::is_outside(made)) first.grid = {};
  (void)cyclic::spreads_of(first);
  const cyclic::layout l = cyclic::spreads_of(made);
  made.descriptor[block_cyclic::lld_] =
      static_cast<int>(std::max<index_t>(l.rows.here(), 1));  // <= rows, an int
  return made;
}

index_t local_rows(const block_cyclic& layout) { return cyclic::validate(layout).rows.here(); }
index_t local_cols(const block_cyclic& layout) { return cyclic::validate(layout).cols.here(); }

index_t global_row(const block_cyclic& layout, index_t local) {
  return global("rows", cyclic::validate(layout).rows, local);
}
index_t global_col(const block_cyclic& layout, index_t local) {
  return global("columns", cyclic::validate(layout).cols, local);
}

index_t local_span(const block_cyclic& layout) {
  return cyclic::validate(layout).span();  // two ints' product: fits
}

}  // namespace bellcurve
