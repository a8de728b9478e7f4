#include "reporter.hpp"

#include "perf/bench/terminal.hpp"

#include <algorithm>
#include <ostream>
#include <utility>

namespace bellcurve::perf {

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
  for (const Run& run : runs) {
    const measurement* m = from_.of(run.run_name.function_name);
    if (m == nullptr || m->what == nullptr) continue;
    const auto same = [m](const measurement& known) { return known.what == m->what; };
    const auto known = std::find_if(results_.begin(), results_.end(), same);
    if (known != results_.end()) {  // a repetition
      *known = *m;
      continue;
    }
    results_.push_back(*m);
    if (--missing_[m->what->operation] == 0) print(m->what->operation);
  }
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
