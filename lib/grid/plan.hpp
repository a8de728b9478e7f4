// How a grid is walked: chosen by shapes and strides only, so that bits depend on neither
// threads nor anything else.
#pragma once

#include "model.hpp"

#include "../simd/kernels.hpp"

#include <array>

namespace bellcurve::normal {

/// One axis of the output, walked upward in memory.
struct walk_axis {
  std::size_t source = 0;  ///< axis of the grid
  index_t extent = 1;
  index_t stride = 0;     ///< > 0
  bool reversed = false;  ///< index i of the walk is extent - 1 - i of the grid
};

template <class T>
struct grid_plan {
  std::array<walk_axis, 3> axes{};  ///< the first d; the last is the row
  T* first = nullptr;               ///< where the walk begins
  index_t rows = 0, cols = 0;
  index_t row_block = 0, col_block = 0;
  index_t tasks_across = 0, tasks = 0;
  int threads = 1;
  bool contiguous = false;  ///< rows go to their places directly
  bool stream = false;
  bool tables = false;  ///< components that allow it have exp(-s^2) along the row as a table
  index_t table_stride = 0;
};

template <class T>
grid_plan<T> make_plan(const grid_problem<T>& p, const simd::kernels<T>& kernels);

}  // namespace bellcurve::normal
