#include "cross_term.hpp"

#include "../runtime/blas.hpp"
#include "../runtime/rounding.hpp"
#include "lost_rule.hpp"

#include <algorithm>

namespace bellcurve::rbf {
namespace {

using runtime::round_up;

/// Features [k, k + features) of the points from `first` on.
template <class T>
simd::pack_args<T> block_of(const problem<T>& p, const T* center, simd::points<T> x, index_t first,
                            index_t rows, index_t k, index_t features, T* panel, index_t ld) {
  x.data += first * x.row_stride + k * x.col_stride;
  return {x, rows, features, center + k, p.scale.empty() ? nullptr : p.scale.data() + k, panel, ld};
}

}  // namespace

template <class T>
void pack_y(const problem<T>& p, const plan<T>& plan, const simd::kernels<T>& kernels,
            const tile_place& task, scratch<T>& mine) noexcept {
  const typename scratch<T>::held wanted{task.col, 0};
  if (mine.b == wanted) return;
  simd::points<T> y = p.y;
  y.data += task.col * y.row_stride;
  kernels.pack_columns({y, task.cols, p.d, nullptr, nullptr, mine.panel_b, plan.panel_b_ld});
  mine.b = wanted;
}

template <class T>
void cross_term(const problem<T>& p, const plan<T>& plan, const simd::kernels<T>& kernels,
                const T* center, const tile_place& task, const tile_place& place,
                scratch<T>& mine) noexcept {
  const T alpha = static_cast<T>(2 * p.gamma * simd::log2_e);
  if (p.d == 0) std::fill(mine.tile, mine.tile + plan.tile_size, T(0));
  for (index_t slab = 0; slab < p.d; slab += plan.block.panel_features) {
    const index_t features = std::min(plan.block.panel_features, p.d - slab);
    // The tiles of a task share both panels, and the tasks of a row that of x.
    if (const typename scratch<T>::held wanted{task.row, slab}; mine.a != wanted) {
      kernels.pack_rows(block_of(p, center, p.x, task.row, task.rows, slab, features, mine.panel_a,
                                 plan.panel_a_ld));
      mine.a = wanted;
    }
    if (const typename scratch<T>::held wanted{task.col, slab}; mine.b != wanted) {
      kernels.pack_rows(block_of(p, center, p.y, task.col, task.cols, slab, features, mine.panel_b,
                                 plan.panel_b_ld));
      mine.b = wanted;
    }
    const T* a = mine.panel_a + (place.row - task.row) * plan.panel_a_ld;
    const T* b = mine.panel_b + (place.col - task.col) * plan.panel_b_ld;
    for (index_t k = 0; k < features; k += feature_chunk)
      runtime::gemm_nt(place.rows, place.cols, std::min(feature_chunk, features - k), alpha, a + k,
                       plan.panel_a_ld, b + k, plan.panel_b_ld, slab + k > 0 ? T(1) : T(0),
                       mine.tile, plan.tile_ld);
  }
}

template <class T>
packed<T> fused_sums(const problem<T>& p, const plan<T>& plan, const simd::kernels<T>& kernels,
                     const T* center, const tile_place& task, const tile_place& place,
                     scratch<T>& mine) noexcept {
  const index_t strips = round_up(task.rows, kernels.strip);
  const index_t panels = round_up(task.cols, kernels.panel);
  const auto pack = [&](auto into, simd::points<T> x, index_t first, index_t rows, index_t padded,
                        index_t slab, index_t features, T* panel) {
    for (index_t k = 0; k < features; k += feature_chunk)
      into(block_of(p, center, x, first, rows, slab + k, std::min(feature_chunk, features - k),
                    panel + k * padded, 0));
  };
  // Where the panels of `place` are, for a chunk of features from `first` on, k of them in its
  // slab.
  const auto panels_at = [&](index_t first, index_t k, index_t chunk) {
    return p.known.panels ? p.known.panels + first * p.known.panels_ld + place.col * chunk
                          : mine.panel_b + k * panels + (place.col - task.col) * chunk;
  };
  packed<T> last{mine.panel_a, mine.panel_b};
  for (index_t slab = 0; slab < p.d; slab += plan.block.panel_features) {
    const index_t features = std::min(plan.block.panel_features, p.d - slab);
    if (const typename scratch<T>::held wanted{task.row, slab}; mine.a != wanted) {
      pack(kernels.pack_strips, p.x, task.row, task.rows, strips, slab, features, mine.panel_a);
      mine.a = wanted;
    }
    if (const typename scratch<T>::held wanted{task.col, slab};
        !p.known.panels && mine.b != wanted) {
      pack(kernels.pack_panels, p.y, task.col, task.cols, panels, slab, features, mine.panel_b);
      mine.b = wanted;
    }
    for (index_t k = 0; k < features; k += feature_chunk) {
      const index_t chunk = std::min(feature_chunk, features - k);
      last = {mine.panel_a + k * strips + (place.row - task.row) * chunk,
              panels_at(slab + k, k, chunk)};
      if (slab + k + chunk == p.d) break;
      simd::fused_args<T> sums{.a = last.a,
                               .b = last.b,
                               .features = chunk,
                               .first = slab + k == 0,
                               .last = false,
                               .finish = {}};
      sums.finish.tile = mine.tile;
      sums.finish.ld = plan.tile_ld;
      sums.finish.rows = place.rows;
      sums.finish.cols = place.cols;
      kernels.fused(sums);
    }
  }
  return last;
}

#define BELLCURVE_INSTANTIATE(T)                                                                 \
  template void pack_y(const problem<T>&, const plan<T>&, const simd::kernels<T>&,               \
                       const tile_place&, scratch<T>&) noexcept;                                 \
  template void cross_term(const problem<T>&, const plan<T>&, const simd::kernels<T>&, const T*, \
                           const tile_place&, const tile_place&, scratch<T>&) noexcept;          \
  template packed<T> fused_sums(const problem<T>&, const plan<T>&, const simd::kernels<T>&,      \
                                const T*, const tile_place&, const tile_place&,                  \
                                scratch<T>&) noexcept;
BELLCURVE_INSTANTIATE(float)
BELLCURVE_INSTANTIATE(double)
#undef BELLCURVE_INSTANTIATE

}  // namespace bellcurve::rbf
