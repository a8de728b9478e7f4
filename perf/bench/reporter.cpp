#include "reporter.hpp"

#include "perf/bench/terminal.hpp"

#include <algorithm>
#include <ostream>
#include <utility>

namespace bellcurve::perf {
namespace {

using Run = benchmark::BenchmarkReporter::Run;

double counter(const Run& run, const char* name) {
  const auto found = run.counters.find(name);
  return found == run.counters.end() ? 0 : found->second.value;
}

/// The figures that the file has of a run: tables and charts tell the same.
measurement told_by(const Run& run, const measurement& of) {
  measurement m = of;
  if (run.error_occurred || run.run_type != Run::RT_Iteration) return m;
  m.rate = counter(run, m.what->counted.each);
  m.percent = counter(run, counters::percent);
  m.spread = counter(run, counters::spread);
  m.seconds = run.real_accumulated_time / static_cast<double>(run.iterations);
  return m;
}

}  // namespace

reporter::reporter(const facts& machine, const catalog& cases, const runner& from,
                   std::function<std::ostream&()> tables)
    : machine_(machine), from_(from), tables_(std::move(tables)) {
  for (const bench_case& c : cases) ++missing_[c.operation];
  json_.SetOutputStream(&json_text_);
}

bool reporter::ReportContext(const Context& context) {
  print_facts(machine_, tables_());
  return json_.ReportContext(context);
}

void reporter::ReportRuns(const std::vector<Run>& runs) {
  json_.ReportRuns(runs);
  std::vector<std::string> through;
  for (const Run& run : runs) {
    const measurement* of = from_.of(run.run_name.function_name);
    if (of == nullptr || of->what == nullptr) continue;
    const measurement m = told_by(run, *of);
    const auto same = [&m](const measurement& known) { return known.what == m.what; };
    const auto known = std::find_if(results_.begin(), results_.end(), same);
    if (known != results_.end()) {  // of repetitions the best, and no means of them
      if (run.run_type == Run::RT_Iteration && m.rate > known->rate) *known = m;
      continue;
    }
    results_.push_back(m);
    if (--missing_[m.what->operation] == 0) through.push_back(m.what->operation);
  }
  for (const std::string& operation : through) print(operation);  // repetitions come all at once
}

void reporter::Finalize() {
  for (const auto& [operation, missing] : missing_) {
    if (missing > 0) print(operation);
  }
}

std::string reporter::json() {
  json_.Finalize();
  return json_text_.str();
}

void reporter::print(const std::string& operation) {
  measurements of;
  for (const measurement& m : results_) {
    if (m.what->operation == operation) of.push_back(m);
  }
  if (!of.empty()) print_table(of, tables_());
}

}  // namespace bellcurve::perf
