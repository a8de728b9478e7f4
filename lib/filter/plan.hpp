// How a problem becomes walks over the array, and how a walk is cut into tasks. What is computed
// for a sample does not depend on any of it.
#pragma once

#include "../simd/kernels.hpp"
#include "problem.hpp"
#include "recursive.hpp"

#include <array>
#include <vector>

namespace bellcurve::filter {

/// Steps, in elements, in the arrays that a walk reads and writes.
struct steps {
  index_t in = 0, out = 0, mask = 0;
};

struct axis {
  index_t extent = 1;
  steps step;
};

/// An array as a walk sees it: images of rows of cells, a few elements to a cell.
struct raster {
  std::array<axis, static_cast<std::size_t>(max_axes)> images{};
  std::size_t image_axes = 0;
  index_t image_count = 1;
  axis row, col, channel;
  axis depth;  ///< Sheets of an image, where it has them.

  index_t width() const noexcept { return col.extent * channel.extent; }
  /// Where an image begins.
  steps image(index_t which) const noexcept {
    steps s;
    for (std::size_t k = 0; k < image_axes; ++k) {
      const index_t i = which % images[k].extent;
      which /= images[k].extent;
      s.in += i * images[k].step.in;
      s.out += i * images[k].step.out;
      s.mask += i * images[k].step.mask;
    }
    return s;
  }
};

/// One walk: filters along rows, then down columns, each if there is such a line; or, before both,
/// through sheets.
struct walk {
  raster where;
  const line* through = nullptr;
  const line* down = nullptr;
  const line* along = nullptr;
  bool in_place = false;
  bool is_recursive = false;  ///< Along or down, not both.
  recursive_filter recursive{};
  bool from_in = false, to_out = false;  ///< else what is between

  // A task is a strip of an image, or some of its rows; where it has sheets, of some of them, a
  // slab.
  index_t sheets = 1, slabs = 1;
  index_t unit = 0;               ///< elements: whole chunks and cells
  index_t strip = 0, strips = 0;  ///< elements, a multiple of unit
  index_t rows_per_task = 0, blocks = 0;
  index_t tasks() const noexcept { return where.image_count * slabs * strips * blocks; }

  index_t rows_at_once = 0;  ///< Rows of results.
  // Elements of a row that are taken at a time, whole units: filtered along themselves where they
  // lie; by way of a copy; results.
  index_t in_piece = 0, copied_piece = 0, out_piece = 0;

  // Rows filtered along themselves are kept until no row below needs them.
  bool keeps_all = false;  ///< All rows of the image have their place.
  index_t slots = 0;       ///< Places. Behind them is one for the row of cval.
  index_t group = 1;       ///< Rows filtered along themselves together.
  bool as_lanes = false;   ///< by fir_lines
  bool direct = false;     ///< Results are written to their places by the kernel.
  bool stream = false;     ///< direct, and past the caches

  /// Places of a chunk, cval's among them: an odd number, so that chunks do not fall into the same
  /// cache set.
  index_t places() const noexcept { return (slots + 1) | 1; }

  // Elements of memory of a thread.
  index_t packed_ld = 0, work = 0, ring = 0, results = 0, results_ld = 0, stack = 0, offsets = 0;
};

/// Of a recursive walk, elements for each line beside another: states, a sample of the line, and
/// one beyond its ends.
template <class T>
inline constexpr index_t recursive_lane_memory = simd::recursive_states_bytes / index_t(sizeof(T)) +
                                                 2;

struct plan {
  std::vector<walk> walks;
  int threads = 1;
  int planes = 1;       ///< 2: values and their weights
  index_t between = 0;  ///< elements of an array between walks; 0 where it is out
};

template <class S, class R>
plan make_plan(const problem<S, R>& p, const simd::filter_kernels<compute<S>>& kernels);

}  // namespace bellcurve::filter
