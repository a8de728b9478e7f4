// Data that are hard on arithmetic, by name: points as rows of features, and samples of pictures.
#pragma once

#include "support/random.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string_view>
#include <vector>

namespace sets {

using support::random;
using index = std::ptrdiff_t;

enum class set {
  ordinary,         ///< standard normal
  subnormal,        ///< below the smallest normal number
  small_squares,    ///< whose squares are
  huge,             ///< whose sums, or differences, overflow
  large_squares,    ///< whose squares do
  offset,           ///< 1e6 from 0
  near_duplicates,  ///< that, and half of the rows are others moved by a few units in the last
                    ///< place
  dominated,        ///< the first feature is 10000 times as large
  mixed,            ///< magnitudes from all over the range
};
inline constexpr set every_set[] = {
    set::ordinary, set::subnormal,       set::small_squares, set::huge, set::large_squares,
    set::offset,   set::near_duplicates, set::dominated,     set::mixed};

inline std::string_view to_string(set which) {
  constexpr std::string_view names[] = {
      "ordinary",        "subnormal",     "small squares",   "huge", "large squares", "offset 1e6",
      "near duplicates", "one dominates", "mixed magnitudes"};
  return names[static_cast<std::size_t>(which)];
}

/// \param largest Of huge values: max / 8 for points; where they are added, less.
template <class T>
T value(set which, bool first_column, random& r, double largest) {
  using limits = std::numeric_limits<T>;
  const double x = r.normal();
  const auto times = [&](double factor) { return static_cast<T>(x * factor); };
  switch (which) {
    case set::ordinary:
      return static_cast<T>(x);
    case set::subnormal:
      return times(64 * static_cast<double>(limits::denorm_min()));
    case set::small_squares:
      return times(std::sqrt(static_cast<double>(limits::min())) / 4);
    case set::huge:
      return static_cast<T>(std::copysign((0.5 + r.uniform() / 2) * largest, x));
    case set::large_squares:
      return times(std::sqrt(static_cast<double>(limits::max())) * 10);
    case set::offset:
    case set::near_duplicates:
      return static_cast<T>(1e6 + x);
    case set::dominated:
      return times(first_column ? 1e4 : 1);
    case set::mixed: {
      constexpr int reach = sizeof(T) == 4 ? 40 : 300;
      return times(std::ldexp(1.0, static_cast<int>(r.below(2 * reach)) - reach));
    }
  }
  return T(0);
}

template <class T>
std::vector<T> make(set which, index rows, index cols, std::uint64_t seed, double largest) {
  random r(seed);
  std::vector<T> all;
  for (index i = 0; i < rows * cols; ++i) all.push_back(value<T>(which, i % cols == 0, r, largest));
  if (which != set::near_duplicates) return all;
  for (index i = rows / 2; i < rows; ++i) {
    for (index k = 0; k < cols; ++k) {
      T& v = all[static_cast<std::size_t>(i * cols + k)];
      v = all[static_cast<std::size_t>((i - rows / 2) * cols + k)];
      for (index step = i % 3 == 0 ? 0 : r.below(4); step > 0; --step)
        v = std::nextafter(v, std::numeric_limits<T>::max());
    }
  }
  return all;
}

/// rows points of d features.
template <class T>
std::vector<T> points(set which, index rows, index d, std::uint64_t seed) {
  constexpr T max = std::numeric_limits<T>::max();
  std::vector<T> all = make<T>(which, rows, d, seed, static_cast<double>(max) / 8);
  if (which == set::huge && rows > 1 && d > 0) {  // whose difference overflows, too
    all[0] = max;
    all[static_cast<std::size_t>((rows - 1) * d)] = -max;
  }
  return all;
}

/// A picture, whose weighted sums are finite.
template <class T>
std::vector<T> samples(set which, index rows, index cols, std::uint64_t seed) {
  return make<T>(which, rows, cols, seed,
                 static_cast<double>(std::numeric_limits<T>::max()) * 1e-6);
}

/// For which exponents of such points are about 0.01, 1 and 30, and for which the nearest pair's
/// is 1, as far as T goes.
template <class T>
std::vector<double> gammas(const std::vector<T>& points, index d) {
  const auto rows = static_cast<index>(points.size()) / std::max<index>(d, 1);
  long double sum = 0, least = std::numeric_limits<long double>::max();
  index pairs = 0;
  for (index i = 0; i < rows; ++i) {
    for (index j = 0; j < i; ++j, ++pairs) {
      long double distance = 0;
      for (index k = 0; k < d; ++k) {
        const long double e =
            static_cast<long double>(points[static_cast<std::size_t>(i * d + k)]) -
            static_cast<long double>(points[static_cast<std::size_t>(j * d + k)]);
        distance += e * e;
      }
      sum += distance;
      if (distance > 0) least = std::min(least, distance);
    }
  }
  const long double mean = sum / static_cast<long double>(std::max<index>(pairs, 1));
  std::vector<double> all;
  for (const long double g : {0.01L / mean, 1 / mean, 30 / mean, 1 / least}) {
    const auto within = std::clamp<long double>(g, std::numeric_limits<T>::denorm_min(),
                                                std::numeric_limits<T>::max());
    const double gamma = static_cast<double>(within);
    if (std::find(all.begin(), all.end(), gamma) == all.end()) all.push_back(gamma);
  }
  return all;
}

}  // namespace sets
