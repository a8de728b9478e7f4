// mpiexec -n RANKS bellcurve-perf-mpi [--rows N] [--features D] [--columns R] [--turns N]
// Rank 0 prints one line of JSON: how long K v over all ranks takes, and what memory the largest
// part of a spread matrix takes, beside the forecast of both.
#include "perf/support/clock.hpp"
#include "perf/support/data.hpp"
#include "perf/support/options.hpp"
#include "perf/support/process_memory.hpp"

#include <bellcurve/mpi.hpp>
#include <bellcurve/mpi_model.hpp>

#include <mpi.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <exception>
#include <vector>

namespace bellcurve::perf {
namespace {

struct job {
  index_t rows, features, columns;
  int turns, ranks, rank;
};

/// The largest of all ranks.
double largest(double mine) {
  double most = 0;
  MPI_Allreduce(&mine, &most, 1, MPI_DOUBLE, MPI_MAX, MPI_COMM_WORLD);
  return most;
}

/// Seconds of each turn, by the slowest rank.
std::vector<double> time_products(const job& j) {
  const index_t first = j.rows * j.rank / j.ranks, last = j.rows * (j.rank + 1) / j.ranks;
  const index_t rows = last - first;
  const auto x = normal_data<float>(static_cast<std::size_t>(rows * j.features),
                                    static_cast<std::uint64_t>(j.rank) + 1);
  const auto v = normal_data<float>(static_cast<std::size_t>(rows * j.columns), 99);
  std::vector<float> out(static_cast<std::size_t>(rows * j.columns));
  const std::vector<double> center(static_cast<std::size_t>(j.features), 0.0);
  const matrix_view<const float> points(x.data(), rows, j.features);
  std::vector<double> taken;
  for (int turn = 0; turn <= j.turns; ++turn) {
    MPI_Barrier(MPI_COMM_WORLD);
    const double mine = seconds([&] {
      mpi::rbf_apply(points, points, matrix_view<const float>(v.data(), rows, j.columns),
                     {.gamma = 0.5}, matrix_view<float>(out.data(), rows, j.columns),
                     MPI_COMM_WORLD, {.center = center});
    });
    const double all = largest(mine);
    if (turn > 0) taken.push_back(all);  // the first one warms up
  }
  return taken;
}

struct memory {
  double taken, forecast;
};

/// What this process grows by for its slices and its part of K, on a grid that is nearly square.
memory measure_fill(const job& j) {
  int grid_rows = static_cast<int>(std::sqrt(j.ranks));
  while (j.ranks % grid_rows != 0) --grid_rows;
  const int grid_cols = j.ranks / grid_rows;
  constexpr index_t block = 64;
  const auto layout = make_block_cyclic(
      j.rows, j.rows, block, block, {grid_rows, grid_cols, j.rank / grid_cols, j.rank % grid_cols});
  const auto x =
      normal_data<double>(j.rank == 0 ? static_cast<std::size_t>(j.rows * j.features) : 0, 1);
  const matrix_view<const double> points(x.data(), j.rank == 0 ? j.rows : 0,
                                         j.rank == 0 ? j.features : 0);
  const std::vector<double> center(static_cast<std::size_t>(j.features), 0.0);
  const auto fill = [&](const block_cyclic& where, matrix_view<const double> of) {
    const auto s = mpi::distribute_points(of, {}, where, MPI_COMM_WORLD);
    std::vector<double> local(static_cast<std::size_t>(local_span(where)));
    rbf_kernel_local_slices(s.rows(), s.cols(), {.noise = 0.1}, where, std::span(local),
                            {.uplo = uplo::lower, .center = center});
  };
  // Buffers of MPI and stacks of threads are taken once, and are not ours to count.
  const auto small = make_block_cyclic(std::min<index_t>(j.rows, 500),
                                       std::min<index_t>(j.rows, 500), block, block, layout.grid);
  fill(small, points.block(0, 0, std::min<index_t>(points.rows(), 500), points.cols()));
  reset_peak_resident();
  const double before = resident_bytes();
  fill(layout, points);
  const auto model = mpi::forecast_fill(
      {.rows = j.rows, .cols = j.rows, .features = j.features, .point_bytes = sizeof(double)},
      {.ranks = j.ranks}, grid_rows, block, true);
  return {largest(peak_resident_bytes() - before), model.bytes_per_rank};
}

int run(int argc, char** argv) {
  options arguments(argc, argv);
  job j{.rows = arguments.number("--rows", 40000),
        .features = arguments.number("--features", 10),
        .columns = arguments.number("--columns", 1),
        .turns = arguments.number("--turns", 5),
        .ranks = 1,
        .rank = 0};
  arguments.finish();
  MPI_Comm_size(MPI_COMM_WORLD, &j.ranks);
  MPI_Comm_rank(MPI_COMM_WORLD, &j.rank);
  std::vector<double> taken = time_products(j);
  job matrix = j;
  matrix.rows = std::min<index_t>(j.rows, 6000);
  const memory m = measure_fill(matrix);
  std::sort(taken.begin(), taken.end());
  if (j.rank == 0) {
    std::printf(
        "{\"ranks\": %d, \"rows\": %td, \"features\": %td, \"seconds\": %.6f, "
        "\"fill_bytes\": %.0f, \"fill_bytes_forecast\": %.0f}\n",
        j.ranks, j.rows, j.features, taken[taken.size() / 2], m.taken, m.forecast);
  }
  return 0;
}

}  // namespace
}  // namespace bellcurve::perf

int main(int argc, char** argv) {
  int level = 0;
  MPI_Init_thread(&argc, &argv, MPI_THREAD_FUNNELED, &level);
  int code = 1;
  try {
    code = bellcurve::perf::run(argc, argv);
  } catch (const bellcurve::perf::usage_error& e) {
    std::fprintf(stderr, "bellcurve-perf-mpi: %s\n", e.what());
    code = 2;
  } catch (const std::exception& e) {
    std::fprintf(stderr, "bellcurve-perf-mpi: %s\n", e.what());
  }
  MPI_Finalize();
  return code;
}
