// Packs the points of a task and forms the cross terms of its tiles.
#pragma once

#include "memory.hpp"

namespace bellcurve::rbf {

/// A block of the output: a tile, or the tiles of a task.
struct tile_place {
  index_t row, col, rows, cols;
};

/// The points of `task`'s columns, as they are, for exponents::direct.
template <class T>
void pack_y(const problem<T>& p, const plan<T>& plan, const simd::kernels<T>& kernels,
            const tile_place& task, scratch<T>& mine) noexcept;

/// mine.tile(i, j) = 2 gamma (x_i - c).(y_j - c) for the points of `place`, which
/// lies within `task`: exponents::blas.
template <class T>
void cross_term(const problem<T>& p, const plan<T>& plan, const simd::kernels<T>& kernels,
                const T* center, const tile_place& task, const tile_place& place,
                scratch<T>& mine) noexcept;

/// Where the points of a block begin in panels.
template <class T>
struct packed {
  const T* a;
  const T* b;
};

/// (x_i - c).(y_j - c) over all chunks of features but the last into mine.tile: exponents::fused.
/// \return The points of the last chunk.
template <class T>
packed<T> fused_sums(const problem<T>& p, const plan<T>& plan, const simd::kernels<T>& kernels,
                     const T* center, const tile_place& task, const tile_place& place,
                     scratch<T>& mine) noexcept;

}  // namespace bellcurve::rbf
