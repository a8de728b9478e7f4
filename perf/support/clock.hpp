// Wall-clock seconds.
#pragma once

#include <chrono>

namespace bellcurve::perf {

inline double now() noexcept {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

template <class F>
double seconds(F&& work) {
  const double start = now();
  work();
  return now() - start;
}

}  // namespace bellcurve::perf
