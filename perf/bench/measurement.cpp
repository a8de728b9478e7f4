#include "measurement.hpp"

#include "perf/support/join.hpp"
#include "perf/support/text_table.hpp"

namespace bellcurve::perf {

const measurement* by_one_thread(const measurements& all, const measurement& m) {
  const bench_case& c = *m.what;
  for (const measurement& other : all) {
    const bench_case& o = *other.what;
    if (other.failure.empty() && o.threads == 1 && o.operation == c.operation &&
        o.variant == c.variant && o.type == c.type && o.isa == c.isa && o.size == c.size) {
      return &other;
    }
  }
  return nullptr;
}

std::string doubt_of(const measurements& all) {
  constexpr double least = 1.2;  // two threads of one core still share its units for more
  for (const measurement& m : all) {
    const bench_case& c = *m.what;
    // Memory may be as fast for one thread as for all.
    if (c.operation != "limits" || (c.variant != "fma" && c.variant != "exp")) continue;
    const measurement* one = c.threads > 1 ? by_one_thread(all, m) : nullptr;
    if (one == nullptr || m.rate >= least * one->rate) continue;
    const std::string threads = join({std::to_string(c.threads), " threads"});
    return join({"Others used this machine while its limits were measured: ", c.variant, " of ",
                 c.type, " by ", threads, " came to ", digits(m.rate / one->rate),
                 " times that by one. What is said of ", threads, " means little: measure again."});
  }
  return {};
}

}  // namespace bellcurve::perf
