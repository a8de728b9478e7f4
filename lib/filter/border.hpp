// Which sample stands beyond the ends of a line.
#pragma once

#include <bellcurve/filter.hpp>

namespace bellcurve::filter {

/// What source_of returns for a sample that is cval.
inline constexpr index_t no_source = -1;

/// The sample of a line of n > 0 that stands at place j, which may be anywhere.
constexpr index_t source_of(index_t j, index_t n, border mode) noexcept {
  if (j >= 0 && j < n) return j;
  const auto within = [j](index_t period) {
    const index_t rest = j % period;
    return rest < 0 ? rest + period : rest;
  };
  switch (mode) {
    case border::reflect: {
      const index_t at = within(2 * n);
      return at < n ? at : 2 * n - 1 - at;
    }
    case border::mirror: {
      if (n == 1) return 0;
      const index_t at = within(2 * n - 2);
      return at < n ? at : 2 * n - 2 - at;
    }
    case border::nearest:
      return j < 0 ? 0 : n - 1;
    case border::wrap:
      return within(n);
    case border::constant:
      break;
  }
  return no_source;
}

}  // namespace bellcurve::filter
