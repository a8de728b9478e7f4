// Points as the blocks of fused() read them: straight through.
#pragma once

#include "fused_shape.hpp"
#include "pack.hpp"
#include "transpose.hpp"

namespace bellcurve::simd::BELLCURVE_ISA {
namespace {

/// Strips of `fused_rows` points, one after the other: element (r, k) at
/// panel[(r / fused_rows * features + k) * fused_rows + r % fused_rows]; points beyond the last
/// are 0. `ld` is not used.
template <class T>
void pack_strips(const pack_args<T>& s) noexcept {
  T* p = s.panel;
  for (index_t i = 0; i < s.rows; i += fused_rows, p += fused_rows * s.features) {
    const index_t rows = s.rows - i < fused_rows ? s.rows - i : fused_rows;
    const T* x = s.x.data + i * s.x.row_stride;
    for (index_t k = 0; k < s.features; ++k, x += s.x.col_stride) {
      T* to = p + k * fused_rows;
      for (index_t r = 0; r < rows; ++r) to[r] = pack_one(s, x[r * s.x.row_stride], k);
      for (index_t r = rows; r < fused_rows; ++r) to[r] = T(0);
    }
  }
}

/// Panels of `fused_cols` points likewise. Whole squares are written, up to a register times a
/// panel's width behind the last.
template <class T>
void pack_panels(const pack_args<T>& s) noexcept {
  constexpr index_t w = vec<T>::size, cols = fused_cols<T>, run = 64;
  alignas(64) T rows[std::size_t(cols * run)];
  T* p = s.panel;
  for (index_t j = 0; j < s.rows; j += cols, p += cols * s.features) {
    const index_t count = s.rows - j < cols ? s.rows - j : cols;
    for (index_t i = 0; i < cols * run; ++i) rows[i] = T(0);
    for (index_t k = 0; k < s.features; k += run) {
      pack_args<T> part = s;
      part.x.data += j * s.x.row_stride + k * s.x.col_stride;
      part.rows = count;
      part.features = s.features - k < run ? s.features - k : run;
      if (s.center) part.center += k;
      if (s.scale) part.scale += k;
      part.panel = rows;
      part.ld = run;
      pack_rows(part);
      for (index_t r = 0; r < cols; r += w)
        for (index_t f = 0; f < part.features; f += w)
          transpose_square(rows + r * run + f, run, w, p + (k + f) * cols + r, cols);
    }
  }
}

}  // namespace
}  // namespace bellcurve::simd::BELLCURVE_ISA
