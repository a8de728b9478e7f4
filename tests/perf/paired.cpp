// The paired runner: who runs when, and what is made of the times.
#include "perf/support/paired.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <vector>

using namespace bellcurve::perf;

TEST_CASE("pairs: the ratio is that of each pair, whatever the machine did between") {
  // A always takes twice as long as B beside it; the machine slows down by 1000.
  std::vector<double> a, b;
  for (int i = 0; i < 20; ++i) {
    const double slow = std::pow(1.4, i);
    a.push_back(2 * slow);
    b.push_back(slow);
  }
  const paired_result r = compare_pairs(a, b);
  CHECK(std::fabs(r.ratio - 2) <= 1e-14);
  CHECK(std::fabs(r.band.low - 2) <= 1e-14);
  CHECK(std::fabs(r.band.high - 2) <= 1e-14);
  CHECK(r.pairs == 20);
}

TEST_CASE("pairs: one disturbed pair in twenty does not move the ratio") {
  std::vector<double> a(20, 3.0), b(20, 1.0);
  a[7] = 3000;
  const paired_result r = compare_pairs(a, b);
  CHECK(std::fabs(r.ratio - 3) <= 1e-14);
  CHECK(std::fabs(r.band.high - 3) <= 1e-14);
  CHECK(r.seconds_a == 3);
}

TEST_CASE("pairs: A against B is the inverse of B against A") {
  const std::vector<double> a{1.0, 1.1, 0.9, 1.3, 1.0, 1.2, 1.05},
      b{2.0, 1.9, 2.2, 2.0, 2.1, 2.3, 1.8};
  const paired_result r = compare_pairs(a, b), s = compare_pairs(b, a);
  CHECK(std::fabs(r.ratio * s.ratio - 1) <= 1e-14);
  CHECK(std::fabs(r.band.low * s.band.high - 1) <= 1e-14);
}

TEST_CASE("runner: takes turns, each first in every other pair, the same for a seed") {
  const auto order_of = [](std::uint64_t seed) {
    std::string order;
    run_paired([&] { order += 'A'; }, [&] { order += 'B'; },
               {.pairs = 40, .warm_up = 1, .min_seconds = 0, .seed = seed});
    return order;
  };
  const std::string order = order_of(1);
  REQUIRE(order.size() == 2 + 80);  // a turn each to warm up, then the pairs
  for (std::size_t i = 2; i < order.size(); i += 4) {
    const std::string two = order.substr(i, 4);
    CHECK((two == "ABBA" || two == "BAAB"));
  }
  CHECK(order == order_of(1));
  CHECK(order != order_of(2));
}

TEST_CASE("runner: short work is repeated within a turn") {
  int calls_a = 0, calls_b = 0;
  const paired_result r =
      run_paired([&] { ++calls_a; }, [&] { ++calls_b; }, {.pairs = 2, .min_seconds = 1e-5});
  CHECK(r.pairs == 2);
  CHECK(calls_a > 4);
  CHECK(calls_b > 4);
  CHECK(r.seconds_a >= 0);
}
