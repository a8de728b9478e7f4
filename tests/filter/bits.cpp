// What the bits of a result may depend on: the samples under the kernel and the instruction set.
#include "reference.hpp"

#ifdef __SSE2__
#include <xmmintrin.h>
#endif
#include <cfenv>

using namespace reference;

namespace {

template <class S, class R = S>
call<S, R> random_call(std::vector<index_t> shape, const filter_params& params,
                       std::uint64_t seed) {
  support::random r(seed);
  call<S, R> c{.in = array<S>(std::move(shape)), .params = params};
  support::randomize(c.in, r);
  return c;
}

/// One for each way there is: few taps and many, both along rows; borders that keep all rows.
std::vector<filter_params> ways(index_t axes) {
  std::vector<filter_params> all;
  for (const double sigma : {0.5, 2.0, 6.0}) {
    for (const border mode : {border::reflect, border::wrap, border::constant}) {
      filter_params p{.sigma = {sigma}, .mode = {mode}};
      all.push_back(p);
    }
  }
  all.push_back({.sigma = {3.0}, .order = {0, 1}});
  if (axes != 2) all.back().order = {1};
  return all;
}

}  // namespace

TEST_CASE_TEMPLATE("filter bits: any number of threads", S, float, double, std::uint8_t) {
  for (const auto& shape :
       {std::vector<index_t>{300, 200}, {1200, 24}, {5, 20000}, {4, 60, 50}, {100000}}) {
    for (const filter_params& p : ways(static_cast<index_t>(shape.size()))) {
      auto c = random_call<S>(shape, p, 7);
      c.options.threads = 1;
      const auto one = c.run().values();
      for (const int threads : {2, 3, 5, 8, 16}) {
        c.options.threads = threads;
        REQUIRE(same_bits(one, c.run().values()));
      }
    }
  }
}

TEST_CASE("filter bits: written past the caches or not") {
  // Rows begin at every place of a cache line.
  const index_t rows = 1031, cols = 4101;  // 16 MB and a little
  const auto c = random_call<float>({rows, cols}, {.sigma = {1.0}}, 13);
  const auto all = static_cast<std::size_t>(rows * cols);
  std::vector<float> dense(all), spread(2 * all);
  gaussian_filter(c.in.view(), c.params, array_view<float>(dense.data(), {rows, cols}), {});
  gaussian_filter(c.in.view(), c.params,
                  array_view<float>(spread.data(), {rows, cols}, {2 * cols, 2}), {});
  for (std::size_t i = 0; i < all; ++i) spread[i] = spread[2 * i];
  spread.resize(all);
  CHECK(same_bits(dense, spread));
}

TEST_CASE_TEMPLATE("filter bits: in place, any number of threads", T, float, double) {
  for (const filter_params& p : ways(2)) {
    std::vector<std::vector<T>> results;
    for (const int threads : {1, 2, 3, 5}) {
      auto c = random_call<T>({300, 230}, p, 8);
      array<T> both = c.in;
      gaussian_filter(std::as_const(both).view(), p, both.view(), {.threads = threads});
      results.push_back(both.values());
    }
    for (const auto& r : results) REQUIRE(same_bits(results.front(), r));
  }
}

TEST_CASE_TEMPLATE("filter bits: a part of an image, filtered, is that part of the filtered image",
                   S, float, double, std::int16_t) {
  const index_t rows = 140, cols = 150;
  support::random r(9);
  for (const filter_params& p : ways(2)) {
    const auto c = random_call<S>({rows, cols}, p, 10);
    const auto whole = c.run();
    for (int n = 0; n < 6; ++n) {
      const auto reach = static_cast<index_t>(4 * p.sigma[0] + 0.5);
      const index_t i0 = r.below(40), j0 = r.below(40);
      const index_t h = 2 * reach + 1 + r.below(rows - i0 - 2 * reach - 1);
      const index_t w = 2 * reach + 1 + r.below(cols - j0 - 2 * reach - 1);
      call<S> part{.in = array<S>({h, w}), .params = p};
      part.in.each([&](const auto& i) { part.in(i) = c.in({i0 + i[0], j0 + i[1]}); });
      const auto out = part.run();
      bool same = true;
      for (index_t i = reach; i < h - reach; ++i)
        for (index_t j = reach; j < w - reach; ++j)
          same = same && out({i, j}) == whole({i0 + i, j0 + j});
      REQUIRE(same);
    }
  }
}

TEST_CASE_TEMPLATE("filter bits: strides, channels and batches do not matter", S, float, double,
                   std::uint16_t) {
  support::random r(11);
  for (filter_params p : ways(2)) {
    if (p.mode[0] == border::constant) continue;
    p.axes = {1, 2};
    for (index_t channels = 1; channels <= 5; ++channels) {
      const auto c = random_call<S>({2, 27, 35, channels}, p, 12);
      const auto out = c.run();
      // Each channel of each image as an array of its own.
      filter_params alone = p;
      alone.axes.clear();
      for (index_t image = 0; image < 2; ++image) {
        for (index_t channel = 0; channel < channels; ++channel) {
          call<S> one{.in = array<S>({27, 35}), .params = alone};
          one.in.each([&](const auto& i) { one.in(i) = c.in({image, i[0], i[1], channel}); });
          const auto single = one.run();
          bool same = true;
          single.each([&](const auto& i) {
            same = same && single(i) == out({image, i[0], i[1], channel});
          });
          REQUIRE(same);
        }
      }
      // Reversed axes, gaps between them; columns stay the narrower of the two that are filtered.
      for (int n = 0; n < 3; ++n) {
        placing where = any_placing(4, r), to = any_placing(4, r);
        where.order = {0, 1, 2, 3};
        to.order = n == 0   ? std::vector{3, 0, 1, 2}
                   : n == 1 ? std::vector{1, 0, 2, 3}
                            : std::vector{0, 1, 2, 3};
        call<S> moved{.in = array<S>(c.in.shape(), where), .params = p};
        c.in.each([&](const auto& i) { moved.in(i) = c.in(i); });
        array<S> moved_out(c.in.shape(), to);
        moved.run(moved_out);
        REQUIRE(same_bits(out.values(), moved_out.values()));
      }
    }
  }
}

TEST_CASE_TEMPLATE("filter bits: a valid mask changes nothing but by the division", T, float,
                   double) {
  const auto c = random_call<T>({50, 60}, {.sigma = {1.5}}, 13);
  const auto plain = c.run();
  auto masked = c;
  masked.mask.emplace(std::vector<index_t>{50, 60});
  masked.mask->each([&](const auto& i) { (*masked.mask)(i) = 255; });
  const auto out = masked.run();
  out.each([&](const auto& i) {
    const double a = static_cast<double>(plain(i)), b = static_cast<double>(out(i));
    REQUIRE(std::abs(a - b) <= 40 * std::numeric_limits<T>::epsilon() * std::abs(a) +
                                   1e-3 * std::numeric_limits<T>::epsilon() * 2048);
  });
}

TEST_CASE_TEMPLATE("filter bits: the caller's floating-point environment has no influence", T,
                   float, double) {
  // Products that are subnormal, and sums that round.
  auto c = random_call<T>({90, 80}, {.sigma = {1.5}}, 14);
  c.options.threads = 2;
  const auto tiny = static_cast<T>(std::numeric_limits<T>::min() / 8);
  c.in.each([&](const auto& i) {
    if (i[1] < 40) c.in(i) *= tiny;
  });
  const auto expected_bits = c.run().values();
  array<T> laplace({90, 80});
  const auto derived = [&] {
    gaussian_laplace(c.in.view(), c.params, laplace.view(), c.options);
    return laplace.values();
  };
  const auto expected_laplace = derived();
  const auto agrees = [&] {
    const auto got = c.run().values(), got_laplace = derived();
    return same_bits(expected_bits, got) && same_bits(expected_laplace, got_laplace);
  };
  for (const int mode : {FE_UPWARD, FE_DOWNWARD, FE_TOWARDZERO}) {
    std::fesetround(mode);
    const bool same = agrees();
    const int after = std::fegetround();
    std::fesetround(FE_TONEAREST);
    CHECK(same);
    CHECK(after == mode);
  }
#ifdef __SSE2__
  const unsigned before = _mm_getcsr();
  _mm_setcsr(before | 0x8040);  // flush to zero, denormals are zero
  const bool same = agrees();
  const unsigned after = _mm_getcsr();
  _mm_setcsr(before);
  CHECK(same);
  CHECK((after & 0x8040) == 0x8040);
#endif
}
