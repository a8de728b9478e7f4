// The second half of pooling: sums along a row of blocks.
#pragma once

#include "kernels.hpp"
#include "vec.hpp"

namespace bellcurve::simd::BELLCURVE_ISA {
namespace {

#ifndef BELLCURVE_SCALAR

/// The sums of neighbours: a0 + a1, a2 + a3, ..., then those of b.
template <class T>
vec<T> add_neighbours(vec<T> a, vec<T> b) {
  return pick<0, 1, 2>(a, b) + pick<1, 1, 2>(a, b);
}

/// ((0 + 1) + 2) + ... of each Group columns of Channels elements in a and b.
template <std::size_t Group, std::size_t Channels, std::size_t Next, class T>
vec<T> add_columns(vec<T> a, vec<T> b, vec<T> sum) {
  if constexpr (Next == Group) {
    return sum;
  } else {
    constexpr std::size_t step = Group * Channels;
    return add_columns<Group, Channels, Next + 1>(
        a, b, sum + pick<Next * Channels, Channels, step>(a, b));
  }
}

/// As many groups as two registers hold, at a time. \return How many groups were done.
template <std::size_t Group, std::size_t Channels, class T>
index_t add_groups_in_registers(const T* in, index_t groups, T* out) noexcept {
  constexpr std::size_t w = vec<T>::size, step = Group * Channels;
  constexpr auto at_once = static_cast<index_t>(2 * w / step);
  constexpr auto channels = static_cast<index_t>(Channels);
  index_t j = 0;
  if constexpr (at_once > 0 && Channels <= w) {
    // Behind the results of a turn stands anything until the next one overwrites it: what is
    // stored must end before out does, and in `in`, before what is still to be read.
    for (; (groups - j) * channels >= static_cast<index_t>(w); j += at_once) {
      const T* from = in + j * static_cast<index_t>(step);
      const vec<T> a = load(from), b = load(from + w);
      store(out + j * channels,
            add_columns<Group, Channels, 1>(a, b, pick<0, Channels, step>(a, b)));
    }
  }
  return j;
}

#else

template <std::size_t Group, std::size_t Channels, class T>
index_t add_groups_in_registers(const T*, index_t, T*) noexcept {
  return 0;
}

#endif

/// out(j, c) = ((in(j, 0, c) + in(j, 1, c)) + in(j, 2, c)) + ..., Groups groups at a time:
/// independent chains of additions.
template <index_t Groups, class T>
void add_run(const T* in, index_t group, index_t channels, T* out) noexcept {
  const index_t step = group * channels;
  for (index_t c = 0; c < channels; ++c) {
    T sums[std::size_t(Groups)];
    for (index_t j = 0; j < Groups; ++j) sums[j] = in[j * step + c];
    for (index_t l = 1; l < group; ++l)
      for (index_t j = 0; j < Groups; ++j) sums[j] += in[j * step + l * channels + c];
    for (index_t j = 0; j < Groups; ++j) out[j * channels + c] = sums[j];
  }
}

template <std::size_t Channels, class T>
index_t add_groups_of(const T* in, index_t groups, index_t group, T* out) noexcept {
  switch (group) {
    case 2:
      return add_groups_in_registers<2, Channels>(in, groups, out);
    case 3:
      return add_groups_in_registers<3, Channels>(in, groups, out);
    case 5:
      return add_groups_in_registers<5, Channels>(in, groups, out);
    case 7:
      return add_groups_in_registers<7, Channels>(in, groups, out);
    default:
      return 0;
  }
}

/// Adds up the `group` columns of each group in order. `out` may be `in`.
template <class T>
void add_groups(const T* in, index_t groups, index_t group, index_t channels, T* out) noexcept {
  index_t j = 0;
  if (channels == 1) j = add_groups_of<1>(in, groups, group, out);
  if (channels == 3) j = add_groups_of<3>(in, groups, group, out);
  const index_t step = group * channels;
  for (; j + 8 <= groups; j += 8) add_run<8>(in + j * step, group, channels, out + j * channels);
  for (; j < groups; ++j) add_run<1>(in + j * step, group, channels, out + j * channels);
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
  for (; columns % 2 == 0 && columns > 2; columns /= 2)
    add_groups(s.columns, blocks * columns / 2, 2, s.channels, s.columns);
  add_groups(s.columns, blocks, columns, s.channels, out);
}

}  // namespace
}  // namespace bellcurve::simd::BELLCURVE_ISA
