// Which rows and columns of a block-cyclic matrix are here: the arithmetic of ScaLAPACK's numroc
// and indxl2g, in 64 bits and counting from 0.
#pragma once

#include <bellcurve/block_cyclic.hpp>

namespace bellcurve::cyclic {

/// One extent of a matrix, and how it is spread over one extent of the grid.
struct spread {
  index_t extent, block;
  int processes;
  int distance;  ///< of this process from the one with the first block; -1: not in the grid

  /// How many of the first `leading` indices are here: numroc. They are the first ones here.
  index_t here_of(index_t leading) const noexcept;
  index_t here() const noexcept { return here_of(extent); }
  /// The index of the whole matrix that is number `local` here.
  index_t global(index_t local) const noexcept;
};

/// A layout that has passed validation.
struct layout {
  spread rows, cols;
  index_t ld;  ///< from column to column

  index_t span() const noexcept {
    return rows.here() > 0 && cols.here() > 0 ? ld * (cols.here() - 1) + rows.here() : 0;
  }
};

/// All but the leading dimension. \throws error naming the entry, its value and what was expected
layout spreads_of(const block_cyclic& given);
layout validate(const block_cyclic& given);

}  // namespace bellcurve::cyclic
