// Bad input of parts of matrices: one error that names the argument, its value and what was
// expected, and nothing written.
#include "rbf/cases.hpp"

#include <bellcurve/block_cyclic.hpp>

#include <limits>

using namespace cases;
using bellcurve::block_cyclic;
using bellcurve::errc;

namespace {

constexpr index_t n = 12, m = 9, d = 20;

struct call {
  std::vector<double> xs = support::normal<double>(n, d, 1), ys = support::normal<double>(m, d, 2);
  matrix_view<const double> x = rows_of(xs, n, d), y = rows_of(ys, m, d);
  block_cyclic l = bellcurve::make_block_cyclic(n, m, 4, 4, {});
  block_cyclic square = bellcurve::make_block_cyclic(n, n, 4, 4, {});
  std::vector<double> center = std::vector<double>(d, 0.0);
  guarded<double> k{n, n};
  std::span<double> local{k.view().data(), n* n};
  rbf_params params{.gamma = 0.5};
  rbf_options options;

  enum form { cross, symmetric, slices };
  void run(form f) {
    if (f == cross) rbf_kernel_local(x, y, params, l, local, options);
    if (f == symmetric) rbf_kernel_local(x, params, square, local, options);
    if (f == slices) rbf_kernel_local_slices(x, y, params, l, local, options);
  }
  void fails(form f, errc code, const char* text) {
    CAPTURE(text);
    try {
      run(f);
      FAIL_CHECK("no error");
    } catch (const bellcurve::error& e) {
      CHECK(e.code() == code);
      CHECK_MESSAGE(std::string(e.what()).find(text) != std::string::npos, e.what());
      CHECK(std::string(e.what()).find('\n') == std::string::npos);
    }
    CHECK(k.untouched());
  }
};

}  // namespace

TEST_CASE("block_cyclic errors: the calls that the others change are right") {
  call c;
  c.run(call::cross);
  c.run(call::symmetric);
  c.options.center = c.center;
  c.run(call::slices);
  CHECK(c.k.damage() == 0);
}

TEST_CASE("block_cyclic errors: the descriptor and the grid") {
  const auto fails = [](auto change, const char* text) {
    call c;
    change(c.l);
    c.fails(call::cross, errc::bad_argument, text);
    CHECK_THROWS_AS((void)local_rows(c.l), bellcurve::error);
  };
  using b = block_cyclic;
  fails([](b& l) { l.descriptor[b::dtype_] = 501; },
        "layout.descriptor[DTYPE_] must be 1 (a dense matrix), got 501");
  fails([](b& l) { l.descriptor[b::m_] = -1; }, "layout.descriptor[M_] must be >= 0, got -1");
  fails([](b& l) { l.descriptor[b::n_] = -2; }, "layout.descriptor[N_] must be >= 0, got -2");
  fails([](b& l) { l.descriptor[b::mb_] = 0; }, "layout.descriptor[MB_] must be >= 1, got 0");
  fails([](b& l) { l.descriptor[b::nb_] = -4; }, "layout.descriptor[NB_] must be >= 1, got -4");
  fails([](b& l) { l.descriptor[b::rsrc_] = 1; },
        "layout.descriptor[RSRC_] must be from 0 to 0, got 1");
  fails([](b& l) { l.descriptor[b::csrc_] = -1; },
        "layout.descriptor[CSRC_] must be from 0 to 0, got -1");
  fails([](b& l) { l.descriptor[b::lld_] = 11; }, "layout.descriptor[LLD_] must be >= 12, got 11");
  fails([](b& l) { l.grid.rows = 0; }, "layout.grid.rows must be >= 1, got 0");
  fails([](b& l) { l.grid.cols = -3; }, "layout.grid.cols must be >= 1, got -3");
  fails([](b& l) { l.grid.row = 1; }, "layout.grid.row must be from 0 to 0, got 1");
  fails([](b& l) { l.grid.col = -2; }, "layout.grid.col must be from 0 to 0, got -2");
  fails([](b& l) { l.grid.col = -1; }, "layout.grid.col must be from 0 to 0, got -1");
  CHECK_THROWS_WITH_AS((void)bellcurve::make_block_cyclic(index_t(1) << 31, 1, 1, 1, {}),
                       "rows must be <= 2147483647 (an entry of a descriptor), got 2147483648",
                       bellcurve::error);
  CHECK_THROWS_WITH_AS((void)bellcurve::make_block_cyclic(1, 1, 0, 1, {}),
                       "layout.descriptor[MB_] must be >= 1, got 0", bellcurve::error);
}

TEST_CASE("block_cyclic errors: points") {
  call c;
  c.x = rows_of(c.xs, n - 1, d);
  c.fails(call::cross, errc::bad_shape, "x must have 12 rows (M_), got 11");
  c.fails(call::symmetric, errc::bad_shape, "x must have 12 rows (M_), got 11");
  c.options.center = c.center;
  c.fails(call::slices, errc::bad_shape, "x must have 12 rows (the local rows), got 11");
  call e;
  e.y = rows_of(e.ys, m - 2, d);
  e.fails(call::cross, errc::bad_shape, "y must have 9 rows (N_), got 7");
  call f;
  f.y = rows_of(f.ys, m, d - 1);
  f.fails(call::cross, errc::bad_shape, "y must have as many columns (features) as x (20), got 19");
  call g;
  g.x = {nullptr, n, d};
  g.fails(call::cross, errc::bad_shape, "x");
  call h;
  h.square = h.l;
  h.fails(call::symmetric, errc::bad_shape, "x must have 9 rows (N_), got 12");
}

TEST_CASE("block_cyclic errors: parameters and options") {
  const auto fails = [](auto change, call::form form, errc code, const char* text) {
    call c;
    change(c);
    c.fails(form, code, text);
  };
  fails([](call& c) { c.params.gamma = -1; }, call::cross, errc::bad_argument,
        "gamma must be finite and > 0, got -1");
  fails([](call& c) { c.params.noise = 1; }, call::cross, errc::bad_argument,
        "noise must be 0 when y is given, got 1");
  fails([](call& c) { c.params.noise = -1; }, call::symmetric, errc::bad_argument,
        "noise must be finite and >= 0, got -1");
  fails([](call& c) { c.options.uplo = bellcurve::uplo::lower; }, call::cross, errc::bad_argument,
        "uplo must be full when y is given, got lower");
  fails([](call& c) { c.options.engine = bellcurve::engine::blas; }, call::symmetric,
        errc::bad_argument, "engine must be auto or fused for a part of a matrix, got blas");
  fails([](call& c) { c.options.threads = -1; }, call::symmetric, errc::bad_argument,
        "threads must be >= 0, got -1");
  fails([](call&) {}, call::slices, errc::bad_argument,
        "center must be given with slices of the points");
  fails(
      [](call& c) {
        c.center.pop_back();
        c.options.center = c.center;
      },
      call::cross, errc::bad_shape, "center must have 20 (features) values, got 19");
  fails(
      [](call& c) {
        c.params.noise = 0.5;
        c.options.center = c.center;
      },
      call::slices, errc::bad_shape,
      "layout must be of a square matrix for a symmetric K, got 12 x 9");
  fails(
      [](call& c) {
        c.xs[25] = std::numeric_limits<double>::infinity();
        c.options.check_finite = true;
      },
      call::symmetric, errc::non_finite, "x must be finite, got inf at (1, 5)");
  fails(
      [](call& c) {
        c.options.uplo = bellcurve::uplo::upper;
        c.options.center = c.center;
      },
      call::slices, errc::bad_shape,
      "layout must be of a square matrix for a symmetric K, got 12 x 9");
  std::vector<std::byte> work(1000);
  fails([&](call& c) { c.options.workspace = work; }, call::cross, errc::bad_argument,
        "workspace must be empty for a part of a matrix, got 1000 bytes");
}

TEST_CASE("block_cyclic errors: the output") {
  call c;
  c.local = c.local.first(n * m - 1);
  c.fails(call::cross, errc::bad_shape, "local must have at least 108 elements");
  call e;
  e.local = {e.xs.data(), e.xs.size()};
  e.fails(call::cross, errc::bad_alias, "local");
  call f;
  f.options.center = f.center;
  f.local = {f.ys.data(), f.ys.size()};
  f.fails(call::slices, errc::bad_alias, "local");
}
