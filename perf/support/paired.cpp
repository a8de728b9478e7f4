#include "paired.hpp"

#include "clock.hpp"

#include <cmath>
#include <cstddef>
#include <random>
#include <utility>
#include <vector>

namespace bellcurve::perf {
namespace {

/// How often the work must be repeated to last min_seconds, found while it is
/// warmed up.
long repetitions_of(const timed_work& work, const paired_options& options) {
  for (int warm = 1; warm < options.warm_up; ++warm) work(1);
  long repetitions = 1;
  while (work(repetitions) < options.min_seconds && repetitions < (1L << 40)) {
    repetitions *= 2;
  }
  return repetitions;
}

}  // namespace

paired_result compare_pairs(std::span<const double> a, std::span<const double> b, double coverage) {
  std::vector<double> logs(a.size());
  for (std::size_t i = 0; i < a.size(); ++i) logs[i] = std::log(a[i] / b[i]);
  interval band = signed_rank_interval(logs, coverage);
  band.low = std::exp(band.low);
  band.high = std::exp(band.high);
  return {.ratio = std::exp(median(logs)),
          .band = band,
          .seconds_a = median(a),
          .seconds_b = median(b),
          .pairs = static_cast<int>(a.size())};
}

timed_work timed(std::function<void()> work) {
  return [work = std::move(work)](long repetitions) {
    return seconds([&] {
      for (long r = 0; r < repetitions; ++r) work();
    });
  };
}

paired_result run_paired(const std::function<void()>& a, const std::function<void()>& b,
                         const paired_options& options) {
  return run_paired(timed(a), timed(b), options);
}

paired_result run_paired(const timed_work& a, const timed_work& b, const paired_options& options) {
  const long repeat_a = repetitions_of(a, options), repeat_b = repetitions_of(b, options);
  std::vector<double> times_a, times_b;
  std::mt19937_64 order(options.seed);
  bool a_first = false;
  for (int pair = 0; pair < options.pairs; ++pair) {
    a_first = pair % 2 == 0 ? (order() & 1U) != 0 : !a_first;
    if (a_first) times_a.push_back(a(repeat_a) / static_cast<double>(repeat_a));
    times_b.push_back(b(repeat_b) / static_cast<double>(repeat_b));
    if (!a_first) times_a.push_back(a(repeat_a) / static_cast<double>(repeat_a));
  }
  return compare_pairs(times_a, times_b, options.coverage);
}

}  // namespace bellcurve::perf
