// gaussian_pool() is block_pool() with the kernel of gaussian_kernel_2d().
#include "cases.hpp"

using namespace cases;
using bellcurve::gaussian_pool;
using bellcurve::kernel_2d_params;

TEST_CASE_TEMPLATE("gaussian_pool: the kernel's", S, float, double, std::uint8_t, std::uint16_t,
                   std::int16_t) {
  using T = result<S>;
  support::random r(31);
  call<S> c{.in = array<S>({35, 41}),
            .kernel = array<T>({5, 4}),
            .options = {.stride = {{3, 4}}, .remainder = remainder_mode::pad}};
  randomize(c.in, r);
  for (const kernel_2d_params& params :
       {kernel_2d_params{}, kernel_2d_params{.sigma = {0.7, 2.5}, .theta = 0.4},
        kernel_2d_params{.sigma = {2, 3},
        .center = {{1.5, 0.25}},
        .discretization = bellcurve::discretization::mass,
        .normalization = bellcurve::normalization::density}}) {
    std::vector<T> weights(20);
    gaussian_kernel_2d(params, matrix_view<T>(weights, 5, 4));
    c.kernel.each(
        [&](const auto& i) { c.kernel(i) = weights[static_cast<std::size_t>(i[0] * 4 + i[1])]; });
    array<T> out(c.out_shape());
    gaussian_pool(c.in.view(), {5, 4}, params, out.view(), c.options);
    REQUIRE(same_bits(out.values(), c.run().values()));
  }
}

TEST_CASE("gaussian_pool: a constant stays the constant") {
  array<float> in({32, 48}), out({4, 6});
  in.each([&](const auto& i) { in(i) = 7; });
  gaussian_pool(std::as_const(in).view(), {8, 8}, {.sigma = {2, 2}}, out.view());
  // 64 weights rounded once, then (K + L - 1) roundings of a sum of 7.
  out.each([&](const auto& i) { REQUIRE(std::abs(out(i) - 7) <= 7 * 16 * 0x1p-24F); });
}

TEST_CASE("gaussian_pool errors: block, kernel and pooling, out untouched") {
  array<float> in({32, 48}), out({4, 6});
  const auto fails = [&](std::array<index_t, 2> block, double sigma, const char* text) {
    CHECK_THROWS_WITH_AS(
        gaussian_pool(std::as_const(in).view(), block, {.sigma = {sigma, 1}}, out.view()),
        doctest::Contains(text), bellcurve::error);
    CHECK(out.untouched());
  };
  constexpr index_t most = std::numeric_limits<index_t>::max();
  fails({0, 8}, 1, "block must have extents >= 1 and fit into memory, got 0 x 8");
  fails({8, -1}, 1, "block must have extents >= 1 and fit into memory, got 8 x -1");
  fails({most, 8}, 1, "block must have extents >= 1 and fit into memory, got 9223372036854775807");
  fails({most / 8, 4}, 1, "block must have extents >= 1 and fit into memory, got 11529");
  fails({8, 8}, -1, "sigma[0] must be finite and >= 0, got -1");
  fails({7, 8}, 1, "rows of in must be filled by blocks of 7");
  // Before the 80 TB of a kernel are asked for, let alone filled.
  fails({4'000'000, 5'000'000}, 1, "rows of in must be filled by blocks of 4000000");
  array<float> wrong({2, 2});
  CHECK_THROWS_WITH_AS(gaussian_pool(std::as_const(in).view(), {32, 48}, {}, wrong.view()),
                       "out must be 1 x 1, got 2 x 2", bellcurve::error);
}
