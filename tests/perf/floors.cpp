// The file of floors.
#include "perf/floors/floors.hpp"

#include <doctest/doctest.h>

#include <sstream>
#include <stdexcept>
#include <string>

using namespace bellcurve::perf;

namespace {

std::map<std::string, double> read(const std::string& text, const std::string& isa = "avx2") {
  std::istringstream in(text);
  return read_floors(in, isa);
}

}  // namespace

TEST_CASE("those of one instruction set, without comments") {
  const std::string text =
      "# a heading\n"
      "\n"
      "avx2    a/b   0.62  # why\n"
      "avx512  a/b   0.70\n"
      "avx2 c/d 2\n";
  CHECK(read(text) == std::map<std::string, double>{{"a/b", 0.62}, {"c/d", 2}});
  CHECK(read(text, "avx512") == std::map<std::string, double>{{"a/b", 0.70}});
  CHECK(read(text, "sse2").empty());
}

TEST_CASE("a line that says something else is an error, whatever its instruction set") {
  for (const char* line :
       {"avx2 a/b", "avx2 a/b fast", "sse2 a/b 0", "avx2 a/b -1", "avx2 a/b 1 2"}) {
    CAPTURE(line);
    CHECK_THROWS_AS(read(line), std::runtime_error);
  }
  CHECK_THROWS_WITH(read("\navx2 a/b\n"),
                    "floors, line 2: expected ISA CASE RATIO, got 'avx2 a/b'");
}
