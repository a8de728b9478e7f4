// The second half of pooling: sums along a row of blocks.
#pragma once

#include "kernels.hpp"
#include "vec.hpp"

namespace bellcurve::simd::BELLCURVE_ISA {
namespace {

/// out[i] = in[2 i] + in[2 i + 1]; out may be in.
template <class T>
void add_neighbours(const T* in, index_t n, T* out) noexcept {
  index_t i = 0;
#ifndef BELLCURVE_SCALAR
  constexpr index_t w = vec<T>::size;
  for (; i + w <= n; i += w) store(out + i, add_pairs(load(in + 2 * i), load(in + 2 * i + w)));
#endif
  for (; i < n; ++i) out[i] = in[2 * i] + in[2 * i + 1];
}

/// The same for columns of C channels; 0: of `channels`.
template <index_t C, class T>
void add_neighbour_columns(const T* in, index_t n, index_t channels, T* out) noexcept {
  const index_t count = C == 0 ? channels : C;
  for (index_t i = 0; i < n; ++i) {
    const T* a = in + 2 * i * count;
    for (index_t c = 0; c < count; ++c) out[i * count + c] = a[c] + a[count + c];
  }
}

template <class T>
void halve(const T* in, index_t n, index_t channels, T* out) noexcept {
  switch (channels) {
    case 1:
      return add_neighbours(in, n, out);
    case 2:
      return add_neighbour_columns<2>(in, n, channels, out);
    case 3:
      return add_neighbour_columns<3>(in, n, channels, out);
    case 4:
      return add_neighbour_columns<4>(in, n, channels, out);
    default:
      return add_neighbour_columns<0>(in, n, channels, out);
  }
}

/// out(j, c) = ((in(j, 0, c) + in(j, 1, c)) + in(j, 2, c)) + ... of `columns` columns, Blocks
/// blocks at a time: independent chains of additions.
template <index_t Blocks, class T>
void add_run(const T* in, index_t columns, index_t channels, T* out) noexcept {
  const index_t width = columns * channels;
  for (index_t c = 0; c < channels; ++c) {
    T sums[std::size_t(Blocks)];
    for (index_t j = 0; j < Blocks; ++j) sums[j] = in[j * width + c];
    for (index_t l = 1; l < columns; ++l)
      for (index_t j = 0; j < Blocks; ++j) sums[j] += in[j * width + l * channels + c];
    for (index_t j = 0; j < Blocks; ++j) out[j * channels + c] = sums[j];
  }
}

template <class T>
void add_runs(const T* in, index_t blocks, index_t columns, index_t channels, T* out) noexcept {
  index_t j = 0;
  const index_t width = columns * channels;
  for (; j + 8 <= blocks; j += 8) add_run<8>(in + j * width, columns, channels, out + j * channels);
  for (; j < blocks; ++j) add_run<1>(in + j * width, columns, channels, out + j * channels);
}

/// Closes the gaps between blocks.
template <class T>
void close_up(T* columns, index_t blocks, index_t width, index_t pitch) noexcept {
  for (index_t j = 1; j < blocks; ++j)
    for (index_t x = 0; x < width; ++x) columns[j * width + x] = columns[j * pitch + x];
}

/// The columns of each block added up: neighbours in pairs while their number is even, then
/// what is left in order.
template <class S, class T>
void reduce_columns(const pool_args<S, T>& s, index_t blocks, T* out) noexcept {
  if (s.pitch != s.width) close_up(s.columns, blocks, s.width, s.pitch);
  index_t columns = s.width / s.channels;
  while (columns % 2 == 0) {
    columns /= 2;
    halve(s.columns, blocks * columns, s.channels, columns == 1 ? out : s.columns);
    if (columns == 1) return;
  }
  add_runs(s.columns, blocks, columns, s.channels, out);
}

}  // namespace
}  // namespace bellcurve::simd::BELLCURVE_ISA
