// Work in Python: what is asked for is what is done, and what is not there is said.
#include "perf/support/python_peer.hpp"

#include <doctest/doctest.h>

#include <cmath>

using bellcurve::perf::python_peer;

TEST_CASE("python peer: an interpreter that is not there is a reason, not a failure") {
  python_peer peer("/nonexistent/python3");
  const auto operation = peer.prepare("gkern 21");
  CHECK(operation.missing == "/nonexistent/python3 cannot be started");
}

TEST_CASE("python peer: computes, tells the sum, and tells a time") {
  python_peer peer("/usr/bin/python3");
  const auto operation = peer.prepare("pool_reshape_sum 16 8");
  if (!operation.missing.empty()) {
    MESSAGE("no NumPy here: " << operation.missing);
    return;
  }
  // 4 sums of 64 products of numbers in [0, 1) and [1/2, 3/2).
  CHECK(operation.checksum > 0);
  CHECK(operation.checksum < 4 * 64 * 1.5);
  CHECK(operation.work(3) > 0);
  // Another one of the same process, twice the blocks a side.
  const auto larger = peer.prepare("pool_tensordot 32 8");
  CHECK(larger.missing.empty());
  CHECK(larger.checksum > 2 * operation.checksum);
}

TEST_CASE("python peer: an unknown operation is an error") {
  python_peer peer("/usr/bin/python3");
  if (!peer.prepare("pool_reshape_sum 16 8").missing.empty()) return;
  CHECK_THROWS(peer.prepare("no_such_operation"));
}
