// What is wrong on one process is thrown by all, before anything is written; and nobody waits for
// ever.
#include "spread.hpp"

#include <bellcurve/mpi.hpp>
#include <bellcurve/mpi_model.hpp>

#include <doctest/doctest.h>

#include <functional>
#include <limits>
#include <new>
#include <string>

using namespace bellcurve;

namespace {

constexpr index_t n = 6, m = 5, d = 20;
int last() { return spread::ranks() - 1; }

struct call {
  std::vector<double> xs = support::normal<double>(n, d, 1), ys = support::normal<double>(m, d, 2);
  std::vector<double> vs = support::normal<double>(m, 2, 3), center = std::vector<double>(d, 0.0);
  std::vector<double> result = std::vector<double>(n * 2, -7.0);
  matrix_view<const double> x{xs, n, d}, y{ys, m, d}, v{vs, m, 2};
  matrix_view<double> out{result, n, 2};
  rbf_params params{.gamma = 0.5};
  rbf_options options{.center = center};

  void run() { mpi::rbf_apply(x, y, v, params, out, MPI_COMM_WORLD, options); }
};

/// Everybody gets this error.
void fails(const std::function<void()>& run, errc code, const std::string& text) {
  CAPTURE(text);
  std::string said = "no error";
  try {
    run();
  } catch (const error& e) {
    said = e.what();
    CHECK(e.code() == code);
  }
  CHECK_MESSAGE(said.find(text) != std::string::npos, said);
  CHECK(said.find('\n') == std::string::npos);
}

/// A call that something is wrong with on the last rank alone, and then a right one: they still
/// understand each other.
void fails_at_last(const std::function<void(call&)>& change, errc code, const std::string& text) {
  call c;
  if (spread::rank() == last()) change(c);
  fails([&] { c.run(); }, code, "rank " + std::to_string(last()) + ": " + text);
  CHECK(c.result == std::vector<double>(n * 2, -7.0));
  call right;
  right.run();
  CHECK(right.result[0] != -7);
}

}  // namespace

TEST_CASE("mpi errors: one rank's arguments") {
  fails_at_last([](call& c) { c.params.gamma = -1; }, errc::bad_argument,
                "gamma must be finite and > 0, got -1");
  fails_at_last([](call& c) { c.params.noise = 1; }, errc::bad_argument, "noise must be 0");
  fails_at_last(
      [](call& c) {
        c.v = {c.vs, m - 1, 2};
      },
      errc::bad_shape, "v must have as many rows as K has columns (5), got 4");
  fails_at_last(
      [](call& c) {
        c.y = {c.ys, m, d - 1};
      },
      errc::bad_shape, "y must have as many columns");
  fails_at_last(
      [](call& c) {
        c.out = {c.result, n - 1, 2};
      },
      errc::bad_shape, "out must be 6 x 2, got 5 x 2");
  fails_at_last([](call& c) { c.out = {c.xs.data(), n, 2}; }, errc::bad_alias, "out");
  fails_at_last([](call& c) { c.x = {nullptr, n, d}; }, errc::bad_shape, "x");
  fails_at_last([](call& c) { c.options.engine = engine::blas; }, errc::bad_argument,
                "engine must be auto or fused over several processes, got blas");
  fails_at_last([](call& c) { c.options.threads = -2; }, errc::bad_argument,
                "threads must be >= 0, got -2");
  fails_at_last(
      [](call& c) {
        c.xs[3] = std::numeric_limits<double>::infinity();
        c.options.check_finite = true;
      },
      errc::non_finite, "x must be finite, got inf at (0, 3)");
  std::vector<std::byte> work(100);
  fails_at_last([&](call& c) { c.options.workspace = work; }, errc::bad_argument,
                "workspace must be empty over several processes, got 100 bytes");
}

TEST_CASE("mpi errors: arguments that differ") {
  if (spread::ranks() == 1) return;
  const auto differ = [](const std::function<void(call&)>& change, const std::string& text) {
    call c;
    if (spread::rank() == last()) change(c);
    fails([&] { c.run(); }, errc::bad_argument, text);
    CHECK(c.result == std::vector<double>(n * 2, -7.0));
  };
  differ([](call& c) { c.params.gamma = 0.25; },
         "gamma must be the same on all ranks, got from 0.25 to 0.5");
  differ([](call& c) { c.params.variance = 2; },
         "variance must be the same on all ranks, got from 1 to 2");
  differ([](call& c) { c.center[19] = 1; }, "center must be the same on all ranks, got several");
  differ([](call& c) { c.options.center = {}; },
         "center must be the same on all ranks, got several");
  differ(
      [](call& c) {
        c.params.gamma.reset();
        c.params.lengthscale = {1};
      },
      "gamma must be the same on all ranks, got from -1 to 0.5");
  differ([](call& c) { c.options.engine = engine::fused; },
         "engine must be the same on all ranks, got from 0 to 2");
  differ(
      [](call& c) {
        c.x = {c.xs.data(), n, 10, d, 1};
        c.y = {c.ys.data(), m, 10, d, 1};
        c.options.center = c.options.center.first(10);
      },
      "the number of features must be the same on all ranks, got from 10 to 20");
  differ(
      [](call& c) {
        c.v = {c.vs.data(), m, 1, 2, 1};
        c.out = {c.result.data(), n, 1, 2, 1};
      },
      "the number of columns of v must be the same on all ranks, got from 1 to 2");
  call lengths;
  lengths.params = {.lengthscale = {spread::rank() == last() ? 2.0 : 1.0}};
  fails([&] { lengths.run(); }, errc::bad_argument,
        "lengthscale must be the same on all ranks, got several");
  call zeros;  // the same number in two forms
  zeros.center[0] = spread::rank() == last() ? -0.0 : 0.0;
  zeros.run();
  // Even those of another type.
  call c;
  std::vector<float> f(200, 0.0F);
  fails(
      [&] {
        if (spread::rank() != last()) return c.run();
        mpi::rbf_apply(matrix_view<const float>(f.data(), 2, d), {f.data(), 2, d},
                       matrix_view<const float>(f.data(), 2, 2), c.params,
                       matrix_view<float>(f.data() + 100, 2, 2), MPI_COMM_WORLD, c.options);
      },
      errc::bad_argument,
      "the size of x's elements must be the same on all ranks, got from 4 to 8");
}

TEST_CASE("mpi errors: one rank that cancels") {
  const index_t many = rbf_apply_block + 5;
  const auto ys = support::normal<double>(many, 2, 4), vs = support::normal<double>(many, 1, 5);
  const auto xs = support::normal<double>(600, 2, 6);
  std::vector<double> result(600, -7.0);
  int called = 0;
  fails(
      [&] {
        mpi::rbf_apply(
            matrix_view<const double>(xs, 600, 2), {ys, many, 2},
            matrix_view<const double>(vs, many, 1), {}, matrix_view<double>(result, 600, 1),
            MPI_COMM_WORLD,
            {.progress = [&](double) { return ++called < 2 || spread::rank() != last(); }});
      },
      errc::cancelled, "rank " + std::to_string(last()) + ": cancelled");
  CHECK(result == std::vector<double>(600, -7.0));
}

TEST_CASE("mpi errors: a progress callback that throws") {
  call c;
  c.options.progress = [](double) -> bool {
    if (spread::rank() == last()) throw std::bad_alloc();
    return true;
  };
  CHECK_THROWS_AS(c.run(), std::bad_alloc);
  c.options.progress = [](double) -> bool {
    if (spread::rank() == last()) throw std::runtime_error("mine");
    return true;
  };
  // Its own on the rank that has it.
  const std::string others = "rank " + std::to_string(last()) + ": mine";
  CHECK_THROWS_WITH_AS(c.run(), spread::rank() == last() ? "mine" : others.c_str(),
                       std::runtime_error);
}

TEST_CASE("mpi errors: points") {
  call c;
  const auto grid = [](int row) { return process_grid{spread::ranks(), 1, row, 0}; };
  const auto l = make_block_cyclic(n, m, 2, 2, grid(spread::rank()));
  const auto distribute = [&](const block_cyclic& layout, int root) {
    (void)mpi::distribute_points(c.x, c.y, layout, MPI_COMM_WORLD, root);
  };
  auto wrong = l;
  if (spread::rank() == last()) wrong.descriptor[block_cyclic::lld_] = 0;
  fails([&] { distribute(wrong, 0); }, errc::bad_argument,
        "rank " + std::to_string(last()) + ": layout.descriptor[LLD_] must be >= ");
  fails([&] { distribute(make_block_cyclic(n + 1, m, 2, 2, grid(spread::rank())), 0); },
        errc::bad_shape, "rank 0: x must have 7 rows (M_), got 6");
  fails([&] { distribute(make_block_cyclic(n, m - 1, 2, 2, grid(spread::rank())), 0); },
        errc::bad_shape, "rank 0: y must have 4 rows (N_), got 5");
  fails([&] { distribute(l, last() + 1); }, errc::bad_argument,
        "root must be from 0 to " + std::to_string(last()) + " (the ranks), got ");
  if (spread::ranks() > 1) {
    auto other = l;
    if (spread::rank() == last()) other.descriptor[block_cyclic::mb_] = 3;
    fails([&] { distribute(other, 0); }, errc::bad_argument,
          "layout.descriptor[MB_] must be the same on all ranks, got from 2 to 3");
    fails([&] { distribute(l, spread::rank() == last() ? 1 : 0); }, errc::bad_argument,
          "root must be the same on all ranks, got from 0 to 1");
    auto taller = l;
    if (spread::rank() == last()) taller.grid.rows += 1;
    fails([&] { distribute(taller, 0); }, errc::bad_argument,
          "layout.grid.rows must be the same on all ranks, got from ");
    std::vector<double> x(60);
    const index_t rows = spread::rank() == last() ? 4 : 3;
    fails(
        [&] {
          mpi::broadcast_points({x, rows, 10}, MPI_COMM_WORLD);
        },
        errc::bad_argument, "the number of points must be the same on all ranks, got from 3 to 4");
  }
  std::vector<double> x(60);
  fails(
      [&] {
        mpi::broadcast_points({x.data(), 3, 5, 10, 1}, MPI_COMM_WORLD);
      },
      errc::bad_stride, "x must have strides 5 and 1 to be broadcast, got 10 and 1");
  fails([&] { (void)mpi::rbf_center(matrix_view<const double>(nullptr, 3, 2), MPI_COMM_WORLD); },
        errc::bad_shape, "rank 0: x");
}

TEST_CASE("mpi errors: no communicator") {
  call c;
  CHECK_THROWS_WITH_AS(mpi::rbf_apply(c.x, c.y, c.v, c.params, c.out, MPI_COMM_NULL, c.options),
                       "comm must be a communicator, got MPI_COMM_NULL", error);
}

TEST_CASE("mpi errors: the model") {
  CHECK_THROWS_WITH_AS((void)mpi::forecast_apply({.rows = -1}, {}), "rows must be >= 0, got -1",
                       error);
  CHECK_THROWS_AS((void)mpi::forecast_apply({}, {.ranks = 0}), error);
  CHECK_THROWS_WITH_AS((void)mpi::forecast_apply({}, {.pairs_per_second = -1e-9}),
                       "pairs_per_second must be finite and > 0, got -1e-09", error);
  CHECK_THROWS_AS((void)mpi::forecast_fill({.point_bytes = -4}, {}, 1, 64), error);
  CHECK_THROWS_WITH_AS((void)mpi::forecast_fill({.rows = 10, .cols = 5}, {}, 1, 64, true),
                       "a triangle needs as many columns as rows (10), got 5", error);
  // In no time, however many blocks there are.
  CHECK(mpi::forecast_apply({.rows = 1, .cols = index_t(1) << 60}, {.ranks = 2}).seconds() > 0);
  CHECK_THROWS_WITH_AS((void)mpi::forecast_fill({}, {.ranks = 6}, 4, 64),
                       "grid_rows must divide ranks (6), got 4", error);
}
