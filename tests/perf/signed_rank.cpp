// The statistics of paired measurements against values that can be counted by
// hand or stand in the published tables of the signed-rank test.
#include "perf/support/signed_rank.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

namespace {

using namespace bellcurve::perf;

/// P(W = w) for n ranks by going through all 2^n choices of signs.
std::vector<double> counted(int n) {
  std::vector<double> p(static_cast<std::size_t>(n * (n + 1) / 2 + 1), 0.0);
  for (unsigned signs = 0; signs < (1U << n); ++signs) {
    std::size_t w = 0;
    for (int r = 0; r < n; ++r) w += (signs >> r & 1U) != 0 ? static_cast<std::size_t>(r) + 1 : 0;
    p[w] += std::ldexp(1.0, -n);
  }
  return p;
}

/// The largest w with 2 P(W <= w) <= alpha, -1 if there is none.
int critical_value(int n, double alpha) {
  const std::vector<double> p = signed_rank_distribution(n);
  double sum = 0;
  for (std::size_t w = 0; w < p.size(); ++w) {
    sum += p[w];
    if (2 * sum > alpha) return static_cast<int>(w) - 1;
  }
  return static_cast<int>(p.size()) - 1;
}

}  // namespace

TEST_CASE("median") {
  CHECK(median(std::vector{3.0}) == 3);
  CHECK(median(std::vector{4.0, 1.0}) == 2.5);
  CHECK(median(std::vector{9.0, -1.0, 2.0}) == 2);
  CHECK(median(std::vector{4.0, 1.0, 3.0, 2.0}) == 2.5);
  CHECK(std::isnan(median({})));
}

TEST_CASE("signed ranks: the distribution is the counted one") {
  // Exact: every probability is a small whole number over 2^n.
  for (int n = 0; n <= 12; ++n) CHECK(signed_rank_distribution(n) == counted(n));
}

TEST_CASE("signed ranks: published critical values, two-sided") {
  CHECK(critical_value(5, 0.05) == -1);
  CHECK(critical_value(6, 0.05) == 0);
  CHECK(critical_value(7, 0.05) == 2);
  CHECK(critical_value(8, 0.05) == 3);
  CHECK(critical_value(9, 0.05) == 5);
  CHECK(critical_value(10, 0.05) == 8);
  CHECK(critical_value(15, 0.05) == 25);
  CHECK(critical_value(20, 0.05) == 52);
  CHECK(critical_value(25, 0.05) == 89);
  CHECK(critical_value(10, 0.01) == 3);
  CHECK(critical_value(20, 0.01) == 37);
}

TEST_CASE("signed ranks: a large distribution still sums to 1 about its mean") {
  const int n = 200;
  const std::vector<double> p = signed_rank_distribution(n);
  double sum = 0, mean = 0, square = 0;
  for (std::size_t w = 0; w < p.size(); ++w) {
    const auto value = static_cast<double>(w);
    sum += p[w];
    mean += p[w] * value;
    square += p[w] * value * value;
  }
  // 20101 additions of rounding error 2^-53 each, relative to the result.
  const double tolerance = 20101 * 0x1p-53;
  CHECK(std::fabs(sum - 1) <= tolerance);
  CHECK(std::fabs(mean / (n * (n + 1) / 4.0) - 1) <= 2 * tolerance);
  const double variance = n * (n + 1) * (2 * n + 1) / 24.0;
  // The variance is a difference of numbers 75 times its size.
  CHECK(std::fabs((square - mean * mean) / variance - 1) <= 200 * tolerance);
}

TEST_CASE("interval: of 6 values it is their range, and covers 31 of 32 times") {
  const interval i = signed_rank_interval(std::vector{5.0, 1.0, 4.0, 2.0, 3.0, 6.0});
  CHECK(i.low == 1);
  CHECK(i.high == 6);
  CHECK(i.coverage == 1 - 2.0 / 64);
}

TEST_CASE("interval: of 8 values it leaves out the three outermost means") {
  // Means from below: 1, 1.5, 2 and 2, then 2.5; P(W <= 3) = 5 / 256.
  const interval i = signed_rank_interval(std::vector{1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0});
  CHECK(i.low == 2);
  CHECK(i.high == 7);
  CHECK(i.coverage == 1 - 2 * 5.0 / 256);
}

TEST_CASE("interval: too few values give the widest there is and say so") {
  const interval one = signed_rank_interval(std::vector{7.0});
  CHECK(one.low == 7);
  CHECK(one.high == 7);
  CHECK(one.coverage == 0);
  const interval three = signed_rank_interval(std::vector{1.0, 2.0, 4.0});
  CHECK(three.low == 1);
  CHECK(three.high == 4);
  CHECK(three.coverage == 1 - 2.0 / 8);
  CHECK(std::isinf(signed_rank_interval({}).high));
}

TEST_CASE("interval: equal values give a point") {
  const interval i = signed_rank_interval(std::vector<double>(20, 0.25));
  CHECK(i.low == 0.25);
  CHECK(i.high == 0.25);
}

TEST_CASE("interval: covers the centre of known distributions as often as it says") {
  // 2000 samples of 15: the count of hits is binomial with p >= 0.95, so below
  // 1851 (five standard deviations) has a chance under 1e-6; the seed is fixed.
  std::mt19937_64 bits(42);
  const auto uniform = [&bits] { return (static_cast<double>(bits() >> 11) + 0.5) * 0x1p-53; };
  int uniform_hits = 0, cauchy_hits = 0;
  for (int sample = 0; sample < 2000; ++sample) {
    std::vector<double> u, c;
    for (int i = 0; i < 15; ++i) {
      u.push_back(uniform());
      c.push_back(std::tan(3.14159265358979 * (uniform() - 0.5)));  // symmetric, no mean
    }
    const interval a = signed_rank_interval(u), b = signed_rank_interval(c);
    uniform_hits += a.low <= 0.5 && 0.5 <= a.high;
    cauchy_hits += b.low <= 0 && 0 <= b.high;
  }
  CHECK(uniform_hits >= 1851);
  CHECK(cauchy_hits >= 1851);
  CHECK(uniform_hits <= 1970);  // nor far more often
}
