// gate-<area>: without arguments, the time of each benchmark, "NAME SECONDS" a line: the best of
// some turns, which is the one that others on the machine disturbed least.
//   --only NAME[,NAME...]   these alone
//   --times N               no times: the work of each N times, for those who count instructions
#include "bench.hpp"
#include "perf/support/clock.hpp"
#include "perf/support/options.hpp"

#include <algorithm>
#include <cstdio>
#include <exception>
#include <limits>
#include <sstream>

namespace bellcurve::gate {
namespace {

constexpr int turns = 7;

std::vector<std::string> split(const std::string& names) {
  std::vector<std::string> out;
  std::istringstream in(names);
  for (std::string name; std::getline(in, name, ',');) out.push_back(name);
  return out;
}

double best_time(const std::function<void()>& work) {
  work();  // touches the memory, starts the threads
  double best = std::numeric_limits<double>::infinity();
  for (int turn = 0; turn < turns; ++turn) best = std::min(best, perf::seconds(work));
  return best;
}

void run(int argc, char** argv) {
  perf::options arguments(argc, argv);
  const std::vector<std::string> only = split(arguments.text("--only", ""));
  const std::string times = arguments.text("--times", "");
  arguments.finish();
  std::vector<benchmark> chosen;
  for (const benchmark& b : benchmarks()) {
    if (only.empty() || std::ranges::find(only, b.name) != only.end()) chosen.push_back(b);
  }
  if (!only.empty() && chosen.size() != only.size()) {
    throw perf::usage_error("--only must name benchmarks of this program, each once");
  }
  for (const benchmark& b : chosen) {
    const std::function<void()> work = b.prepare();
    if (times.empty()) {
      std::printf("%s %.9g\n", b.name.c_str(), best_time(work));
    } else {
      for (int i = 0; i < std::stoi(times); ++i) work();
    }
  }
}

}  // namespace
}  // namespace bellcurve::gate

int main(int argc, char** argv) {
  try {
    bellcurve::gate::run(argc, argv);
    return 0;
  } catch (const bellcurve::perf::usage_error& e) {
    std::fprintf(stderr, "%s: %s\n", argv[0], e.what());
    return 2;
  } catch (const std::exception& e) {
    std::fprintf(stderr, "%s: %s\n", argv[0], e.what());
  }
  return 1;
}
