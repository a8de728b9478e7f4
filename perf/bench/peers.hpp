// The comparisons with peers, beside the benchmarks.
#pragma once

#include "perf/bench/catalog.hpp"
#include "perf/compare/ratio_table.hpp"

#include <benchmark/benchmark.h>

#include <string>
#include <vector>

namespace bellcurve::perf {

struct peer_options {
  int pairs;
  bool small;  ///< smaller problems, too
  std::string python;
};

struct peer_table {
  std::string title;
  ratio_table ratios;
};

/// Whether an operation of these cases has peers, and which ones have: "rbf, exp, kernels".
bool have_peers(const catalog& cases);
std::string with_peers();

/// Compares the operations of these cases with their peers, and prints the tables.
std::vector<peer_table> compare_with_peers(const catalog& cases, const peer_options& options);

/// The ratios as Google Benchmark has runs: the time is that of the library, counters are the ratio
/// and its interval.
std::vector<benchmark::BenchmarkReporter::Run> runs_of(const std::vector<peer_table>& tables);

}  // namespace bellcurve::perf
