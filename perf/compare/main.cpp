// bellcurve-compare: how the library stands beside its peers on this machine.
#include "compare.hpp"

#include "perf/support/limits.hpp"
#include "perf/support/machine.hpp"
#include "perf/support/options.hpp"

#include <bellcurve/isa.hpp>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <iostream>
#include <iterator>
#include <new>
#include <string>
#include <vector>

namespace bellcurve::perf {
namespace {

constexpr const char* usage =
    "bellcurve-compare [--only PART] [--pairs N] [--rows N] [--features N] [--side N]\n"
    "                  [--python PROGRAM] [--seed N]\n"
    "PART: ";

void print_limits(const comparison& setup) {
  const int all = all_threads();
  const auto rows = static_cast<std::size_t>(setup.rows);
  const std::size_t bytes = rows * rows * sizeof(float);
  std::cout << "\nLimits of this machine, measured now (GFLOP/s, G elements/s, GB/s on "
            << megabytes(static_cast<double>(bytes)) << ")\n\n";
  text_table table(
      {"isa", "threads", "fma f32", "fma f64", "exp f32", "exp f64", "fill", "read", "copy"});
  for (const isa which : available_isas()) {
    for (int threads = 1; threads <= all; threads += all > 1 ? all - 1 : 1) {
      setup.progress.say("limits of " + std::string(to_string(which)));
      // Memory is the same for all of them: the best instruction set will do.
      const bool best = which == available_isas().back();
      const bandwidth memory = best ? memory_bandwidth(which, bytes, threads) : bandwidth{};
      const auto giga = [](double rate) { return rate > 0 ? digits(rate / 1e9) : "-"; };
      table.add({std::string(to_string(which)), std::to_string(threads),
                 giga(fma_peak<float>(which, threads)), giga(fma_peak<double>(which, threads)),
                 giga(exp_rate<float>(which, threads)), giga(exp_rate<double>(which, threads)),
                 giga(memory.fill), giga(memory.read), giga(memory.copy)});
    }
  }
  setup.progress.clear();
  table.print(std::cout);
}

/// What there is besides comparison_parts(). Memory comes first: freed memory that the process
/// keeps would hide what is taken.
constexpr comparison_part own_parts[] = {{"memory", "rbf", compare_memory},
                                         {"limits", "limits", print_limits}};

std::vector<comparison_part> all_parts() {
  std::vector<comparison_part> parts(std::begin(own_parts), std::end(own_parts));
  parts.insert(parts.end(), comparison_parts().begin(), comparison_parts().end());
  return parts;
}

std::string names_of(const std::vector<comparison_part>& parts) {
  std::string names;
  for (const comparison_part& p : parts) names += (names.empty() ? "" : ", ") + std::string(p.name);
  return names;
}

int run(int argc, char** argv) {
  const std::vector<comparison_part> parts = all_parts();
  options arguments(argc, argv);
  if (arguments.flag("--help")) {
    std::cout << usage << names_of(parts) << '\n';
    return 0;
  }
  comparison setup;
  setup.rows = arguments.number("--rows", setup.rows);
  setup.features = arguments.number("--features", setup.features);
  setup.side = arguments.number("--side", setup.side);
  if (setup.side % 8 != 0) {
    throw usage_error("--side must be a multiple of 8, got " + std::to_string(setup.side));
  }
  setup.python = arguments.text("--python", setup.python);
  setup.timing.pairs = arguments.number("--pairs", setup.timing.pairs);
  setup.timing.seed = static_cast<std::uint64_t>(arguments.number("--seed", 1));
  const std::string only = arguments.text("--only", "");
  arguments.finish();
  const auto is_asked_for = [&only](const comparison_part& p) {
    return only.empty() || only == p.name;
  };
  if (std::ranges::none_of(parts, is_asked_for)) {
    throw usage_error("--only must be one of " + names_of(parts) + ", got " + only);
  }

  std::cout << machine_line() << '\n' << blas_line() << std::endl;
  for (const comparison_part& p : parts) {
    if (is_asked_for(p)) p.run(setup);
  }
  return 0;
}

}  // namespace
}  // namespace bellcurve::perf

int main(int argc, char** argv) {
  try {
    return bellcurve::perf::run(argc, argv);
  } catch (const bellcurve::perf::usage_error& e) {
    std::fprintf(stderr, "bellcurve-compare: %s\n", e.what());
    return 2;
  } catch (const std::bad_alloc&) {
    std::fprintf(stderr, "bellcurve-compare: out of memory\n");
  } catch (const std::exception& e) {
    std::fprintf(stderr, "bellcurve-compare: %s\n", e.what());
  }
  return 1;
}
