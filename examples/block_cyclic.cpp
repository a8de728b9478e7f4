// A kernel matrix over a grid of processes, as ScaLAPACK spreads it: here one process plays all of
// them, one after the other, since filling a part needs no word from the rest.
#include <bellcurve/block_cyclic.hpp>

#include <cstdio>
#include <exception>
#include <utility>
#include <vector>

namespace {

using bellcurve::block_cyclic;
using bellcurve::index_t;
using bellcurve::matrix_view;
using bellcurve::process_grid;

constexpr index_t n = 1000, d = 5, block = 64;
const bellcurve::rbf_params params = {.gamma = 0.4, .noise = 0.01};

/// What process (grid.row, grid.col) does.
std::vector<double> fill_here(matrix_view<const double> x, const process_grid& grid, int context) {
  // grid and context as blacs_gridinfo_ and blacs_get_ gave them.
  const block_cyclic layout = bellcurve::make_block_cyclic(n, n, block, block, grid, context);
  std::vector<double> local(static_cast<std::size_t>(local_span(layout)));
  bellcurve::rbf_kernel_local(x, params, layout, local, {.uplo = bellcurve::uplo::lower});
  // pdpotrf_("L", &n, local.data(), &one, &one, layout.descriptor.data(), &info, 1);
  return local;
}

/// Elements of the lower triangle that are not those of K, bit for bit.
index_t differences(const std::vector<double>& local, const process_grid& grid,
                    matrix_view<const double> k) {
  const block_cyclic layout = bellcurve::make_block_cyclic(n, n, block, block, grid);
  const index_t rows = local_rows(layout);
  index_t wrong = 0;
  for (index_t j = 0; j < local_cols(layout); ++j) {
    for (index_t i = 0; i < rows; ++i) {
      const index_t row = global_row(layout, i), col = global_col(layout, j);
      wrong += row >= col && local[static_cast<std::size_t>(j * rows + i)] != k(row, col);
    }
  }
  return wrong;
}

int run() {
  std::vector<double> points;
  for (int i = 0; i < n * d; ++i) points.push_back(i * 7919 % 1009 / 500.0);
  const matrix_view<const double> x(points, n, d);
  std::vector<double> memory(static_cast<std::size_t>(n * n));
  const matrix_view<double> k(memory, n, n);
  bellcurve::rbf_kernel(x, params, k);

  index_t wrong = 0;
  for (const auto& [rows, cols] : {std::pair(1, 1), std::pair(2, 3), std::pair(7, 1)}) {
    for (int row = 0; row < rows; ++row) {
      for (int col = 0; col < cols; ++col) {
        const process_grid here = {rows, cols, row, col};
        wrong += differences(fill_here(x, here, 0), here, k);
      }
    }
    std::printf("%d x %d processes: %td elements differ\n", rows, cols, wrong);
  }
  return wrong == 0 ? 0 : 1;
}

}  // namespace

int main() {
  try {
    return run();
  } catch (const std::exception& e) {
    std::fprintf(stderr, "block_cyclic: %s\n", e.what());
    return 1;
  }
}
