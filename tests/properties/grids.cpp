// Mixtures and kernels: what holds whatever their parameters are. Bounds are those of
// docs/ACCURACY.md ("Mixtures", "Kernels").
#include "mixture/reference.hpp"
#include "properties/property.hpp"

#include <bellcurve/kernels.hpp>
#include <bellcurve/mixture.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

using namespace bellcurve;
using namespace property;
using support::bounded;
using support::exact_mixture;
using support::real;

namespace {

// --- mixtures
// -----------------------------------------------------------------------------------------

constexpr index_t rows = 9, cols = 13;

/// Two dimensions, up to four components, about the grid below.
mixture any_mixture() {
  mixture m;
  for (index_t left = between(1, 4, "components"); left > 0; --left) {
    gaussian_component c;
    for (const int x : integers(2, 128, "mean")) c.mean.push_back(x / 32.0);
    const double a = static_cast<double>(between(1, 64, "variance")) / 8,
                 b = static_cast<double>(between(1, 64, "variance")) / 8,
                 r = static_cast<double>(between(0, 14, "correlation")) / 16;
    c.covariance = {a, r * std::sqrt(a * b), r * std::sqrt(a * b), b};
    c.weight = static_cast<double>(between(1, 64, "weight")) / 16;
    m.components.push_back(c);
  }
  return m;
}

const grid cells{.origin = {-4, -6}, .step = {1, 0.75}};

/// The points of `cells`, or of one moved.
std::vector<real> point_of(const grid& g, std::size_t k) {
  return {static_cast<real>(g.origin[0]) + static_cast<real>(k / cols) * g.step[0],
          static_cast<real>(g.origin[1]) + static_cast<real>(k % cols) * g.step[1]};
}

template <class T>
std::vector<T> density(const mixture& m, const grid& g = cells, bool logarithm = false) {
  std::vector<T> out(rows * cols);
  const array_view<T> view = matrix_view<T>(out, rows, cols);
  logarithm ? mixture_logpdf(m, g, view) : mixture_pdf(m, g, view);
  return out;
}

template <class T>
real allowed(const mixture& m, std::size_t k) {
  const bounded b = exact_mixture(m).density<T>(point_of(cells, k), true);
  return b.error + b.flush;
}

template <class T>
real distance(T a, real b) {
  return std::abs(static_cast<real>(a) - b);
}

/// Weights scale, components add, or the largest counts; in any order.
template <class T>
void components() {
  const mixture m = any_mixture();
  const auto p = density<T>(m);
  mixture scaled = m, turned = m, highest = m;
  for (gaussian_component& c : scaled.components) c.weight *= 3;
  const auto order = permutation(static_cast<index_t>(m.components.size()), "order");
  for (std::size_t k = 0; k < order.size(); ++k)
    turned.components[k] = m.components[static_cast<std::size_t>(order[k])];
  highest.combination = combination::max;
  const auto p3 = density<T>(scaled), pt = density<T>(turned), top = density<T>(highest);
  std::vector<real> sum(p.size()), most(p.size()), bounds(p.size());
  for (const gaussian_component& c : m.components) {
    const mixture alone{{c}};
    const auto of_one = density<T>(alone);
    for (std::size_t k = 0; k < p.size(); ++k) {
      sum[k] += static_cast<real>(of_one[k]);
      most[k] = std::max(most[k], static_cast<real>(of_one[k]));
      bounds[k] += allowed<T>(alone, k);
    }
  }
  for (std::size_t k = 0; k < p.size(); ++k) {
    const real own = allowed<T>(m, k);
    RC_ASSERT(p[k] >= 0);
    RC_ASSERT(distance(p3[k], 3 * static_cast<real>(p[k])) <= allowed<T>(scaled, k) + 3 * own);
    RC_ASSERT(distance(pt[k], static_cast<real>(p[k])) <= 2 * own);
    RC_ASSERT(distance(p[k], sum[k]) <= own + bounds[k]);
    RC_ASSERT(distance(top[k], most[k]) <= own + bounds[k]);
  }
}

/// Means and grid moved together by what no coordinate is rounded by.
template <class T>
void translation() {
  const mixture m = any_mixture();
  mixture moved = m;
  grid there = cells;
  const auto by = integers(2, 100000, "offset");
  for (std::size_t k = 0; k < 2; ++k) {
    there.origin[k] += by[k];
    for (gaussian_component& c : moved.components) c.mean[k] += by[k];
  }
  const auto here = density<T>(m), other = density<T>(moved, there);
  for (std::size_t k = 0; k < here.size(); ++k)
    RC_ASSERT(distance(other[k], static_cast<real>(here[k])) <= 2 * allowed<T>(m, k));
}

/// The logarithm is that of the density; on a grid and at its points they are the same.
template <class T>
void logarithms_and_points() {
  const mixture m = any_mixture();
  const exact_mixture exact(m);
  const auto p = density<T>(m), l = density<T>(m, cells, true);
  std::vector<T> x, q(p.size());
  for (std::size_t k = 0; k < p.size(); ++k)
    for (const real c : point_of(cells, k)) x.push_back(static_cast<T>(c));
  mixture_pdf(m, matrix_view<const T>(x, rows * cols, 2), array_view<T>(q));
  for (std::size_t k = 0; k < p.size(); ++k) {
    const bounded on_grid = exact.density<T>(point_of(cells, k), true);
    const bounded at_point = exact.density<T>(point_of(cells, k), false);
    RC_ASSERT(distance(q[k], static_cast<real>(p[k])) <=
              on_grid.error + on_grid.flush + at_point.error + at_point.flush);
    if (p[k] < 4 * std::numeric_limits<T>::min()) continue;
    const bounded of_log = exact.log_density<T>(point_of(cells, k), true);
    const real relative = (on_grid.error + on_grid.flush) / static_cast<real>(p[k]);
    RC_ASSERT(distance(l[k], std::log(static_cast<real>(p[k]))) <= of_log.error + 2 * relative);
  }
}

// --- kernels
// ------------------------------------------------------------------------------------------

double units(discretization how, int order) {
  constexpr double plain[] = {5, 24, 12}, derivative[] = {18, 32, 32};
  return (order == 0 ? plain : derivative)[static_cast<int>(how)];
}

kernel_1d_params any_kernel() {
  kernel_1d_params p;
  p.discretization = one_of<discretization>(
      {discretization::sampled, discretization::mass, discretization::bessel}, "discretization");
  p.sigma = static_cast<double>(between(1, 320, "sigma / 32")) / 32;
  return p;
}

/// Sum 1, mirror symmetry to the bit, and a fall from the middle on.
template <class T>
void kernels() {
  const kernel_1d_params p = any_kernel();
  const index_t n = between(1, 40, "size");
  std::vector<T> w(static_cast<std::size_t>(n));
  gaussian_kernel_1d(p, w);
  constexpr long double u = std::numeric_limits<T>::epsilon() / 2;
  // Of each weight: in float it is the one of double, rounded.
  const long double relative = units(p.discretization, 0) * 0x1p-53L + (sizeof(T) == 4 ? u : 0);
  // Those below the normal numbers may be anything from 0 to that.
  const long double least = std::numeric_limits<T>::min();
  long double sum = 0;
  for (std::size_t k = 0; k < w.size(); ++k) {
    sum += static_cast<long double>(w[k]);
    RC_ASSERT(w[k] >= T(0));
    RC_ASSERT(w[k] == w[w.size() - 1 - k]);
    if (2 * k + 1 < w.size()) {
      const auto here = static_cast<long double>(w[k]), inner = static_cast<long double>(w[k + 1]);
      RC_ASSERT(here <= inner * (1 + 2.001L * relative) + least);
    }
  }
  RC_ASSERT(std::abs(sum - 1) <= relative + static_cast<long double>(n) * least);
}

/// A centre and its mirror image: the same weights the other way round, odd derivatives negative.
void mirrored_centres() {
  kernel_1d_params p = any_kernel(), q = p;
  const index_t n = between(1, 30, "size");
  p.order = q.order = static_cast<int>(between(0, 4, "order"));
  const double center = static_cast<double>(between(-80, 320, "centre / 8")) / 8;
  p.center = center;
  q.center = static_cast<double>(n - 1) - center;
  std::vector<double> a(static_cast<std::size_t>(n)), b(a), plain(a);
  gaussian_kernel_1d(p, a);
  gaussian_kernel_1d(q, b);
  kernel_1d_params without = p;
  without.order = 0;
  gaussian_kernel_1d(without, plain);
  for (std::size_t k = 0; k < a.size(); ++k) {
    const double other = (p.order % 2 == 0 ? 1 : -1) * b[b.size() - 1 - k];
    const double z = std::abs(static_cast<double>(k) - center) / p.sigma;
    const double scale = std::max(plain[k], 0x1p-1022 * std::max(1.0, 1 / p.sigma)) *
                         std::pow((1 + z) / p.sigma, p.order);
    RC_ASSERT(std::abs(a[k] - other) <= 2.001 * units(p.discretization, p.order) * 0x1p-53 * scale);
  }
}

/// Two axes: the product of two kernels along one, to the bit.
template <class T>
void outer_products() {
  const kernel_1d_params p = any_kernel();
  kernel_1d_params q = any_kernel();
  q.discretization = p.discretization;
  const index_t m = between(1, 12, "rows"), n = between(1, 12, "columns");
  std::vector<double> a(static_cast<std::size_t>(m)), b(static_cast<std::size_t>(n));
  std::vector<T> k(static_cast<std::size_t>(m * n));
  gaussian_kernel_1d(p, a);
  gaussian_kernel_1d(q, b);
  gaussian_kernel_2d({.sigma = {p.sigma, q.sigma}, .discretization = p.discretization},
                     matrix_view<T>(k, m, n));
  for (std::size_t i = 0; i < a.size(); ++i)
    for (std::size_t j = 0; j < b.size(); ++j)
      RC_ASSERT(k[i * b.size() + j] == static_cast<T>(a[i] * b[j]));
}

template <class T>
void all() {
  const std::string type = sizeof(T) == 4 ? ", float" : ", double";
  holds("mixture: components" + type, components<T>);
  holds("mixture: translation" + type, translation<T>);
  holds("mixture: logarithms and points" + type, logarithms_and_points<T>);
  holds("kernels: sum, symmetry, fall" + type, kernels<T>);
  holds("kernels: two axes" + type, outer_products<T>);
}

}  // namespace

TEST_CASE("properties: mixture and kernels") {
  all<float>();
  all<double>();
  holds("kernels: mirrored centres", mirrored_centres);
}
