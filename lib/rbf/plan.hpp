// How a problem is cut: tiles, panels, memory. Depends on shapes, types and the
// ISA only, never on the number of threads, so that bits do not either.
#pragma once

#include "problem.hpp"

namespace bellcurve::rbf {

/// Where the cross term of a tile comes from.
enum class cross_source { blas, own };

/// Block sizes, as data with their reason: see plan.cpp.
struct blocking {
  index tile_rows;
  index tile_cols;
  index panel_features;  ///< features packed at a time
};

template <class T>
struct plan {
  cross_source source;
  blocking block;
  index tiles_down, tiles_across;
  index tasks;  ///< tiles to compute; the upper triangle of them if symmetric
  int threads;
  bool stream;    ///< non-temporal stores: the output does not fit the caches
  index tile_ld;  ///< of the tile buffer
  index panel_a_ld, panel_b_ld;
  index panel_a_size, panel_b_size, tile_size;  ///< elements
  index mean_blocks, mean_block_rows;
  std::size_t shared_bytes, bytes_per_thread;

  std::size_t bytes() const noexcept {
    return shared_bytes + static_cast<std::size_t>(threads) * bytes_per_thread;
  }
};

/// \throws error(errc::unavailable) for engine::blas without a usable BLAS,
/// error(errc::bad_shape) for sizes that overflow.
template <class T>
plan<T> make_plan(const problem<T>& p, const simd::kernel_table& table);

}  // namespace bellcurve::rbf
