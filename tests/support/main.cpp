// The main of every test program: runs on the instruction set that the test's
// environment names, and proves that it does.
#define DOCTEST_CONFIG_IMPLEMENT
#include <doctest/doctest.h>

#include <bellcurve/isa.hpp>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

int main(int argc, char** argv) {
  constexpr int skipped = 77;
  if (const char* name = std::getenv("BELLCURVE_TEST_ISA")) {
    const bellcurve::isa wanted = bellcurve::parse_isa(name);
    const auto have = bellcurve::available_isas();
    if (std::find(have.begin(), have.end(), wanted) == have.end()) {
      std::printf("skipped: this machine has no %s\n", name);
      return skipped;
    }
    bellcurve::set_isa(wanted);
    if (bellcurve::active_isa() != wanted) {
      std::printf("set_isa(%s) did not take effect\n", name);
      return 1;
    }
  }
  return doctest::Context(argc, argv).run();
}
