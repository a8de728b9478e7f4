// What a call says that it will do.
#include <bellcurve/filter.hpp>

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace bellcurve;

namespace {

array_view<const float> volume() { return {nullptr, {0, 8, 9}}; }

}  // namespace

TEST_CASE("filter choices: SciPy's radius for each axis") {
  const auto all = filter_choices(volume(), {.sigma = {0.5, 2, 3.7}, .method = filter_method::fir});
  REQUIRE(all.size() == 3);
  const index_t radius[] = {2, 8, 15};  // int(4 sigma + 0.5)
  for (int k = 0; k < 3; ++k) {
    const filter_choice& c = all[static_cast<std::size_t>(k)];
    CHECK(c.axis == k);
    CHECK(c.method == filter_method::fir);
    CHECK(c.radius == radius[k]);
    CHECK(c.order == 0);
  }
  CHECK(all[2].sigma == 3.7);
}

TEST_CASE("filter choices: axes counted from the end, those left alone, radii that are given") {
  const auto all = filter_choices(
      volume(), {.sigma = {1, 0}, .order = {2, 0}, .radius = {5, 6}, .axes = {-1, 0}});
  REQUIRE(all.size() == 1);
  CHECK(all[0].axis == 2);
  CHECK(all[0].order == 2);
  CHECK(all[0].radius == 5);
  CHECK(filter_choices(array_view<const std::uint8_t>(nullptr, {0}), {.sigma = {0}}).empty());
}

TEST_CASE("filter choices: wrong parameters are named as by the filter") {
  const auto message = [](const filter_params& p) -> std::string {
    try {
      filter_choices(volume(), p);
      return "no error";
    } catch (const error& e) {
      return e.what();
    }
  };
  CHECK(message({.sigma = {-1}}) == "sigma must be finite and >= 0, got -1");
  CHECK(message({.sigma = {1, 2}}) ==
        "sigma must have 1 value or 3, one for each filtered axis, got 2");
  CHECK(message({.axes = {3}}) == "axes must be from -3 to 2, got 3");
  CHECK(message({.truncate = -1}) == "truncate must be finite and >= 0, got -1");
  CHECK_THROWS_AS(filter_choices(array_view<const double>(), {}), error);
}
