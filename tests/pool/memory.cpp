// What a call takes beside its arguments: little, and for blocks larger than caches a small
// multiple of the kernel.
#include "cases.hpp"
#include "pool/plan.hpp"
#include "pool/validate.hpp"
#include "simd/kernels.hpp"

#include <memory>

using namespace cases;

namespace {

/// Bytes by their plan: of what all threads share, and of what each has for itself.
struct need {
  double shared, each;
  int threads;
  double all() const { return shared + each * threads; }
};

template <class S>
need need_of(array_view<const S> in, matrix_view<const result<S>> kernel, array_view<result<S>> out,
             const pool_options& options) {
  using T = result<S>;
  const auto p = bellcurve::pool::validate<S>(in, kernel, out, options);
  const auto plan = bellcurve::pool::make_plan(p);
  const auto rows = static_cast<double>(p.kernel.rows());
  const auto valid = p.mask ? static_cast<double>(plan.copy_ld / p.channels) * sizeof(T) : 0.0;
  return {rows * static_cast<double>(plan.weights_ld + plan.mask_weights_ld) * sizeof(T),
          rows * (static_cast<double>(plan.copy_ld) * sizeof(S) + valid), plan.threads};
}

/// Of pooling 2 x 2 blocks of side x side cells; nothing of in or out is looked at.
template <class S>
need need_of_blocks(index_t side, index_t channels, bool masked, int threads) {
  const std::vector<result<S>> kernel(static_cast<std::size_t>(side * side), 1);
  const auto cells = static_cast<std::size_t>(4 * side * side);
  const auto in = std::make_unique_for_overwrite<S[]>(cells * static_cast<std::size_t>(channels));
  const auto out = std::make_unique<result<S>[]>(static_cast<std::size_t>(4 * channels));
  const auto mask = std::make_unique_for_overwrite<std::uint8_t[]>(cells);
  pool_options options{.channels = true, .threads = threads};
  if (masked) options.mask = matrix_view<const std::uint8_t>(mask.get(), 2 * side, 2 * side);
  return need_of<S>(array_view<const S>(in.get(), {2 * side, 2 * side, channels}),
                    matrix_view<const result<S>>(kernel, side, side),
                    array_view<result<S>>(out.get(), {2, 2, channels}), options);
}

}  // namespace

TEST_CASE_TEMPLATE("pool memory: large blocks take a small multiple of their kernel", S, float,
                   double, std::uint8_t) {
  constexpr index_t side = 2500;
  // A row of weights goes on by what a register may read beyond it, to the end of a cache line.
  constexpr index_t row = side + bellcurve::simd::pool_overhang + 15;
  const double kernel = static_cast<double>(side * row) * sizeof(result<S>);
  for (const index_t channels : {1, 4, 16}) {
    for (const bool masked : {false, true}) {
      for (const int threads : {1, 64}) {
        CAPTURE(channels);
        CAPTURE(masked);
        CAPTURE(threads);
        const need n = need_of_blocks<S>(side, channels, masked, threads);
        CHECK(n.shared <= kernel);
        // One thread has a copy of a block and, with a mask, of what is valid of it; several may
        // have 64 MiB or twice the kernel.
        CHECK(n.each * n.threads <= std::max(2 * kernel, 0x1p26));
      }
    }
  }
}

TEST_CASE("pool memory: blocks of ordinary sizes are pooled by as many threads as there are") {
  for (const index_t side : {8, 64, 200}) {
    const need n = need_of_blocks<float>(side, 4, true, 4);
    CHECK(n.all() < 0x1p26);
    if (side == 200) CHECK(n.threads == 4);
  }
}

TEST_CASE("pool: channels of large blocks have the bits of images of their own") {
  // Weights of float32, four times: more than 16 MiB.
  constexpr index_t rows = 1030, cols = 1025, channels = 4;
  support::random r(41);
  call<std::uint8_t> all{.in = array<std::uint8_t>({rows, cols + 3, channels}),
                         .kernel = array<float>({rows, cols}),
                         .options = {.remainder = remainder_mode::pad, .channels = true}};
  randomize(all.in, r);
  all.kernel.each([&](const auto& i) { all.kernel(i) = static_cast<float>(r.uniform()); });
  for (const bool masked : {false, true}) {
    if (masked) {
      all.mask.emplace(std::vector<index_t>{rows, cols + 3});
      all.mask->each([&](const auto& i) { (*all.mask)(i) = (i[0] + 3 * i[1]) % 7 != 0 ? 1 : 0; });
    }
    const auto out = all.run();
    for (index_t c = 0; c < channels; ++c) {
      call<std::uint8_t> one = all;
      one.in = array<std::uint8_t>({rows, cols + 3});
      one.options.channels = false;
      one.in.each([&](const auto& i) { one.in(i) = all.in({i[0], i[1], c}); });
      const auto alone = one.run();
      CHECK(out({0, 0, c}) == alone({0, 0}));
      CHECK(out({0, 1, c}) == alone({0, 1}));
    }
  }
}
