// Gaussian filters with truncated kernels, held against the multiply-adds that their taps need and
// against a copy of the image.
#include "perf/support/benchmarks.hpp"
#include "perf/support/buffer.hpp"
#include "perf/support/filter_work.hpp"
#include "perf/support/join.hpp"

#include <bellcurve/filter.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <limits>
#include <string>
#include <type_traits>
#include <vector>

namespace bellcurve::perf {
namespace {

struct shape {
  const char* name;
  std::vector<index_t> extents;
};
const shape image{"image", {4096, 4096}};
const shape volume{"volume", {256, 256, 256}};

template <class S>
void run(benchmark::State& state, const shape& s, double sigma, isa which, int threads) {
  using T = std::conditional_t<std::is_same_v<S, double>, double, float>;
  std::size_t size = 1;
  for (const index_t n : s.extents) size *= static_cast<std::size_t>(n);
  const buffer<S> in(size), out(size);
  for (std::size_t i = 0; i < size; ++i) in[i] = static_cast<S>(i % 251);
  const array_view<const S> from(in.data(), s.extents);
  const array_view<S> to(out.data(), s.extents);
  const index_t radius = peer_radius<S>(sigma);
  const filter_params params{.sigma = {sigma}, .radius = {radius}};
  filter_options options;
  options.threads = threads;

  const double pixels = static_cast<double>(size);
  const double flop = filter_flop(pixels, s.extents.size(), radius);
  const std::size_t bytes = size * sizeof(S);
  const roof fma{flop / fma_peak<T>(which, threads), "fma"};
  const roof copy{2.0 * static_cast<double>(bytes) / memory_bandwidth(which, bytes, threads).copy,
                  "copy"};

  const isa before = active_isa();
  set_isa(which);
  // The best turn, since the limits are best ones, too.
  double taken = std::numeric_limits<double>::infinity();
  for (auto _ : state) {
    taken = std::min(taken, seconds([&] { gaussian_filter(from, params, to, options); }));
    benchmark::ClobberMemory();
  }
  set_isa(before);
  state.counters["pixel/s"] = pixels / taken;
  state.counters["FLOP/s"] = flop / taken;
  state.counters["percent_of_fma"] = 100 * fma.seconds / taken;
  state.counters["percent_of_copy"] = 100 * copy.seconds / taken;
  report_roof(state, fma.seconds > copy.seconds ? fma : copy, taken);
}

template <class S>
void add(isa which, const shape& s, std::initializer_list<int> sigmas) {
  for (const int sigma : sigmas) {
    for (const int threads : thread_counts()) {
      const std::string name =
          join({"filter/", s.name, "/sigma:", std::to_string(sigma), "/", type_name<S>(), "/",
                to_string(which), "/threads:", std::to_string(threads)});
      benchmark::RegisterBenchmark(
          name.c_str(),
          [=, &s](benchmark::State& state) { run<S>(state, s, sigma, which, threads); })
          ->UseRealTime()
          ->Unit(benchmark::kMillisecond);
    }
  }
}

}  // namespace

void register_benchmarks() {
  for (const isa which : available_isas()) {
    add<float>(which, image, {1, 2, 4, 8, 32});
    add<double>(which, image, {2, 8});
    add<std::uint8_t>(which, image, {1, 2, 8});
    add<float>(which, volume, {2});
  }
}

}  // namespace bellcurve::perf
