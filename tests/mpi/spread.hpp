// Rows spread over ranks: evenly, unevenly, or all on one.
#pragma once

#include "support/random.hpp"

#include <bellcurve/view.hpp>

#include <mpi.h>

#include <algorithm>
#include <vector>

namespace spread {

using bellcurve::index_t;
using bellcurve::matrix_view;

inline int rank() {
  int r = 0;
  MPI_Comm_rank(MPI_COMM_WORLD, &r);
  return r;
}
inline int ranks() {
  int n = 0;
  MPI_Comm_size(MPI_COMM_WORLD, &n);
  return n;
}

enum class how { even, uneven, last_has_all };

/// This rank's rows: of [0, rows), cut at the same places on all ranks.
struct range {
  index_t first, count;
};

inline range mine(index_t rows, how spreading, std::uint64_t seed) {
  const auto p = static_cast<std::size_t>(ranks()), r = static_cast<std::size_t>(rank());
  std::vector<index_t> cuts(p + 1, 0);
  cuts[p] = rows;
  support::random random(seed);
  for (std::size_t k = 1; k < p; ++k) {
    if (spreading == how::even) cuts[k] = rows * static_cast<index_t>(k) / static_cast<index_t>(p);
    if (spreading == how::uneven) cuts[k] = random.below(rows + 1);
  }
  std::sort(cuts.begin(), cuts.end());
  return {cuts[r], cuts[r + 1] - cuts[r]};
}

template <class T>
matrix_view<const T> rows_of(const std::vector<T>& all, index_t cols, const range& r) {
  return {all.data() + r.first * cols, r.count, cols, std::max<index_t>(cols, 1), 1};
}

/// Whether f is true on all ranks: so that no rank goes on alone.
inline bool everywhere(bool f) {
  int mine = f, all = 0;
  MPI_Allreduce(&mine, &all, 1, MPI_INT, MPI_MIN, MPI_COMM_WORLD);
  return all != 0;
}

}  // namespace spread
