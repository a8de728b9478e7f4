// Squared row norms, one thread, from the cache of a core and from memory.
#include "perf/support/benchmarks.hpp"
#include "perf/support/data.hpp"
#include "perf/support/join.hpp"
#include "runtime/dispatch.hpp"

#include <cstddef>
#include <string>

namespace bellcurve::perf {
namespace {

template <class T>
void run(benchmark::State& state, isa which, std::ptrdiff_t rows, std::ptrdiff_t d) {
  const buffer<T> x = normal_data<T>(static_cast<std::size_t>(rows * d), 1);
  const buffer<double> sums(static_cast<std::size_t>(2 * rows));
  const auto norms = simd::of<T>(runtime::kernels_of(which)).norms;
  const simd::norms_args<T> args{
      .panel = x.data(), .ld = d, .rows = rows, .features = d, .sums = sums.data()};

  const auto elements = static_cast<double>(rows * d);
  const double bytes = elements * sizeof(T);
  // Squares are formed and added in double, or read as fast as memory allows.
  roof limit = roof_of<double>({.flop = 2 * elements}, which, which, 1);
  const double read = bytes / memory_bandwidth(which, static_cast<std::size_t>(bytes), 1).read;
  if (read > limit.seconds) limit = {read, "read"};

  const double taken = timed_loop(state, [&] { norms(args); });
  state.counters["B/s"] = bytes / taken;
  state.counters["FLOP/s"] = 2 * elements / taken;
  report_roof(state, limit, taken);
}

template <class T>
void add(isa which) {
  for (const std::ptrdiff_t d : {4, 64, 512}) {
    for (const std::ptrdiff_t elements : {1 << 12, 1 << 22}) {
      const std::string name =
          join({"norms/", type_name<T>(), "/", to_string(which), "/d:", std::to_string(d),
                "/elements:", std::to_string(elements)});
      benchmark::RegisterBenchmark(name.c_str(), [=](benchmark::State& state) {
        run<T>(state, which, elements / d, d);
      })->UseRealTime();
    }
  }
}

}  // namespace

void register_benchmarks() {
  for (const isa which : available_isas()) {
    add<float>(which);
    add<double>(which);
  }
}

}  // namespace bellcurve::perf
