#include "spread.hpp"

#include <bellcurve/mpi.hpp>

#include <algorithm>
#include <utility>

namespace bellcurve::command {
namespace {

index_t block_of(index_t rows, const ranks& all) {
  return std::max<index_t>((rows + all.size - 1) / all.size, 1);
}

template <class T>
matrix_view<const T> by_rows(const std::vector<T>& memory, index_t rows, index_t cols) {
  return {memory.data(), rows, cols, std::max<index_t>(cols, 1), 1};
}

template <class T>
void copy(matrix_view<const T> from, std::vector<T>& to) {
  for (index_t i = 0; i < from.rows(); ++i)
    for (index_t j = 0; j < from.cols(); ++j)
      to[static_cast<std::size_t>(i * from.cols() + j)] = from(i, j);
}

}  // namespace

share share_of(index_t rows, const ranks& all) {
  const index_t block = block_of(rows, all);
  const index_t first = std::min(block * all.rank, rows);
  return {first, std::min(block, rows - first)};
}

template <class T>
rows_here<T> spread(matrix_view<const T> at_root, extents whole, const ranks& all) {
  rows_here<T> here;
  const index_t count = share_of(whole.rows, all).count;
  together(all, [&] {
    if (whole.cols > 0) {
      // The rows of a matrix without columns over a grid of one column.
      const block_cyclic layout = make_block_cyclic(whole.rows, 0, block_of(whole.rows, all), 1,
                                                    {all.size, 1, all.rank, 0});
      const matrix_view<const T> no_columns =
          all.is_root() ? at_root.block(0, 0, 0, whole.cols) : matrix_view<const T>();
      here.memory = mpi::distribute_points(at_root, no_columns, layout, all.comm).row_points;
    }
    here.view = by_rows(here.memory, count, whole.cols);
  });
  return here;
}

template <class T>
rows_here<T> replicate(matrix_view<const T> at_root, extents whole, const ranks& all) {
  rows_here<T> here;
  together(all, [&] {
    const bool as_it_is = all.is_root() && at_root.col_stride() == 1 &&
                          at_root.row_stride() == std::max<index_t>(whole.cols, 1);
    if (as_it_is) {
      here.view = at_root;
      return;
    }
    here.memory.resize(static_cast<std::size_t>(whole.rows * whole.cols));
    if (all.is_root()) copy(at_root, here.memory);
    here.view = by_rows(here.memory, whole.rows, whole.cols);
  });
  together(all, [&] {
    // Root's are only read, and may be a file's, which cannot be written.
    T* const data = const_cast<T*>(here.view.data());  // NOLINT(*-const-cast)
    if (whole.rows > 0 && whole.cols > 0)
      mpi::broadcast_points(matrix_view<T>(data, whole.rows, whole.cols), all.comm);
  });
  return here;
}

template rows_here<float> spread(matrix_view<const float>, extents, const ranks&);
template rows_here<double> spread(matrix_view<const double>, extents, const ranks&);
template rows_here<float> replicate(matrix_view<const float>, extents, const ranks&);
template rows_here<double> replicate(matrix_view<const double>, extents, const ranks&);

}  // namespace bellcurve::command
