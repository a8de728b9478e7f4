// rbf_kernel by form, type, instruction set, features and threads, into memory
// that has been touched.
#include "perf/support/benchmarks.hpp"
#include "perf/support/data.hpp"
#include "perf/support/join.hpp"

#include <bellcurve/info.hpp>
#include <bellcurve/rbf.hpp>

#include <cstddef>
#include <string>

namespace bellcurve::perf {
namespace {

enum class form { cross, symmetric };

// 16 MB of float32 or 32 MB of float64: beyond the caches of one core.
constexpr std::ptrdiff_t rows = 2048;

/// gemm brings its own instruction set: the best there is, whatever is active.
isa arithmetic_of(isa which) { return blas().usable ? available_isas().back() : which; }

work needed(form f, std::ptrdiff_t d, std::size_t element) {
  const double n = rows, entries = n * n;
  const double computed = f == form::symmetric ? n * (n + 1) / 2 : entries;
  return {.flop = computed * 2 * static_cast<double>(d),
          .exps = computed,
          .bytes = entries * static_cast<double>(element)};
}

template <class T>
void run(benchmark::State& state, form f, isa which, std::ptrdiff_t d, int threads) {
  const auto size = static_cast<std::size_t>(rows * d);
  const buffer<T> x = normal_data<T>(size, 1), y = normal_data<T>(size, 2);
  const buffer<T> k(static_cast<std::size_t>(rows * rows));
  const matrix_view<const T> vx(x.data(), rows, d), vy(y.data(), rows, d);
  const matrix_view<T> out(k.data(), rows, rows);
  rbf_options options;
  options.threads = threads;
  const rbf_params params{};  // gamma 1 / d: exponents near -2, as after scaling
  const work w = needed(f, d, sizeof(T));
  const roof limit = roof_of<T>(w, which, arithmetic_of(which), threads);

  const isa before = active_isa();
  set_isa(which);
  const double taken = timed_loop(state, [&] {
    if (f == form::symmetric) {
      rbf_kernel(vx, params, out, options);
    } else {
      rbf_kernel(vx, vy, params, out, options);
    }
  });
  set_isa(before);
  state.counters["pairs/s"] = static_cast<double>(rows) * rows / taken;
  state.counters["FLOP/s"] = w.flop / taken;
  state.counters["B/s"] = w.bytes / taken;
  report_roof(state, limit, taken);
}

template <class T>
void add(form f, isa which) {
  for (const std::ptrdiff_t d : {2, 4, 8, 16, 32, 64, 128, 256, 512, 1024}) {
    for (const int threads : thread_counts()) {
      const std::string name =
          join({f == form::symmetric ? "rbf_symmetric/" : "rbf_cross/", type_name<T>(), "/",
                to_string(which), "/d:", std::to_string(d), "/threads:", std::to_string(threads)});
      benchmark::RegisterBenchmark(
          name.c_str(), [=](benchmark::State& state) { run<T>(state, f, which, d, threads); })
          ->UseRealTime()
          ->Unit(benchmark::kMillisecond);
    }
  }
}

}  // namespace

void register_benchmarks() {
  for (const isa which : available_isas()) {
    for (const form f : {form::cross, form::symmetric}) {
      add<float>(f, which);
      add<double>(f, which);
    }
  }
}

}  // namespace bellcurve::perf
