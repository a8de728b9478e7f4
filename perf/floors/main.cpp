// bellcurve-floors: whether what the README promises holds here, as ratios to references in the
// same process. Exit code 1 if a floor is missed.
#include "cases.hpp"
#include "floors.hpp"

#include "perf/support/join.hpp"
#include "perf/support/machine.hpp"
#include "perf/support/options.hpp"
#include "perf/support/progress.hpp"
#include "perf/support/ratio_record.hpp"
#include "perf/support/text_table.hpp"

#include <bellcurve/isa.hpp>

#include <omp.h>

#include <cstdio>
#include <exception>
#include <fstream>
#include <iostream>
#include <limits>
#include <map>
#include <new>
#include <stdexcept>
#include <string>

namespace bellcurve::perf {
namespace {

std::map<std::string, double> floors_of(const std::string& path, const std::string& isa) {
  std::ifstream file(path);
  if (!file) throw std::runtime_error("cannot read " + path);
  return read_floors(file, isa);
}

/// Missed only if twice the whole interval lies above it: a busy machine has no promise to keep.
paired_result measured(const floor_case& c, double most, const paired_options& timing) {
  const paired_result first = c.measure(timing);
  if (first.band.low <= most) return first;
  const paired_result again = c.measure(timing);
  return again.band.low <= first.band.low ? again : first;
}

int run(int argc, char** argv) {
  options arguments(argc, argv);
  const std::string path = arguments.text("--floors", BELLCURVE_FLOORS);
  const std::string json = arguments.text("--json", "");
  const int pairs = arguments.number("--pairs", 11);
  arguments.finish();
  // Two threads wait for each other where others keep a processor busy, and the more so the more
  // often they meet; what one thread takes over what the reference takes in one is much steadier.
  omp_set_num_threads(1);
  const std::string isa(to_string(active_isa()));
  std::map<std::string, double> floors = floors_of(path, isa);
  const bool none = floors.empty();
  std::cout << "Floors: " << machine_line() << "\n\n" << std::flush;

  ratio_record record;
  record.begin("floors");
  text_table table({"ours/reference", "ratio", "95 % interval", "at most", ""});
  std::string missed;
  const progress progress;
  for (const floor_case& c : floor_cases()) {
    progress.say(c.name);
    const auto floor = floors.find(c.name);
    const bool held = floor != floors.end();
    const double most = held ? floor->second : std::numeric_limits<double>::infinity();
    const paired_result r = measured(c, most, {.pairs = pairs, .min_seconds = 2e-3});
    const bool is_missed = r.band.low > most;
    if (is_missed) missed += join({" ", c.name});
    record.add(c.name, r);
    table.add({c.name, digits(r.ratio), join({digits(r.band.low), " to ", digits(r.band.high)}),
               held ? digits(most) : "-", is_missed ? "MISSED" : ""});
    if (held) floors.erase(floor);
  }
  progress.clear();
  table.print(std::cout);
  std::cout << '\n';
  if (none) std::cout << "no floors for " << isa << " in " << path << ": nothing is held here\n";
  for (const auto& [name, most] : floors) std::cout << name << ": not measured here\n";
  if (!json.empty()) record.write(json, "bellcurve-floors");
  if (missed.empty()) return 0;
  std::cout << "FLOORS MISSED:" << missed << '\n';
  return 1;
}

}  // namespace
}  // namespace bellcurve::perf

int main(int argc, char** argv) {
  try {
    return bellcurve::perf::run(argc, argv);
  } catch (const bellcurve::perf::usage_error& e) {
    std::fprintf(stderr, "bellcurve-floors: %s\n", e.what());
    return 2;
  } catch (const std::bad_alloc&) {
    std::fprintf(stderr, "bellcurve-floors: out of memory\n");
  } catch (const std::exception& e) {
    std::fprintf(stderr, "bellcurve-floors: %s\n", e.what());
  }
  return 1;
}
