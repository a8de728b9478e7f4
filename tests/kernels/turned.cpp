// Turned kernels over all that their parameters may be: against MPFR, against the kernels that are
// not turned, and always finite.
//
// The bound on a weight is (5 + 2^-40 K) u, u = 2^-53 of it. As in accuracy.cpp 5 are exp, the sum
// or the factor, and a division. K = d D / s^2, s the smaller sigma, is how much larger the
// two products of an exponent can be than the exponent, which is what remains of their sum: d
// the distance of the cell from the nearest one, D that of the point between the two from the
// centre; without a sum d that from the centre and D half of it. Cosine and sine are off by 2^-100,
// the numbers of two doubles by some 2^-103 in each of a dozen steps: below 2^-94 K together,
// and 2^-93 K is 2^-40 K u. Under `sum` the weighted mean of that over all cells comes on top.
#include "support/mpfr_number.hpp"
#include "support/random.hpp"
#include "support/worst.hpp"

#include <bellcurve/kernels.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <limits>
#include <numbers>
#include <string>
#include <vector>

namespace {

using bellcurve::error;
using bellcurve::index_t;
using bellcurve::kernel_2d_params;
using bellcurve::matrix_view;
using bellcurve::normalization;
using support::number;

constexpr normalization all_normalizations[] = {normalization::sum, normalization::density,
                                                normalization::none};
constexpr double smallest = std::numeric_limits<double>::min();

struct shape {
  index_t rows, cols;
  std::size_t size() const { return static_cast<std::size_t>(rows * cols); }
};

/// Empty where the parameters are an error; then so are they, in the same words, without theta.
template <class T>
std::vector<T> kernel(const kernel_2d_params& p, shape s) {
  std::vector<T> k(s.size(), T(-77)), plain(s.size());
  std::string said, said_of_plain;
  kernel_2d_params q = p;
  q.theta = 0;
  try {
    bellcurve::gaussian_kernel_2d(q, {plain, s.rows, s.cols});
  } catch (const error& e) {
    said_of_plain = e.what();
  }
  try {
    bellcurve::gaussian_kernel_2d(p, {k, s.rows, s.cols});
  } catch (const error& e) {
    said = e.what();
  }
  CHECK(said == said_of_plain);
  if (said.empty()) return k;
  CHECK(k == std::vector<T>(s.size(), T(-77)));
  return {};
}

/// Weights by MPFR, and how far from them a weight may be, in u; negative where K leaves
/// nothing that could be compared.
struct reference {
  std::vector<number> exact;
  std::vector<double> allowed;
};

struct geometry {
  number exponent, u, v;
};

/// Exponents by their definition, with as many digits as the largest of them has before the point.
std::vector<geometry> geometries(const kernel_2d_params& p, std::array<double, 2> center, shape s) {
  const double smaller = std::min(p.sigma[0], p.sigma[1]);
  const double largest = std::max({std::abs(center[0]), std::abs(center[1]), 64.0});
  mpfr_set_default_prec(400 + 2 * std::max(0, std::ilogb(largest) - std::ilogb(smaller)));
  const number c = apply(mpfr_cos, number(p.theta)), n = apply(mpfr_sin, number(p.theta));
  std::vector<geometry> all;
  for (index_t i = 0; i < s.rows; ++i) {
    for (index_t j = 0; j < s.cols; ++j) {
      geometry g;
      g.u = number(static_cast<double>(i)) - center[0];
      g.v = number(static_cast<double>(j)) - center[1];
      const number a = (c * g.u + n * g.v) / p.sigma[0], b = (c * g.v - n * g.u) / p.sigma[1];
      g.exponent = (a * a + b * b) / 2;
      all.push_back(g);
    }
  }
  return all;
}

number length(const number& a, const number& b) { return sqrt(a * a + b * b); }

reference expected(const kernel_2d_params& p, shape s) {
  const std::array<double, 2> center = p.center.value_or(std::array<double, 2>{
      static_cast<double>(s.rows - 1) / 2, static_cast<double>(s.cols - 1) / 2});
  const auto all = geometries(p, center, s);
  const bool sum = p.normalization == normalization::sum;
  geometry near{0, 0, 0};
  if (sum) {
    near = *std::min_element(all.begin(), all.end(), [](const geometry& a, const geometry& b) {
      return a.exponent < b.exponent;
    });
  }
  std::vector<number> above;  // exponents relative to that of the nearest
  for (const geometry& g : all) above.push_back(g.exponent - near.exponent);
  mpfr_set_default_prec(160);
  reference r;
  const number s2 = number(std::min(p.sigma[0], p.sigma[1])) * std::min(p.sigma[0], p.sigma[1]);
  number divisor = sum ? 0 : 1, weighted = 0;
  if (p.normalization == normalization::density) {
    divisor = number::pi() * 2 * p.sigma[0] * p.sigma[1];
  }
  // Beyond 2^30 cosine and sine are those of double, off by u each, the sum of their squares by 2
  // u.
  const int lost = std::abs(p.theta) <= 0x1p30 ? -93 : -51;
  for (std::size_t k = 0; k < all.size(); ++k) {
    const number e = above[k] * 1;
    const number d = length(all[k].u - near.u, all[k].v - near.v);
    const number mean = length(all[k].u + near.u, all[k].v + near.v) / 2;
    const number off = (d * mean / s2).scaled(lost);  // of the exponent
    const bool vanishes = number(800) < e - off;
    const bool known = vanishes || off < number(0x1p-20);
    r.exact.push_back(number(1e4) < e ? number(0) : exp(number(0) - e));
    r.allowed.push_back(!known ? -1 : vanishes ? 5 : 5 + off.scaled(53).value());
    if (!sum) continue;
    divisor = divisor + r.exact.back();
    weighted = weighted + r.exact.back() * r.allowed.back();
  }
  for (number& w : r.exact) w = w / divisor;
  const bool unknown =
      sum && std::any_of(r.allowed.begin(), r.allowed.end(), [](double a) { return a < 0; });
  for (double& a : r.allowed) {
    a = unknown ? -1 : a < 0 || !sum ? a : a + (weighted / divisor).value() - 5;
  }
  return r;
}

struct tally {
  std::string input;
  int arrays = 0, compared = 0;
  double worst = 0;
};
support::worst_errors table;

void check_range(const std::vector<double>& k, const kernel_2d_params& p) {
  double sum = 0;
  bool finite = true;
  for (double w : k) {
    finite = finite && std::isfinite(w) && w >= 0;
    sum += w;
  }
  CHECK(finite);
  if (p.normalization == normalization::sum) CHECK(std::abs(sum - 1) <= 1e-14);
  if (p.normalization == normalization::none) {
    CHECK(std::all_of(k.begin(), k.end(), [](double w) { return w <= 1; }));
  }
}

void judge(const kernel_2d_params& p, shape s, tally& t) {
  CAPTURE(p.sigma[0]);
  CAPTURE(p.sigma[1]);
  CAPTURE(p.center.has_value());
  CAPTURE(p.center.value_or(std::array<double, 2>{})[0]);
  CAPTURE(p.center.value_or(std::array<double, 2>{})[1]);
  CAPTURE(p.theta);
  CAPTURE(static_cast<int>(p.normalization));
  CAPTURE(s.rows);
  CAPTURE(s.cols);
  const auto k = kernel<double>(p, s);
  const auto single = kernel<float>(p, s);
  for (std::size_t i = 0; i < k.size() && i < single.size(); ++i) {
    CHECK(single[i] == static_cast<float>(k[i]));
  }
  if (k.empty()) return;
  check_range(k, p);
  const reference r = expected(p, s);
  ++t.arrays;
  bool all = true;
  for (std::size_t i = 0; i < k.size(); ++i) {
    all = all && r.allowed[i] >= 0;
    if (r.allowed[i] < 0) continue;
    // A height below the smallest normal number may be 0, also where a density is large.
    const number height = p.normalization == normalization::density
                              ? r.exact[i] * number::pi() * 2 * p.sigma[0] * p.sigma[1]
                              : r.exact[i];
    if (height < number(2 * smallest) || r.exact[i] < number(2 * smallest)) {
      CHECK(!(number(k[i]) < r.exact[i] * 0 || r.exact[i] * 4 + number(4 * smallest) < k[i]));
      continue;
    }
    const double u = (abs(number(k[i]) - r.exact[i]) / r.exact[i]).scaled(53).value();
    t.worst = std::max(t.worst, u / r.allowed[i]);
    const auto& input = t.input;
    table.of("gaussian_kernel_2d, theta", "double", "of the weight")
        .add(input, u * 0x1p-53, u / r.allowed[i]);
    if (i < single.size() && single[i] >= std::numeric_limits<float>::min()) {
      const number exact = r.exact[i];
      const double off = (abs(number(static_cast<double>(single[i])) - exact) / exact).value();
      table.of("gaussian_kernel_2d, theta", "float", "of the weight")
          .add(input, off, off / (0x1p-24 + 1.001 * r.allowed[i] * 0x1p-53));
    }
    CAPTURE(i);
    CAPTURE(k[i]);
    CAPTURE(r.exact[i].value());
    CHECK(u <= r.allowed[i]);
  }
  t.compared += all;
}

double sign(support::random& r) { return r.below(2) == 0 ? -1 : 1; }
double between(support::random& r, double a, double b) { return a + (b - a) * r.uniform(); }
double power(support::random& r, double a, double b) { return std::exp2(between(r, a, b)); }

double any_theta(support::random& r) {
  switch (r.below(5)) {
    case 0:
      return sign(r) * power(r, -1074, 0);
    case 1:
      return static_cast<double>(1 + r.below(9)) * (std::numbers::pi / 4);
    case 2:
      return sign(r) * power(r, 0, 30);
    default:
      return 3 * r.normal();
  }
}

double ordinary_center(support::random& r, index_t extent) {
  const double x = between(r, -1, static_cast<double>(extent));
  return r.below(3) == 0 ? std::round(2 * x) / 2 : x;
}

kernel_2d_params ordinary(support::random& r, shape s) {
  kernel_2d_params p{.theta = any_theta(r)};
  p.sigma = {power(r, -1, 3), power(r, -1, 3)};
  if (r.below(4) != 0) p.center = {{ordinary_center(r, s.rows), ordinary_center(r, s.cols)}};
  p.normalization = all_normalizations[r.below(3)];
  return p;
}

/// Anything of anything.
kernel_2d_params extreme(support::random& r, shape s) {
  kernel_2d_params p = ordinary(r, s);
  const double base = power(r, -1074, 1024);
  const bool alike = r.below(2) == 0;
  for (std::size_t k = 0; k < 2; ++k) {
    double sigma = r.below(3) == 0 ? p.sigma[k] : power(r, -1074, 1024);
    if (alike) sigma = base * p.sigma[k];
    p.sigma[k] = std::clamp(sigma, 5e-324, std::numeric_limits<double>::max());
  }
  if (!p.center) return p;
  for (double& c : *p.center) {
    const double far[] = {power(r, -1074, 1024), p.sigma[0] * p.sigma[1] * power(r, -3, 3),
                          p.sigma[0] * power(r, -3, 6)};
    const double x = r.below(4) == 0 ? std::abs(c) : far[r.below(3)];
    c = sign(r) * std::min(x, std::numeric_limits<double>::max());
  }
  return p;
}

kernel_2d_params of_huge_angle(support::random& r, shape s) {
  kernel_2d_params p = ordinary(r, s);
  p.theta = sign(r) * power(r, 30, 1024);
  return p;
}

template <class Make>
void fuzz(const char* what, int count, std::uint64_t seed, const Make& make) {
  support::random r(seed);
  tally t{.input = what};
  for (int k = 0; k < count; ++k) {
    const shape s = {1 + r.below(6), 1 + r.below(6)};
    judge(make(r, s), s, t);
  }
  std::printf("%s: %d kernels, %d compared wholly, worst %.2f of the bound\n", what, t.arrays,
              t.compared, t.worst);
  CHECK(t.compared > t.arrays * 3 / 4);
  CHECK(t.arrays > count / 2);
}

}  // namespace

TEST_CASE("turned kernels within their bound") { fuzz("ordinary", 1000, 9, ordinary); }

TEST_CASE("turned kernels of extreme parameters") { fuzz("extreme", 1000, 10, extreme); }

TEST_CASE("turned kernels of huge angles") { fuzz("huge angles", 300, 15, of_huge_angle); }

TEST_SUITE("nightly") {
  TEST_CASE("more turned kernels") {
    fuzz("ordinary", 20000, 11, ordinary);
    fuzz("extreme", 20000, 12, extreme);
    fuzz("huge angles", 20000, 16, of_huge_angle);
  }
}

TEST_CASE("turned kernels: what once was NaN or infinite") {
  tally t{.input = "extreme"};
  judge({.sigma = {2e-308, 0.137}, .theta = 0.01, .normalization = normalization::density}, {3, 3},
        t);
  for (normalization to : all_normalizations) {
    judge({.sigma = {1e308, 1e-300},
           .center = {{1.7e308, 1.7e308}},
           .theta = 0.785,
           .normalization = to},
          {4, 5}, t);
  }
  // The half of a subnormal offset would lose a digit.
  judge({.sigma = {1.5e-321, 6.9},
         .center = {{8.7e-321, 1.3e-321}},
         .theta = 9e-130,
         .normalization = normalization::none},
        {2, 1}, t);
}

TEST_CASE("turned kernels: a round one does not show it") {
  // Its exponents are those of the kernel that is not turned: what is left is K, and 5 u of each
  // axis and the product's.
  support::random r(13);
  int compared = 0;
  for (int turn = 0; turn < 600; ++turn) {
    const shape s = {1 + r.below(9), 1 + r.below(9)};
    const double sigma = r.below(3) == 0 ? power(r, -3, 3) : power(r, -500, 500);
    // As far as where the weights fall by the factor e^-7 from cell to cell, and farther.
    const double far =
        sigma * sigma * (r.below(2) == 0 ? between(r, -7, 7) : between(r, -900, 900));
    kernel_2d_params p{.sigma = {sigma, sigma}, .center = {{far, far * between(r, -1, 1)}}};
    p.normalization = all_normalizations[turn % 3];
    const auto plain = kernel<double>(p, s);
    p.theta = any_theta(r);
    const auto turned = kernel<double>(p, s);
    REQUIRE(plain.size() == turned.size());
    CAPTURE(sigma);
    CAPTURE(far);
    CAPTURE(p.theta);
    for (std::size_t i = 0; i < plain.size(); ++i) {
      if (plain[i] < 0x1p-900) {
        CHECK(turned[i] < 0x1p-899);
        continue;
      }
      ++compared;
      CHECK(std::abs(turned[i] - plain[i]) <= 17 * 0x1p-53 * plain[i]);
    }
  }
  CHECK(compared > 2000);
}

TEST_CASE("turned kernels: by quarter turns the axes are exchanged or not") {
  support::random r(14);
  for (int turn = 0; turn < 300; ++turn) {
    const shape s = {1 + r.below(9), 1 + r.below(9)};
    kernel_2d_params p = ordinary(r, s);
    const int quarters = 1 + static_cast<int>(r.below(8));
    p.theta = quarters * (std::numbers::pi / 2);
    const auto turned = kernel<double>(p, s);
    if (quarters % 2 == 1) std::swap(p.sigma[0], p.sigma[1]);
    p.theta = 0;
    const auto plain = kernel<double>(p, s);
    const double smaller = std::min(p.sigma[0], p.sigma[1]);
    // The angle is off by quarters * 2^-53.8, and d D is at most 14^2.
    const double allowed = 17 + quarters * 200 / (smaller * smaller);
    for (std::size_t i = 0; i < plain.size(); ++i) {
      CHECK(std::abs(turned[i] - plain[i]) <= allowed * 0x1p-53 * plain[i] + 2 * smallest);
    }
  }
}

TEST_CASE("turned kernels about the middle have the symmetry of an ellipse, bit for bit") {
  for (const shape s :
       {shape{1, 1}, shape{4, 6}, shape{7, 7}, shape{7, 4}, shape{130, 3}, shape{3, 300}}) {
    for (normalization to : all_normalizations) {
      const auto k = kernel<double>({.sigma = {3, 1.1}, .theta = 0.4, .normalization = to}, s);
      auto turned = k;
      std::reverse(turned.begin(), turned.end());
      CHECK(k == turned);
    }
  }
}

TEST_CASE("turned kernels: what was measured") { table.report("every"); }
