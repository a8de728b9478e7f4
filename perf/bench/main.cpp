// bellcurve-perf: how fast the library is on this machine, and how close to what the machine can
// do.
#include "perf/bench/facts.hpp"
#include "perf/bench/peers.hpp"
#include "perf/bench/reporter.hpp"
#include "perf/bench/runner.hpp"
#include "perf/bench/selection.hpp"
#include "perf/bench/terminal.hpp"
#include "perf/report/gnuplot.hpp"
#include "perf/report/page.hpp"
#include "perf/support/clock.hpp"
#include "perf/support/join.hpp"
#include "perf/support/options.hpp"
#include "perf/support/progress.hpp"

#include <files/new_file.hpp>

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <exception>
#include <iostream>
#include <new>
#include <optional>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace bellcurve::perf {
namespace {

constexpr const char* usage =
    R"(bellcurve-perf: throughput of every operation, by element type, instruction set and threads,
and how close it comes to what this machine can do.

  --quick              a choice of cases, each shorter
  --text FILE          the tables, once more
  --json FILE          in Google Benchmark's format, as its compare.py reads it
  --html FILE          a report to look at, complete in one file (needs gnuplot)
  --peers              compares with other libraries, too, those that are there, in pairs:
                       several minutes more
    --pairs N            of each comparison (default: 7, with --quick 3)
    --python PROGRAM     that has NumPy and its kin (default: /usr/bin/python3)
  --benchmark_...      Google Benchmark's own options, among them
  --benchmark_filter=REGEX, --benchmark_list_tests, --benchmark_repetitions=N

Filters, each a list between commas; a case is measured if it passes all of them:
)";

struct outputs {
  std::optional<files::new_file> text, json, html;
};

/// \param taken Paths that other options name.
void open(std::optional<files::new_file>& file, std::set<std::string>& taken,
          const std::string& option, options& arguments) {
  if (!arguments.has(option)) return;
  const std::string path = arguments.text(option, "");
  if (path.empty()) throw usage_error(option + " must name a file");
  if (!taken.insert(path).second) {
    throw usage_error(join({option, " must name a file of its own, got ", path}));
  }
  file.emplace(path);
}

void write(files::new_file& file, const std::string& text) {
  std::memcpy(file.reserve(text.size()), text.data(), text.size());
  file.commit();
  if (file.name() != "standard output") std::cout << "written: " << file.name() << '\n';
}

/// \return What --peers asks for; nothing without it. An option that would then do nothing is an
/// error, as is --peers for operations that have none.
std::optional<peer_options> peers_of(options& arguments, const catalog& cases, bool quick) {
  if (!arguments.flag("--peers")) {
    for (const char* const option : {"--pairs", "--python"}) {
      if (arguments.has(option)) throw usage_error(join({option, " needs --peers"}));
    }
    return std::nullopt;
  }
  if (!have_peers(cases)) {
    throw usage_error(
        join({"--peers needs a case of an operation that has peers: ", with_peers()}));
  }
  return peer_options{.pairs = arguments.number("--pairs", quick ? 3 : 7),
                      .small = quick,
                      .python = arguments.text("--python", "/usr/bin/python3")};
}

/// What the terminal shows.
std::string text_of(const facts& machine, const measurements& all,
                    const std::vector<peer_table>& peers) {
  std::ostringstream out;
  print_facts(machine, out);
  print_tables(all, out);
  print_legend(all, out);
  for (const peer_table& table : peers) {
    out << '\n' << table.title << "\n\n";
    table.ratios.print(out);
  }
  return out.str();
}

/// Shows how far the benchmarks are.
class watcher {
 public:
  explicit watcher(std::size_t cases) : cases_(cases) {}
  void begin(const std::string& name) {
    // A filter of Google Benchmark's leaves fewer, repetitions make more of them.
    progress_.say(name, std::min(begun_++, cases_), cases_, now() - start_);
  }
  void end() const { progress_.clear(); }

 private:
  progress progress_ = {};
  std::size_t cases_, begun_ = 0;
  double start_ = now();
};

/// Google Benchmark's options, which it takes out of argv; the time it may spend on a case first,
/// so that one that is given counts.
void initialize(int& argc, char** argv, bool quick) {
  std::string time = quick ? "--benchmark_min_time=0.02" : "--benchmark_min_time=0.1";
  std::vector<char*> words{argv[0], time.data()};
  words.insert(words.end(), argv + 1, argv + argc);
  int count = static_cast<int>(words.size());
  words.push_back(nullptr);
  benchmark::Initialize(&count, words.data());
  argc = count;
  std::copy(words.begin() + 1, words.begin() + count, argv + 1);
}

int run(int argc, char** argv) {
  const catalog all = all_cases();
  for (int i = 1; i < argc; ++i) {
    if (std::strcmp(argv[i], "--help") != 0) continue;
    std::cout << usage << known_names(all);
    return 0;
  }
  const bool quick = options(argc, argv).flag("--quick");
  initialize(argc, argv, quick);
  options arguments(argc, argv);
  const catalog cases = select_cases(all, arguments);
  outputs files;
  std::set<std::string> paths;
  open(files.text, paths, "--text", arguments);
  open(files.json, paths, "--json", arguments);
  open(files.html, paths, "--html", arguments);
  const std::optional<peer_options> peers = peers_of(arguments, cases, quick);
  arguments.finish();
  if (files.html) require_gnuplot();

  const facts machine = machine_facts();
  for (const auto& [name, value] : machine) benchmark::AddCustomContext(name, value);
  watcher watch(cases.size());
  const runner work(cases, [&](const std::string& name) { watch.begin(name); });
  reporter report(machine, cases, work, [&]() -> std::ostream& {
    watch.end();  // no table behind the bar
    return std::cout;
  });
  const std::size_t ran = benchmark::RunSpecifiedBenchmarks(&report);
  if (ran == 0)
    throw usage_error("--benchmark_filter leaves no case; --benchmark_list_tests lists all");
  if (report.results().empty()) {  // they were only listed
    if (!paths.empty()) {
      throw usage_error("--benchmark_list_tests measures nothing that a file could hold");
    }
    return 0;
  }
  print_legend(report.results(), std::cout);
  std::vector<peer_table> tables;
  if (peers) {
    tables = compare_with_peers(cases, *peers);
    report.add(runs_of(tables));
  }
  if (files.text) write(*files.text, text_of(machine, report.results(), tables));
  if (files.json) write(*files.json, report.json());
  if (files.html) write(*files.html, page(machine, report.results(), tables));
  return 0;
}

}  // namespace
}  // namespace bellcurve::perf

int main(int argc, char** argv) {
  try {
    return bellcurve::perf::run(argc, argv);
  } catch (const bellcurve::perf::usage_error& e) {
    std::fprintf(stderr, "bellcurve-perf: %s\n", e.what());
    return 2;
  } catch (const std::bad_alloc&) {
    std::fprintf(stderr, "bellcurve-perf: out of memory\n");
  } catch (const std::exception& e) {
    std::fprintf(stderr, "bellcurve-perf: %s\n", e.what());
  }
  return 1;
}
