// Bad input of rbf_apply: one error that names the argument, its value and what was expected, and
// an output that is not touched.
#include "apply_cases.hpp"

#include <utility>

using namespace cases;
using bellcurve::errc;

namespace {

constexpr index_t n = 6, m = 5, d = 3, r = 2;
const double inf = std::numeric_limits<double>::infinity();
const double not_a_number = std::numeric_limits<double>::quiet_NaN();

struct call {
  std::vector<double> xs = support::normal<double>(n, d, 41);
  std::vector<double> ys = support::normal<double>(m, d, 42);
  std::vector<double> vs = support::normal<double>(n, r, 43);
  matrix_view<const double> x{xs.data(), n, d}, y{ys.data(), m, d}, v{vs.data(), m, r};
  matrix_view<const double> u{vs.data(), n, r};
  guarded<double> k{n, r};
  matrix_view<double> out = k.view();
  rbf_params params{.gamma = 0.5};
  rbf_options options;

  void run(bool symmetric) {
    symmetric ? rbf_apply(x, u, params, out, options) : rbf_apply(x, y, v, params, out, options);
  }
  std::size_t size(bool symmetric) const {
    return symmetric ? bellcurve::rbf_apply_workspace_size(x, u, params, out, options)
                     : bellcurve::rbf_apply_workspace_size(x, y, v, params, out, options);
  }
  /// The call and the question for its workspace both say so.
  void fails(errc code, const char* text, bool symmetric = false) {
    CAPTURE(text);
    for (bool ask : {false, true}) {
      try {
        ask ? static_cast<void>(size(symmetric)) : run(symmetric);
        FAIL_CHECK("no error");
      } catch (const bellcurve::error& e) {
        CHECK(e.code() == code);
        CHECK_MESSAGE(std::string(e.what()).find(text) != std::string::npos, e.what());
        CHECK(std::string(e.what()).find('\n') == std::string::npos);
      }
    }
    CHECK(k.untouched());
  }
};

}  // namespace

TEST_CASE("rbf_apply errors: the call that the others change is right") {
  call c;
  c.run(false);
  c.run(true);
  CHECK(c.k.damage() == 0);
}

TEST_CASE("rbf_apply errors: parameters") {
  for (double bad : {0.0, -1.0, not_a_number, inf}) {
    call c;
    c.params.gamma = bad;
    c.fails(errc::bad_argument, "gamma must be finite and > 0, got ");
    c.fails(errc::bad_argument, "gamma must be finite and > 0, got ", true);
    call variance;
    variance.params.variance = bad;
    variance.fails(errc::bad_argument, "variance must be finite and > 0, got ");
    variance.fails(errc::bad_argument, "variance must be finite and > 0, got ", true);
  }
  for (double bad : {-1.0, not_a_number, inf}) {
    call c;
    c.params.noise = bad;
    c.fails(errc::bad_argument, "noise must be finite and >= 0, got ", true);
  }
  call noise;
  noise.params.noise = 0.1;
  noise.fails(errc::bad_argument, "noise must be 0 when y is given, got 0.1");
  call count;
  count.params = {.lengthscale = {1.0, 2.0}};
  count.fails(errc::bad_shape, "lengthscale must have 1 or 3 (features) values, got 2");
  count.fails(errc::bad_shape, "lengthscale must have 1 or 3 (features) values, got 2", true);
}

TEST_CASE("rbf_apply errors: points in float have parameters in float, whatever v is") {
  const std::vector<float> xs(8, 0.5F);
  const std::vector<double> vs(4, 1.0);
  guarded<double> out(4, 1);
  CHECK_THROWS_WITH_AS(
      rbf_apply(rows_of(xs, 4, 2), rows_of(vs, 4, 1), {.gamma = 1e-60}, out.view()),
      doctest::Contains("gamma must be finite and > 0 in float32, got 1e"), bellcurve::error);
  CHECK(out.untouched());
}

TEST_CASE("rbf_apply errors: shapes") {
  call features;
  features.y = {features.ys.data(), 5, 2};
  features.fails(errc::bad_shape, "y must have as many columns (features) as x (3), got 2");
  call rows;
  rows.v = {rows.vs.data(), 4, r};
  rows.fails(errc::bad_shape, "v must have as many rows as K has columns (5), got 4");
  rows.u = {rows.vs.data(), 5, r};
  rows.fails(errc::bad_shape, "v must have as many rows as K has columns (6), got 5", true);
  call out;
  out.out = {out.k.view().data(), 5, r};
  out.fails(errc::bad_shape, "out must be 6 x 2, got 5 x 2");
  out.fails(errc::bad_shape, "out must be 6 x 2, got 5 x 2", true);
  call columns;
  columns.out = {columns.k.view().data(), n, 1};
  columns.fails(errc::bad_shape, "out must be 6 x 2, got 6 x 1");
  call negative;
  negative.v = {negative.vs.data(), 5, -1};
  negative.fails(errc::bad_shape, "v must have extents >= 0, got 5 x -1");
  call null;
  null.v = {nullptr, 5, r};
  null.fails(errc::bad_shape, "v must not be null, got null for 5 x 2 elements");
}

TEST_CASE("rbf_apply errors: strides") {
  call shorter;
  shorter.v = {shorter.vs.data(), m, r, 1, 1};
  shorter.fails(errc::bad_stride, "v must have a row stride of at least 2, got 1");
  call zero;
  zero.v = {zero.vs.data(), m, r, 0, 1};
  zero.fails(errc::bad_stride, "v must have strides other than 0, got (0, 1)");
  for (auto [rs, cs] : {std::pair<index_t, index_t>{0, 1}, {2, 0}, {1, 1}, {1, 5}, {-1, 1}}) {
    call out;
    out.out = {out.k.view().data(), n, r, rs, cs};
    out.fails(errc::bad_stride, "out must have ");
    out.fails(errc::bad_stride, "out must have ", true);
  }
}

TEST_CASE("rbf_apply errors: memory that overlaps") {
  std::vector<double> memory(100000, 0.5);
  const auto before = memory;
  const std::vector<double> other(18, 0.25);
  const matrix_view<const double> in(memory.data() + 1000, 6, 3), apart(other.data(), 6, 3);
  const matrix_view<const double> v_in(memory.data() + 1000, 6, 3);
  std::vector<double> elsewhere(18);
  const auto fails = [&](auto x, auto y, auto v, matrix_view<double> out, const char* text,
                         const rbf_options& options = {}) {
    CHECK_THROWS_WITH_AS(rbf_apply(x, y, v, {}, out, options), doctest::Contains(text),
                         bellcurve::error);
    CHECK(memory == before);
  };
  // One element at either end.
  for (index_t shift : {-17, 17}) {
    const matrix_view<double> over(memory.data() + 1000 + shift, 6, 3);
    fails(in, apart, apart, over, "out must not overlap x");
    fails(apart, in, apart, over, "out must not overlap y");
    fails(apart, apart, v_in, over, "out must not overlap v");
    CHECK_THROWS_WITH_AS(rbf_apply(in, apart, {}, over),
                         doctest::Contains("out must not overlap x"), bellcurve::error);
    CHECK_THROWS_WITH_AS(rbf_apply(apart, v_in, {}, over),
                         doctest::Contains("out must not overlap v"), bellcurve::error);
    CHECK(memory == before);
  }
  const rbf_options options{.workspace = std::as_writable_bytes(std::span(memory))};
  const matrix_view<double> free(elsewhere.data(), 6, 3);
  fails(in, apart, apart, free, "workspace must not overlap x", options);
  fails(apart, in, apart, free, "workspace must not overlap y", options);
  fails(apart, apart, v_in, free, "workspace must not overlap v", options);
  fails(apart, apart, apart, matrix_view<double>(memory.data() + 1000, 6, 3),
        "workspace must not overlap out", options);
  // Next to each other is fine, and inputs may be the same.
  const matrix_view<double> beside(memory.data() + 1018, 6, 3);
  rbf_apply(in, in, in, {}, beside);
  rbf_apply(in, in, {}, beside);
}

TEST_CASE("rbf_apply errors: options") {
  call threads;
  threads.options.threads = -1;
  threads.fails(errc::bad_argument, "threads must be >= 0, got -1");
  call uplo;
  uplo.options.uplo = bellcurve::uplo::lower;
  uplo.fails(errc::bad_argument, "uplo must be full when y is given, got lower");
  uplo.fails(errc::bad_argument, "uplo must be full for a product, got lower", true);
  call center;
  const std::vector<double> two(2, 0.0);
  center.options.center = two;
  center.fails(errc::bad_shape, "center must have 3 (features) values, got 2");
  call engine;
  engine.options.engine = static_cast<bellcurve::engine>(17);
  engine.fails(errc::bad_argument, "engine must be");
  engine.fails(errc::bad_argument, "engine must be", true);
  if (!bellcurve::blas().usable) {
    call blas;
    blas.options.engine = bellcurve::engine::blas;
    blas.fails(errc::unavailable, "engine blas needs a working BLAS");
  }
}
