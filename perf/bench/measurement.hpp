// What came out for a case.
#pragma once

#include "perf/bench/catalog.hpp"

#include <string>
#include <vector>

namespace bellcurve::perf {

struct measurement {
  const bench_case* what = nullptr;
  double rate = 0;     ///< of the case's unit, in the best turn
  double percent = 0;  ///< of the roof that binds; 0 for the limits themselves
  double spread = 0;   ///< by how many percent the median turn took longer than the best
  double seconds = 0;  ///< of one piece in the best turn
  work needed = {};
  roof limit = {.seconds = 0, .name = ""};
  std::string failure = {};  ///< why there is no figure; empty if there is
};

/// What the file calls these, beside the rate.
namespace counters {
inline constexpr const char* percent = "percent_of_roof";
inline constexpr const char* spread = "spread_percent";
}  // namespace counters

using measurements = std::vector<measurement>;

/// Why the figures of many threads mean little, in a sentence or two; empty if nothing shows it.
/// Where others keep a processor busy, threads that meet after every turn wait for a scheduler, all
/// turns alike, and no spread tells it.
std::string doubt_of(const measurements& all);

/// The one of the same work by one thread; null if there is none.
const measurement* by_one_thread(const measurements& all, const measurement& m);

}  // namespace bellcurve::perf
