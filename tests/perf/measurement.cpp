// What is said of measurements as a whole.
#include "perf/bench/measurement.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace bellcurve::perf;

namespace {

bench_case limit(const std::string& variant, int threads) {
  return {.operation = "limits",
          .variant = variant,
          .type = "f32",
          .isa = "avx2",
          .size = "registers",
          .threads = threads};
}

std::string doubt(const std::string& variant, double one, double two) {
  const std::vector<bench_case> cases{limit(variant, 1), limit(variant, 2)};
  return doubt_of({{.what = &cases[0], .rate = one}, {.what = &cases[1], .rate = two}});
}

}  // namespace

TEST_CASE("limits by two threads that are those of one are doubted, but for memory") {
  CHECK(doubt("fma", 100, 200).empty());
  CHECK(doubt("exp", 100, 125).empty());  // two threads of one core
  CHECK(doubt("copy", 100, 90).empty());
  CHECK(doubt("fma", 100, 40) ==
        "Others used this machine while its limits were measured: fma of f32 by 2 threads came to "
        "0.400 times that by one. What is said of 2 threads means little: measure again.");
  CHECK_FALSE(doubt("exp", 100, 110).empty());
}

TEST_CASE("without one thread to compare with there is no doubt") {
  const bench_case two = limit("fma", 2);
  CHECK(doubt_of({{.what = &two, .rate = 1}}).empty());
  CHECK(doubt_of({}).empty());
}
