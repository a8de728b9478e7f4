#include "prepare.hpp"

#include "../runtime/threads.hpp"
#include "lost_rule.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace bellcurve::rbf {
namespace {

template <class T>
bool is_finite_row(simd::points<T> x, index_t i, index_t d) {
  for (index_t k = 0; k < d; ++k) {
    if (!std::isfinite(x.data[i * x.row_stride + k * x.col_stride])) return false;
  }
  return true;
}

/// Calls use(i, square) for each of `rows` points: see compute_squares().
template <class T, class Use>
void for_squares(const problem<T>& p, const plan<T>& plan, const simd::kernels<T>& kernels,
                 simd::points<T> x, index_t rows, memory<T>& memory, const Use& use) {
  const index_t step = plan.norm_rows;
  const T* scale = p.scale.empty() ? nullptr : p.scale.data();
  const index_t blocks = (rows + step - 1) / step;
  runtime::for_each_task(plan.threads, blocks, nullptr, [&](int worker, index_t block) {
    const index_t first = block * step;
    const index_t count = std::min(step, rows - first);
    const scratch<T>& mine = memory.threads[static_cast<std::size_t>(worker)];
    double* sums = mine.sums;
    std::fill(sums, sums + 2 * count, 0.0);
    for (index_t k = 0; k < p.d; k += plan.block.panel_features) {
      const index_t features = std::min(plan.block.panel_features, p.d - k);
      kernels.pack_rows(
          {{x.data + first * x.row_stride + k * x.col_stride, x.row_stride, x.col_stride},
           count,
           features,
           memory.center + k,
           scale ? scale + k : nullptr,
           mine.panel_a,
           plan.panel_a_ld});
      kernels.norms({mine.panel_a, plan.panel_a_ld, count, features, sums});
    }
    for (index_t i = 0; i < count; ++i) {
      const double sum = sums[2 * i] + sums[2 * i + 1];
      if (sum <= std::numeric_limits<double>::max()) {
        use(first + i, sum);
      } else {
        use(first + i, is_finite_row(x, first + i, p.d) ? std::numeric_limits<double>::infinity()
                                                        : std::numeric_limits<double>::quiet_NaN());
      }
    }
  });
}

/// norms[i] = norm_of the square of point i.
template <class T>
void compute_norms(const problem<T>& p, const plan<T>& plan, const simd::kernels<T>& kernels,
                   simd::points<T> x, index_t rows, memory<T>& memory, T* norms) {
  const double safe = largest_safe_norm<T>(p.gamma, p.d);
  for_squares(p, plan, kernels, x, rows, memory,
              [&](index_t i, double square) { norms[i] = norm_of<T>(square, p.gamma, safe); });
}

}  // namespace

template <class T>
void compute_center(const problem<T>& p, const plan<T>& plan, const simd::kernels<T>& kernels,
                    memory<T>& memory) {
  double* partial = memory.partial;
  T* center = memory.center;
  if (!p.center.empty()) {
    std::copy(p.center.begin(), p.center.end(), center);
    return;
  }
  const index_t width = p.d + 1;  // the sums, then the number of finite rows
  const double weight = 1.0 / static_cast<double>(std::max<index_t>(p.mean_rows, 1));
  runtime::for_each_task(plan.threads, plan.mean_blocks, nullptr, [&](int, index_t block) {
    double* sums = partial + block * width;
    std::fill(sums, sums + width, 0.0);
    const index_t first = block * plan.mean_block_rows;
    const index_t rows = std::min(plan.mean_block_rows, p.mean_rows - first);
    if (rows <= 0) return;
    simd::mean_args<T> args{p.mean_of, rows, p.d, weight, sums, 0};
    args.x.data += first * args.x.row_stride;
    kernels.mean(args);
    sums[p.d] = static_cast<double>(args.finite_rows);
  });
  for (index_t block = 1; block < plan.mean_blocks; ++block) {
    for (index_t k = 0; k < width; ++k) partial[k] += partial[block * width + k];
  }
  const double finite = partial[p.d];
  const double correction = finite > 0 ? static_cast<double>(p.mean_rows) / finite : 0;
  for (index_t k = 0; k < p.d; ++k) {
    const T c = static_cast<T>(partial[k] * correction);
    // Rounding may carry the mean of values near the largest number over it.
    center[k] = std::isfinite(c) ? c : T(0);
  }
}

template <class T>
void compute_squares(const problem<T>& p, const plan<T>& plan, const simd::kernels<T>& kernels,
                     memory<T>& memory, double* squares) {
  for_squares(p, plan, kernels, p.x, p.n, memory,
              [&](index_t i, double square) { squares[i] = square; });
}

template <class T>
void prepare(const problem<T>& p, const plan<T>& plan, const simd::kernels<T>& kernels,
             memory<T>& memory) {
  if (plan.source == exponents::direct) return;
  compute_center(p, plan, kernels, memory);
  if (memory.own_norms_x) compute_norms(p, plan, kernels, p.x, p.n, memory, memory.own_norms_x);
  if (memory.own_norms_y) compute_norms(p, plan, kernels, p.y, p.m, memory, memory.own_norms_y);
}

#define BELLCURVE_INSTANTIATE(T)                                                            \
  template void compute_center(const problem<T>&, const plan<T>&, const simd::kernels<T>&,  \
                               memory<T>&);                                                 \
  template void compute_squares(const problem<T>&, const plan<T>&, const simd::kernels<T>&, \
                                memory<T>&, double*);                                       \
  template void prepare(const problem<T>&, const plan<T>&, const simd::kernels<T>&, memory<T>&);
BELLCURVE_INSTANTIATE(float)
BELLCURVE_INSTANTIATE(double)
#undef BELLCURVE_INSTANTIATE

}  // namespace bellcurve::rbf
