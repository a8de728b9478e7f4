#include <bellcurve/error.hpp>
#include <bellcurve/exp.hpp>

#include <doctest/doctest.h>

#include <vector>

TEST_CASE("exp: lengths that differ are an error") {
  std::vector<float> in(3), out(4);
  CHECK_THROWS_AS(bellcurve::exp(in, out), bellcurve::error);
}

TEST_CASE("exp: out may be in, but not overlap it in part") {
  std::vector<double> data(10, 0.0);
  const std::span<double> s(data);
  bellcurve::exp(s, s);
  CHECK(data == std::vector<double>(10, 1.0));
  CHECK_THROWS_AS(bellcurve::exp(s.first(9), s.last(9)), bellcurve::error);
}
