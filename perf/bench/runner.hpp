// Cases as benchmarks of Google Benchmark, which decides how often each runs.
#pragma once

#include "perf/bench/measurement.hpp"

#include <benchmark/benchmark.h>

#include <functional>
#include <map>
#include <string>

namespace bellcurve::perf {

class runner {
 public:
  /// Registers a benchmark for each case. Both must outlive the run.
  /// \param before Called with the name of a case before it is prepared.
  runner(const catalog& cases, std::function<void(const std::string&)> before);
  runner(const runner&) = delete;
  runner& operator=(const runner&) = delete;

  /// The best of what was measured of a case of that name; null for an unknown name.
  const measurement* of(const std::string& name) const;

 private:
  void run(benchmark::State& state, const bench_case& c);
  void run_limit(benchmark::State& state, const bench_case& c);
  void run_work(benchmark::State& state, const bench_case& c);
  void prepare(const bench_case& c);
  void keep(const measurement& m);

  std::function<void(const std::string&)> before_;
  std::map<std::string, measurement> measured_;
  // Google Benchmark calls a benchmark several times, to find how many iterations it needs; what is
  // prepared for the first serves the others.
  const bench_case* prepared_ = nullptr;
  subject subject_ = {};
  benchmark::IterationCount batch_ = 1;  ///< pieces in a turn
};

}  // namespace bellcurve::perf
