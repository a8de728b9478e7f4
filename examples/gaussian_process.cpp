// Gaussian-process regression: the kernel matrix from bellcurve, its Cholesky factor from LAPACK.
#include "golden_learning.hpp"

#include <bellcurve/rbf.hpp>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <exception>
#include <numbers>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

// LAPACK's interface is Fortran's: everything by address, matrices by columns, the lengths of
// characters at the end; integers of 32 bits, as distributions have it.
extern "C" {
void dpotrf_(const char* uplo, const int* n, double* a, const int* lda, int* info, std::size_t);
void dtrtrs_(const char* uplo, const char* trans, const char* diag, const int* n,
             const int* columns, const double* a, const int* lda, double* b, const int* ldb,
             int* info, std::size_t, std::size_t, std::size_t);
}

namespace {

using bellcurve::index_t;
using bellcurve::matrix_view;

/// What a numerical library answers is either 0 or the place of a problem.
void check(const char* what, int info) {
  if (info != 0) throw std::runtime_error(std::string(what) + " failed: " + std::to_string(info));
}

/// K = L L^T, L in place of the lower triangle of K. \param k by columns
void factor(matrix_view<double> k) {
  const int n = static_cast<int>(k.rows());
  int info = 0;
  dpotrf_("L", &n, k.data(), &n, &info, 1);
  check("Cholesky factorization (is the noise too small?)", info);
}

/// b = L^-1 b. \param l, b by columns
void solve_lower(matrix_view<const double> l, matrix_view<double> b) {
  const int n = static_cast<int>(l.rows()), columns = static_cast<int>(b.cols());
  int info = 0;
  dtrtrs_("L", "N", "N", &n, &columns, l.data(), &n, b.data(), &n, &info, 1, 1, 1);
  check("triangular solution", info);
}

double dot(matrix_view<const double> a, index_t c, matrix_view<const double> b, index_t e) {
  double sum = 0;
  for (index_t i = 0; i < a.rows(); ++i) sum += a(i, c) * b(i, e);
  return sum;
}

struct answer {
  std::vector<double> mean, variance;
  double log_likelihood;
};

/// C. E. Rasmussen, C. K. I. Williams, Gaussian Processes for Machine Learning, 2006,
/// algorithm 2.1, with L^-1 applied to the right-hand side and to the new points' columns alike.
answer regress(matrix_view<const double> x, std::span<const double> y, matrix_view<const double> at,
               const bellcurve::rbf_params& params, double noise) {
  const index_t n = x.rows(), m = at.rows();
  std::vector<double> k_memory(static_cast<std::size_t>(n * n));
  std::vector<double> v_memory(static_cast<std::size_t>(n * (m + 1)));

  // By columns, as LAPACK wants them: row stride 1, column stride n.
  const matrix_view<double> k(k_memory.data(), n, n, 1, n);
  const matrix_view<double> v(v_memory.data(), n, m + 1, 1, n);
  bellcurve::rbf_params noisy = params;
  noisy.noise = noise;
  bellcurve::rbf_kernel(x, noisy, k, {.uplo = bellcurve::uplo::lower});
  bellcurve::rbf_kernel(x, at, params, v.block(0, 0, n, m));
  for (index_t i = 0; i < n; ++i) v(i, m) = y[static_cast<std::size_t>(i)];

  factor(k);          // K = L L^T
  solve_lower(k, v);  // columns of L^-1 k(x, at), and L^-1 y behind them
  answer a;
  for (index_t j = 0; j < m; ++j) {
    a.mean.push_back(dot(v, j, v, m));
    a.variance.push_back(params.variance - dot(v, j, v, j));
  }
  a.log_likelihood =
      -0.5 * dot(v, m, v, m) - 0.5 * static_cast<double>(n) * std::log(2 * std::numbers::pi);
  for (index_t i = 0; i < n; ++i) a.log_likelihood -= std::log(k(i, i));
  return a;
}

double worst_difference(std::span<const double> got, std::span<const double> want) {
  double worst = 0;
  for (std::size_t i = 0; i < got.size(); ++i) worst = std::max(worst, std::abs(got[i] - want[i]));
  return worst;
}

int run() {
  // A wave on a grid of 20 x 20 points, seen through noise of the variance 0.0136.
  const index_t n = 400;
  std::vector<double> points, seen;
  for (int i = 0; i < n; ++i) {
    const double u = i % 20 / 4.0, v = static_cast<double>(i / 20) / 8.0;
    points.insert(points.end(), {u, v});
    seen.push_back(std::sin(2 * u) * std::cos(3 * v) + (i * 7919 % 101 - 50) / 250.0);
  }
  const std::vector<double> places = {0.5, 0.5, 1.3, 2.1, 4.75, 0, 6, 3, 30, 30};
  const matrix_view<const double> x(points, n, 2), at(places, 5, 2);

  const answer a = regress(x, seen, at, {.lengthscale = {0.8, 0.5}, .variance = 1.5}, 0.0136);

  for (std::size_t i = 0; i < a.mean.size(); ++i) {
    std::printf("at (%.2f, %.2f): %.4f +- %.4f\n", places[2 * i], places[2 * i + 1], a.mean[i],
                std::sqrt(a.variance[i]));
  }
  std::printf("log marginal likelihood: %.6f\n", a.log_likelihood);
  const double mean = worst_difference(a.mean, golden::gp_mean);
  const double variance = worst_difference(a.variance, golden::gp_variance);
  const double likelihood = std::abs(a.log_likelihood - golden::gp_log_likelihood);
  std::printf("differences from scikit-learn: %.1e, %.1e, %.1e\n", mean, variance, likelihood);

  // Both K have roundings of 4 u = 5e-16 an element, at most n times that as a matrix, and so has
  // the factorization; solving multiplies them by at most 1 / noise = 74: 1.5e-11 relative. The
  // likelihood is a sum of terms of some 1000 together.
  return mean < 3e-11 && variance < 3e-11 && likelihood < 3e-8 ? 0 : 1;
}

}  // namespace

int main() {
  try {
    return run();
  } catch (const std::exception& e) {
    std::fprintf(stderr, "gaussian_process: %s\n", e.what());
    return 1;
  }
}
