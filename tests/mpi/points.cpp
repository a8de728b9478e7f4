// Points to all, or to those that need them: parts of K made of slices are those made of all
// points.
#include "spread.hpp"

#include <bellcurve/mpi.hpp>

#include <doctest/doctest.h>

#include <cstring>

using namespace bellcurve;

namespace {

process_grid place(int rows, int cols) {
  const int r = spread::rank();
  if (r >= rows * cols) return {rows, cols, -1, -1};
  return {rows, cols, r / cols, r % cols};
}

/// Grids of at most so many processes; those left over have no part.
std::vector<std::pair<int, int>> grids() {
  const int p = spread::ranks();
  std::vector<std::pair<int, int>> all = {{1, p}, {p, 1}};
  if (p >= 4) all.emplace_back(2, 2);
  if (p >= 6) all.emplace_back(2, 3);
  return all;
}

}  // namespace

TEST_CASE_TEMPLATE("mpi::distribute_points: what each process needs", T, float, double) {
  const index_t n = 83, m = 61, d = 20;
  const auto xs = support::normal<T>(n, d, 1), ys = support::normal<T>(m, d, 2);
  const matrix_view<const T> x(xs.data(), n, d), y(ys.data(), m, d), nothing;
  const std::vector<double> center(d, 0.0);
  for (int root : {0, spread::ranks() - 1}) {
    const bool has = spread::rank() == root;
    for (const auto& [rows, cols] : grids()) {
      const auto l = make_block_cyclic(n, m, 8, 5, place(rows, cols));
      const auto s =
          mpi::distribute_points(has ? x : nothing, has ? y : nothing, l, MPI_COMM_WORLD, root);
      REQUIRE(s.rows().rows() == local_rows(l));
      REQUIRE(s.cols().rows() == local_cols(l));
      const auto size = static_cast<std::size_t>(local_span(l));
      std::vector<T> k(size), expected(size);
      rbf_kernel_local_slices(s.rows(), s.cols(), {.gamma = 0.1}, l, std::span(k),
                              {.center = center});
      rbf_kernel_local(x, y, {.gamma = 0.1}, l, std::span(expected), {.center = center});
      CHECK(k == expected);

      const auto square = make_block_cyclic(n, n, 8, 8, place(rows, cols));
      const auto own =
          mpi::distribute_points(has ? x : nothing, nothing, square, MPI_COMM_WORLD, root);
      const auto half = static_cast<std::size_t>(local_span(square));
      std::vector<T> lower(half, T(-7)), wanted(half, T(-7));
      const rbf_options options{.uplo = uplo::lower, .center = center};
      rbf_kernel_local_slices(own.rows(), own.cols(), {.gamma = 0.1, .noise = 0.5}, square,
                              std::span(lower), options);
      rbf_kernel_local(x, {.gamma = 0.1, .noise = 0.5}, square, std::span(wanted), options);
      CHECK(lower == wanted);
    }
  }
}

TEST_CASE("mpi::distribute_points: several packets, columns first, no points, no features") {
  const index_t n = 300, d = 2000;  // of 262 rows
  const auto xs = support::normal<double>(d, n, 3);
  const matrix_view<const double> x(xs.data(), n, d, 1, n), nothing;
  const bool has = spread::rank() == 0;
  const auto l = make_block_cyclic(n, n, 1, 300, place(1, spread::ranks()));
  const auto s = mpi::distribute_points(has ? x : nothing, nothing, l, MPI_COMM_WORLD);
  bool same = s.rows().rows() == n;
  for (index_t i = 0; same && i < n; ++i)
    for (index_t k = 0; k < d; ++k) same = same && s.rows()(i, k) == x(i, k);
  CHECK(same);

  const auto none = make_block_cyclic(0, 0, 2, 2, place(1, spread::ranks()));
  const matrix_view<const double> no_rows(xs.data(), 0, 3);
  const auto e = mpi::distribute_points(no_rows, no_rows, none, MPI_COMM_WORLD);
  CHECK(e.features == 3);
  CHECK(e.rows().rows() == 0);
  const matrix_view<const double> featureless(xs.data(), 5, 0);
  const auto f = mpi::distribute_points(featureless, featureless,
                                        make_block_cyclic(5, 5, 2, 2, place(1, spread::ranks())),
                                        MPI_COMM_WORLD);
  CHECK(f.features == 0);
  CHECK(f.rows().rows() == 5);
}

TEST_CASE("mpi::distribute_points: as BLACS leaves processes outside the grid, root among them") {
  if (spread::ranks() < 3) return;
  const index_t n = 20, d = 3;
  const auto xs = support::normal<double>(n, d, 5);
  const matrix_view<const double> x(xs.data(), n, d), nothing;
  // The grid is the first two.
  block_cyclic l{.descriptor = {0, -1, 0, 0, 0, 0, 0, 0, 0}, .grid = {-1, -1, -1, -1}};
  if (spread::rank() < 2) l = make_block_cyclic(n, n, 3, 4, {2, 1, spread::rank(), 0});
  for (int root : {1, 2}) {
    const auto s = mpi::distribute_points(spread::rank() == root ? x : nothing, nothing, l,
                                          MPI_COMM_WORLD, root);
    CHECK(s.rows().rows() == local_rows(l));
    for (index_t i = 0; i < s.rows().rows(); ++i) CHECK(s.rows()(i, 0) == x(global_row(l, i), 0));
    std::vector<double> k(static_cast<std::size_t>(local_span(l)));
    rbf_kernel_local(x, {}, l, std::span(k));
  }
}

TEST_CASE("mpi::broadcast_points: strides of extents of 1") {
  std::vector<double> column(5, spread::rank() == 0 ? 2.0 : 0.0), row = column;
  mpi::broadcast_points({column.data(), 5, 1, 1, 5}, MPI_COMM_WORLD);
  mpi::broadcast_points({row.data(), 1, 5, 10, 1}, MPI_COMM_WORLD);
  CHECK(column == std::vector<double>(5, 2.0));
  CHECK(row == column);
}

TEST_CASE_TEMPLATE("mpi::broadcast_points: everybody has them", T, float, double) {
  const index_t n = 50, d = 7;
  const auto xs = support::normal<T>(n, d, 4);
  for (int root : {0, spread::ranks() - 1}) {
    std::vector<T> mine = spread::rank() == root ? xs : std::vector<T>(xs.size(), T(0));
    mpi::broadcast_points({mine, n, d}, MPI_COMM_WORLD, root);
    CHECK(mine == xs);
  }
  mpi::broadcast_points(matrix_view<T>(nullptr, 0, 3), MPI_COMM_WORLD);
}
