// Statistics of paired measurements: F. Wilcoxon, Individual Comparisons by
// Ranking Methods, Biometrics Bulletin 1 (1945); the interval by J. W. Tukey's
// inversion of the test over the pairwise means.
#pragma once

#include <span>
#include <vector>

namespace bellcurve::perf {

/// The middle value, or the mean of the two middle ones. NaN if there is none.
double median(std::span<const double> values);

/// P(W = w) for w = 0 .. n (n + 1) / 2, where W is the sum of the ranks of the
/// positive ones among n values symmetric about 0 without ties. Exact but for
/// rounding. O(n^3).
std::vector<double> signed_rank_distribution(int n);

struct interval {
  double low, high;
  double coverage;  ///< the exact probability of covering the centre
};

/// An interval for the centre of a symmetric distribution, from a sample: the
/// narrowest between two pairwise means (v_i + v_j) / 2, i <= j, that covers it
/// with at least the given probability; where the sample is too small for that
/// (5 values or fewer for 0.95) the widest, whose coverage is then less.
/// An empty sample gives an infinite interval. O(n^2 log n + n^3).
interval signed_rank_interval(std::span<const double> values, double coverage = 0.95);

}  // namespace bellcurve::perf
