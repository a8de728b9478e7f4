// The values of SciPy and astropy: tests/mixture/golden.py printed them.
//
// Tolerances: both sides are right to 1e-13 in double; float adds the bound of docs/ACCURACY.md,
// at points (2 (d + 6) k e + 8) 2^-24 with k below 12 for these covariances.
#include "golden.hpp"

#include <bellcurve/kernels.hpp>
#include <bellcurve/mixture.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <span>

using namespace bellcurve;

namespace {

mixture two_components(std::size_t d) {
  gaussian_component a{{}, {}, 0.7}, b{{}, {0.5}, 0.3};
  for (std::size_t k = 0; k < d; ++k) {
    const auto at = static_cast<double>(k);
    a.mean.push_back(0.5 * at - 0.75);
    b.mean.push_back(1.25 - 0.375 * at);
    for (std::size_t l = 0; l < d; ++l) {
      const auto apart = static_cast<double>(1U << (k > l ? k - l : l - k));
      a.covariance.push_back(k == l ? 1 + 0.5 * at : 0.25 / apart);
    }
  }
  return {{a, b}};
}

template <class T>
constexpr double tolerance = sizeof(T) == 4 ? 2e-5 : 1e-12;

/// Logarithms may be off by as much as makes the tolerance of a density, relative to them.
template <class T>
void check_logs(std::span<const T> got, std::span<const double> want) {
  REQUIRE(got.size() == want.size());
  for (std::size_t i = 0; i < got.size(); ++i) {
    CAPTURE(i);
    CHECK(std::abs(static_cast<double>(got[i]) - want[i]) <=
          tolerance<T> * (1 + std::abs(want[i])));
  }
}

template <class T>
void check_values(std::span<const T> got, std::span<const double> want) {
  REQUIRE(got.size() == want.size());
  for (std::size_t i = 0; i < got.size(); ++i) {
    CAPTURE(i);
    CHECK(std::abs(static_cast<double>(got[i]) - want[i]) <= tolerance<T> * std::abs(want[i]));
  }
}

template <class T>
void check_points(std::size_t d, std::span<const double> want) {
  const std::size_t n = want.size();
  std::vector<T> x(n * d), out(n);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t k = 0; k < d; ++k) {
      x[i * d + k] = static_cast<T>((static_cast<double>((i * 7 + k * 5) % 16) - 7.5) / 2 *
                                    static_cast<double>(1 + i / 4));
    }
  }
  const matrix_view<const T> points(x.data(), static_cast<index_t>(n), static_cast<index_t>(d));
  mixture_logpdf(two_components(d), points, array_view<T>(out));
  check_logs<T>(out, want);
  mixture_pdf(two_components(d), points, array_view<T>(out));
  for (std::size_t i = 0; i < n; ++i) {
    CHECK(std::abs(static_cast<double>(out[i]) - std::exp(want[i])) <=
          tolerance<T> * (1 + std::abs(want[i])) * std::exp(want[i]) +
              static_cast<double>(std::numeric_limits<T>::min()));
  }
}

}  // namespace

TEST_CASE_TEMPLATE("points: scipy.stats.multivariate_normal", T, float, double) {
  check_points<T>(1, golden::points_1);
  check_points<T>(2, golden::points_2);
  check_points<T>(3, golden::points_3);
  check_points<T>(4, golden::points_4);
  check_points<T>(5, golden::points_5);
}

TEST_CASE_TEMPLATE("grids: scipy.stats.multivariate_normal", T, float, double) {
  std::vector<T> out(60);
  mixture_logpdf(two_components(3), grid::between({-2, -1, -3}, {2, 3, 1}, {3, 4, 5}),
                 array_view<T>(out, {3, 4, 5}));
  check_logs<T>(out, golden::volume);

  out.resize(9);
  mixture_logpdf(two_components(1), grid::between({-4}, {4}, {9}), array_view<T>(out));
  check_logs<T>(out, golden::line);
}

TEST_CASE_TEMPLATE("a picture: img[i, j] is at (x_j, y_i) through the transposed view", T, float,
                   double) {
  std::vector<T> img(7 * 11);
  const matrix_view<T> out(img, 7, 11);
  mixture_pdf(two_components(2), grid::between({-3, -2}, {3, 4}, {11, 7}),
              array_view<T>(out.transposed()));
  check_values<T>(img, golden::picture);
}

TEST_CASE_TEMPLATE("the heat map of two Gaussians", T, float, double) {
  const mixture m{{{{-1, -1}}, {{1, 1}}}};
  std::vector<T> img(100 * 100), some;
  mixture_pdf(m, grid::between({-3, -3}, {3, 3}, {100, 100}), array_view<T>(img, {100, 100}));
  for (std::size_t i = 0; i < 100; i += 10)
    for (std::size_t j = 0; j < 100; j += 9) some.push_back(img[i * 100 + j]);
  check_values<T>(some, golden::heat_map);
}

TEST_CASE_TEMPLATE("the product of two densities of one dimension", T, float, double) {
  std::vector<T> out(25);
  mixture_pdf(mixture{{{{2, 2}, {0.5}}}}, grid{}, array_view<T>(out, {5, 5}));
  check_values<T>(out, golden::product);
}

TEST_CASE_TEMPLATE("gaussian_2d: astropy's Gaussian2D, the first axis as x", T, float, double) {
  std::vector<T> out(12 * 9);
  const matrix_view<T> view(out, 12, 9);
  gaussian_2d({.amplitude = 2.5,
               .mean = {4.5, 3.25},
               .stddev = std::array<double, 2>{2.0, 0.75},
               .theta = 0.5},
              {}, view);
  check_values<T>(out, golden::astropy_theta);
  gaussian_2d({.amplitude = -1.5,
               .mean = {4.5, 3.25},
               .covariance = std::array<double, 4>{3.0, 1.25, 1.25, 2.0}},
              {}, view);
  check_values<T>(out, golden::astropy_covariance);
}

TEST_CASE_TEMPLATE("gaussian_2d: the maximum 1 stands at [8, 10]", T, float, double) {
  std::vector<T> out(100 * 100);
  gaussian_2d({.mean = {8, 10}, .stddev = std::array<double, 2>{3, 3}}, {},
              matrix_view<T>(out, 100, 100));
  CHECK(out[8 * 100 + 10] == 1);
  CHECK(std::max_element(out.begin(), out.end()) - out.begin() == 8 * 100 + 10);
}
