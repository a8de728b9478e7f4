// Loops that are unrolled before anything else is done to them.
#pragma once

#include <cstddef>

namespace bellcurve::simd::BELLCURVE_ISA {
namespace {

/// Calls f.operator()<First>() to f.operator()<Last - 1>(): loops whose registers would otherwise
/// end up in memory, as gcc 12 unrolls too late to see that they need not.
template <std::size_t First, std::size_t Last, class F>
__attribute__((always_inline)) inline void unrolled(const F& f) {
  if constexpr (First < Last) {
    f.template operator()<First>();
    unrolled<First + 1, Last>(f);
  }
}

}  // namespace
}  // namespace bellcurve::simd::BELLCURVE_ISA
