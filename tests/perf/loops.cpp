// The loops that measure the limits do the work they are credited with.
#include "perf/support/loops.hpp"
#include "perf/support/buffer.hpp"

#include <doctest/doctest.h>

#include <bellcurve/isa.hpp>

#include <cmath>
#include <cstddef>
#include <limits>

using namespace bellcurve;
using namespace bellcurve::perf;

TEST_CASE("memory loops: every element, none beyond") {
  const memory_loops& loop = loops_of(active_isa()).memory;
  for (const std::size_t n : {64UL, 128UL, 4096UL}) {
    const buffer<float> a(n + 64), b(n + 64);
    for (const auto fill : {loop.fill, loop.fill_stream}) {
      for (float& v : a) v = 7;
      fill(a.data(), n);
      for (std::size_t i = 0; i < n + 64; ++i) CHECK_UNARY(a[i] == (i < n ? 1.0F : 7.0F));
    }
    for (const auto copy : {loop.copy, loop.copy_stream}) {
      for (std::size_t i = 0; i < n + 64; ++i) a[i] = static_cast<float>(i);
      for (float& v : b) v = -1;
      copy(a.data(), b.data(), n);
      for (std::size_t i = 0; i < n + 64; ++i) CHECK_UNARY(b[i] == (i < n ? a[i] : -1.0F));
    }
    CHECK(loop.read(a.data(), n) > 0);
  }
}

TEST_CASE_TEMPLATE("multiply-adds: as many as counted", T, float, double) {
  const loops<T>& loop = loops_for<T>(active_isa());
  CHECK(loop.flop_per_round % 8 == 0);
  // x -> x / 2 + 1 has the fixed point 2 in every lane of every chain.
  CHECK(loop.multiply_add(200) == static_cast<T>(loop.flop_per_round));
}

TEST_CASE_TEMPLATE("the loop by hand computes the kernel", T, float, double) {
  const loops<T>& loop = loops_for<T>(active_isa());
  const std::size_t n = 7, m = 37;
  const buffer<T> x(4 * n), y(4 * m), out(n * m), columns(4 * m);
  for (std::size_t i = 0; i < x.size(); ++i) x[i] = std::sin(static_cast<T>(i));
  for (std::size_t i = 0; i < y.size(); ++i) y[i] = std::cos(static_cast<T>(i));
  loop.hand_rbf({.x = x.data(),
                 .y = y.data(),
                 .n = n,
                 .m = m,
                 .gamma = T(0.5),
                 .variance = T(2),
                 .out = out.data(),
                 .columns = columns.data(),
                 .exp = nullptr});
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < m; ++j) {
      T sum(0);
      for (std::size_t k = 0; k < 4; ++k) {
        sum += (x[4 * i + k] - y[4 * j + k]) * (x[4 * i + k] - y[4 * j + k]);
      }
      // A few roundings of numbers up to 8 before the exponential.
      CHECK(std::fabs(out[i * m + j] - 2 * std::exp(-sum / 2)) <=
            20 * std::numeric_limits<T>::epsilon());
    }
  }
}
