#include "catalog.hpp"

#include "perf/support/join.hpp"

namespace bellcurve::perf {

std::string bench_case::name() const {
  return join({operation, "/", variant, "/", type, "/", isa, "/", size,
               "/threads:", std::to_string(threads)});
}

catalog all_cases() {
  catalog all;
  for (const auto add : {add_limits, add_exp, add_norms, add_rbf, add_rbf_apply, add_filter,
                         add_pool, add_mixture, add_kernels}) {
    add(all);
  }
  return all;
}

std::vector<int> thread_counts(isa which) {
  const int all = all_threads();
  std::vector<int> counts{1};
  if (which == best_isa()) {
    for (int threads = 2; threads < all; threads *= 2) counts.push_back(threads);
  }
  if (all > 1) counts.push_back(all);
  return counts;
}

bool quick_threads(isa which, int threads) {
  return threads == all_threads() || (threads == 1 && which == best_isa());
}

std::string size_name(std::size_t bytes) {
  const std::size_t kib = bytes / 1024;
  const bool mib = kib >= 1024 && kib % 1024 == 0;
  return join({std::to_string(mib ? kib / 1024 : kib), mib ? "MiB" : "KiB"});
}

}  // namespace bellcurve::perf
