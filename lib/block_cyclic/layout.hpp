// Which rows and columns of a block-cyclic matrix are here: the arithmetic of ScaLAPACK's numroc
// and indxl2g, in 64 bits and counting from 0.
#pragma once

#include <bellcurve/block_cyclic.hpp>

namespace bellcurve::cyclic {

/// One extent of a matrix, and how it is spread over one extent of the grid. By default that of a
/// process outside the grid, to which the matrix is nothing.
struct spread {
  index_t extent = 0, block = 1;
  int processes = 1;
  int distance = -1;  ///< of this process from the one with the first block; -1: not in the grid

  /// The same for another process. \param place its row or column in the grid; -1: none
  spread of(int place, int source) const noexcept;

  /// How many of the first `leading` indices are here: numroc. They are the first ones here.
  index_t here_of(index_t leading) const noexcept;
  index_t here() const noexcept { return here_of(extent); }
  /// The index of the whole matrix that is number `local` here.
  index_t global(index_t local) const noexcept;
};

/// A layout that has passed validation.
struct layout {
  spread rows, cols;
  index_t ld = 1;  ///< from column to column

  index_t span() const noexcept {
    return rows.here() > 0 && cols.here() > 0 ? ld * (cols.here() - 1) + rows.here() : 0;
  }
};

/// Whether this process is none of the grid's: then nothing else is known of the matrix.
bool is_outside(const block_cyclic& given) noexcept;

/// All but the leading dimension. \throws error naming the entry, its value and what was expected
layout spreads_of(const block_cyclic& given);
layout validate(const block_cyclic& given);

}  // namespace bellcurve::cyclic
