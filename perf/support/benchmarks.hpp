// What the benchmark programs share: perf-<area> is <area>.cpp, which defines
// register_benchmarks(), with benchmark_main.cpp.
#pragma once

#include "perf/support/clock.hpp"
#include "perf/support/limits.hpp"

#include <bellcurve/isa.hpp>

#include <benchmark/benchmark.h>

#include <cstdint>
#include <string>
#include <type_traits>
#include <vector>

namespace bellcurve::perf {

/// Called once, before any benchmark runs.
void register_benchmarks();

template <class T>
const char* type_name() {
  if constexpr (std::is_same_v<T, std::uint8_t>) return "u8";
  if constexpr (std::is_same_v<T, std::uint16_t>) return "u16";
  if constexpr (std::is_same_v<T, std::int16_t>) return "i16";
  return std::is_same_v<T, float> ? "f32" : "f64";
}

/// 1, and all threads where that is more.
inline std::vector<int> thread_counts() {
  return all_threads() == 1 ? std::vector<int>{1} : std::vector<int>{1, all_threads()};
}

/// Runs the benchmark's loop. \return Seconds of one iteration.
template <class F>
double timed_loop(benchmark::State& state, const F& work) {
  const double start = now();
  for (auto _ : state) {
    work();
    benchmark::ClobberMemory();
  }
  return (now() - start) / static_cast<double>(state.iterations());
}

/// How near an iteration of so many seconds comes to the limit, in percent, and
/// which limit it is.
inline void report_roof(benchmark::State& state, const roof& limit, double seconds) {
  state.counters["percent_of_limit"] = 100 * limit.seconds / seconds;
  state.SetLabel(std::string("limit: ") + limit.name);
}

}  // namespace bellcurve::perf
