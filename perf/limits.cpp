// The machine's limits themselves, so that they stand in a report beside what is
// measured against them.
#include "perf/support/benchmarks.hpp"
#include "perf/support/join.hpp"

#include <cstddef>
#include <functional>
#include <string>

namespace bellcurve::perf {
namespace {

/// A benchmark of one iteration, whose counter is the rate that was measured.
void add(const std::string& name, const char* unit, std::function<double()> measure) {
  benchmark::RegisterBenchmark(name.c_str(),
                               [=](benchmark::State& state) {
                                 double rate = 0;
                                 for (auto _ : state) rate = measure();
                                 state.counters[unit] = rate;
                               })
      ->Iterations(1)
      ->Unit(benchmark::kMillisecond);
}

std::string suffix(isa which, int threads) {
  return join({"/", to_string(which), "/threads:", std::to_string(threads)});
}

template <class T>
void add_arithmetic(isa which, int threads) {
  const std::string end = join({"/", type_name<T>(), suffix(which, threads)});
  add("limit_fma" + end, "FLOP/s", [=] { return fma_peak<T>(which, threads); });
  add("limit_exp" + end, "elements/s", [=] { return exp_rate<T>(which, threads); });
}

void add_memory(isa which, int threads) {
  // The size of a large K for the best instruction set alone: it takes seconds.
  const bool best = which == available_isas().back();
  for (const std::size_t kib : {16UL, 256UL, 4096UL, 65536UL, 400 * 1024UL}) {
    if (kib > 65536 && !best) continue;
    const std::string end = join({"/KiB:", std::to_string(kib), suffix(which, threads)});
    const std::size_t bytes = kib * 1024;
    add("limit_fill" + end, "B/s", [=] { return memory_bandwidth(which, bytes, threads).fill; });
    add("limit_read" + end, "B/s", [=] { return memory_bandwidth(which, bytes, threads).read; });
    add("limit_copy" + end, "B/s", [=] { return memory_bandwidth(which, bytes, threads).copy; });
  }
}

}  // namespace

void register_benchmarks() {
  for (const isa which : available_isas()) {
    for (const int threads : thread_counts()) {
      add_arithmetic<float>(which, threads);
      add_arithmetic<double>(which, threads);
      add_memory(which, threads);
    }
  }
}

}  // namespace bellcurve::perf
