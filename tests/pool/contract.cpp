// The rules around the numbers: what is read, non-finite data, masks, progress.
#include "cases.hpp"

#include <omp.h>

#include <stdexcept>

using namespace cases;

namespace {

/// Ones at random cells of the mask, about a fraction of them.
array<std::uint8_t> random_mask(index_t rows, index_t cols, double fraction, std::uint64_t seed) {
  support::random r(seed);
  array<std::uint8_t> mask({rows, cols});
  mask.each([&](const auto& i) { mask(i) = r.uniform() < fraction ? 1 : 0; });
  return mask;
}

}  // namespace

TEST_CASE_TEMPLATE("pool: nothing is read or written outside the arrays", S, float, double,
                   std::uint8_t, std::uint16_t, std::int16_t) {
  using T = result<S>;
  const fenced<S> ins(32 * 100 * 3);
  const fenced<T> kernels(16 * 16), outs(2 * 100 * 3);
  const auto check = [&](index_t block, index_t step, index_t cols, index_t channels, bool at_end) {
    const pool_options options{
        .stride = {{block, step}}, .remainder = remainder_mode::pad, .channels = true};
    const index_t rows = 2 * block, across = pooled_extent(cols, block, step, remainder_mode::pad);
    S* in = ins.place(rows * cols * channels, at_end);
    T* kernel = kernels.place(block * block, at_end);
    T* out = outs.place(2 * across * channels, at_end);
    std::fill(in, in + rows * cols * channels, S(1));
    std::fill(kernel, kernel + block * block, T(1));
    block_pool(array_view<const S>(in, {rows, cols, channels}),
               matrix_view<const T>(kernel, block, block),
               array_view<T>(out, {2, across, channels}), options);
    REQUIRE(out[0] == static_cast<T>(block * std::min(block, cols)));
  };
  for (const index_t block : {1, 2, 3, 4, 7, 8, 16}) {
    for (const index_t step : {index_t(1), index_t(2), index_t(3), block, block + 1, 3 * block}) {
      for (const index_t cols : {1, 2, 5, 16, 17, 33, 64, 100}) {
        for (const index_t channels : {1, 3}) {
          check(block, step, cols, channels, false);
          check(block, step, cols, channels, true);
        }
      }
    }
  }
}

TEST_CASE_TEMPLATE("pool: a constant stays a constant, times the sum of the weights", S, float,
                   double, std::uint8_t) {
  using T = result<S>;
  support::random r(21);
  for (const index_t block : {1, 3, 4, 8, 20}) {
    for (const double valid : {1.0, 0.5, 0.02}) {
      call<S> c{.in = array<S>({3 * block, 5 * block}), .kernel = array<T>({block, block})};
      c.in.each([&](const auto& i) { c.in(i) = S(3); });
      long double sum = 0;
      c.kernel.each([&](const auto& i) {
        c.kernel(i) = static_cast<T>(r.uniform());
        sum += c.kernel(i);
      });
      if (valid < 1) c.mask = random_mask(3 * block, 5 * block, valid, 22);
      const auto out = c.run();
      const long double u = std::numeric_limits<T>::epsilon() / 2;
      const auto terms = static_cast<long double>(2 * block - 1);
      const long double bound = (valid < 1 ? 3 * terms + 2 : terms) * u * 3 * sum * 1.001L;
      out.each([&](const auto& i) {
        if (std::isnan(out(i))) {
          REQUIRE(valid < 1);
        } else {
          REQUIRE(std::abs(static_cast<long double>(out(i)) - 3 * sum) <= bound);
        }
      });
    }
  }
}

TEST_CASE_TEMPLATE("pool: non-finite cells reach exactly the blocks that hold them", T, float,
                   double) {
  constexpr T inf = std::numeric_limits<T>::infinity(), nan = std::numeric_limits<T>::quiet_NaN();
  for (const index_t block : {2, 3, 8}) {
    for (const index_t step : {index_t(1), index_t(2), block, block + 1, 4 * block}) {
      for (const T bad : {nan, inf, -inf}) {
        call<T> c{.in = array<T>({2 * block, 70 * block}),
                  .kernel = array<T>({block, block}),
                  .options = {.stride = {{block, step}}, .remainder = remainder_mode::crop}};
        c.kernel.each([&](const auto& i) { c.kernel(i) = T(1); });
        c.in.each([&](const auto& i) { c.in(i) = T(1); });
        const std::vector<index_t> where[] = {{0, 0}, {block, 37 * block}, {1, 69 * block}};
        for (const auto& i : where) c.in(i) = bad;
        const auto out = c.run();
        out.each([&](const auto& o) {
          const bool held = std::ranges::any_of(where, [&](const auto& i) {
            return i[0] / block == o[0] && i[1] >= o[1] * step && i[1] < o[1] * step + block;
          });
          if (!held) {
            REQUIRE(out(o) == static_cast<T>(block * block));
          } else if (std::isnan(bad)) {
            REQUIRE(std::isnan(out(o)));
          } else {
            REQUIRE(out(o) == bad);
          }
        });
      }
    }
  }
}

TEST_CASE_TEMPLATE("pool: what is masked is not looked at", T, float, double) {
  support::random r(23);
  const std::array<index_t, 2> any_stride[] = {{3, 4}, {1, 1}, {1, 2}, {2, 3}, {4, 9}};
  for (const auto& stride : any_stride) {
    call<T> c{.in = array<T>({19, 61, 3}),
              .kernel = array<T>({3, 4}),
              .options = {.stride = stride, .remainder = remainder_mode::pad, .channels = true}};
    randomize(c.in, r);
    c.kernel.each([&](const auto& i) { c.kernel(i) = static_cast<T>(r.uniform()); });
    c.mask = random_mask(19, 61, 0.6, 24);
    const auto clean = c.run();
    REQUIRE(worst(c, clean) < 1);
    c.in.each([&](const auto& i) {
      const T bad[] = {std::numeric_limits<T>::quiet_NaN(), std::numeric_limits<T>::infinity(),
                       std::numeric_limits<T>::max()};
      if ((*c.mask)({i[0], i[1]}) == 0) c.in(i) = bad[r.below(3)];
    });
    c.options.check_finite = false;
    REQUIRE(same_bits(clean.values(), c.run().values()));
  }
}

TEST_CASE_TEMPLATE("pool: blocks without weight give NaN with a mask, valid zeros do not count", T,
                   float, double) {
  // 2 x 2 blocks; the kernel weighs the first column alone.
  call<T> c{.in = array<T>({2, 6}), .kernel = array<T>({2, 2})};
  c.in.each([&](const auto& i) { c.in(i) = T(5); });
  c.kernel.each([&](const auto& i) { c.kernel(i) = i[1] == 0 ? T(1) : T(0); });
  c.mask.emplace(std::vector<index_t>{2, 6});
  c.mask->each([&](const auto& i) { (*c.mask)(i) = 0; });
  (*c.mask)({0, 1}) = 1;                      // first block: valid, but of no weight
  (*c.mask)({0, 2}) = (*c.mask)({1, 3}) = 1;  // second: half of its weight
  const auto out = c.run();
  CHECK(std::isnan(out({0, 0})));
  CHECK(out({0, 1}) == T(10));
  CHECK(std::isnan(out({0, 2})));
}

TEST_CASE("pool: empty arrays") {
  for (const auto& shape : {std::vector<index_t>{0, 8}, {8, 0}, {3, 2}}) {
    call<float> c{.in = array<float>(shape), .kernel = array<float>({4, 4})};
    c.options.remainder = remainder_mode::crop;
    CHECK(c.run().size() == 0);
    c.options.batch_axes = 1;
    c.in = array<float>({0, 8, 8});
    CHECK(c.run().size() == 0);
  }
  call<float> none{.in = array<float>({8, 8, 0}), .kernel = array<float>({4, 4})};
  none.options.channels = true;
  CHECK(none.run().size() == 0);
}

TEST_CASE("pool: inside a parallel region, and from many threads") {
  call<float> c{.in = array<float>({800, 640}), .kernel = array<float>({8, 8})};
  support::random r(25);
  randomize(c.in, r);
  randomize(c.kernel, r);
  const auto expected = c.run().values();
  int wrong = 0;
#pragma omp parallel num_threads(4) reduction(+ : wrong)
  wrong += !same_bits(expected, c.run().values());
  CHECK(wrong == 0);
}

TEST_CASE("pool: progress runs in the calling thread, rises to 1 and may cancel") {
  call<float> c{.in = array<float>({1024, 1024}), .kernel = array<float>({8, 8})};
  const int caller = omp_get_thread_num();
  for (const int threads : {1, 2}) {
    double last = 0;
    int calls = 0;
    bool here = true, rising = true;
    c.options.threads = threads;
    c.options.progress = [&](double f) {
      here = here && omp_get_thread_num() == caller;
      rising = rising && f >= last && f <= 1;
      last = f;
      ++calls;
      return true;
    };
    c.run();
    CHECK(calls > (threads == 1 ? 4 : 0));
    CHECK(here);
    CHECK(rising);
    CHECK(last == 1);
    c.options.progress = [](double) { return false; };
    try {
      c.run();
      FAIL("cancelling must throw");
    } catch (const bellcurve::error& e) {
      CHECK(e.code() == bellcurve::errc::cancelled);
    }
    c.options.progress = [](double) -> bool { throw std::runtime_error("mine"); };
    CHECK_THROWS_WITH(c.run(), "mine");
  }
}
