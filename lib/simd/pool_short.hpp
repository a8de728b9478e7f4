// Pooling of blocks of 2, 4 or 8 contiguous columns: nothing leaves the registers but results.
#pragma once

#include "kernels.hpp"
#include "pool_columns.hpp"
#include "pool_reduce.hpp"
#include "vec.hpp"

namespace bellcurve::simd::BELLCURVE_ISA {
namespace {

#ifndef BELLCURVE_SCALAR

/// N registers of columns become N / L of results, in the order of reduce_columns().
template <std::size_t N, std::size_t L, class T>
__attribute__((always_inline)) inline void add_short_blocks(vec<T>* sums) {
  for (std::size_t half = 1; half < L; half *= 2)
    for (std::size_t c = 0; c < N / (2 * half); ++c)
      sums[c] = add_neighbours<T>(sums[2 * c], sums[2 * c + 1]);
}

/// \return How many blocks were done: those that fill whole turns.
template <std::size_t L, class S, class T>
index_t pool_short_row(const pool_args<S, T>& s, const S* in, T* out) noexcept {
  constexpr std::size_t w = vec<T>::size, n = L > pool_unroll ? L : std::size_t(pool_unroll);
  constexpr std::size_t period = L > w ? L / w : 1;  // registers of weights
  constexpr auto at_once = static_cast<index_t>(n * w / L);
  index_t j = 0;
  for (; j + at_once <= s.blocks; j += at_once) {
    vec<T> sums[n];
    for (std::size_t c = 0; c < n; ++c) sums[c] = vec<T>(T(0));
    const S* row = in + j * static_cast<index_t>(L);
    const T* weights = s.weights;
    for (index_t k = 0; k < s.kernel_rows; ++k, row += s.row_stride, weights += s.weights_ld) {
      vec<T> weight[period];
      for (std::size_t c = 0; c < period; ++c) weight[c] = load(weights + c * w);
      for (std::size_t c = 0; c < n; ++c) look_ahead<T>(row, static_cast<index_t>(c));
      for (std::size_t c = 0; c < n; ++c)
        sums[c] = madd(load_as<T>(row + c * w), weight[c % period], sums[c]);
    }
    add_short_blocks<n, L>(sums);
    for (std::size_t c = 0; c < n / L; ++c) store(out + j + static_cast<index_t>(c * w), sums[c]);
  }
  return j;
}

template <class S, class T>
index_t pool_short(const pool_args<S, T>& s, const S* in, T* out) noexcept {
  if (s.channels != 1 || s.pitch != s.width || s.kernel_rows > pool_group) return 0;
  switch (s.width) {
    case 2:
      return pool_short_row<2>(s, in, out);
    case 4:
      return pool_short_row<4>(s, in, out);
    case 8:
      return pool_short_row<8>(s, in, out);
    default:
      return 0;
  }
}

#else

template <class S, class T>
index_t pool_short(const pool_args<S, T>&, const S*, T*) noexcept {
  return 0;
}

#endif

}  // namespace
}  // namespace bellcurve::simd::BELLCURVE_ISA
