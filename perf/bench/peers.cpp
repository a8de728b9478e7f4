#include "peers.hpp"

#include "perf/compare/compare.hpp"
#include "perf/support/join.hpp"

#include <algorithm>
#include <string_view>

namespace bellcurve::perf {
namespace {

bool is_among(const catalog& cases, const comparison_part& part) {
  return std::ranges::any_of(cases,
                             [&](const bench_case& c) { return c.operation == part.operation; });
}

}  // namespace

bool have_peers(const catalog& cases) {
  return std::ranges::any_of(comparison_parts(),
                             [&](const comparison_part& p) { return is_among(cases, p); });
}

std::string with_peers() {
  std::string names;
  std::string_view last;
  for (const comparison_part& part : comparison_parts()) {
    if (part.operation != last) names += join({names.empty() ? "" : ", ", part.operation});
    last = part.operation;  // parts of one operation stand together
  }
  return names;
}

std::vector<peer_table> compare_with_peers(const catalog& cases, const peer_options& options) {
  std::vector<peer_table> tables;
  comparison setup;
  setup.timing.pairs = options.pairs;
  setup.python = options.python;
  if (options.small) {
    setup.rows = 2000;
    setup.side = 1024;
  }
  setup.show = [&](const std::string& title, const ratio_table& table) {
    print_ratios(title, table);
    tables.push_back({title, table});
  };
  for (const comparison_part& part : comparison_parts()) {
    if (is_among(cases, part)) part.run(setup);
  }
  return tables;
}

std::vector<benchmark::BenchmarkReporter::Run> runs_of(const std::vector<peer_table>& tables) {
  std::vector<benchmark::BenchmarkReporter::Run> runs;
  for (const peer_table& table : tables) {
    for (const ratio_row& row : table.ratios.rows()) {
      if (!row.missing.empty()) continue;
      const paired_result& r = row.result;
      benchmark::BenchmarkReporter::Run run;
      run.run_name.function_name = join({"peers/", row.what});
      run.run_type = benchmark::BenchmarkReporter::Run::RT_Iteration;
      run.family_index = static_cast<int64_t>(runs.size());
      run.per_family_instance_index = 0;
      run.repetitions = 1;
      run.repetition_index = 0;
      run.iterations = r.pairs;
      run.real_accumulated_time = run.cpu_accumulated_time = r.seconds_a * r.pairs;
      run.counters["ratio"] = r.ratio;
      run.counters["ratio_low"] = r.band.low;
      run.counters["ratio_high"] = r.band.high;
      run.counters["peer_seconds"] = r.seconds_b;
      run.report_label = table.title;
      runs.push_back(run);
    }
  }
  return runs;
}

}  // namespace bellcurve::perf
