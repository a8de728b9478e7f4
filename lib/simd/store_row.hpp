// Stores of a row, streaming or not.
#pragma once

#include "kernels.hpp"
#include "vec.hpp"

namespace bellcurve::simd::BELLCURVE_ISA {
namespace {

/// A line that is written partly by streaming stores costs several times one that is written
/// wholly by either kind.
inline constexpr std::uintptr_t line_bytes = 64;

/// How many elements before p is aligned to so many bytes; n if that never comes.
template <class T>
index_t elements_to_alignment(const T* p, index_t n,
                              std::uintptr_t bytes = sizeof(vec<T>)) noexcept {
  const auto past = reinterpret_cast<std::uintptr_t>(p) % bytes;
  if (past % sizeof(T) != 0) return n;
  const auto head = static_cast<index_t>((past == 0 ? 0 : bytes - past) / sizeof(T));
  return head < n ? head : n;
}

/// Elements of a row that plain stores write before streaming ones, which begin with a line. Long
/// rows have some: if they begin with a line, streaming stores alone take twice as long (Zen 5,
/// pages of 4 KiB: 10000 x 10000 floats in 18 ms, and with one line of each row by plain stores in
/// 9). Blocks of a few lines only lose by it (a recursive filter a third).
template <class T>
index_t plain_head(const T* p, index_t n) noexcept {
  constexpr index_t line = line_bytes / sizeof(T), long_row = 16 * line;
  const index_t head = elements_to_alignment(p, n, line_bytes);
  return head == 0 && n >= long_row ? line : head;
}

/// out[0..n) = in[0..n).
template <class T>
void store_row(T* out, const T* in, index_t n, bool streaming) noexcept {
  constexpr index_t w = vec<T>::size;
  index_t i = 0;
  if (streaming) {
    constexpr index_t line = line_bytes / sizeof(T);
    const index_t head = plain_head(out, n);
    for (; i + w <= head; i += w) store(out + i, load(in + i));
    for (; i < head; ++i) out[i] = in[i];
    for (; i + line <= n; i += line)
      for (index_t k = i; k < i + line; k += w) stream(out + k, load(in + k));
  }
  for (; i + w <= n; i += w) store(out + i, load(in + i));
  for (; i < n; ++i) out[i] = in[i];
}

template <class T>
void stream_rows(const stream_rows_args<T>& s) noexcept {
  for (index_t i = 0; i < s.rows; ++i)
    store_row(s.out + i * s.out_stride, s.in + i * s.in_stride, s.cols, true);
}

}  // namespace
}  // namespace bellcurve::simd::BELLCURVE_ISA
