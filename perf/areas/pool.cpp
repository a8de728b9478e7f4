// Pooling of a matrix in memory, held against reading it, and against a multiplication and an
// addition for each of its elements under a block.
#include "perf/bench/catalog.hpp"
#include "perf/support/buffer.hpp"

#include <bellcurve/pool.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <type_traits>

namespace bellcurve::perf {
namespace {

constexpr index_t side = 4096;

struct shape {
  const char* name;
  std::array<index_t, 2> block, stride;
  index_t channels = 1;
};

constexpr shape main_shape{"8x8_blocks", {8, 8}, {8, 8}};
// Small, large and odd ones, overlapping ones, and pictures.
constexpr shape others[] = {
    {"2x2_blocks", {2, 2}, {2, 2}},        {"3x3_blocks", {3, 3}, {3, 3}},
    {"4x4_blocks", {4, 4}, {4, 4}},        {"7x5_blocks", {7, 5}, {7, 5}},
    {"16x16_blocks", {16, 16}, {16, 16}},  {"64x64_blocks", {64, 64}, {64, 64}},
    {"3x3_blocks_by_1", {3, 3}, {1, 1}},   {"3x3_blocks_by_2", {3, 3}, {2, 2}},
    {"8x8_blocks_by_4", {8, 8}, {4, 4}},   {"2x2_blocks_rgb", {2, 2}, {2, 2}, 3},
    {"8x8_blocks_rgb", {8, 8}, {8, 8}, 3},
};

template <class S>
subject prepare(const shape& s, isa which, int threads) {
  using T = std::conditional_t<std::is_same_v<S, double>, double, float>;
  const index_t cols = side / s.channels;
  pool_options options;
  options.stride = s.stride;
  options.remainder = remainder_mode::crop;
  options.channels = s.channels > 1;
  options.threads = threads;
  const index_t rows_out = pooled_extent(side, s.block[0], s.stride[0], options.remainder);
  const index_t cols_out = pooled_extent(cols, s.block[1], s.stride[1], options.remainder);
  struct data {
    buffer<S> in;
    buffer<T> out, weights;
  };
  const auto all = std::make_shared<data>(
      data{buffer<S>(static_cast<std::size_t>(side * cols * s.channels)),
           buffer<T>(static_cast<std::size_t>(rows_out * cols_out * s.channels)),
           buffer<T>(static_cast<std::size_t>(s.block[0] * s.block[1]))});
  for (std::size_t i = 0; i < all->in.size(); ++i) all->in[i] = static_cast<S>(i % 251);
  for (T& w : all->weights) w = T(1) / static_cast<T>(all->weights.size());

  array_view<const S> from(all->in.data(), {side, cols});
  array_view<T> to(all->out.data(), {rows_out, cols_out});
  if (options.channels) {
    from = {all->in.data(), {side, cols, s.channels}};
    to = {all->out.data(), {rows_out, cols_out, s.channels}};
  }
  const matrix_view<const T> kernel(all->weights.data(), s.block[0], s.block[1]);
  const double bytes = static_cast<double>(all->in.size() * sizeof(S));
  const double taps =
      static_cast<double>(all->out.size()) * static_cast<double>(all->weights.size());
  const work needed{.flop = 2 * taps, .bytes = bytes, .kind = traffic::read};
  return {.piece = [=] { block_pool(from, kernel, to, options); },
          .data = all,
          .amount = bytes,
          .needed = needed,
          .limit = roof_of<T>(needed, which, which, threads)};
}

template <class S>
void add(catalog& to, const shape& s, isa which, int threads, bool main) {
  to.push_back({.operation = "pool",
                .variant = s.name,
                .type = type_name<S>(),
                .isa = std::string(to_string(which)),
                .size = "4096x4096",
                .threads = threads,
                .counted = units::moved_bytes,
                .main = main,
                .quick = main && quick_images<S>(which, threads),
                .prepare = [=] { return prepare<S>(s, which, threads); }});
}

}  // namespace

void add_pool(catalog& to) {
  for (const isa which : available_isas()) {
    for (const int threads : thread_counts(which)) {
      add<float>(to, main_shape, which, threads, true);
      add<double>(to, main_shape, which, threads, true);
      add<std::uint8_t>(to, main_shape, which, threads, true);
      add<std::uint16_t>(to, main_shape, which, threads, true);
      add<std::int16_t>(to, main_shape, which, threads, true);
    }
  }
  for (const shape& s : others) {
    add<float>(to, s, best_isa(), all_threads(), false);
    add<std::uint8_t>(to, s, best_isa(), all_threads(), false);
  }
}

}  // namespace bellcurve::perf
