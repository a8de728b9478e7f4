#include "signed_rank.hpp"

#include <algorithm>
#include <cstddef>
#include <limits>

namespace bellcurve::perf {

double median(std::span<const double> values) {
  if (values.empty()) return std::numeric_limits<double>::quiet_NaN();
  std::vector<double> sorted(values.begin(), values.end());
  std::sort(sorted.begin(), sorted.end());
  const std::size_t n = sorted.size();
  return n % 2 == 1 ? sorted[n / 2] : (sorted[n / 2 - 1] + sorted[n / 2]) / 2;
}

std::vector<double> signed_rank_distribution(int n) {
  const auto size = static_cast<std::size_t>(n) * (static_cast<std::size_t>(n) + 1) / 2 + 1;
  std::vector<double> p(size, 0.0);
  p[0] = 1;
  std::size_t largest = 0;
  for (std::size_t rank = 1; rank <= static_cast<std::size_t>(n); ++rank) {
    // Rank r is positive with probability one half; downwards, so that each
    // entry is read before it is overwritten.
    largest += rank;
    for (std::size_t w = largest + 1; w-- > 0;) {
      p[w] = (p[w] + (w >= rank ? p[w - rank] : 0.0)) / 2;
    }
  }
  return p;
}

interval signed_rank_interval(std::span<const double> values, double coverage) {
  const std::size_t n = values.size();
  if (n == 0) {
    const double infinity = std::numeric_limits<double>::infinity();
    return {-infinity, infinity, 1};
  }
  std::vector<double> means;
  means.reserve(n * (n + 1) / 2);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = i; j < n; ++j) means.push_back((values[i] + values[j]) / 2);
  }
  std::sort(means.begin(), means.end());

  // Leave out k means at each end for the largest k with 2 P(W < k + 1) small
  // enough: that is the chance that the centre lies outside.
  const std::vector<double> p = signed_rank_distribution(static_cast<int>(n));
  std::size_t k = 0;
  double tail = p[0];
  while (2 * (tail + p[k + 1]) <= 1 - coverage) tail += p[++k];
  return {means[k], means[means.size() - 1 - k], 1 - 2 * tail};
}

}  // namespace bellcurve::perf
