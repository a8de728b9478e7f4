// Wrong arguments: one line that names the argument, and nothing is written.
#include <bellcurve/kernels.hpp>
#include <bellcurve/mixture.hpp>

#include <doctest/doctest.h>

#include <array>
#include <limits>
#include <string>
#include <vector>

using namespace bellcurve;

namespace {

constexpr double inf = std::numeric_limits<double>::infinity();
constexpr double nan = std::numeric_limits<double>::quiet_NaN();

/// What a call throws, "" for nothing.
template <class F>
std::string message_of(F&& call, errc code) {
  try {
    call();
  } catch (const error& e) {
    CHECK(e.code() == code);
    return e.what();
  }
  return "";
}

struct outputs {
  std::vector<float> data = std::vector<float>(64, -1.0F);
  ~outputs() {
    for (float v : data) CHECK(v == -1);
  }
};

std::string on_grid(const mixture& m, errc code = errc::bad_argument, const grid& g = {}) {
  outputs o;
  return message_of([&] { mixture_pdf(m, g, array_view<float>(o.data, {8, 8})); }, code);
}

std::string at_points(const mixture& m, errc code = errc::bad_argument) {
  outputs o;
  const std::vector<float> x(16);
  return message_of(
      [&] {
        mixture_logpdf(m, matrix_view<const float>(x, 8, 2), array_view<float>(o.data.data(), {8}));
      },
      code);
}

std::string gaussian(const gaussian_2d_params& p) {
  outputs o;
  return message_of([&] { gaussian_2d(p, {}, matrix_view<float>(o.data, 8, 8)); },
                    errc::bad_argument);
}

mixture with(std::vector<double> covariance, double weight = 1) {
  return {{{{0, 0}}, {{0, 0}, std::move(covariance), weight}}};
}

}  // namespace

TEST_CASE("components") {
  CHECK(on_grid({}) == "components must have at least 1 component, got 0");
  CHECK(on_grid({{{}}}, errc::bad_shape) == "components[0].mean must have at least 1 value, got 0");
  CHECK(on_grid({{{{0, 0}}, {{0, 0, 0}}}}, errc::bad_shape) ==
        "components[1].mean must have 2 values like components[0].mean, got 3");
  CHECK(on_grid({{{{0, inf}}}}) == "components[0].mean must be finite, got inf");
  CHECK(on_grid(with({1}, -2)) == "components[1].weight must be finite and >= 0, got -2");
  CHECK(on_grid(with({1}, nan)) == "components[1].weight must be finite and >= 0, got nan");
  CHECK(on_grid({{{{0, 0}}}, static_cast<combination>(7)}) ==
        "combination must be a value of its enum, got 7");
  CHECK(parse_combination("max") == combination::max);
  CHECK(to_string(combination::sum) == "sum");
  CHECK(message_of([] { (void)parse_combination("mean"); }, errc::bad_argument) ==
        "combination must be one of sum, max, got mean");
}

TEST_CASE("covariances") {
  CHECK(on_grid(with({1, 0, 1}), errc::bad_shape) ==
        "components[1].covariance must have 1, 2 or 4 values, got 3");
  CHECK(on_grid(with({}), errc::bad_shape) ==
        "components[1].covariance must have 1, 2 or 4 values, got 0");
  CHECK(on_grid(with({1, nan})) == "components[1].covariance must be finite, got nan");
  CHECK(on_grid(with({1, 0.5, 0.25, 1})) ==
        "components[1].covariance must be symmetric, got 0.5 at (0, 1) and 0.25 at (1, 0)");
  const std::string definite = "components[1].covariance must be positive definite, got pivot ";
  CHECK(on_grid(with({0})) == definite + "0 in row 0");
  CHECK(on_grid(with({1, -3})) == definite + "-3 in row 1");
  CHECK(on_grid(with({1, 2, 2, 3})) == definite + "-1 in row 1");
  CHECK(on_grid(with({2, 2, 2, 2})) == definite + "0 in row 1");
  CHECK(at_points(with({4, 4, 4, 3.5})) == definite + "-0.5 in row 1");
  // A component without weight must be right, too.
  CHECK(on_grid(with({1, 2, 2, 3}, 0)) == definite + "-1 in row 1");
  std::vector<float> thin(64);
  CHECK_NOTHROW(mixture_pdf(with({1, 1 - 1e-15, 1 - 1e-15, 1}), grid{}, {thin, {8, 8}}));
  outputs o;
  const mixture three{{{{0, 0, 0}, {4, 2, 2, 2, 2, 1, 2, 1, 0.25}}}};
  CHECK(message_of(
            [&] {
              mixture_pdf(three, grid{}, array_view<float>(o.data, {4, 4, 4}));
            },
            errc::bad_argument) ==
        "components[0].covariance must be positive definite, got pivot -0.75 in row 2");
}

TEST_CASE("what the type cannot hold") {
  CHECK(on_grid(with({1e-40})) ==
        "components[1] must have a density that is finite in float32, got one with a logarithm of "
        "90.2655267 at its mean");
  CHECK(at_points(with({1e-90})) ==
        "components[1].covariance must have standard deviations within the range of float32, got "
        "1e-45");
  CHECK(at_points({{{{0, 1e60}}}}) == "components[0].mean must be finite in float32, got 1e+60");
}

TEST_CASE("grids and outputs") {
  CHECK(on_grid({{{{0}}}}, errc::bad_shape) ==
        "out must have 1 (dimensions of the mixture) axes, got 2");
  CHECK(on_grid({{{{0, 0, 0, 0}}}}, errc::bad_shape) ==
        "components[0].mean must have at most 3 values on a grid, got 4");
  // Before memory is taken for a covariance of so many dimensions.
  const mixture wide{{{std::vector<double>(1'000'000)}}};
  CHECK(on_grid(wide, errc::bad_shape) ==
        "components[0].mean must have at most 3 values on a grid, got 1000000");
  CHECK(at_points(wide, errc::bad_shape) ==
        "x must have 1000000 (dimensions of the mixture) columns, got 2");
  const mixture m{{{{0, 0}}}};
  CHECK(on_grid(m, errc::bad_argument, {{0, nan}}) == "grid.origin[1] must be finite, got nan");
  CHECK(on_grid(m, errc::bad_argument, {{0, 0}, {0, 1}}) ==
        "grid.step[0] must be finite and not 0, got 0");
  CHECK(on_grid(m, errc::bad_argument, {{0, 0}, {1, inf}}) ==
        "grid.step[1] must be finite and not 0, got inf");
  outputs o;
  mixture_options options;
  options.threads = -1;
  CHECK(message_of(
            [&] {
              mixture_pdf(m, grid{}, array_view<float>(o.data, {8, 8}), options);
            },
            errc::bad_argument) == "threads must be >= 0, got -1");
  CHECK(message_of(
            [&] {
              mixture_pdf(m, grid{}, array_view<float>(o.data.data(), {8, 8}, {0, 1}));
            },
            errc::bad_stride) == "out must have strides other than 0, got (0, 1)");
}

TEST_CASE("grid::between") {
  using ends = std::initializer_list<double>;
  using extents = std::initializer_list<index_t>;
  const auto between = [](ends first, ends last, extents shape, errc code = errc::bad_argument) {
    return message_of([&] { (void)grid::between(first, last, shape); }, code);
  };
  const std::string lists =
      "first, last and shape must have the same number of values, at most 3, got ";
  CHECK(between({0, 0}, {1}, {3, 4}, errc::bad_shape) == lists + "2, 1 and 2");
  CHECK(between({0}, {1}, {}, errc::bad_shape) == lists + "1, 1 and 0");
  CHECK(between({0, 0, 0, 0}, {1, 1, 1, 1}, {2, 2, 2, 2}, errc::bad_shape) == lists + "4, 4 and 4");
  CHECK(between({0, 0}, {1, 1}, {2, -3}, errc::bad_shape) == "shape[1] must be >= 0, got -3");
  // Also where there is one sample, or none.
  for (index_t n : {0, 1, 2, 9}) {
    CHECK(between({nan}, {1}, {n}) == "first[0] must be finite, got nan");
    CHECK(between({0, -inf}, {1, 1}, {4, n}) == "first[1] must be finite, got -inf");
    CHECK(between({0, 0, 0}, {1, 1, nan}, {4, 4, n}) == "last[2] must be finite, got nan");
    CHECK(between({0}, {inf}, {n}) == "last[0] must be finite, got inf");
  }
  const std::string step = " must differ by a step that is finite and not 0, got ";
  CHECK(between({2}, {2}, {5}) == "first[0] and last[0]" + step + "2 and 2 for 5 samples");
  CHECK(between({0, -1e308}, {1, 1e308}, {2, 2}) ==
        "first[1] and last[1]" + step + "-1e+308 and 1e+308 for 2 samples");
  CHECK(between({0}, {5e-324}, {3}) ==
        "first[0] and last[0]" + step + "0 and 5e-324 for 3 samples");

  const grid one = grid::between({5, 7}, {9, 7}, {1, 0});
  CHECK(one.origin == std::array<double, 3>{5, 7, 0});
  CHECK(one.step == std::array<double, 3>{1, 1, 1});
  const grid down = grid::between({5}, {-5}, {5});
  CHECK(down.origin[0] == 5);
  CHECK(down.step[0] == -2.5);
}

TEST_CASE("points") {
  const mixture m{{{{0, 0}}}};
  CHECK(at_points({{{{0, 0, 0}}}}, errc::bad_shape) ==
        "x must have 3 (dimensions of the mixture) columns, got 2");
  outputs o;
  std::vector<float> x(16);
  const matrix_view<const float> points(x, 8, 2);
  CHECK(message_of([&] { mixture_pdf(m, points, array_view<float>(o.data.data(), {7})); },
                   errc::bad_shape) == "out must be 8 (rows of x), got 7");
  CHECK(message_of(
            [&] {
              mixture_pdf(m, points, array_view<float>(o.data.data(), {8, 1}));
            },
            errc::bad_shape) == "out must be 8 (rows of x), got 8 x 1");
  CHECK(message_of([&] { mixture_pdf(m, points, array_view<float>(x.data() + 8, {8})); },
                   errc::bad_alias) == "out must not overlap x, got an offset of 32 bytes");
  x[5] = std::numeric_limits<float>::infinity();
  mixture_options options;
  options.check_finite = true;
  CHECK(message_of([&] { mixture_pdf(m, points, array_view<float>(o.data.data(), {8}), options); },
                   errc::non_finite) == "x must be finite, got inf at (2, 1)");
}

TEST_CASE("gaussian_2d") {
  CHECK(gaussian({.amplitude = inf}) == "amplitude must be finite in float32, got inf");
  CHECK(gaussian({.amplitude = 1e39}) == "amplitude must be finite in float32, got 1e+39");
  CHECK(gaussian({.mean = {0, nan}}) == "mean must be finite, got nan");
  CHECK(gaussian({.stddev = std::array<double, 2>{1, 0}}) ==
        "stddev must be finite and > 0, got 0");
  CHECK(gaussian({.theta = inf}) == "theta must be finite, got inf");
  const std::string ratio = "stddev must have a ratio of at most 2^500 when theta is not 0, got ";
  CHECK(gaussian({.stddev = std::array<double, 2>{1, 1e-160}, .theta = 0.7}) ==
        ratio + "1 and 1e-160");
  CHECK(gaussian({.stddev = std::array<double, 2>{0x1p-501, 1}, .theta = -1e-9}).find(ratio) == 0);
  CHECK(gaussian({.stddev = std::array<double, 2>{1e308, 5e-324}, .theta = 1}).find(ratio) == 0);
  CHECK(gaussian({.covariance = std::array<double, 4>{1, 2, 2, 1}}) ==
        "covariance must be positive definite, got pivot -3 in row 1");
  CHECK(gaussian({.stddev = std::array<double, 2>{1, 2},
                  .covariance = std::array<double, 4>{1, 0, 0, 1}}) ==
        "stddev and covariance must not both be given, got stddev 1 and covariance 1");
  CHECK(gaussian({.theta = 0.5, .covariance = std::array<double, 4>{1, 0, 0, 1}}) ==
        "theta must be 0 when covariance is given, got 0.5");
}

TEST_CASE("progress may cancel") {
  const mixture m{{{{0, 0}}}};
  std::vector<float> out(64);
  mixture_options options;
  double last = 0;
  options.progress = [&](double done) {
    last = done;
    return true;
  };
  mixture_pdf(m, grid{}, array_view<float>(out, {8, 8}), options);
  CHECK(last == 1);
  options.progress = [](double) { return false; };
  CHECK(message_of(
            [&] {
              mixture_pdf(m, grid{}, array_view<float>(out, {8, 8}), options);
            },
            errc::cancelled) == "cancelled by the progress callback");
}
