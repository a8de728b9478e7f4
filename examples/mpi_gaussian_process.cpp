// Gaussian-process regression over the processes of MPI: each fills its part of the kernel matrix,
// ScaLAPACK factors it, and predictions are products without a matrix.
//
//   mpirun -n 4 example_mpi_gaussian_process
#include <bellcurve/mpi.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <exception>
#include <stdexcept>
#include <string>
#include <vector>

// BLACS has an interface for C; ScaLAPACK's and LAPACK's is Fortran's: everything by address, the
// lengths of characters at the end.
extern "C" {
int Csys2blacs_handle(MPI_Comm comm);
void Cfree_blacs_system_handle(int handle);
void Cblacs_gridinit(int* context, const char* order, int rows, int cols);
void Cblacs_gridinfo(int context, int* rows, int* cols, int* row, int* col);
void Cblacs_gridexit(int context);
void pdpotrf_(const char* uplo, const int* n, double* a, const int* i, const int* j,
              const int* descriptor, int* info, std::size_t);
void pdpotrs_(const char* uplo, const int* n, const int* columns, const double* a, const int* i,
              const int* j, const int* descriptor, double* b, const int* ib, const int* jb,
              const int* descriptor_b, int* info, std::size_t);
void dpotrf_(const char* uplo, const int* n, double* a, const int* lda, int* info, std::size_t);
void dpotrs_(const char* uplo, const int* n, const int* columns, const double* a, const int* lda,
             double* b, const int* ldb, int* info, std::size_t);
}

namespace {

using bellcurve::block_cyclic;
using bellcurve::index_t;
using bellcurve::matrix_view;

constexpr int n = 900, features = 2, block = 32, places_per_rank = 25;
constexpr double noise = 0.0136;
const bellcurve::rbf_params params = {.lengthscale = {0.8, 0.5}, .variance = 1.5};

void check(const char* what, int info) {
  if (info != 0) throw std::runtime_error(std::string(what) + " failed: " + std::to_string(info));
}

/// A wave on a grid of 30 x 30 points, seen through noise: only one process has it.
struct data {
  std::vector<double> points, seen;
  matrix_view<const double> x() const {
    return {points, static_cast<index_t>(seen.size()), features};
  }
};

data measure() {
  data d;
  for (int i = 0; i < n; ++i) {
    const double u = i % 30 / 6.0, v = static_cast<double>(i / 30) / 12.0;
    d.points.insert(d.points.end(), {u, v});
    d.seen.push_back(std::sin(2 * u) * std::cos(3 * v) + (i * 7919 % 101 - 50) / 250.0);
  }
  return d;
}

/// The processes as a grid that is as square as can be.
struct blacs_grid {
  explicit blacs_grid(MPI_Comm comm) : handle(Csys2blacs_handle(comm)), context(handle) {
    int ranks = 1;
    MPI_Comm_size(comm, &ranks);
    std::array<int, 2> shape{};
    MPI_Dims_create(ranks, 2, shape.data());
    Cblacs_gridinit(&context, "Row", shape[0], shape[1]);
    Cblacs_gridinfo(context, &here.rows, &here.cols, &here.row, &here.col);
  }
  blacs_grid(const blacs_grid&) = delete;
  blacs_grid& operator=(const blacs_grid&) = delete;
  ~blacs_grid() {
    Cblacs_gridexit(context);
    Cfree_blacs_system_handle(handle);
  }

  int handle, context;
  bellcurve::process_grid here;
};

/// The points of this process, and what they weigh in predictions.
struct fitted {
  std::vector<double> points, weights, center;
};

fitted fit(const data& at_root, const blacs_grid& grid, MPI_Comm comm) {
  const block_cyclic layout =
      bellcurve::make_block_cyclic(n, n, block, block, grid.here, grid.context);
  const std::vector<double> center = bellcurve::mpi::rbf_center(at_root.x(), comm);

  // The points of the rows and columns that are here, and the lower triangle of K + noise.
  const auto points = bellcurve::mpi::distribute_points(at_root.x(), {}, layout, comm);
  std::vector<double> k(static_cast<std::size_t>(local_span(layout)));
  bellcurve::rbf_params noisy = params;
  noisy.noise = noise;
  bellcurve::rbf_kernel_local_slices(points.rows(), points.cols(), noisy, layout, k,
                                     {.uplo = bellcurve::uplo::lower, .center = center});

  // What was seen, a matrix of one column: in the first column of processes.
  const block_cyclic one_column =
      bellcurve::make_block_cyclic(n, 1, block, 1, grid.here, grid.context);
  std::vector<double> seen = at_root.seen;
  seen.resize(n);
  MPI_Bcast(seen.data(), n, MPI_DOUBLE, 0, comm);
  std::vector<double> weights(static_cast<std::size_t>(std::max<index_t>(local_rows(layout), 1)));
  for (index_t i = 0; i < local_rows(one_column) && local_cols(one_column) > 0; ++i)
    weights[static_cast<std::size_t>(i)] =
        seen[static_cast<std::size_t>(global_row(one_column, i))];

  const int one = 1;
  int info = 0;
  pdpotrf_("L", &n, k.data(), &one, &one, layout.descriptor.data(), &info, 1);
  check("Cholesky factorization (is the noise too small?)", info);
  pdpotrs_("L", &n, &one, k.data(), &one, &one, layout.descriptor.data(), weights.data(), &one,
           &one, one_column.descriptor.data(), &info, 1);
  check("solution", info);

  // Each weight is on one process now, which has its point, too.
  if (local_cols(one_column) == 0) return {{}, {}, center};
  weights.resize(static_cast<std::size_t>(local_rows(one_column)));
  return {points.row_points, weights, center};
}

std::vector<double> predict(const fitted& f, const std::vector<double>& places, MPI_Comm comm) {
  const auto m = static_cast<index_t>(places.size() / features);
  const auto rows = static_cast<index_t>(f.weights.size());
  std::vector<double> mean(static_cast<std::size_t>(m));
  bellcurve::mpi::rbf_apply({places, m, features}, {f.points, rows, features}, {f.weights, rows, 1},
                            params, {mean, m, 1}, comm, {.center = f.center});
  return mean;
}

/// The same on one process, with LAPACK.
std::vector<double> on_one_process(const data& all, const std::vector<double>& places) {
  std::vector<double> k(static_cast<std::size_t>(n * n)), weights = all.seen;
  bellcurve::rbf_params noisy = params;
  noisy.noise = noise;
  // By columns: row stride 1, column stride n.
  bellcurve::rbf_kernel(all.x(), noisy, {k.data(), n, n, 1, n}, {.uplo = bellcurve::uplo::lower});
  const int one = 1;
  int info = 0;
  dpotrf_("L", &n, k.data(), &n, &info, 1);
  check("Cholesky factorization on one process", info);
  dpotrs_("L", &n, &one, k.data(), &n, weights.data(), &n, &info, 1);
  const auto m = static_cast<index_t>(places.size() / features);
  std::vector<double> mean(static_cast<std::size_t>(m));
  bellcurve::rbf_apply({places, m, features}, all.x(), {weights, n, 1}, params, {mean, m, 1});
  return mean;
}

/// Where this process wants to know the mean.
std::vector<double> places_of(int rank) {
  std::vector<double> places;
  for (int i = 0; i < places_per_rank; ++i)
    places.insert(places.end(), {std::fmod(0.31 * i + 0.7 * rank, 5), std::fmod(0.17 * i, 2.5)});
  return places;
}

int run(MPI_Comm comm) {
  int rank = 0, ranks = 1;
  MPI_Comm_rank(comm, &rank);
  MPI_Comm_size(comm, &ranks);
  const data at_root = rank == 0 ? measure() : data();

  const blacs_grid grid(comm);
  const fitted f = fit(at_root, grid, comm);
  const std::vector<double> mean = predict(f, places_of(rank), comm);

  std::vector<double> all(rank == 0 ? mean.size() * static_cast<std::size_t>(ranks) : 0);
  MPI_Gather(mean.data(), places_per_rank, MPI_DOUBLE, all.data(), places_per_rank, MPI_DOUBLE, 0,
             comm);
  int wrong = 0;
  if (rank == 0) {
    double worst = 0;
    for (int r = 0; r < ranks; ++r) {
      const std::vector<double> want = on_one_process(at_root, places_of(r));
      for (std::size_t i = 0; i < want.size(); ++i)
        worst =
            std::max(worst, std::abs(all[static_cast<std::size_t>(r) * want.size() + i] - want[i]));
    }
    std::printf("%d points over a grid of %d x %d processes\n", n, grid.here.rows, grid.here.cols);
    std::printf("mean at (0, 0): %.6f\ndifference from one process: %.1e\n", all[0], worst);
    // Each factor is that of a matrix off by roundings E of some sqrt(n) u |K| <= 30 u 1.5 n =
    // 5e-12. A prediction is w.seen with |w| <= sqrt(variance / noise) = 11, and E changes it by
    // w.(E weights), where the weights are what is left of seen over the noise: 0.1 sqrt(n) / noise
    // = 220. Twice.
    wrong = worst <= 3e-8 ? 0 : 1;
  }
  MPI_Bcast(&wrong, 1, MPI_INT, 0, comm);
  return wrong;
}

}  // namespace

int main(int argc, char** argv) {
  int provided = 0;
  MPI_Init_thread(&argc, &argv, MPI_THREAD_FUNNELED, &provided);
  try {
    const int code = run(MPI_COMM_WORLD);
    MPI_Finalize();
    return code;
  } catch (const std::exception& e) {
    std::fprintf(stderr, "mpi_gaussian_process: %s\n", e.what());
    MPI_Abort(MPI_COMM_WORLD, 1);
  }
}
