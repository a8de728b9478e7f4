// What the bits of a result may depend on: its block, the kernel and the instruction set.
#include "cases.hpp"

#ifdef __SSE2__
#include <xmmintrin.h>
#endif
#include <cfenv>

using namespace cases;

namespace {

template <class S>
call<S> random_call(std::vector<index_t> shape, index_t k, index_t l, pool_options options,
                    std::uint64_t seed) {
  support::random r(seed);
  call<S> c{.in = array<S>(std::move(shape)),
            .kernel = array<result<S>>({k, l}),
            .options = std::move(options)};
  randomize(c.in, r);
  randomize(c.kernel, r);
  return c;
}

struct problem {
  index_t k, l;
  std::array<index_t, 2> stride;
};

// One for each way there is: whole registers, odd runs, periods of every kind, more rows than
// are read at once, gaps narrow and wide, overlaps of one, two and more.
constexpr problem problems[] = {
    {2, 2, {2, 2}},   {3, 3, {3, 3}}, {4, 4, {4, 4}},     {7, 5, {7, 5}},   {5, 7, {5, 7}},
    {8, 8, {8, 8}},   {2, 6, {2, 6}}, {16, 16, {16, 16}}, {33, 8, {33, 8}}, {35, 11, {35, 11}},
    {2, 24, {2, 24}}, {1, 1, {1, 1}}, {4, 3, {5, 4}},     {2, 2, {3, 9}},   {3, 3, {1, 1}},
    {3, 4, {1, 1}},   {3, 3, {2, 2}}, {2, 12, {1, 2}},    {8, 8, {4, 4}},   {5, 6, {2, 5}},
};

std::vector<index_t> cells_for(const problem& p, index_t rows, index_t cols) {
  return {(rows - 1) * p.stride[0] + p.k, (cols - 1) * p.stride[1] + p.l};
}

}  // namespace

TEST_CASE_TEMPLATE("pool bits: a block alone, a channel alone, other memory", S, float, double,
                   std::int16_t) {
  for (const problem& p : problems) {
    for (const index_t channels : {1, 3, 4}) {
      CAPTURE(p.k);
      CAPTURE(p.l);
      CAPTURE(channels);
      std::vector<index_t> shape = cells_for(p, 2, 21);
      shape.push_back(channels);
      const auto all = random_call<S>(shape, p.k, p.l, {.stride = p.stride, .channels = true}, 5);
      const auto out = all.run();

      // The same cells placed otherwise: reversed, transposed, with gaps, channels outermost.
      support::random r(6);
      for (int n = 0; n < 3; ++n) {
        call<S> moved{
            .in = array<S>(shape, any_placing(3, r)), .kernel = all.kernel, .options = all.options};
        all.in.each([&](const auto& i) { moved.in(i) = all.in(i); });
        array<result<S>> to(all.out_shape(), any_placing(3, r));
        moved.run(to);
        REQUIRE(same_bits(out.values(), to.values()));
      }
      // A valid mask, which takes another path.
      if (p.k < 5) {
        call<S> masked = all;
        masked.kernel.each([&](const auto& i) { masked.kernel(i) = std::abs(all.kernel(i)); });
        const auto plain = masked.run();
        masked.mask.emplace(std::vector<index_t>{shape[0], shape[1]});
        masked.mask->each([&](const auto& i) { (*masked.mask)(i) = 255; });
        REQUIRE(same_bits(plain.values(), masked.run().values()));
      }
      // Each block of each channel as a matrix of its own.
      out.each([&](const auto& index) {
        call<S> one{.in = array<S>({p.k, p.l}), .kernel = all.kernel};
        one.in.each([&](const auto& cell) {
          one.in(cell) = all.in(
              {index[0] * p.stride[0] + cell[0], index[1] * p.stride[1] + cell[1], index[2]});
        });
        REQUIRE(same_bits(one.run().values(), {out(index)}));
      });
    }
  }
}

TEST_CASE_TEMPLATE("pool bits: any number of threads", S, float, double, std::uint8_t) {
  // Several tasks down, across, and both; a batch; a mask.
  struct layout {
    std::vector<index_t> shape;
    int batch_axes;
    bool masked;
  };
  for (const layout& at : {layout{{640, 800}, 0, false}, layout{{8, 90000}, 0, false},
                           layout{{24, 50000}, 0, true}, layout{{3, 5, 160, 160}, 2, true}}) {
    for (const std::array<index_t, 2> step : {std::array<index_t, 2>{8, 8}, {4, 5}}) {
      auto c = random_call<S>(
          at.shape, 8, 8,
          {.stride = step, .remainder = remainder_mode::pad, .batch_axes = at.batch_axes}, 7);
      if (at.masked) {
        support::random r(8);
        c.kernel.each([&](const auto& i) { c.kernel(i) = std::abs(c.kernel(i)); });
        c.mask.emplace(
            std::vector<index_t>{c.in.shape()[c.row_axis()], c.in.shape()[c.row_axis() + 1]});
        c.mask->each([&](const auto& i) { (*c.mask)(i) = r.below(5) != 0; });
      }
      c.options.threads = 1;
      const auto one = c.run().values();
      for (const int threads : {2, 3, 5, 8, 16}) {
        c.options.threads = threads;
        REQUIRE(same_bits(one, c.run().values()));
      }
    }
  }
}

TEST_CASE_TEMPLATE("pool bits: the caller's floating-point environment has no influence", S, float,
                   double) {
  // Products that are subnormal, and sums that round.
  auto c = random_call<S>({64, 64}, 4, 4, {.threads = 2}, 9);
  const auto tiny = static_cast<S>(std::numeric_limits<S>::min() / 8);
  c.in.each([&](const auto& i) {
    if (i[1] < 32) c.in(i) *= tiny;
  });
  const auto expected = c.run().values();
  const auto agrees = [&] {
    const auto got = c.run().values();
    return same_bits(expected, got);
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
