// Numbers in [0, 1) that perf/peers/peers.py makes, too: to the bit, in float32.
#pragma once

#include "perf/support/buffer.hpp"

#include <cstddef>
#include <cstdint>

namespace bellcurve::perf {

/// Where bits of i meet all others (A. Appleby, MurmurHash3, fmix32): rows of such numbers lie
/// nowhere near each other, as those of a sequence with a structure would.
inline std::uint32_t mixed(std::uint32_t i) noexcept {
  i = (i ^ i >> 16U) * 0x85ebca6bU;
  i = (i ^ i >> 13U) * 0xc2b2ae35U;
  return i ^ i >> 16U;
}

template <class T>
buffer<T> scattered(std::size_t n, T offset = 0) {
  buffer<T> out(n);
  for (std::size_t i = 0; i < n; ++i)
    out[i] = static_cast<T>(mixed(static_cast<std::uint32_t>(i)) >> 8U) * T(0x1p-24) + offset;
  return out;
}

}  // namespace bellcurve::perf
