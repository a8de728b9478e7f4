// Squared norms of rows of 64 features, from the first cache and from memory. Each thread has rows
// of its own, of so many bytes as the case names.
#include "perf/bench/catalog.hpp"
#include "perf/support/data.hpp"
#include "runtime/dispatch.hpp"

#include <omp.h>

#include <algorithm>
#include <cstddef>
#include <memory>

namespace bellcurve::perf {
namespace {

constexpr std::size_t features = 64;

template <class T>
subject prepare(isa which, std::size_t bytes, int threads) {
  const std::size_t n = bytes / sizeof(T), rows = n / features;
  const auto all = static_cast<std::size_t>(threads);
  const std::size_t rounds = std::max(std::size_t(1), (std::size_t(1) << 19) / n);
  const auto x = std::make_shared<buffer<T>>(normal_data<T>(n * all, 1));
  const auto sums = std::make_shared<buffer<double>>(2 * rows * all);
  const auto norms = simd::of<T>(runtime::kernels_of(which)).norms;
  const auto once = [=](std::size_t thread) {
    const simd::norms_args<T> args{.panel = x->data() + thread * n,
                                   .ld = features,
                                   .rows = static_cast<std::ptrdiff_t>(rows),
                                   .features = features,
                                   .sums = sums->data() + 2 * rows * thread};
    for (std::size_t r = 0; r < rounds; ++r) norms(args);
  };
  const double total = static_cast<double>(n * all * rounds);
  const work needed{.flop = 2 * total,
                    .bytes = total * sizeof(T),
                    .kind = traffic::read,
                    .buffer = static_cast<double>(bytes * all)};
  return {.piece =
              [=] {
                if (threads == 1) return once(0);
#pragma omp parallel num_threads(threads)
                once(static_cast<std::size_t>(omp_get_thread_num()));
              },
          .amount = needed.flop,
          .needed = needed,
          // Squares are formed and added in double.
          .limit = roof_of<double>(needed, which, which, threads)};
}

template <class T>
void add(catalog& to, isa which) {
  for (const int threads : thread_counts(which)) {
    for (const std::size_t kib : {16U, 16384U}) {
      const std::size_t bytes = kib << 10U;
      to.push_back({.operation = "norms",
                    .variant = kib == 16 ? "in_cache" : "in_memory",
                    .type = type_name<T>(),
                    .isa = std::string(to_string(which)),
                    .size = size_name(bytes),
                    .threads = threads,
                    .counted = units::operations,
                    .main = true,
                    .quick = quick_threads(which, threads),
                    .prepare = [=] { return prepare<T>(which, bytes, threads); }});
    }
  }
}

}  // namespace

void add_norms(catalog& to) {
  for (const isa which : available_isas()) {
    add<float>(to, which);
    add<double>(to, which);
  }
}

}  // namespace bellcurve::perf
