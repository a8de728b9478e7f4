// Kernel ridge regression over the processes of MPI: (K + lambda I) a = y by conjugate gradients,
// rows of points and vectors spread over them, K nowhere.
//
//   mpirun -n 4 example_mpi_ridge
#include <bellcurve/mpi.hpp>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <exception>
#include <vector>

namespace {

using bellcurve::index_t;
using bellcurve::matrix_view;
using column = std::vector<double>;

constexpr index_t n = 900, features = 3;
constexpr double lambda = 0.05, tolerance = 1e-11;

/// Point i, and what was measured there.
void sample(index_t i, column& points, column& seen) {
  const double t = static_cast<double>(i);
  const double u = std::fmod(t * 0.754877666, 1), v = std::fmod(t * 0.569840291, 1);
  points.insert(points.end(), {u, v, u * v});
  seen.push_back(std::sin(6 * u) * std::cos(4 * v) +
                 static_cast<double>(i * 7919 % 101 - 50) / 500);
}

/// A column for K, which has the rows of `points`.
template <class T>
matrix_view<T> as_column(std::vector<std::remove_const_t<T>>& v) {
  return {v.data(), static_cast<index_t>(v.size()), 1};
}

double dot(const column& a, const column& b, MPI_Comm comm) {
  double here = 0, all = 0;
  for (std::size_t i = 0; i < a.size(); ++i) here += a[i] * b[i];
  MPI_Allreduce(&here, &all, 1, MPI_DOUBLE, MPI_SUM, comm);
  return all;
}

/// a = s a + f b
void add(column& a, double s, double f, const column& b) {
  for (std::size_t i = 0; i < a.size(); ++i) a[i] = s * a[i] + f * b[i];
}

/// M. R. Hestenes, E. Stiefel, Journal of Research of the National Bureau of Standards 49 (1952).
/// \param x, y the points here, and their values
/// \return the coefficients of these points
column conjugate_gradients(matrix_view<const double> x, const column& y,
                           const bellcurve::rbf_params& params, MPI_Comm comm, int rank) {
  const std::vector<double> center = bellcurve::mpi::rbf_center(x, comm);
  column a(y.size()), r = y, p = y, kp(y.size());
  const double all = dot(y, y, comm);
  double rr = all;
  int steps = 0;
  for (; steps < 1000 && std::sqrt(rr / all) > tolerance; ++steps) {
    bellcurve::mpi::rbf_apply(x, x, as_column<const double>(p), params, as_column<double>(kp), comm,
                              {.center = center});
    add(kp, 1, lambda, p);
    const double along = rr / dot(p, kp, comm), before = rr;
    add(a, 1, along, p);
    add(r, 1, -along, kp);
    rr = dot(r, r, comm);
    add(p, rr / before, 1, r);
    if (rank == 0 && steps % 20 == 0)
      std::printf("step %3d: residual %.1e\n", steps + 1, std::sqrt(rr / all));
  }
  if (rank == 0) std::printf("%d steps, residual %.1e\n", steps, std::sqrt(rr / all));
  return a;
}

/// The same on one process, in another way: all of K, factored as L L^T.
column factor_and_solve(matrix_view<const double> x, column y,
                        const bellcurve::rbf_params& params) {
  column memory(static_cast<std::size_t>(n * n));
  const matrix_view<double> k(memory, n, n);
  bellcurve::rbf_params noisy = params;
  noisy.noise = lambda;
  bellcurve::rbf_kernel(x, noisy, k);
  const auto at = [&y](index_t i) -> double& { return y[static_cast<std::size_t>(i)]; };
  for (index_t i = 0; i < n; ++i) {
    for (index_t j = 0; j <= i; ++j) {
      double sum = k(i, j);
      for (index_t l = 0; l < j; ++l) sum -= k(i, l) * k(j, l);
      k(i, j) = i == j ? std::sqrt(sum) : sum / k(j, j);
    }
    for (index_t l = 0; l < i; ++l) at(i) -= k(i, l) * at(l);
    at(i) /= k(i, i);
  }
  for (index_t i = n; i-- > 0;) {
    at(i) /= k(i, i);
    for (index_t l = 0; l < i; ++l) at(l) -= k(i, l) * at(i);
  }
  return y;
}

int run(MPI_Comm comm) {
  int rank = 0, ranks = 1;
  MPI_Comm_rank(comm, &rank);
  MPI_Comm_size(comm, &ranks);

  // Each process has rows of its own, here as many as the others or one less.
  column points, seen;
  for (index_t i = rank * n / ranks; i < (rank + 1) * n / ranks; ++i) sample(i, points, seen);
  const matrix_view<const double> x(points, static_cast<index_t>(seen.size()), features);
  const bellcurve::rbf_params params = {.gamma = 8};
  column a = conjugate_gradients(x, seen, params, comm, rank);

  std::vector<int> counts, starts;
  for (int r = 0; r < ranks; ++r) {
    starts.push_back(static_cast<int>(r * n / ranks));
    counts.push_back(static_cast<int>((r + 1) * n / ranks) - starts.back());
  }
  column all_a(rank == 0 ? n : 0);
  MPI_Gatherv(a.data(), static_cast<int>(a.size()), MPI_DOUBLE, all_a.data(), counts.data(),
              starts.data(), MPI_DOUBLE, 0, comm);
  int wrong = 0;
  if (rank == 0) {
    column all_points, all_seen;
    for (index_t i = 0; i < n; ++i) sample(i, all_points, all_seen);
    column difference = factor_and_solve({all_points, n, features}, all_seen, params);
    add(difference, 1, -1, all_a);
    double squares = 0, of_seen = 0;
    for (const double d : difference) squares += d * d;
    for (const double s : all_seen) of_seen += s * s;
    std::printf("difference from one process: %.1e of |y| / lambda\n",
                std::sqrt(squares / of_seen) * lambda);
    // (K + lambda I)^-1 multiplies what is left of y by at most 1 / lambda, and roundings of K, of
    // some 10 u = 1e-15 an element and n = 900 times that as a matrix, by |a| <= |y| / lambda once
    // more.
    const double most = tolerance + 1e-15 * n / lambda;
    wrong = std::sqrt(squares / of_seen) * lambda <= most ? 0 : 1;
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
    std::fprintf(stderr, "mpi_ridge: %s\n", e.what());
    MPI_Abort(MPI_COMM_WORLD, 1);
  }
}
