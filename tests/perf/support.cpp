// The small parts of perf/support: what people read, data, the reference.
#include "perf/support/data.hpp"
#include "perf/support/options.hpp"
#include "perf/support/process_memory.hpp"
#include "perf/support/reference.hpp"
#include "perf/support/text_table.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <sstream>
#include <vector>

using namespace bellcurve::perf;

TEST_CASE("numbers for people") {
  CHECK(digits(0.61349) == "0.613");
  CHECK(digits(12.345) == "12.3");
  CHECK(digits(1234.5) == "1234");
  CHECK(digits(0) == "0");
  CHECK(digits(1.834e-6) == "1.83e-06");
  CHECK(duration(0.25) == "250 ms");
  CHECK(duration(2.61e-6) == "2.61 us");
  CHECK(duration(1.5) == "1.50 s");
  CHECK(duration(4e-8) == "40.0 ns");
  CHECK(megabytes(6.52e6) == "6.52 MB");
}

TEST_CASE("table: columns line up") {
  text_table table({"what", "n"});
  table.add({"a", "1000"});
  table.add({"longer"});
  std::ostringstream out;
  table.print(out);
  CHECK(out.str() ==
        "  what       n\n"
        "  ------------\n"
        "  a       1000\n"
        "  longer      \n");
}

TEST_CASE("options: what is not known is an error") {
  char name[] = "program", rows[] = "--rows", n[] = "12", bad[] = "--rwos";
  char* good_call[] = {name, rows, n};
  options good(3, good_call);
  CHECK(good.number("--rows", 5) == 12);
  CHECK(good.number("--pairs", 5) == 5);
  CHECK_NOTHROW(good.finish());
  char* bad_call[] = {name, bad, n};
  options wrong(3, bad_call);
  CHECK(wrong.number("--rows", 5) == 5);
  CHECK_THROWS_AS(wrong.finish(), usage_error);
  char* cut_call[] = {name, rows};
  options cut(2, cut_call);
  CHECK_THROWS_AS(cut.number("--rows", 5), usage_error);
  char* text_call[] = {name, rows, bad};
  options text(3, text_call);
  CHECK_THROWS_AS(text.number("--rows", 5), usage_error);
}

TEST_CASE("data: normal, and the same for a seed") {
  const std::size_t n = 20000;
  const buffer<double> x = normal_data<double>(n, 1), again = normal_data<double>(n, 1);
  double sum = 0, squares = 0;
  for (std::size_t i = 0; i < n; ++i) {
    CHECK_UNARY(x[i] == again[i]);
    sum += x[i];
    squares += x[i] * x[i];
  }
  // Five standard deviations of the mean and of the mean square.
  CHECK(std::fabs(sum / n) <= 5 / std::sqrt(n));
  CHECK(std::fabs(squares / n - 1) <= 5 * std::sqrt(2.0 / n));
  CHECK(normal_data<float>(3, 1)[2] == static_cast<float>(x[2]));
}

TEST_CASE("reference: exact entries, and a wrong one is seen") {
  const std::vector<double> x{0, 0, 3, 4};
  CHECK(std::fabs(exact_rbf(&x[0], &x[2], 2, 0.01, 5) - 5 * std::exp(-0.25L)) <= 1e-15L);
  std::vector<double> k{5, 5 * std::exp(-0.25), 5 * std::exp(-0.25), 5};
  CHECK(sampled_deviation(x.data(), 2, 2, 0.01, 5, k.data(), 100, 1).relative <= 1e-15);
  k[1] *= 1.01;
  CHECK(sampled_deviation(x.data(), 2, 2, 0.01, 5, k.data(), 100, 1).relative > 0.009);
  k[1] = std::numeric_limits<double>::quiet_NaN();
  CHECK(std::isinf(sampled_deviation(x.data(), 2, 2, 0.01, 5, k.data(), 100, 1).relative));
}

TEST_CASE("process memory: what is touched is counted") {
  if (!reset_peak_resident()) return;  // no such interface here
  const double before = resident_bytes();
  { const buffer<char> block(std::size_t(64) << 20); }
  CHECK(peak_resident_bytes() - before > 60e6);
}
