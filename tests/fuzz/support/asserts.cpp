// What tests/support asserts ends a fuzzer, too.
#define DOCTEST_CONFIG_IMPLEMENT
#include <doctest/doctest.h>

#include <cstdlib>

namespace {

struct context {
  doctest::Context asserts;
  context() {
    asserts.setAsDefaultForAssertsOutOfTestCases();
    asserts.setAssertHandler([](const doctest::AssertData&) { std::abort(); });
  }
} const assert_context;

}  // namespace
