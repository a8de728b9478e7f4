// The largest errors of densities at points that are hard on them, and of gaussian_2d.
#include "mixture/reference.hpp"
#include "numerics/sets.hpp"
#include "support/worst.hpp"

#include <bellcurve/kernels.hpp>

#include <array>
#include <cmath>
#include <string>
#include <vector>

using namespace bellcurve;
using support::bounded;
using support::exact_component;
using support::exact_mixture;
using support::real;
using support::type_name;
using support::worst_errors;

namespace {

/// Two components near two of the points, at none that T can say: round of deviation 1, and along
/// the axes of `deviation` times 1 or 3, correlated.
mixture about(std::vector<double> first, std::vector<double> second, double deviation) {
  const std::size_t d = first.size();
  for (std::size_t k = 0; k < d; ++k) {
    first[k] += 1.0 / 3;
    second[k] -= deviation / 7;
  }
  const double v = deviation * deviation;
  std::vector<double> covariance(d * d, 0.0);
  for (std::size_t k = 0; k < d; ++k) {
    covariance[k * d + k] = v * (k % 2 == 0 ? 1 : 9);
    if (k % 2 == 1) covariance[k * d + k - 1] = covariance[(k - 1) * d + k] = 2.5 * v;
  }
  return {{{.mean = first, .weight = 0.75}, {.mean = second, .covariance = covariance}}};
}

template <class T>
std::vector<double> row_of(const std::vector<T>& all, std::size_t row, std::size_t d) {
  std::vector<double> x;
  for (std::size_t k = 0; k < d; ++k) x.push_back(static_cast<double>(all[row * d + k]));
  return x;
}

template <class T>
void at_points(sets::set which, std::size_t d, double deviation, worst_errors& table) {
  constexpr std::size_t n = 60;
  const auto dimensions = static_cast<index_t>(d);
  const std::vector<T> x = sets::points<T>(which, n, dimensions, 98);
  const mixture m = about(row_of(x, 3, d), row_of(x, 41, d), deviation);
  const exact_mixture exact(m);
  std::vector<T> density(n), log_density(n);
  const matrix_view<const T> points(x.data(), n, dimensions);
  mixture_pdf(m, points, array_view<T>(density));
  mixture_logpdf(m, points, array_view<T>(log_density));
  const auto from = sets::to_string(which);
  auto& of_density = table.of("mixture_pdf, points", type_name<T>, "relative");
  auto& of_log = table.of("mixture_logpdf, points", type_name<T>, "of max(1, abs(log))");
  for (std::size_t i = 0; i < n; ++i) {
    std::vector<real> at;
    for (std::size_t k = 0; k < d; ++k) at.push_back(x[i * d + k]);
    const bounded p = exact.density<T>(at, false), l = exact.log_density<T>(at, false);
    of_density.add(from, support::relative_error(density[i], p), support::used(density[i], p));
    of_log.add(from, support::logarithm_error(log_density[i], l), support::used(log_density[i], l));
  }
}

/// amplitude exp(-E) by its formula; k is what the bound is made with.
template <class T>
void plane(const gaussian_2d_params& p, std::string_view from, worst_errors& table) {
  constexpr index_t rows = 21, cols = 30;
  std::vector<T> out(rows * cols);
  gaussian_2d(p, grid{}, matrix_view<T>(out, rows, cols));
  const auto [s0, s1] = *p.stddev;
  const real c = std::cos(static_cast<real>(p.theta)), s = std::sin(static_cast<real>(p.theta));
  const real v0 = static_cast<real>(s0) * s0, v1 = static_cast<real>(s1) * s1;
  // Only its bound is asked for, which a rounding of the covariance does not change.
  const exact_component component({.mean = {p.mean[0], p.mean[1]},
                                   .covariance = {static_cast<double>(c * c * v0 + s * s * v1),
                                                  static_cast<double>(c * s * (v0 - v1)),
                                                  static_cast<double>(c * s * (v0 - v1)),
                                                  static_cast<double>(s * s * v0 + c * c * v1)}});
  auto& row = table.of("gaussian_2d", type_name<T>, "relative");
  for (index_t i = 0; i < rows; ++i) {
    for (index_t j = 0; j < cols; ++j) {
      const real u = static_cast<real>(i) - p.mean[0], v = static_cast<real>(j) - p.mean[1];
      const real a = (c * u + s * v) / s0, b = (c * v - s * u) / s1, e = (a * a + b * b) / 2;
      const real size = std::abs(static_cast<real>(p.amplitude)) * std::exp(-e);
      const real flush =
          1.01L * std::numeric_limits<T>::min() * (1 + std::abs(static_cast<real>(p.amplitude)));
      const bounded exact{size,
                          (std::expm1(std::min<real>(component.bound<T>(e, true), 1)) +
                           std::numeric_limits<T>::epsilon() / 2) *
                                  size +
                              std::numeric_limits<T>::denorm_min(),
                          std::min(size, flush)};
      const T value = out[static_cast<std::size_t>(i * cols + j)];
      const T magnitude = p.amplitude < 0 ? -value : value;
      row.add(from, support::relative_error(magnitude, exact), support::used(magnitude, exact));
    }
  }
}

}  // namespace

TEST_CASE_TEMPLATE("worst errors: mixtures at points", T, float, double) {
  worst_errors table;
  for (const sets::set which : sets::every_set) {
    for (const std::size_t d : {1U, 2U, 3U, 5U})
      for (const double deviation : {1e-3, 1.0, 1e4}) at_points<T>(which, d, deviation, table);
  }
  table.report();
}

TEST_CASE_TEMPLATE("worst errors: gaussian_2d", T, float, double) {
  worst_errors table;
  const struct {
    std::string_view name;
    std::array<double, 2> stddev;
  } shapes[] = {{"round", {3, 3}}, {"ellipse", {2, 5}}, {"thin", {0.5, 8}}, {"wide", {150, 900}}};
  for (const auto& shape : shapes) {
    for (const double theta : {0.0, 0.3, -2.0}) {
      for (const double offset : {0.0, 0.375}) {
        plane<T>({.amplitude = -2.5,
                  .mean = {9 + offset, 14 - offset},
                  .stddev = shape.stddev,
                  .theta = theta},
                 shape.name, table);
      }
    }
    plane<T>({.amplitude = 1e-30, .mean = {-40, 1e4}, .stddev = shape.stddev}, "far", table);
    plane<T>({.amplitude = 1e30, .mean = {3, 4}, .stddev = shape.stddev}, "huge", table);
    plane<T>({.amplitude = 3 * static_cast<double>(std::numeric_limits<T>::min()),
              .mean = {3, 4},
              .stddev = shape.stddev},
             "subnormal", table);
  }
  table.report();
}
