// What Google Benchmark tells goes on to its JSON reporter and, once an operation is through, to
// the terminal as a table.
#pragma once

#include "perf/bench/facts.hpp"
#include "perf/bench/runner.hpp"

#include <benchmark/benchmark.h>

#include <functional>
#include <iosfwd>
#include <map>
#include <sstream>
#include <string>
#include <vector>

namespace bellcurve::perf {

class reporter : public benchmark::BenchmarkReporter {
 public:
  /// \param cases Those that will run. \param tables Where tables go; asked for each.
  reporter(const facts& machine, const catalog& cases, const runner& from,
           std::function<std::ostream&()> tables);

  bool ReportContext(const Context& context) override;
  void ReportRuns(const std::vector<Run>& runs) override;
  void Finalize() override;

  /// In the order of the cases; those that were left out by --benchmark_filter are not in it.
  const measurements& results() const { return results_; }

  /// Puts what was measured otherwise into the file, too.
  void add(const std::vector<Run>& runs) {
    if (!runs.empty()) json_.ReportRuns(runs);
  }

  /// The file in Google Benchmark's format, once all that belongs to it was reported.
  std::string json();

 private:
  void print(const std::string& operation);

  const facts& machine_;
  const runner& from_;
  std::function<std::ostream&()> tables_;
  std::map<std::string, std::size_t> missing_;  ///< cases of an operation that have not run
  measurements results_;
  std::ostringstream json_text_;
  benchmark::JSONReporter json_;
};

}  // namespace bellcurve::perf
