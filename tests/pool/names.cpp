// The names of pooling beside those of C: <math.h> declares a function remainder.
#include <bellcurve/pool.hpp>

#include <doctest/doctest.h>

#include <math.h>

using namespace bellcurve;

TEST_CASE("pool: names do not collide with <math.h>") {
  const remainder_mode rest = remainder_mode::crop;
  CHECK(pooled_extent(7, 3, 3, rest) == 2);
  CHECK(remainder(5.0, 3.0) == -1.0);  // of C
}
