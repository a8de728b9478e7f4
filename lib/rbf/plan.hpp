// How a problem is cut: tiles, panels, memory. Depends on shapes, types and the
// ISA only, never on the number of threads, so that bits do not either.
#pragma once

#include "problem.hpp"

#include <optional>

namespace bellcurve::rbf {

/// How the exponents of a tile are formed.
enum class exponents {
  direct,  ///< differences of the points: few features
  blas,    ///< norms, and cross terms from gemm
  fused,   ///< norms, and cross terms formed in registers and finished there
};

/// What the tiles are for.
enum class purpose {
  matrix,   ///< K itself
  product,  ///< K v: tiles are read once and forgotten
};

/// Block sizes, as data with their reason: see plan.cpp.
struct blocking {
  index_t tile_rows;  ///< of a tile, the unit that is finished while hot
  index_t tile_cols;
  index_t group;           ///< tiles below each other that share a panel of y: a task
  index_t panel_features;  ///< features packed at a time

  index_t task_rows() const noexcept { return group * tile_rows; }
};

/// Elements behind an array of norms that can be read: two of the widest registers.
template <class T>
inline constexpr index_t norms_padding = 128 / sizeof(T);

template <class T>
struct plan {
  exponents source;
  blocking block;
  index_t tasks_down, tasks_across;
  index_t tasks;  ///< those that reach above the diagonal if symmetric
  int threads;
  bool stream;      ///< non-temporal stores: the output does not fit the caches
  index_t tile_ld;  ///< of the tile buffer
  index_t panel_a_ld, panel_b_ld;
  index_t last_chunk;                             ///< features of the last chunk of feature_chunk
  index_t panel_a_size, panel_b_size, tile_size;  ///< elements
  index_t norm_rows;                              ///< whose norms are formed at a time
  index_t norms_x, norms_y;  ///< elements; 0 for those not needed, known, or the same
  index_t mean_blocks, mean_block_rows;
  std::size_t shared_bytes, bytes_per_thread;
  std::size_t product_bytes;  ///< what products need besides: see apply.cpp

  /// The first task of a row of them that reaches above the diagonal.
  index_t first_across(index_t down) const noexcept {
    return down * block.task_rows() / block.tile_cols;
  }

  std::size_t bytes() const noexcept {
    return shared_bytes + product_bytes + static_cast<std::size_t>(threads) * bytes_per_thread;
  }
};

/// Whether engine, features and gamma are such that exponents come from differences.
template <class T>
bool takes_differences(const problem<T>& p);

/// No size here overflows: validation has bounded the bytes that each view spans.
/// \throws std::bad_alloc for more points, without features, than anybody can walk over.
/// \throws error(errc::unavailable) for engine::blas without a usable BLAS.
/// \param source instead of the choice by engine and features: for tests
template <class T>
plan<T> make_plan(const problem<T>& p, const simd::kernel_table& table,
                  std::optional<exponents> source = std::nullopt, purpose what = purpose::matrix);

}  // namespace bellcurve::rbf
