// How a problem is cut into tasks, and what memory it needs. Looks at shapes and strides only:
// nothing here depends on the number of threads but the threads themselves.
#pragma once

#include "problem.hpp"

namespace bellcurve::pool {

/// How blocks that lie beside each other in a row are pooled.
struct layout {
  /// A block at every column or every second: results side by side in a register.
  bool sliding;
  /// Blocks that overlap are pooled in so many passes, each of which takes every phases-th.
  index_t phases;
  /// From one block to the next in memory: col_step, or the width of a block if gaps
  /// between blocks are left out on copying.
  index_t step;
  index_t pitch() const noexcept { return phases * step; }
};

struct plan {
  pool::layout layout;
  /// Rows of in are contiguous as they are, and nothing is masked: whole blocks are read where
  /// they are. Others are copied first, strip by strip.
  bool direct;
  bool dense_out;                  ///< a row of out is contiguous
  index_t whole_rows, whole_cols;  ///< blocks that are complete
  index_t strip;                   ///< blocks that are copied, or put in their places, at a time
  index_t rows_per_task, cols_per_task;  ///< blocks
  index_t block_rows;                    ///< of all images
  index_t tasks_down, tasks_across;
  int threads;

  // Elements of memory. Shared, then of each thread.
  index_t weights_ld, mask_weights_ld;  ///< the latter 0 where the former serves for both
  index_t columns, copy_ld, results;
};

template <class S>
plan make_plan(const problem<S>& p);

}  // namespace bellcurve::pool
