// Runs once for every instruction set, like the tests of the kernels: what CTest
// says it tests is what runs.
#include <bellcurve/isa.hpp>
#include <runtime/dispatch.hpp>

#include <doctest/doctest.h>

#include <cstdlib>

TEST_CASE("forced isa: the one the test names is active, with its own kernels") {
  const char* name = std::getenv("BELLCURVE_TEST_ISA");
  REQUIRE(name != nullptr);
  CHECK(bellcurve::to_string(bellcurve::active_isa()) == name);
  CHECK(bellcurve::to_string(bellcurve::runtime::active_kernels().isa) == name);
}
