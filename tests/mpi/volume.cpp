// Bytes that MPI is given, counted at its profiling interface, are those of the model.
#include "spread.hpp"

#include <bellcurve/mpi.hpp>
#include <bellcurve/mpi_model.hpp>

#include <doctest/doctest.h>

#include <cmath>

using namespace bellcurve;

namespace {

/// Payload that this rank gives to others: see forecast::bytes_sent.
double sent = 0;

double bytes(int count, MPI_Datatype type) {
  int size = 0;
  MPI_Type_size(type, &size);
  return static_cast<double>(count) * size;
}

int size_of(MPI_Comm comm) {
  int size = 0;
  PMPI_Comm_size(comm, &size);
  return size;
}

int rank_in(MPI_Comm comm) {
  int rank = 0;
  PMPI_Comm_rank(comm, &rank);
  return rank;
}

void give_all_others(int count, MPI_Datatype type, MPI_Comm comm) {
  sent += bytes(count, type) * (size_of(comm) - 1);
}

}  // namespace

// All that the library sends by: a call that is not here would be missing in every sum below.
extern "C" {
int MPI_Bcast(void* data, int count, MPI_Datatype type, int root, MPI_Comm comm) {
  if (rank_in(comm) == root) give_all_others(count, type, comm);
  return PMPI_Bcast(data, count, type, root, comm);
}
int MPI_Ibcast(void* data, int count, MPI_Datatype type, int root, MPI_Comm comm,
               MPI_Request* request) {
  if (rank_in(comm) == root) give_all_others(count, type, comm);
  return PMPI_Ibcast(data, count, type, root, comm, request);
}
int MPI_Allreduce(const void* from, void* to, int count, MPI_Datatype type, MPI_Op op,
                  MPI_Comm comm) {
  give_all_others(count, type, comm);
  return PMPI_Allreduce(from, to, count, type, op, comm);
}
int MPI_Allgather(const void* from, int count, MPI_Datatype type, void* to, int to_count,
                  MPI_Datatype to_type, MPI_Comm comm) {
  give_all_others(count, type, comm);
  return PMPI_Allgather(from, count, type, to, to_count, to_type, comm);
}
int MPI_Gather(const void* from, int count, MPI_Datatype type, void* to, int to_count,
               MPI_Datatype to_type, int root, MPI_Comm comm) {
  if (rank_in(comm) != root) sent += bytes(count, type);
  return PMPI_Gather(from, count, type, to, to_count, to_type, root, comm);
}
int MPI_Send(const void* data, int count, MPI_Datatype type, int to, int tag, MPI_Comm comm) {
  sent += bytes(count, type);
  return PMPI_Send(data, count, type, to, tag, comm);
}
}

namespace {

/// Of all ranks, while run() runs.
template <class Run>
double volume(const Run& run) {
  sent = 0;
  run();
  double all = 0;
  PMPI_Allreduce(&sent, &all, 1, MPI_DOUBLE, MPI_SUM, MPI_COMM_WORLD);
  return all;
}

template <class T, class V>
void check_product(index_t n, index_t m, index_t d, index_t columns, bool center_given) {
  CAPTURE(m);
  const auto xs = support::normal<T>(n, d, 1), ys = support::normal<T>(m, d, 2);
  const auto vs = support::normal<V>(m, columns, 3);
  const auto rows = spread::mine(n, spread::how::even, 1),
             cols = spread::mine(m, spread::how::uneven, 2);
  std::vector<V> out(static_cast<std::size_t>(rows.count * columns));
  const std::vector<double> center(static_cast<std::size_t>(d), 0.0);
  const double counted = volume([&] {
    mpi::rbf_apply(
        spread::rows_of(xs, d, rows), spread::rows_of(ys, d, cols),
        spread::rows_of(vs, columns, cols), {.gamma = 0.1},
        matrix_view<V>(out.data(), rows.count, columns, std::max<index_t>(columns, 1), 1),
        MPI_COMM_WORLD, {.center = center_given ? std::span(center) : std::span<const double>()});
  });
  const auto model = mpi::forecast_apply({.rows = n,
                                          .cols = m,
                                          .features = d,
                                          .columns = columns,
                                          .point_bytes = sizeof(T),
                                          .vector_bytes = sizeof(V)},
                                         {.ranks = spread::ranks()}, center_given);
  CHECK(counted == model.bytes_sent);
  CHECK((counted > 0) == (spread::ranks() > 1));
}

}  // namespace

TEST_CASE("mpi model: bytes of a product") {
  for (index_t m : {0, 1, 500, 20000}) {
    check_product<float, float>(20, m, 3, 1, true);
    check_product<float, float>(20, m, 18, 2, false);
    check_product<double, double>(7, m, 18, 1, true);
    check_product<float, double>(3, m, 2, 3, false);
  }
}

TEST_CASE("mpi model: bytes of points for parts of a matrix") {
  const index_t n = 100, m = 77, d = 9;
  const auto xs = support::normal<double>(n, d, 1), ys = support::normal<double>(m, d, 2);
  const int ranks = spread::ranks(), r = spread::rank();
  for (int rows = 1; rows <= ranks; ++rows) {
    if (ranks % rows != 0) continue;
    const int cols = ranks / rows;
    const auto l = make_block_cyclic(n, m, 16, 16, {rows, cols, r / cols, r % cols});
    index_t most = 0;
    const double counted = volume([&] {
      const auto s = mpi::distribute_points(matrix_view<const double>(xs, n, d),
                                            matrix_view<const double>(ys, m, d), l, MPI_COMM_WORLD);
      most = static_cast<index_t>(s.row_points.size() + s.col_points.size()) +
             local_rows(l) * local_cols(l);
    });
    const auto model =
        mpi::forecast_fill({.rows = n, .cols = m, .features = d, .point_bytes = sizeof(double)},
                           {.ranks = ranks}, rows, 16);
    CHECK(counted == model.bytes_sent);
    if (r == 0) CHECK(model.bytes_per_rank == static_cast<double>(most) * sizeof(double));
  }
}

TEST_CASE("mpi model: time goes down with ranks as long as there is work to share") {
  const mpi::work_size size{.rows = 400000, .cols = 400000, .features = 10};
  const mpi::cluster one{.ranks = 1, .pairs_per_second = 1e9};
  const auto alone = mpi::forecast_apply(size, one);
  CHECK(alone.seconds() == doctest::Approx(160));
  CHECK(alone.communication_seconds == 0);
  const auto ten = mpi::forecast_apply(size, {.ranks = 10, .pairs_per_second = 1e9});
  CHECK(ten.compute_seconds == doctest::Approx(16));
  // The first of 49 blocks is not hidden behind another: 40000 rows take longer than one to send.
  CHECK(ten.exposed_seconds ==
        doctest::Approx(ten.communication_seconds / 400000 * 8192).epsilon(0.01));
  // Two blocks of y and v, three sums in double for each row.
  CHECK(ten.bytes_per_rank == doctest::Approx(2 * 8192 * (10 * 4 + 4) + 40000 * 24));
  const auto triangle = mpi::forecast_fill(size, one, 1, 64, true);
  CHECK(triangle.seconds() == doctest::Approx(80));
  CHECK(triangle.bytes_per_rank == doctest::Approx(4.0 * 400000 * 400000 + 2.0 * 400000 * 40));
}
