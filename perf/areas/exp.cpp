// exp over arrays. Each thread has an array of its own, of the size that the case names, and takes
// its exp as often as it takes to be worth the start of the threads.
#include "perf/bench/catalog.hpp"
#include "perf/support/buffer.hpp"

#include <bellcurve/exp.hpp>

#include <omp.h>

#include <algorithm>
#include <cstddef>
#include <memory>
#include <span>

namespace bellcurve::perf {
namespace {

template <class T>
struct arrays {
  buffer<T> in, out;
  explicit arrays(std::size_t n) : in(n), out(n) {
    // Arguments where nothing is special: non-positive, results normal.
    for (std::size_t i = 0; i < n; ++i) in[i] = T(-80) * static_cast<T>(i % 4093) / T(4093);
  }
};

template <class T>
subject prepare(isa which, std::size_t bytes, int threads) {
  const std::size_t n = bytes / sizeof(T);
  const auto all = static_cast<std::size_t>(threads);
  const std::size_t rounds = std::max(std::size_t(1), (std::size_t(1) << 18) / n);
  const auto data = std::make_shared<arrays<T>>(n * all);
  const auto once = [=](std::size_t thread) {
    const std::span<const T> in(data->in.data() + thread * n, n);
    const std::span<T> out(data->out.data() + thread * n, n);
    for (std::size_t r = 0; r < rounds; ++r) exp(in, out);
  };
  const double total = static_cast<double>(n * all * rounds);
  const work needed{.exps = total,
                    .bytes = 2 * total * sizeof(T),
                    .kind = traffic::copy,
                    .buffer = static_cast<double>(bytes * all)};
  return {.piece =
              [=] {
                if (threads == 1) return once(0);
#pragma omp parallel num_threads(threads)
                once(static_cast<std::size_t>(omp_get_thread_num()));
              },
          .amount = total,
          .needed = needed,
          .limit = roof_of<T>(needed, which, which, threads)};
}

template <class T>
void add(catalog& to, isa which) {
  constexpr std::size_t first_cache = 16 << 10;
  for (const int threads : thread_counts(which)) {
    for (const std::size_t kib : {4U, 16U, 64U, 256U, 1024U, 4096U, 16384U, 65536U}) {
      const std::size_t bytes = kib << 10U;
      const bool main = bytes == first_cache;
      if (!main && which != best_isa()) continue;
      to.push_back({.operation = "exp",
                    .variant = "array",
                    .type = type_name<T>(),
                    .isa = std::string(to_string(which)),
                    .size = size_name(bytes),
                    .threads = threads,
                    .counted = units::elements,
                    .main = main,
                    .quick = main ? quick_threads(which, threads) : threads == 1 && kib >= 64,
                    .sweep = {"bytes of input a thread", static_cast<double>(bytes)},
                    .prepare = [=] { return prepare<T>(which, bytes, threads); }});
    }
  }
}

}  // namespace

void add_exp(catalog& to) {
  for (const isa which : available_isas()) {
    add<float>(to, which);
    add<double>(to, which);
  }
}

}  // namespace bellcurve::perf
