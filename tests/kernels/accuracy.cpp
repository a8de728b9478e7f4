// Every weight against MPFR, over widths from the limit of an impulse to that of a box and
// centres in, between and far outside the cells.
//
// Bounds in units of 2^-53 of the weight, u, derived for normal weights:
//   exp of an exponent in double-double                              2.2 u (1.04 + 1, and the sum)
//   sampled: that, and dividing by the sum or multiplying by the factor, each rounded:    5 u
//   mass: a series, or Mills' ratios (8 u) whose difference keeps 1 - 1/e of the larger:   24 u
//   bessel: table 4 u; expansion 9 u: exp, two roots of a rounded 1 + x^2; mixed           12 u
// Derivatives relative to sigma^-order (1 + |z|)^order times the weight without one.
#include "reference.hpp"
#include "support/random.hpp"
#include "support/worst.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <cstdio>
#include <limits>
#include <string>

namespace {

using bellcurve::discretization;
using bellcurve::index_t;
using bellcurve::kernel_1d_params;
using bellcurve::normalization;
using support::number;

double bound(discretization how, int order) {
  switch (how) {
    case discretization::sampled:
      return order == 0 ? 5 : 18;
    case discretization::mass:
      return order == 0 ? 24 : 32;
    case discretization::bessel:
      break;
  }
  return order == 0 ? 12 : 32;
}

struct worst {
  double used = 0;
  kernel_1d_params at;
};
worst worsts[3][2];
support::worst_errors table;

std::string input_of(const kernel_1d_params& p) {
  char text[80];
  std::snprintf(text, sizeof text, "sigma %.4g, centre %.4g", p.sigma, p.center.value_or(-1));
  return p.center ? text : std::string(text, std::string_view(text).find(','));
}

/// Normal weights in float: those of double, rounded.
void take_float(const kernel_1d_params& p, const std::string& function, float weight,
                const reference::values& want, std::size_t i) {
  if (std::abs(weight) < std::numeric_limits<float>::min()) return;
  const number error = abs(number(static_cast<double>(weight)) - want.exact[i]);
  const double off = error.value();
  const double allowed = 0x1p-24 * std::abs(want.exact[i].value()) * (1 + 0x1p-20) +
                         bound(p.discretization, p.order) * (want.scale[i].value() * 0x1p-53);
  table.of(function, "float", "of the weight")
      .add(input_of(p), off / want.scale[i].value(), off / allowed);
}

/// Compares all weights of one kernel in double, and in float with their rounding.
void judge(const kernel_1d_params& p, index_t size) {
  // Differences of neighbours lose sigma^order, of the mass of a cell 1 / sigma.
  mpfr_set_default_prec(p.discretization == discretization::bessel || p.sigma > 1e7 ? 400 : 160);
  const auto want = reference::kernel_1d(p, size);
  std::vector<double> w(static_cast<std::size_t>(size));
  std::vector<float> wf(w.size());
  bellcurve::gaussian_kernel_1d(p, w);
  const double limit = bound(p.discretization, p.order);
  for (std::size_t i = 0; i < w.size(); ++i) {
    const number error = abs(number(w[i]) - want.exact[i]);
    const double u = (error / want.scale[i]).scaled(53).value();
    auto& record = worsts[static_cast<int>(p.discretization)][p.order > 0];
    if (u > record.used) record = {u, p};
    const std::string name(bellcurve::to_string(p.discretization));
    const std::string function =
        "gaussian_kernel_1d, " + name + (p.order > 0 ? ", derivatives" : "");
    table.of(function, "double", "of the weight").add(input_of(p), u * 0x1p-53, u / limit);
    CAPTURE(name);
    CAPTURE(p.sigma);
    CAPTURE(p.center.value_or(-1));
    CAPTURE(p.order);
    CAPTURE(static_cast<int>(p.normalization));
    CAPTURE(size);
    CAPTURE(i);
    CAPTURE(w[i]);
    CAPTURE(want.exact[i].value());
    CHECK(u <= limit);
  }
  try {
    bellcurve::gaussian_kernel_1d(p, wf);
  } catch (const bellcurve::error&) {
    return;  // a density that double holds and float does not
  }
  const std::string function = "gaussian_kernel_1d, " +
                               std::string(bellcurve::to_string(p.discretization)) +
                               (p.order > 0 ? ", derivatives" : "");
  for (std::size_t i = 0; i < w.size(); ++i) {
    CHECK(wf[i] == static_cast<float>(w[i]));
    take_float(p, function, wf[i], want, i);
  }
}

const normalization all_normalizations[] = {normalization::sum, normalization::density,
                                            normalization::none};

/// \param share Of each width every so many centres, other ones for the next width; 1 for all.
void sweep(discretization how, const std::vector<double>& sigmas,
           const std::vector<double>& centers, int highest_order, std::size_t share) {
  int turn = 0;
  for (std::size_t i = 0; i < sigmas.size(); ++i) {
    for (std::size_t j = 0; j < centers.size(); ++j) {
      if ((i + j) % share != 0) continue;
      for (int order = 0; order <= highest_order; ++order) {
        kernel_1d_params p{
            .sigma = sigmas[i], .center = centers[j], .order = order, .discretization = how};
        p.normalization = all_normalizations[++turn % 3];
        judge(p, 9 + turn % 7);
      }
    }
  }
}

const std::vector<double> centers = {4.0,   3.5,  4.2,  0.3, -0.5,   -0.49999999999999994,
                                     1e-17, -7.3, 12.5, 50,  -40.25, 7.499999999999999};

void sweep_sampled(std::size_t share) {
  sweep(discretization::sampled,
        {0.1, 0.25, 0.5, 0.7, 1.0, 1.4, 2.0 / 3, 3.0, 10.0, 37.7, 1e3, 1e7, 1e30}, centers, 4,
        share);
}

void sweep_masses(std::size_t share) {
  sweep(
      discretization::mass,
      {0.05, 0.25, 0.5, 0.7, 0.999, 1.0, 1.001, 1.4, 2.0 / 3, 2.5, 3.0, 10.0, 37.7, 1e3, 1e7, 1e30},
      centers, 4, share);
}

void sweep_bessel(std::size_t share) {
  sweep(discretization::bessel,
        {1e-10, 0.05, 0.25, 0.5, 1.0, 1.4, 3.0, 7.1, 11.99, 12.0, 12.01, 20.0}, centers, 4, share);
  sweep(discretization::bessel, {1e-300, 1e-150, 1e-31}, centers, 0, share);
  sweep(discretization::bessel, {80.0, 1e4}, {4.0, 4.2, -40.25}, 4, 1);
}

}  // namespace

TEST_CASE("sampled kernels") { sweep_sampled(1); }
TEST_CASE("cell masses") { sweep_masses(3); }
TEST_CASE("Bessel kernels") { sweep_bessel(3); }

TEST_CASE("the worst of the whole sweep") {
  struct {
    discretization how;
    double sigma, center;
  } const worst_known[] = {{discretization::mass, 0.7, -40.25},
                           {discretization::mass, 37.7, 4.2},
                           {discretization::bessel, 12, 3.5}};
  for (const auto& w : worst_known) {
    for (normalization to : all_normalizations) {
      for (int order : {0, 4}) {
        judge({.sigma = w.sigma,
               .center = w.center,
               .order = order,
               .discretization = w.how,
               .normalization = to},
              15);
      }
    }
  }
}

TEST_SUITE("nightly") {
  TEST_CASE("the whole sweep") {
    sweep_masses(1);
    sweep_bessel(1);
  }
}

TEST_CASE("far tails") {
  for (discretization how :
       {discretization::sampled, discretization::mass, discretization::bessel}) {
    // Down to 1e-308 and beyond, the centre at the first cell.
    for (double s : {0.3, 1.0, 1.7, 4.0}) {
      for (normalization to : all_normalizations) {
        judge({.sigma = s, .center = 0.25, .order = 0, .discretization = how, .normalization = to},
              s < 2 ? 80 : 170);
      }
    }
    // 30 and more sigmas outside.
    for (double s : {5.0, 11.0, 13.0}) {
      for (normalization to : all_normalizations) {
        judge({.sigma = s,
               .center = -30.3 * s,
               .order = 0,
               .discretization = how,
               .normalization = to},
              60);
      }
    }
    // All weights below the smallest number, but not their ratios.
    for (double s : {0.4, 2.0, 11.0, 13.0}) {
      judge({.sigma = s, .center = -700 * s, .order = 0, .discretization = how}, 12);
      judge({.sigma = s, .center = 90 * s + 12, .order = 2, .discretization = how}, 12);
    }
  }
}

namespace {

void judge_random(int count, std::uint64_t seed) {
  support::random r(seed);
  for (int k = 0; k < count; ++k) {
    const double s = std::exp2(r.uniform() * 9 - 3);
    for (discretization how :
         {discretization::sampled, discretization::mass, discretization::bessel}) {
      judge({.sigma = s,
             .center = 8 + r.normal() * 3 * (s + 1),
             .order = static_cast<int>(r.below(5)),
             .discretization = how,
             .normalization = all_normalizations[r.below(3)]},
            17);
    }
  }
}

}  // namespace

TEST_CASE("random parameters") { judge_random(25, 7); }

TEST_SUITE("nightly") {
  TEST_CASE("more random parameters") { judge_random(3000, 8); }
}

namespace {

/// A product of two weights, whose bounds add, and its rounding.
template <class T, class W>
void judge_product(const char* function, const W& weight, const kernel_1d_params& rows,
                   const kernel_1d_params& cols, index_t m, index_t n) {
  mpfr_set_default_prec(160);
  const auto a = reference::kernel_1d(rows, m), b = reference::kernel_1d(cols, n);
  auto& row = table.of(function, support::type_name<T>, "of the weight");
  const double units =
      bound(rows.discretization, rows.order) + bound(cols.discretization, cols.order) + 1.001;
  const double rounding = std::is_same_v<T, float> ? 0x1p-24 : 0;
  for (index_t i = 0; i < m; ++i) {
    for (index_t j = 0; j < n; ++j) {
      const auto k = static_cast<std::size_t>(i), l = static_cast<std::size_t>(j);
      const number exact = a.exact[k] * b.exact[l], scale = a.scale[k] * b.scale[l];
      if (scale < number(static_cast<double>(std::numeric_limits<T>::min()))) continue;
      const double off = (abs(number(static_cast<double>(weight(i, j))) - exact) / scale).value();
      row.add(input_of(rows), off, off / (units * 0x1p-53 + rounding * 1.001));
    }
  }
}

template <class T>
void planes() {
  for (const discretization how :
       {discretization::sampled, discretization::mass, discretization::bessel}) {
    for (const double sigma : {0.3, 1.4, 12.0}) {
      for (const int order : {0, 2}) {
        kernel_1d_params rows{
            .sigma = sigma, .center = 4.25, .order = order, .discretization = how};
        kernel_1d_params cols{.sigma = 2 * sigma, .center = 3, .discretization = how};
        std::vector<T> k(9 * 8);
        const bellcurve::matrix_view<T> out(k, 9, 8);
        gaussian_kernel_2d({.sigma = {rows.sigma, cols.sigma},
                            .center = {{4.25, 3.0}},
                            .order = {order, 0},
                            .discretization = how},
                           out);
        judge_product<T>("gaussian_kernel_2d", out, rows, cols, 9, 8);
      }
    }
  }
  for (const double nsig : {0.5, 2.5, 3.0, 6.0}) {
    std::vector<T> k(21 * 20);
    const bellcurve::matrix_view<T> out(k, 21, 20);
    bellcurve::gkern(nsig, out);
    judge_product<T>("gkern", out,
                     {.sigma = 21 / (2 * nsig), .discretization = discretization::mass},
                     {.sigma = 20 / (2 * nsig), .discretization = discretization::mass}, 21, 20);
  }
}

}  // namespace

TEST_CASE("two axes") {
  planes<float>();
  planes<double>();
}

TEST_CASE("what was measured") {
  table.report("every");

  for (discretization how :
       {discretization::sampled, discretization::mass, discretization::bessel}) {
    for (int derivative : {0, 1}) {
      const worst& x = worsts[static_cast<int>(how)][derivative];
      std::printf("%s%s: worst %.2f u of %g (sigma %g, center %g, order %d)\n",
                  bellcurve::to_string(how).data(), derivative != 0 ? ", derivatives" : "", x.used,
                  bound(how, x.at.order), x.at.sigma, x.at.center.value_or(-1), x.at.order);
    }
  }
}
