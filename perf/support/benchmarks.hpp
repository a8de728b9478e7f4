// What the benchmark programs share: perf-<area> is <area>.cpp, which defines
// register_benchmarks(), with benchmark_main.cpp.
#pragma once

#include "perf/support/limits.hpp"

#include <bellcurve/isa.hpp>

#include <benchmark/benchmark.h>

#include <string>
#include <type_traits>
#include <vector>

namespace bellcurve::perf {

/// Called once, before any benchmark runs.
void register_benchmarks();

template <class T>
const char* type_name() {
  return std::is_same_v<T, float> ? "f32" : "f64";
}

/// 1, and all threads where that is more.
inline std::vector<int> thread_counts() {
  return all_threads() == 1 ? std::vector<int>{1} : std::vector<int>{1, all_threads()};
}

/// "10 units a second" for 10 units an iteration.
inline void report_rate(benchmark::State& state, const char* unit, double per_iteration) {
  state.counters[unit] =
      benchmark::Counter(per_iteration, benchmark::Counter::kIsIterationInvariantRate);
}

/// How near an iteration comes to the limit, in percent, and which limit it is.
inline void report_roof(benchmark::State& state, const roof& limit) {
  report_rate(state, "percent_of_limit", 100 * limit.seconds);
  state.SetLabel(std::string("limit: ") + limit.name);
}

}  // namespace bellcurve::perf
