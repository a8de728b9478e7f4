// The machine's limits themselves, so that they stand beside what is measured against them.
#include "perf/bench/catalog.hpp"

#include <cstddef>
#include <functional>
#include <string>
#include <utility>

namespace bellcurve::perf {
namespace {

bench_case one(const char* variant, const char* type, isa which, std::string size, int threads,
               unit counted, std::function<double()> rate) {
  return {.operation = "limits",
          .variant = variant,
          .type = type,
          .isa = std::string(to_string(which)),
          .size = std::move(size),
          .threads = threads,
          .counted = counted,
          .quick = quick_threads(which, threads),
          .rate = std::move(rate)};
}

template <class T>
void add_arithmetic(catalog& to, isa which, int threads) {
  to.push_back(one("fma", type_name<T>(), which, "registers", threads, units::operations,
                   [=] { return fma_peak<T>(which, threads); }));
  to.push_back(one("exp", type_name<T>(), which, "16KiB", threads, units::elements,
                   [=] { return exp_rate<T>(which, threads); }));
}

void add_memory(catalog& to, isa which, traffic kind, const char* name, int threads) {
  for (const std::size_t kib : {16U, 64U, 256U, 1024U, 4096U, 16384U, 65536U, 262144U}) {
    if (which != best_isa() && kib != 65536) continue;
    const std::size_t bytes = kib << 10U;
    bench_case c = one(name, "bytes", which, size_name(bytes), threads, units::moved_bytes,
                       [=] { return bandwidth_of(kind, which, bytes, threads); });
    c.quick = which == best_isa() &&
              (threads == 1 ? kib <= 65536 : threads == all_threads() && kib == 65536);
    if (which == best_isa()) c.sweep = {"bytes of buffer", static_cast<double>(bytes)};
    to.push_back(c);
  }
}

}  // namespace

void add_limits(catalog& to) {
  for (const isa which : available_isas()) {
    for (const int threads : thread_counts(which)) {
      add_arithmetic<float>(to, which, threads);
      add_arithmetic<double>(to, which, threads);
      add_memory(to, which, traffic::fill, "fill", threads);
      add_memory(to, which, traffic::read, "read", threads);
      add_memory(to, which, traffic::copy, "copy", threads);
    }
  }
}

}  // namespace bellcurve::perf
