#include "kept.hpp"

#include "../runtime/rounding.hpp"
#include "../runtime/threads.hpp"
#include "lost_rule.hpp"
#include "prepare.hpp"
#include "validate.hpp"

#include <algorithm>
#include <limits>
#include <new>
#include <utility>

namespace bellcurve::rbf {
namespace {

using runtime::round_up;

template <class T>
problem<T> to_keep(matrix_view<const T> x, const rbf_options& options) {
  problem<T> p = validate_points(x, options);
  if (p.which == engine::blas) {
    throw error(errc::bad_argument, "engine must be auto or fused for a plan, got blas");
  }
  // Copies, padded: more than any machine has, and no size below overflows.
  if (p.n > std::numeric_limits<index_t>::max() / 64 / std::max<index_t>(p.d, 1))
    throw std::bad_alloc();
  return p;
}

/// Whole panels; for differences a cache line more, so that features do not fall into the same
/// cache set.
template <class T>
index_t panels_ld_of(exponents source, index_t n, const simd::kernels<T>& kernels) {
  constexpr index_t line = 64 / sizeof(T);
  return round_up(n, kernels.panel) + (source == exponents::direct ? line : 0);
}

template <class T>
std::size_t bytes_of(index_t elements) {
  return runtime::aligned_size(static_cast<std::size_t>(elements) * sizeof(T));
}

}  // namespace

template <class T>
kept_points<T>::kept_points(matrix_view<const T> x, const rbf_options& options,
                            const simd::kernel_table& table)
    : kept_points(x, to_keep(x, options), table) {}

template <class T>
kept_points<T>::kept_points(matrix_view<const T> x, problem<T> p, const simd::kernel_table& table)
    : table_(table),
      n_(p.n),
      d_(p.d),
      which_(p.which),
      source_(source(p)),
      panels_ld_(panels_ld_of(source_, p.n, simd::of<T>(table))),
      memory_(bytes_of<T>(p.n * p.d) + bytes_of<T>(panels_ld_ * p.d), {}),
      x_(memory_.take<T>(static_cast<std::size_t>(p.n * p.d))),
      panels_(memory_.take<T>(static_cast<std::size_t>(panels_ld_ * p.d))),
      center_(p.center.begin(), p.center.end()) {
  if (n_ == 0) return;
  if (d_ > 0) copy(x);
  if (source_ == exponents::direct) {
    pack_columns();
    return;
  }
  p.x = p.y = p.mean_of = {x_, d_, 1};
  const simd::kernels<T>& kernels = simd::of<T>(table_);
  const plan<T> plan = make_plan(p, table_, source_);
  memory<T> memory(p, plan);
  compute_center(p, plan, kernels, memory);
  center_.assign(memory.center, memory.center + d_);
  squares_.resize(static_cast<std::size_t>(n_));
  compute_squares(p, plan, kernels, memory, squares_.data());
  pack_panels(p, plan, memory);
}

template <class T>
void kept_points<T>::copy(matrix_view<const T> x) noexcept {
  // A column-major x is read a cache line at a time.
  constexpr index_t side = 64;
  for (index_t i = 0; i < n_; i += side) {
    const index_t end = std::min(i + side, n_);
    if (x.col_stride() == 1) {
      for (index_t r = i; r < end; ++r) std::copy_n(&x(r, 0), d_, x_ + r * d_);
      continue;
    }
    for (index_t k = 0; k < d_; ++k)
      for (index_t r = i; r < end; ++r) x_[r * d_ + k] = x(r, k);
  }
}

template <class T>
void kept_points<T>::pack_columns() noexcept {
  simd::of<T>(table_).pack_columns({{x_, d_, 1}, n_, d_, nullptr, nullptr, panels_, panels_ld_});
}

/// By way of a thread's own panel: pack_panels writes behind the last.
template <class T>
void kept_points<T>::pack_panels(const problem<T>& p, const plan<T>& plan, memory<T>& memory) {
  const simd::kernels<T>& kernels = simd::of<T>(table_);
  const index_t step = round_up(plan.block.tile_cols, kernels.panel);
  const index_t blocks = (n_ + step - 1) / step;
  runtime::for_each_task(plan.threads, blocks, nullptr, [&](int worker, index_t block) {
    T* mine = memory.threads[static_cast<std::size_t>(worker)].panel_b;
    const index_t first = block * step, rows = std::min(step, n_ - first);
    for (index_t k = 0; k < p.d; k += feature_chunk) {
      const index_t features = std::min(feature_chunk, p.d - k);
      kernels.pack_panels(
          {{x_ + first * d_ + k, d_, 1}, rows, features, memory.center + k, nullptr, mine, 0});
      std::copy_n(mine, round_up(rows, kernels.panel) * features,
                  panels_ + k * panels_ld_ + first * features);
    }
  });
}

template <class T>
std::shared_ptr<const std::vector<T>> kept_points<T>::norms(double gamma) const {
  // Nobody waits: a child that was forked while another thread had the lock would do so for ever.
  {
    const std::unique_lock lock(mutex_, std::try_to_lock);
    if (lock && last_.norms && last_.gamma == gamma) return last_.norms;
  }
  const double safe = largest_safe_norm<T>(gamma, d_);
  std::vector<T> norms(static_cast<std::size_t>(n_ + norms_padding<T>), T(0));
  for (std::size_t i = 0; i < squares_.size(); ++i) norms[i] = norm_of<T>(squares_[i], gamma, safe);
  auto fresh = std::make_shared<const std::vector<T>>(std::move(norms));
  const std::unique_lock lock(mutex_, std::try_to_lock);
  if (lock) last_ = {gamma, fresh};
  return fresh;
}

template class kept_points<float>;
template class kept_points<double>;

}  // namespace bellcurve::rbf
