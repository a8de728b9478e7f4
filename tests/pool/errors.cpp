// Bad input: one error that names the argument, its value and what was expected,
// and an output that is not touched.
#include "cases.hpp"

#include <string>

using namespace cases;
using bellcurve::errc;

namespace {

constexpr float inf = std::numeric_limits<float>::infinity();
constexpr float not_a_number = std::numeric_limits<float>::quiet_NaN();

struct bad_call {
  array<float> in{{6, 8}}, kernel{{3, 2}}, out{{2, 4}};
  array<std::uint8_t> mask{{6, 8}};
  array_view<const float> from = std::as_const(in).view();
  matrix_view<const float> weights = std::as_const(kernel).matrix();
  array_view<float> to = out.view();
  pool_options options;

  void fails(errc code, const std::string& text) {
    CAPTURE(text);
    try {
      block_pool(from, weights, to, options);
      FAIL_CHECK("no error");
    } catch (const bellcurve::error& e) {
      CHECK(e.code() == code);
      CHECK_MESSAGE(std::string(e.what()).find(text) != std::string::npos, e.what());
      CHECK(std::string(e.what()).find('\n') == std::string::npos);
    }
    CHECK(out.untouched());
  }
};

}  // namespace

TEST_CASE("pool errors: the call that the others are spoilt from is right") {
  bad_call c;
  block_pool(c.from, c.weights, c.to, c.options);
  CHECK(c.out({1, 3}) == 6 * 77.0F * 77.0F);
}

TEST_CASE("pool errors: axes and shapes") {
  bad_call one;
  one.from = {one.in.view().data(), {48}};
  one.fails(errc::bad_shape, "in must have 2 axes (batch_axes 0, rows, columns), got 1");
  bad_call channels;
  channels.options.channels = true;
  channels.fails(errc::bad_shape, "in must have 3 axes (batch_axes 0, rows, columns, channels)");
  bad_call batch;
  batch.options.batch_axes = 7;
  batch.fails(errc::bad_argument, "batch_axes must be from 0 to 6, got 7");
  batch.options.batch_axes = -1;
  batch.fails(errc::bad_argument, "batch_axes must be from 0 to 6, got -1");
  bad_call rows;
  rows.from = {rows.in.view().data(), {5, 8}};
  rows.fails(errc::bad_shape,
             "rows of in must be filled by blocks of 3 at a stride of 3 (or remainder be crop or "
             "pad), got 5, of which 2 are left over");
  bad_call cols;
  cols.from = {cols.in.view().data(), {6, 7}};
  cols.fails(errc::bad_shape, "columns of in must be filled by blocks of 2");
  bad_call shape;
  shape.to = {shape.out.view().data(), {4, 2}};
  shape.fails(errc::bad_shape, "out must be 2 x 4, got 4 x 2");
  bad_call axes;
  axes.to = {axes.out.view().data(), {8}};
  axes.fails(errc::bad_shape, "out must be 2 x 4, got 8");
  bad_call none;
  none.weights = {none.kernel.view().data(), 0, 2};
  none.fails(errc::bad_shape, "kernel must have at least one row and column, got 0 x 2");
}

TEST_CASE("pool errors: views") {
  bad_call in;
  in.from = {in.in.view().data(), {6, 8}, {4, 1}};
  in.fails(errc::bad_stride, "in must have a stride along axis 0 of at least 8, got 4");
  bad_call out;
  out.to = {out.out.view().data(), {2, 4}, {0, 1}};
  out.fails(errc::bad_stride, "out must have strides other than 0");
  bad_call null;
  null.from = {static_cast<const float*>(nullptr), {6, 8}};
  null.fails(errc::bad_shape, "in must not be null");
  bad_call kernel;
  kernel.weights = {kernel.kernel.view().data(), 3, 2, 1, 1};
  kernel.fails(errc::bad_stride, "kernel must have a row stride of at least 2, got 1");
}

TEST_CASE("pool errors: options") {
  for (const index_t bad : {index_t(0), index_t(-3)}) {
    bad_call c;
    c.options.stride = {bad, 2};
    c.fails(errc::bad_argument, "stride must be >= 1, got " + std::to_string(bad));
    c.options.stride = {3, bad};
    c.fails(errc::bad_argument, "stride must be >= 1, got " + std::to_string(bad));
  }
  bad_call rest;
  rest.options.remainder = static_cast<bellcurve::remainder_mode>(9);
  rest.fails(errc::bad_argument, "remainder must be a value of its enum, got 9");
  bad_call threads;
  threads.options.threads = -2;
  threads.fails(errc::bad_argument, "threads must be >= 0, got -2");
  CHECK_THROWS_WITH(pooled_extent(-1, 1, 1, remainder_mode::crop), "extent must be >= 0, got -1");
  CHECK_THROWS_WITH(pooled_extent(1, 0, 1, remainder_mode::crop), "block must be >= 1, got 0");
  CHECK_THROWS_WITH(pooled_extent(1, 1, 0, remainder_mode::crop), "stride must be >= 1, got 0");
}

TEST_CASE("pool errors: weights") {
  for (const float bad : {inf, -inf, not_a_number}) {
    bad_call c;
    c.kernel({2, 1}) = bad;
    c.fails(errc::bad_argument, "kernel must be finite, got ");
    c.fails(errc::bad_argument, " at (2, 1)");
  }
  bad_call negative;
  negative.options.mask = std::as_const(negative.mask).matrix();
  negative.kernel({1, 0}) = -0.5F;
  negative.fails(errc::bad_argument,
                 "kernel must be finite and >= 0 with a mask, got -0.5 at (1, 0)");
  bad_call zero;
  zero.options.mask = std::as_const(zero.mask).matrix();
  zero.kernel.each([&](const auto& i) { zero.kernel(i) = 0; });
  zero.fails(errc::bad_argument, "kernel must have a sum > 0");
  zero.kernel({0, 0}) = zero.kernel({0, 1}) = std::numeric_limits<float>::max() / 2;
  zero.fails(errc::bad_argument, "with a mask, got 3.4028234663852886e+38");
}

TEST_CASE("pool errors: mask, memory shared, non-finite data") {
  bad_call mask;
  mask.options.mask = matrix_view<const std::uint8_t>(mask.mask.view().data(), 8, 6);
  mask.fails(errc::bad_shape, "mask must be 6 x 8 (rows x columns of in), got 8 x 6");
  bad_call alias;
  alias.from = {alias.out.view().data() - 4, {6, 8}};
  alias.fails(errc::bad_alias, "out must not overlap in, got an offset of 16 bytes");
  bad_call weights;
  weights.weights = {weights.out.view().data() + 7, 3, 2};
  weights.fails(errc::bad_alias, "out must not overlap kernel");
  bad_call shared;
  shared.options.mask = matrix_view<const std::uint8_t>(
      reinterpret_cast<const std::uint8_t*>(shared.out.view().data()), 6, 8);
  shared.fails(errc::bad_alias, "out must not overlap mask");
  for (const float bad : {inf, not_a_number}) {
    bad_call c;
    c.options.check_finite = true;
    c.in({4, 5}) = bad;
    c.fails(errc::non_finite, "in must be finite, got ");
    c.fails(errc::non_finite, " at (4, 5)");
    c.mask({4, 5}) = 0;
    c.options.mask = std::as_const(c.mask).matrix();
    CHECK_NOTHROW(block_pool(c.from, c.weights, c.to, c.options));
  }
}

TEST_CASE_TEMPLATE("pool errors: one cell of a long row that is not finite", T, float, double) {
  using limits = std::numeric_limits<T>;
  constexpr index_t cells = 3 * 4096 + 5;  // chunks, the last of them short
  array<T> in({1, cells}), out({1, 1}), kernel({1, cells});
  array<std::uint8_t> mask({1, cells});
  pool_options options{.check_finite = true};
  const auto pool = [&] {
    block_pool(std::as_const(in).view(), std::as_const(kernel).matrix(), out.view(), options);
  };
  // The ends of what is finite, of either sign, on every cell.
  const std::array<T, 6> finite = {
      limits::max(), limits::lowest(), limits::min(), -limits::denorm_min(), T(0), T(-0.0)};
  in.each([&](const auto& i) { in(i) = finite[static_cast<std::size_t>(i[1]) % finite.size()]; });
  kernel.each([&](const auto& i) { kernel(i) = 0; });
  CHECK_NOTHROW(pool());
  for (const index_t at : {0, 1, 4095, 4096, 4097, 8191, 3 * 4096 - 1, 3 * 4096, 3 * 4096 + 4}) {
    for (const T bad : {limits::infinity(), -limits::infinity(), limits::quiet_NaN(),
                        -limits::quiet_NaN(), limits::signaling_NaN()}) {
      const T before = in({0, at});
      in({0, at}) = bad;
      const std::string place = " at (0, " + std::to_string(at) + ")";
      CHECK_THROWS_WITH_AS(pool(), doctest::Contains(place.c_str()), bellcurve::error);
      in({0, at}) = before;
    }
  }
  // One that is masked hides none that is not, in its chunk or in the next.
  mask.each([&](const auto& i) { mask(i) = 1; });
  kernel.each([&](const auto& i) { kernel(i) = T(1) / cells; });
  options.mask = std::as_const(mask).matrix();
  mask({0, 5000}) = 0;
  in({0, 5000}) = limits::infinity();
  CHECK_NOTHROW(pool());
  for (const index_t at : {5001, 8191, 8192}) {
    const T before = in({0, at});
    in({0, at}) = limits::infinity();
    const std::string place = " at (0, " + std::to_string(at) + ")";
    CHECK_THROWS_WITH_AS(pool(), doctest::Contains(place.c_str()), bellcurve::error);
    in({0, at}) = before;
  }
}

TEST_CASE("pool errors: of several cells that are not finite the first is named") {
  // Enough cells for several threads.
  array<float> in({2, 300, 400, 3}), out({2, 3, 4, 3}), kernel({100, 100});
  array<std::uint8_t> mask({300, 400});
  pool_options options{.batch_axes = 1, .channels = true, .check_finite = true};
  in.each([&](const auto& i) { in(i) = 1; });
  const auto pool = [&](int threads) {
    options.threads = threads;
    block_pool(std::as_const(in).view(), std::as_const(kernel).matrix(), out.view(), options);
  };
  const auto fails = [&](const char* text) {
    for (const int threads : {1, 2, 3, 8}) {
      CAPTURE(threads);
      CHECK_THROWS_WITH_AS(pool(threads), text, bellcurve::error);
    }
    CHECK(out.untouched());
  };
  const float nan = std::numeric_limits<float>::quiet_NaN();
  in({1, 299, 399, 2}) = nan;
  fails("in must be finite, got nan at (1, 299, 399, 2)");
  in({1, 299, 399, 0}) = -std::numeric_limits<float>::infinity();
  fails("in must be finite, got -inf at (1, 299, 399, 0)");
  in({0, 150, 7, 1}) = in({0, 150, 8, 0}) = nan;
  fails("in must be finite, got nan at (0, 150, 7, 1)");
  mask({150, 7}) = mask({150, 8}) = 0;
  options.mask = std::as_const(mask).matrix();
  fails("in must be finite, got -inf at (1, 299, 399, 0)");
  mask({299, 399}) = 0;
  CHECK_NOTHROW(pool(3));
}
