// The peers that exp is measured against, one list per instruction set.
#pragma once

#include <cstddef>
#include <span>

namespace bellcurve::perf {

struct exp_peer {
  const char* name;
  void (*f32)(const float* in, float* out, std::size_t n);
  void (*f64)(const double* in, double* out, std::size_t n);
};

std::span<const exp_peer> exp_peers_sse2();
std::span<const exp_peer> exp_peers_avx2();
std::span<const exp_peer> exp_peers_avx512();

}  // namespace bellcurve::perf
