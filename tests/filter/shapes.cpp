// Every mix of shape, axes, strides, borders, orders and types against the reference: sizes about
// the widths of registers, chunks and rows of results, lines shorter than the kernel, extents of 0
// and 1.
#include "reference.hpp"

#include <string>

using namespace reference;

namespace {

/// Extents at which something changes: registers of 2 to 16 elements, chunks of two of them, 24
/// rows of results at a time, blocks of rows of 64.
index_t any_extent(support::random& r, index_t most) {
  constexpr index_t edges[] = {1,  2,  3,  4,  5,  7,  8,  9,  15, 16,  17,  23,  24,  25,  31,
                               32, 33, 47, 48, 49, 63, 64, 65, 96, 127, 128, 129, 161, 257, 400};
  for (;;) {
    const index_t e = edges[r.below(std::size(edges))];
    if (e <= most) return e;
  }
}

template <class S>
void fill_in(array<S>& a, support::random& r) {
  a.each([&](const auto& i) {
    if constexpr (std::is_integral_v<S>) {
      a(i) = static_cast<S>(r.bits());
    } else {
      a(i) = static_cast<S>(r.normal());
    }
  });
}

/// \param wide Kernels of up to some hundred taps.
template <class S, class R>
call<S, R> any_call(support::random& r, bool wide) {
  const auto axes = static_cast<std::size_t>(1 + r.below(4));
  constexpr index_t most[] = {400, 130, 33, 9};
  std::vector<index_t> shape;
  for (std::size_t k = 0; k < axes; ++k) shape.push_back(any_extent(r, most[axes - 1]));
  if (axes > 1 && r.below(3) == 0) shape.back() = 1 + r.below(5);  // channels
  call<S, R> c{.in = array<S>(shape, any_placing(static_cast<int>(axes), r))};
  fill_in(c.in, r);
  filter_params& p = c.params;
  std::vector<int> order;
  for (int k = 0; k < static_cast<int>(axes); ++k) order.push_back(k);
  for (std::size_t k = axes; k > 1; --k)
    std::swap(order[k - 1], order[static_cast<std::size_t>(r.below(static_cast<index_t>(k)))]);
  order.resize(static_cast<std::size_t>(1 + r.below(static_cast<index_t>(axes))));
  p.sigma.clear();
  p.order.clear();
  p.mode.clear();
  for (int& axis : order) {
    double sigma = std::exp(std::log(0.3) + r.uniform() * std::log(wide ? 80 : 12));
    const int derivative = std::is_integral_v<R> || r.below(3) != 0 ? 0 : int(r.below(5));
    if (derivative == 0 && r.below(8) == 0) sigma = 0;
    p.sigma.push_back(sigma);
    p.order.push_back(derivative);
    p.mode.push_back(every_border[r.below(5)]);
    if (r.below(2) == 0) axis -= static_cast<int>(axes);
  }
  p.axes = order;
  if (r.below(4) == 0) {
    for (std::size_t k = 0; k < order.size(); ++k) p.radius.push_back(r.below(wide ? 90 : 30));
  }
  if (r.below(2) == 0) p.cval = std::is_unsigned_v<S> ? 37 : -1.5;
  c.options.threads = static_cast<int>(1 + r.below(3));
  return c;
}

template <class S, class R>
void check(std::uint64_t seed, bool wide) {
  support::random r(seed);
  const call<S, R> c = any_call<S, R>(r, wide);
  CAPTURE(seed);
  array<R> out(c.in.shape(), any_placing(static_cast<int>(c.in.shape().size()), r));
  c.run(out);
  REQUIRE(worst(c, out) <= 1);
  REQUIRE(out.damage() == 0);
  if constexpr (std::is_same_v<S, R>) {
    if (r.below(3) == 0) {
      array<R> both = c.in;
      gaussian_filter(std::as_const(both).view(), c.params, both.view(), c.options);
      REQUIRE(worst(c, both) <= 1);
      REQUIRE(both.damage() == 0);
    }
  }
}

template <class S, class R>
struct types {
  using in = S;
  using out = R;
};

}  // namespace

#define EVERY_TYPE                                                               \
  types<float, float>, types<double, double>, types<std::uint8_t, std::uint8_t>, \
      types<std::uint16_t, std::uint16_t>, types<std::int16_t, std::int16_t>,    \
      types<std::uint8_t, float>, types<std::uint16_t, float>, types<std::int16_t, float>

TEST_CASE_TEMPLATE("filter shapes: drawn calls", P, EVERY_TYPE) {
  for (std::uint64_t seed = 0; seed < 120; ++seed)
    check<typename P::in, typename P::out>(seed, false);
}

TEST_SUITE_BEGIN("nightly");
TEST_CASE_TEMPLATE("filter shapes: many drawn calls", P, EVERY_TYPE) {
  for (std::uint64_t seed = 0; seed < 1500; ++seed)
    check<typename P::in, typename P::out>(1000 + seed, seed % 3 == 0);
}
TEST_SUITE_END();

TEST_CASE_TEMPLATE("filter shapes: every length of a line, every border", T, float, double) {
  support::random r(3);
  // Down and along; lines shorter than the kernel, as long, longer.
  for (const border mode : every_border) {
    for (index_t n = 1; n <= 80; ++n) {
      for (const bool down : {false, true}) {
        for (const index_t radius : {index_t(0), index_t(2), index_t(21)}) {
          if (n > 28 && n % 5 != 0 && radius == 2) continue;
          call<T> c{.in = array<T>(down ? std::vector<index_t>{n, 3} : std::vector<index_t>{2, n})};
          fill_in(c.in, r);
          c.params = {.sigma = {6}, .mode = {mode}, .cval = 0.75, .radius = {radius}};
          c.params.axes = {down ? 0 : 1};
          CAPTURE(n);
          CAPTURE(radius);
          CAPTURE(down);
          const auto out = c.run();
          REQUIRE(worst(c, out) <= 1);
          REQUIRE(out.damage() == 0);
        }
      }
    }
  }
}

TEST_CASE_TEMPLATE("filter shapes: images taller than what is kept of them", T, float, double) {
  // Rows of the ring are used again and again, and rows are shared out between tasks.
  support::random r(4);
  for (const border mode : every_border) {
    for (const index_t rows : {index_t(150), index_t(203)}) {
      for (const index_t cols : {index_t(5), index_t(70)}) {
        for (const double sigma : {0.8, 4.0}) {
          call<T> c{.in = array<T>({rows, cols})};
          fill_in(c.in, r);
          c.params = {.sigma = {sigma}, .mode = {mode}, .cval = -2};
          CAPTURE(rows);
          CAPTURE(cols);
          CAPTURE(sigma);
          const auto out = c.run();
          REQUIRE(worst(c, out) <= 1);
          array<T> both = c.in;
          gaussian_filter(std::as_const(both).view(), c.params, both.view());
          REQUIRE(worst(c, both) <= 1);
        }
      }
    }
  }
}

TEST_CASE_TEMPLATE("filter shapes: channels and batches", S, float, std::uint8_t) {
  support::random r(5);
  for (index_t channels = 1; channels <= 5; ++channels) {
    for (const index_t cols : {index_t(1), index_t(7), index_t(37), index_t(66)}) {
      for (const double sigma : {0.7, 5.0}) {
        call<S, float> c{.in = array<S>({2, 13, cols, channels})};
        fill_in(c.in, r);
        c.params = {.sigma = {sigma}, .mode = {border::wrap}, .axes = {1, 2}};
        CAPTURE(channels);
        CAPTURE(cols);
        const auto out = c.run();
        REQUIRE(worst(c, out) <= 1);
        REQUIRE(out.damage() == 0);
      }
    }
  }
}

TEST_CASE("filter shapes: large strips, aligned and not") {
  // Wider than a strip.
  support::random r(6);
  const index_t rows = 40, cols = 120000;
  const support::fenced<float> memory(rows * cols + 16);
  float* const at = memory.place(rows * cols, false);  // a page: aligned
  call<float> c{.in = array<float>({rows, cols})};
  fill_in(c.in, r);
  c.params.sigma = {2.5};
  gaussian_filter(c.in.view(), c.params, array_view<float>(at, {rows, cols}));
  const auto out = c.run();  // not aligned
  const auto values = out.values();
  REQUIRE(same_bits(values, std::vector<float>(at, at + rows * cols)));
  // A part of it against the reference.
  call<float> part{.in = array<float>({rows, 400}), .params = c.params};
  for (const index_t first : {index_t(0), index_t(6100), cols - 400}) {
    part.in.each([&](const auto& i) { part.in(i) = c.in({i[0], first + i[1]}); });
    const field e = expected(part);
    for (index_t i = 0; i < rows; ++i) {
      for (index_t j = first == 0 ? 0 : 20; j < (first + 400 == cols ? 400 : 380); ++j) {
        const auto k = static_cast<std::size_t>(i * 400 + j);
        REQUIRE(std::abs(real(out({i, first + j})) - e.value[k]) <= e.error[k] * 1.001L);
      }
    }
  }
}

TEST_CASE("filter shapes: in place, wider than a strip") {
  // Along rows in place a strip must not read what the one beside it has written.
  support::random r(8);
  call<float> c{.in = array<float>({3, 30000}), .params = {.sigma = {3}}};
  fill_in(c.in, r);
  array<float> both = c.in;
  gaussian_filter(std::as_const(both).view(), c.params, both.view());
  REQUIRE(worst(c, both) <= 1);
}

TEST_CASE_TEMPLATE("filter shapes: arrays without elements", T, float, std::uint16_t) {
  for (const auto& shape : {std::vector<index_t>{0}, {0, 8}, {8, 0}, {3, 0, 2}, {0, 0}}) {
    call<T> c{.in = array<T>(shape)};
    int calls = 0;
    c.options.progress = [&](double) { return ++calls > 0; };
    CHECK(c.run().damage() == 0);
  }
  call<T> nothing{.in = array<T>({4, 5})};
  nothing.in.each([&](const auto& i) { nothing.in(i) = T(i[0] * 5 + i[1]); });
  nothing.params.sigma = {0};  // a copy
  CHECK(nothing.run().values() == nothing.in.values());
}

TEST_CASE_TEMPLATE("filter shapes: nothing is read or written outside the arrays", S, float, double,
                   std::uint8_t, std::uint16_t) {
  const support::fenced<S> ins(40 * 140), outs(40 * 140);
  for (const index_t rows : {index_t(1), index_t(24), index_t(40)}) {
    for (const index_t cols : {1, 2, 3, 5, 8, 16, 17, 31, 33, 64, 65, 96, 140}) {
      for (const index_t radius : {index_t(1), index_t(8), index_t(25), index_t(70)}) {
        for (const bool at_end : {false, true}) {
          S* in = ins.place(rows * cols, at_end);
          S* out = outs.place(rows * cols, at_end);
          std::fill_n(in, rows * cols, S(3));
          gaussian_filter(array_view<const S>(in, {rows, cols}),
                          {.sigma = {3}, .mode = {border::mirror}, .radius = {radius}},
                          array_view<S>(out, {rows, cols}));
          REQUIRE(std::abs(double(out[rows * cols - 1]) - 3) < 1e-5);
        }
      }
    }
  }
}
