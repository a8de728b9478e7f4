#include "cross_term.hpp"

#include "../runtime/blas.hpp"
#include "lost_rule.hpp"

#include <algorithm>

namespace bellcurve::rbf {

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
  const T alpha = static_cast<T>(2 * p.gamma);
  const bool blas = plan.source == exponents::gram_blas;
  const auto block_of = [&](simd::points<T> x, index_t row, index_t rows, index_t k,
                            index_t features, T* panel, index_t ld) {
    x.data += row * x.row_stride + k * x.col_stride;
    const T* scale = p.scale.empty() ? nullptr : p.scale.data() + k;
    return simd::pack_args<T>{x, rows, features, center + k, scale, panel, ld};
  };

  if (p.d == 0) std::fill(mine.tile, mine.tile + plan.tile_size, T(0));
  for (index_t slab = 0; slab < p.d; slab += plan.block.panel_features) {
    const index_t features = std::min(plan.block.panel_features, p.d - slab);
    // The tiles of a task share both panels, and the tasks of a row that of x.
    if (const typename scratch<T>::held wanted{task.row, slab}; mine.a != wanted) {
      kernels.pack_rows(
          block_of(p.x, task.row, task.rows, slab, features, mine.panel_a, plan.panel_a_ld));
      mine.a = wanted;
    }
    if (const typename scratch<T>::held wanted{task.col, slab}; mine.b != wanted) {
      const auto b =
          block_of(p.y, task.col, task.cols, slab, features, mine.panel_b, plan.panel_b_ld);
      blas ? kernels.pack_rows(b) : kernels.pack_columns(b);
      mine.b = wanted;
    }
    const T* a = mine.panel_a + (place.row - task.row) * plan.panel_a_ld;
    const T* b = mine.panel_b + (place.col - task.col) * (blas ? plan.panel_b_ld : 1);

    for (index_t k = 0; k < features; k += feature_chunk) {
      const index_t chunk = std::min(feature_chunk, features - k);
      const bool accumulate = slab + k > 0;
      if (blas) {
        runtime::gemm_nt(place.rows, place.cols, chunk, alpha, a + k, plan.panel_a_ld, b + k,
                         plan.panel_b_ld, accumulate ? T(1) : T(0), mine.tile, plan.tile_ld);
      } else {
        kernels.cross({a + k, plan.panel_a_ld, b + k * plan.panel_b_ld, plan.panel_b_ld, place.rows,
                       place.cols, chunk, alpha, accumulate, mine.tile, plan.tile_ld});
      }
    }
  }
}

template void pack_y(const problem<float>&, const plan<float>&, const simd::kernels<float>&,
                     const tile_place&, scratch<float>&) noexcept;
template void pack_y(const problem<double>&, const plan<double>&, const simd::kernels<double>&,
                     const tile_place&, scratch<double>&) noexcept;
template void cross_term(const problem<float>&, const plan<float>&, const simd::kernels<float>&,
                         const float*, const tile_place&, const tile_place&,
                         scratch<float>&) noexcept;
template void cross_term(const problem<double>&, const plan<double>&, const simd::kernels<double>&,
                         const double*, const tile_place&, const tile_place&,
                         scratch<double>&) noexcept;

}  // namespace bellcurve::rbf
