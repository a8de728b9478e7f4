// Two ways of doing the same thing, compared in one process: they take turns, so
// that whatever disturbs the machine disturbs both, and each turn of one is
// divided by the turn of the other beside it.
#pragma once

#include "signed_rank.hpp"

#include <cstdint>
#include <functional>

namespace bellcurve::perf {

struct paired_options {
  int pairs = 21;
  int warm_up = 2;            ///< unmeasured turns of each
  double min_seconds = 1e-3;  ///< a turn repeats its work until it lasts as long
  std::uint64_t seed = 1;     ///< of the order within the pairs
  double coverage = 0.95;
};

struct paired_result {
  double ratio;      ///< A's time over B's: exp of the median of the log ratios
  interval band;     ///< of the ratio, by the signed ranks of the log ratios
  double seconds_a;  ///< median of one piece of A's work
  double seconds_b;  ///< likewise B's
  int pairs;
};

/// Work that is done so many times and tells the seconds it took: for work in another
/// process, which has the better view of its own clock.
using timed_work = std::function<double(long repetitions)>;

/// Work in this process, by this process's clock.
timed_work timed(std::function<void()> work);

/// Runs A and B in `pairs` pairs. In every two pairs each comes first once, in
/// an order drawn from the seed. Both must have touched the memory they write.
paired_result run_paired(const timed_work& a, const timed_work& b,
                         const paired_options& options = {});
paired_result run_paired(const std::function<void()>& a, const std::function<void()>& b,
                         const paired_options& options = {});

/// The result for given times of A and B, pair by pair.
paired_result compare_pairs(std::span<const double> a, std::span<const double> b,
                            double coverage = 0.95);

}  // namespace bellcurve::perf
