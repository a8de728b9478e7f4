// Pooling of a matrix in memory, held against reading it: the limit is the read bandwidth over a
// buffer of the same size with as many threads.
#include "perf/support/benchmarks.hpp"
#include "perf/support/buffer.hpp"
#include "perf/support/join.hpp"

#include <bellcurve/pool.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <limits>
#include <string>
#include <vector>

namespace bellcurve::perf {
namespace {

constexpr index_t side = 4096;

struct shape {
  const char* name;
  std::array<index_t, 2> block, stride;
  index_t channels = 1;
};

// The issue's own first; then small, large and odd ones, overlapping ones, and pictures.
constexpr shape shapes[] = {
    {"8x8", {8, 8}, {8, 8}},       {"2x2", {2, 2}, {2, 2}},        {"3x3", {3, 3}, {3, 3}},
    {"4x4", {4, 4}, {4, 4}},       {"7x5", {7, 5}, {7, 5}},        {"16x16", {16, 16}, {16, 16}},
    {"64x64", {64, 64}, {64, 64}}, {"3x3_by_1", {3, 3}, {1, 1}},   {"3x3_by_2", {3, 3}, {2, 2}},
    {"8x8_by_4", {8, 8}, {4, 4}},  {"2x2_rgb", {2, 2}, {2, 2}, 3}, {"8x8_rgb", {8, 8}, {8, 8}, 3},
};

template <class S>
void run(benchmark::State& state, const shape& s, isa which, int threads) {
  using T = std::conditional_t<std::is_same_v<S, double>, double, float>;
  const index_t cols = side / s.channels;
  pool_options options;
  options.stride = s.stride;
  options.remainder = remainder_mode::crop;
  options.channels = s.channels > 1;
  options.threads = threads;
  const index_t rows_out = pooled_extent(side, s.block[0], s.stride[0], options.remainder);
  const index_t cols_out = pooled_extent(cols, s.block[1], s.stride[1], options.remainder);
  const buffer<S> in(static_cast<std::size_t>(side * cols * s.channels));
  for (std::size_t i = 0; i < in.size(); ++i) in[i] = static_cast<S>(i % 251);
  const buffer<T> out(static_cast<std::size_t>(rows_out * cols_out * s.channels));
  const std::vector<T> weights(static_cast<std::size_t>(s.block[0] * s.block[1]),
                               T(1) / static_cast<T>(s.block[0] * s.block[1]));
  const matrix_view<const T> kernel(weights, s.block[0], s.block[1]);
  array_view<const S> from(in.data(), {side, cols});
  array_view<T> to(out.data(), {rows_out, cols_out});
  if (options.channels) {
    from = {in.data(), {side, cols, s.channels}};
    to = {out.data(), {rows_out, cols_out, s.channels}};
  }
  const std::size_t bytes = in.size() * sizeof(S);
  const double read = memory_bandwidth(which, bytes, threads).read;

  const isa before = active_isa();
  set_isa(which);
  // The best turn, since the limit is a best one, too.
  double taken = std::numeric_limits<double>::infinity();
  for (auto _ : state) {
    taken = std::min(taken, seconds([&] { block_pool(from, kernel, to, options); }));
    benchmark::ClobberMemory();
  }
  set_isa(before);
  state.counters["B/s"] = static_cast<double>(bytes) / taken;
  report_roof(state, {static_cast<double>(bytes) / read, "read"}, taken);
}

template <class S>
void add(isa which) {
  for (const shape& s : shapes) {
    for (const int threads : thread_counts()) {
      const std::string name = join({"pool/", s.name, "/", type_name<S>(), "/", to_string(which),
                                     "/threads:", std::to_string(threads)});
      benchmark::RegisterBenchmark(
          name.c_str(), [=](benchmark::State& state) { run<S>(state, s, which, threads); })
          ->UseRealTime()
          ->Unit(benchmark::kMillisecond);
    }
  }
}

}  // namespace

void register_benchmarks() {
  for (const isa which : available_isas()) {
    add<float>(which);
    add<double>(which);
    add<std::uint8_t>(which);
    add<std::uint16_t>(which);
    add<std::int16_t>(which);
  }
}

}  // namespace bellcurve::perf
