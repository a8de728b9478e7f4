// Values of SciPy, NumPy and astropy, and the questions this area answers, each in one
// call. Tolerances: what the peers round, some 1e-16 of the largest value an expression of
// theirs goes through, which is at most 1 here but for derivatives.
#include "golden.hpp"

#include <bellcurve/kernels.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

using namespace bellcurve;

namespace {

template <std::size_t N>
void compare(const std::vector<double>& got, const double (&want)[N], double tolerance) {
  REQUIRE(got.size() == N);
  for (std::size_t i = 0; i < N; ++i) {
    CAPTURE(i);
    CHECK(std::abs(got[i] - want[i]) <= tolerance);
  }
}

template <std::size_t R, std::size_t C>
void compare(const std::vector<double>& got, const double (&want)[R][C], double tolerance) {
  REQUIRE(got.size() == R * C);
  for (std::size_t i = 0; i < R; ++i) {
    compare(
        {got.begin() + static_cast<index_t>(i * C), got.begin() + static_cast<index_t>(i * C + C)},
        want[i], tolerance);
  }
}

template <std::size_t N>
void compare_with_scipy(double sigma, const double (&want)[5][N]) {
  for (int order = 0; order <= max_kernel_order; ++order) {
    CAPTURE(order);
    std::vector<double> k(N);
    gaussian_kernel_1d({.sigma = sigma, .order = order}, k);
    // Polynomials in x with coefficients up to 6 sigma^-4, by a product of matrices.
    compare(k, want[order], 2e-14);
  }
}

}  // namespace

TEST_CASE("gkern: the published table") {
  const std::vector<double> k = gkern(5, 2.5);
  const double rows[2][5] = {{1.0278445, 4.10018648, 6.49510362, 4.10018648, 1.0278445},
                             {4.10018648, 16.35610171, 25.90969361, 16.35610171, 4.10018648}};
  for (std::size_t i = 0; i < 5; ++i) {
    for (std::size_t j = 0; j < 5; ++j) {
      if (i < 2) CHECK(k[5 * i + j] * 273 == doctest::Approx(rows[i][j]).epsilon(5e-9));
    }
  }
  CHECK(k[12] * 273 == doctest::Approx(41.0435344).epsilon(5e-9));
  compare(k, golden::gkern_5, 1e-15);
  const std::vector<double> whole = gkern();
  REQUIRE(whole.size() == 21 * 21);
  compare({whole.begin() + 210, whole.begin() + 231}, golden::gkern_21, 1e-16);
}

TEST_CASE("a shifted kernel: x0, y0, sigma = 5.5, 4.2, 1.4, x0 along axis 0") {
  std::vector<double> g(81);
  kernel_2d_params p{.sigma = {1.4, 1.4}, .center = {{5.5, 4.2}}};
  p.normalization = normalization::none;
  gaussian_kernel_2d(p, {g, 9, 9});
  compare(g, golden::shifted, 1e-15);
  CHECK(g[5 * 9 + 4] == g[6 * 9 + 4]);  // 5.5 is between rows 5 and 6
  CHECK(g[5 * 9 + 4] > g[5 * 9 + 5]);

  p.normalization = normalization::sum;
  std::vector<double> normalized(81);
  gaussian_kernel_2d(p, {normalized, 9, 9});
  double sum = 0;
  for (double x : g) sum += x;
  for (std::size_t i = 0; i < 81; ++i) {
    CHECK(normalized[i] == doctest::Approx(g[i] / sum).epsilon(1e-14));
  }
}

TEST_CASE("row and column kernels are each normalized for their own dimension") {
  std::vector<double> rows(7), cols(4), both(28);
  gaussian_kernel_1d({.sigma = 1.1}, rows);
  gaussian_kernel_1d({.sigma = 2.2}, cols);
  gaussian_kernel_2d({.sigma = {1.1, 2.2}}, {both, 7, 4});
  double sum = 0, sum_of_rows = 0;
  for (double x : both) sum += x;
  for (double x : rows) sum_of_rows += x;
  CHECK(sum == doctest::Approx(1).epsilon(1e-15));
  CHECK(sum_of_rows == doctest::Approx(1).epsilon(1e-15));
  for (std::size_t i = 0; i < 7; ++i) {
    for (std::size_t j = 0; j < 4; ++j) CHECK(both[4 * i + j] == rows[i] * cols[j]);
  }
}

TEST_CASE("a product of two densities, not normalized") {
  std::vector<double> k(25);
  const double sigma = std::sqrt(0.5);
  gaussian_kernel_2d({.sigma = {sigma, sigma},
                      .center = {{2, 2}},
                      .discretization = discretization::sampled,
                      .normalization = normalization::density},
                     {k, 5, 5});
  compare(k, golden::pdf_product, 3e-16);
}

TEST_CASE("scipy.ndimage") {
  compare_with_scipy(0.8, golden::scipy_08);
  compare_with_scipy(2.3, golden::scipy_23);
}

TEST_CASE("astropy") {
  // It normalizes to the sum. Its x runs along the columns: with the first axis for x the array is
  // transposed.
  std::vector<double> k(63);
  gaussian_kernel_2d({.sigma = {2, 1.2}, .theta = 0.4}, matrix_view<double>(k, 7, 9).transposed());
  compare(k, golden::astropy_center, 1e-16);

  std::vector<double> mass(9);
  gaussian_kernel_1d({.sigma = 1.3, .discretization = discretization::mass}, mass);
  compare(mass, golden::astropy_integrate, 1e-15);
}

TEST_CASE("scipy.special.ive") {
  const double variances[] = {0.25, 1, 9, 100, 1e4};
  const std::size_t distances[] = {0, 1, 2, 5, 20, 100};
  for (std::size_t row = 0; row < 5; ++row) {
    std::vector<double> k(101);
    gaussian_kernel_1d({.sigma = std::sqrt(variances[row]),
                        .center = 0,
                        .discretization = discretization::bessel,
                        .normalization = normalization::density},
                       k);
    for (std::size_t col = 0; col < 6; ++col) {
      CAPTURE(variances[row]);
      CAPTURE(distances[col]);
      CHECK(k[distances[col]] == doctest::Approx(golden::ive[row][col]).epsilon(3e-13));
    }
  }
}
