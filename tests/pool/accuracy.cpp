// Against a reference in long double, over shapes, strides, blocks, steps, types, masks, batches
// and channels drawn by a seed.
#include "cases.hpp"
#include "support/worst.hpp"

#include <string>

using namespace cases;

namespace {

/// The largest share of the documented bound that any result used.
template <class S>
double largest_use = 0;
support::worst_errors table;

index_t any_extent(support::random& r) {
  // Around the width of registers of all kinds, and of the loops over several.
  static constexpr index_t some[] = {1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 33, 64, 65, 130};
  return some[r.below(static_cast<index_t>(std::size(some)))];
}

index_t any_block(support::random& r) {
  static constexpr index_t some[] = {1, 2, 2, 3, 4, 5, 6, 7, 8, 12, 16, 17, 24};
  return some[r.below(static_cast<index_t>(std::size(some)))];
}

template <class S>
call<S> any_call(support::random& r) {
  using T = result<S>;
  pool_options options;
  options.batch_axes = static_cast<int>(std::max<index_t>(r.below(5) - 2, 0));
  options.channels = r.below(3) == 0;
  options.threads = static_cast<int>(1 + r.below(3));
  const index_t k = any_block(r), l = any_block(r);
  if (r.below(2) == 0) options.stride = {1 + r.below(k + 2), 1 + r.below(l + 2 * r.below(4) + 1)};
  const auto step = options.stride.value_or(std::array<index_t, 2>{k, l});
  std::vector<index_t> shape;
  for (int b = 0; b < options.batch_axes; ++b) shape.push_back(1 + r.below(3));
  if (r.below(2) == 0) {  // blocks that fit
    shape.push_back((r.below(6)) * step[0] + k);
    shape.push_back((any_extent(r) - 1) % 40 * step[1] + l);
  } else {
    options.remainder = r.below(2) == 0 ? remainder_mode::crop : remainder_mode::pad;
    shape.push_back(r.below(40));
    shape.push_back(any_extent(r) + r.below(5));
  }
  const std::size_t row = static_cast<std::size_t>(options.batch_axes);
  const std::vector<index_t> cells{shape[row], shape[row + 1]};
  if (options.channels) shape.push_back(r.below(2) == 0 ? 3 : 1 + r.below(20));
  const int axes = static_cast<int>(shape.size());
  call<S> c{.in = array<S>(shape, r.below(3) == 0 ? any_placing(axes, r) : c_order(axes)),
            .kernel = array<T>({k, l}, any_placing(2, r)),
            .options = options};
  randomize(c.in, r);
  randomize(c.kernel, r);
  if (r.below(3) == 0) {
    c.mask.emplace(cells, any_placing(2, r));
    c.mask->each([&](const auto& i) { (*c.mask)(i) = static_cast<std::uint8_t>(r.below(3)); });
    c.kernel.each([&](const auto& i) { c.kernel(i) = std::abs(c.kernel(i)); });
  }
  return c;
}

std::string describe(const std::vector<index_t>& shape) {
  std::string text;
  for (index_t e : shape) text += ' ' + std::to_string(e);
  return text;
}

template <class S>
void check(const call<S>& c, support::random& r) {
  const auto shape = c.out_shape();
  const int axes = static_cast<int>(shape.size());
  array<result<S>> out(shape, r.below(3) == 0 ? any_placing(axes, r) : c_order(axes));
  c.run(out);
  const std::string in = describe(c.in.shape()), kernel = describe(c.kernel.shape());
  const index_t row_step = c.stride()[0], col_step = c.stride()[1];
  const bool masked = c.mask.has_value(), channels = c.options.channels;
  const auto rest = to_string(c.options.remainder);
  CAPTURE(in);
  CAPTURE(kernel);
  CAPTURE(row_step);
  CAPTURE(col_step);
  CAPTURE(masked);
  CAPTURE(channels);
  CAPTURE(rest);
  double used = 0;
  auto& row = table.of(masked ? "block_pool, masked" : "block_pool", support::type_name<S>,
                       "of sum abs(kernel in)");
  out.each([&](const auto& index) {
    const judged j = judge_result(c, out(index), index);
    row.add("drawn by a seed", j.relative, j.share);
    used = std::max(used, static_cast<double>(j.share));
  });
  REQUIRE(used < 1);
  REQUIRE(out.damage() == 0);
  largest_use<S> = std::max(largest_use<S>, used);
}

}  // namespace

TEST_CASE_TEMPLATE("pool accuracy: anything", S, float, double, std::uint8_t, std::uint16_t,
                   std::int16_t) {
  support::random r(1 + sizeof(S));
  for (int n = 0; n < 300; ++n) {
    CAPTURE(n);
    check(any_call<S>(r), r);
  }
}

TEST_CASE_TEMPLATE("pool accuracy: what was used of the bound, for docs/ACCURACY.md", S, float,
                   double, std::uint8_t, std::uint16_t, std::int16_t) {
  MESSAGE("at most " << 100 * largest_use<S> << " % of the bound");
  CHECK(largest_use<S> > 0);
}

TEST_CASE("pool accuracy: what was measured") { table.report(); }
