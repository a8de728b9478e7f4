// Numbers in [0, 1) that perf/peers/peers.py makes, too: to the bit, in float32.
#pragma once

#include "perf/support/buffer.hpp"

#include <cstddef>
#include <cstdint>

namespace bellcurve::perf {

template <class T>
buffer<T> ramp(std::size_t n, T offset = 0) {
  constexpr std::uint32_t golden = 2654435761U;  // 2^32 over the golden ratio: well spread
  buffer<T> out(n);
  for (std::size_t i = 0; i < n; ++i) {
    out[i] = static_cast<T>((static_cast<std::uint32_t>(i) * golden) >> 8U) * T(0x1p-24) + offset;
  }
  return out;
}

}  // namespace bellcurve::perf
