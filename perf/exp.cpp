// exp in L1 (4096 elements in, 4096 out, reused), per instruction set, against
// its peers. Results are only comparable interleaved:
//   --benchmark_enable_random_interleaving=true --benchmark_repetitions=15
//   --benchmark_min_time=0.02 --benchmark_report_aggregates_only=true
// and pinned to a core (taskset -c 1). Unit: elements per second.
#include "runtime/dispatch.hpp"

#include <benchmark/benchmark.h>

#include <cstdint>
#include <cstdio>
#include <span>
#include <string>
#include <type_traits>
#include <vector>

#if defined(__x86_64__)
#include "exp_peers.hpp"
#endif

namespace bellcurve::perf {
namespace {

template <class T>
using map_function = void (*)(const T*, T*, std::size_t);

// Arguments where no path of any peer is special: all non-positive, results
// normal.
template <class T>
void run(benchmark::State& state, map_function<T> f) {
  constexpr std::size_t n = 16384 / sizeof(T);
  std::vector<T> in(n), out(n);
  std::uint32_t seed = 1;
  for (T& x : in) {
    seed = seed * 1664525u + 1013904223u;
    x = T(-80) * static_cast<T>(seed >> 8) / T(1 << 24);
  }
  for (auto _ : state) {
    f(in.data(), out.data(), n);
    benchmark::DoNotOptimize(out.data());
    benchmark::ClobberMemory();
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations()) *
                          static_cast<std::int64_t>(n));
}

template <class T>
void add(const std::string& name, map_function<T> f) {
  const std::string type = std::is_same_v<T, float> ? "/f32" : "/f64";
  benchmark::RegisterBenchmark(("exp/" + name + type).c_str(), run<T>, f);
}

std::span<const exp_peer> peers_of([[maybe_unused]] isa which) {
#if defined(__x86_64__)
  if (which == isa::sse2) return exp_peers_sse2();
  if (which == isa::avx2) return exp_peers_avx2();
  if (which == isa::avx512) return exp_peers_avx512();
#endif
  return {};
}

const bool registered = [] {
#ifndef BELLCURVE_HAVE_SLEEF
  std::fputs("exp: built without SLEEF, this peer is skipped\n", stderr);
#endif
#ifndef BELLCURVE_HAVE_LIBMVEC
  std::fputs("exp: built without libmvec, this peer is skipped\n", stderr);
#endif
  for (const isa which : available_isas()) {
    const simd::kernel_table& k = runtime::kernels_of(which);
    const std::string on(to_string(which));
    add<float>(on + "/bellcurve", k.f32.exp);
    add<double>(on + "/bellcurve", k.f64.exp);
    add<float>(on + "/bellcurve_nonpositive", k.f32.exp_nonpositive);
    add<double>(on + "/bellcurve_nonpositive", k.f64.exp_nonpositive);
    for (const exp_peer& p : peers_of(which)) {
      add<float>(on + "/" + p.name, p.f32);
      add<double>(on + "/" + p.name, p.f64);
    }
  }
  return true;
}();

}  // namespace
}  // namespace bellcurve::perf
