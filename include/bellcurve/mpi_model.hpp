/// \file mpi_model.hpp
/// What work over several processes costs, on paper: bytes that are sent, counted exactly, memory,
/// and a forecast of time. Part of bellcurve::mpi, but needs no MPI.
#pragma once

#include <bellcurve/export.h>
#include <bellcurve/view.hpp>

namespace bellcurve {
namespace BELLCURVE_API mpi {  // a nested name could have no attribute

/// Machines, and what connects them.
struct cluster {
  int ranks = 1;                   ///< processes
  double pairs_per_second = 1;     ///< of K or K v, one rank: see bellcurve-perf
  double bytes_per_second = 1e10;  ///< from one rank to another
  double latency_seconds = 2e-6;   ///< of a message
};

/// Sizes of a call.
struct work_size {
  index_t rows = 0;          ///< of K: points of x, of all ranks
  index_t cols = 0;          ///< of K: points of y
  index_t features = 0;      ///< of a point
  index_t columns = 1;       ///< of v; products only
  index_t point_bytes = 4;   ///< of an element of x, y and K
  index_t vector_bytes = 4;  ///< of an element of v and out; products only
};

/// What a call costs.
struct forecast {
  /// Payload, of all ranks together: what a rank hands to a broadcast counts once for each other
  /// rank, a message once, what it gives to a reduction or gathering once for each other rank.
  double bytes_sent = 0;
  double bytes_per_rank = 0;  ///< memory of the largest part beside the caller's points and threads
  double compute_seconds = 0;        ///< of the rank that has most to compute
  double communication_seconds = 0;  ///< of all messages
  double exposed_seconds = 0;        ///< of that the part that is not hidden behind computing
  /// In all.
  double seconds() const noexcept { return compute_seconds + exposed_seconds; }
};

/// mpi::rbf_apply with rows spread evenly, without a center given or with one.
forecast forecast_apply(const work_size& size, const cluster& on, bool center_given = false);

/// distribute_points and rbf_kernel_local_slices, on a grid of grid_rows x (ranks / grid_rows), in
/// blocks of `block` rows and columns; all of K, or, of as many rows as columns, one
/// triangle. Root is the process with the
/// first block; from another the bytes that are sent may be a block or two more or less.
forecast forecast_fill(const work_size& size, const cluster& on, int grid_rows, index_t block,
                       bool triangle = false);

}  // namespace mpi
}  // namespace bellcurve
