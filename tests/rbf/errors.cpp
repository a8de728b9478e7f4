// Bad input: one error that names the argument, its value and what was expected,
// and an output that is not touched.
#include "cases.hpp"

#include <bellcurve/info.hpp>

#include <limits>

using namespace cases;
using bellcurve::errc;

namespace {

constexpr index_t n = 6, m = 5, d = 3;
const double inf = std::numeric_limits<double>::infinity();
const double not_a_number = std::numeric_limits<double>::quiet_NaN();

struct call {
  std::vector<double> xs = support::normal<double>(n, d, 41);
  std::vector<double> ys = support::normal<double>(m, d, 42);
  matrix_view<const double> x{xs.data(), n, d}, y{ys.data(), m, d};
  guarded<double> k{n, m};
  guarded<double> s{n, n};
  rbf_params params{.gamma = 0.5};
  rbf_options options;

  /// Runs the cross form (or the symmetric one), wants an error.
  void fails(errc code, const char* text, bool symmetric = false) {
    CAPTURE(text);
    try {
      symmetric ? rbf_kernel(x, params, s.view(), options)
                : rbf_kernel(x, y, params, k.view(), options);
      FAIL_CHECK("no error");
    } catch (const bellcurve::error& e) {
      CHECK(e.code() == code);
      CHECK_MESSAGE(std::string(e.what()).find(text) != std::string::npos, e.what());
      CHECK(std::string(e.what()).find('\n') == std::string::npos);
    }
    CHECK(k.untouched());
    CHECK(s.untouched());
  }
};

}  // namespace

TEST_CASE("rbf errors: parameters") {
  for (double g : {0.0, -1.0, not_a_number, inf}) {
    call c;
    c.params.gamma = g;
    c.fails(errc::bad_argument, "gamma must be finite and > 0, got ");
    c.fails(errc::bad_argument, "gamma must be finite and > 0, got ", true);
  }
  for (double v : {0.0, -2.0, not_a_number, inf}) {
    call c;
    c.params.variance = v;
    c.fails(errc::bad_argument, "variance must be finite and > 0, got ");
  }
  for (double v : {-1.0, not_a_number, inf}) {
    call c;
    c.params.noise = v;
    c.fails(errc::bad_argument, "noise must be finite and >= 0, got ", true);
  }
  for (double l : {0.0, -1.0, not_a_number, inf}) {
    call c;
    c.params = {.lengthscale = {l}};
    c.fails(errc::bad_argument, "lengthscale must be finite and > 0, got ");
  }
  call both;
  both.params.lengthscale = {2.0};
  both.fails(errc::bad_argument,
             "gamma and lengthscale must not both be given, got gamma 0.5 and lengthscale 2");
  call count;
  count.params = {.lengthscale = {1.0, 2.0}};
  count.fails(errc::bad_shape, "lengthscale must have 1 or 3 (features) values, got 2");
  call noise;
  noise.params.noise = 0.1;
  noise.fails(errc::bad_argument, "noise must be 0 when y is given, got 0.1");
  call tiny;
  tiny.params = {.lengthscale = {1e-200}};
  tiny.fails(errc::bad_argument, "lengthscale must give a gamma");
  call large;
  large.params.variance = 1.7e308;
  large.params.noise = 1.7e308;
  large.fails(errc::bad_argument, "variance + noise must be finite", true);
}

TEST_CASE("rbf errors: parameters that vanish in float") {
  const auto x = support::normal<float>(4, 2, 43);
  guarded<float> k(4, 4);
  for (double g : {1e-60, 1e60}) {
    CHECK_THROWS_WITH_AS(rbf_kernel(rows_of(x, 4, 2), {.gamma = g}, k.view()),
                         doctest::Contains("gamma must be finite and > 0 in float32, got 1e"),
                         bellcurve::error);
    CHECK_THROWS_WITH_AS(rbf_kernel(rows_of(x, 4, 2), {.variance = g}, k.view()),
                         doctest::Contains("variance must be finite and > 0 in float32"),
                         bellcurve::error);
  }
  CHECK(k.untouched());
}

TEST_CASE("rbf errors: shapes") {
  call features;
  features.y = {features.ys.data(), 5, 2};
  features.fails(errc::bad_shape, "y must have as many columns (features) as x (3), got 2");
  call wrong;
  wrong.x = {wrong.xs.data(), 5, 3};
  wrong.fails(errc::bad_shape, "out must be 5 x 5, got 6 x 5");
  wrong.fails(errc::bad_shape, "out must be 5 x 5, got 6 x 6", true);
  call negative;
  negative.x = {negative.xs.data(), -1, 3};
  negative.fails(errc::bad_shape, "x must have extents >= 0, got -1 x 3");
  call null;
  null.y = {nullptr, 5, 3};
  null.fails(errc::bad_shape, "y must not be null, got null for 5 x 3 elements");
  call huge;
  huge.x = {huge.xs.data(), index_t(1) << 40, index_t(1) << 40};
  huge.fails(errc::bad_shape, "x must span less than 2^63 bytes");
}

TEST_CASE("rbf errors: an output whose size overflows") {
  const std::vector<double> xs(1, 0.0);
  const matrix_view<const double> x(xs.data(), index_t(1) << 33, 0, 1, 1);
  CHECK_THROWS_WITH_AS(
      rbf_kernel(x, x, {}, matrix_view<double>(nullptr, index_t(1) << 33, index_t(1) << 33)),
      doctest::Contains("out must"), bellcurve::error);
}

TEST_CASE("rbf errors: strides") {
  call shorter;
  shorter.x = {shorter.xs.data(), n, d, 2, 1};
  shorter.fails(errc::bad_stride, "x must have a row stride of at least 3, got 2");
  call zero;
  zero.y = {zero.ys.data(), m, d, 0, 1};
  zero.fails(errc::bad_stride, "y must have strides other than 0, got (0, 1)");
  call out;
  std::vector<double> memory(100, 7.0);
  for (auto [rs, cs] : {std::pair<index_t, index_t>{0, 1}, {5, 0}, {4, 1}, {1, 5}, {-4, 1}}) {
    CHECK_THROWS_AS(
        rbf_kernel(out.x, out.y, {}, matrix_view<double>(memory.data() + 50, n, m, rs, cs)),
        bellcurve::error);
  }
  CHECK(memory == std::vector<double>(100, 7.0));
}

TEST_CASE("rbf errors: an output that overlaps an input") {
  std::vector<double> memory(100, 0.5);
  const auto before = memory;
  const matrix_view<const double> x(memory.data(), 5, 3);
  CHECK_THROWS_WITH_AS(rbf_kernel(x, {}, matrix_view<double>(memory.data() + 14, 5, 5)),
                       doctest::Contains("out must not overlap x"), bellcurve::error);
  const std::vector<double> other(15, 0.25);
  CHECK_THROWS_WITH_AS(
      rbf_kernel(rows_of(other, 5, 3), x, {}, matrix_view<double>(memory.data() + 10, 5, 5)),
      doctest::Contains("out must not overlap y"), bellcurve::error);
  CHECK(memory == before);
  // Next to each other is fine.
  rbf_kernel(x, {}, matrix_view<double>(memory.data() + 15, 5, 5));
}

TEST_CASE("rbf errors: a workspace that overlaps what it must not") {
  std::vector<double> memory(100000, 0.5);
  const auto before = memory;
  const std::vector<double> ys(15, 0.25);
  const matrix_view<const double> x(memory.data() + 1000, 5, 3), y(ys.data(), 5, 3);
  const matrix_view<double> out(memory.data() + 2000, 5, 5);
  const rbf_options options{.workspace = std::as_writable_bytes(std::span(memory))};
  const auto fails = [&](auto a, auto b, auto k, const char* text) {
    CHECK_THROWS_WITH_AS(rbf_kernel(a, b, {}, k, options), doctest::Contains(text),
                         bellcurve::error);
  };
  std::vector<double> elsewhere(25, 0.0);
  const matrix_view<double> apart(elsewhere.data(), 5, 5);
  fails(x, y, apart, "workspace must not overlap x");
  fails(y, x, apart, "workspace must not overlap y");
  fails(y, y, out, "workspace must not overlap out");
  CHECK(memory == before);
  rbf_kernel(y, y, {}, apart, options);
}

TEST_CASE("rbf errors: options") {
  call threads;
  threads.options.threads = -1;
  threads.fails(errc::bad_argument, "threads must be >= 0, got -1");
  call uplo;
  uplo.options.uplo = bellcurve::uplo::lower;
  uplo.fails(errc::bad_argument, "uplo must be full when y is given, got lower");
  call center;
  const std::vector<double> two(2, 0.0), bad{0, not_a_number, 0};
  center.options.center = two;
  center.fails(errc::bad_shape, "center must have 3 (features) values, got 2");
  center.options.center = bad;
  center.fails(errc::bad_argument, "center must be finite in float64, got nan");
  call engine;
  engine.options.engine = static_cast<bellcurve::engine>(17);
  engine.fails(errc::bad_argument, "engine must be");
  CHECK_THROWS_WITH_AS(bellcurve::parse_engine("fast"),
                       doctest::Contains("engine must be one of auto, blas, fused, got fast"),
                       bellcurve::error);
  CHECK_THROWS_WITH_AS(bellcurve::parse_uplo("U"),
                       doctest::Contains("uplo must be one of full, lower, upper, got U"),
                       bellcurve::error);
  if (!bellcurve::blas().usable) {
    call blas;
    blas.options.engine = bellcurve::engine::blas;
    blas.fails(errc::unavailable, "engine blas needs a working BLAS");
  }
}

TEST_CASE("views: too little memory, Eigen-like types, const conversion") {
  std::vector<double> v(5);
  CHECK_THROWS_WITH_AS(matrix_view<double>(v, 2, 3),
                       doctest::Contains("5 elements do not hold 2 x 3"), bellcurve::error);
  struct eigen_like {
    std::vector<double> memory = std::vector<double>(6, 1.0);
    double* data() { return memory.data(); }
    index_t rows() const { return 2; }
    index_t cols() const { return 3; }
    index_t rowStride() const { return 1; }
    index_t colStride() const { return 2; }
  } e;
  matrix_view<double> w(e);
  w(1, 2) = 8;
  const matrix_view<const double> c = w;
  CHECK(e.memory[5] == 8);
  CHECK(c(1, 2) == 8);
  CHECK(c.transposed()(2, 1) == 8);
  CHECK(&c.block(1, 1, 1, 2)(0, 1) == &e.memory[5]);
}
