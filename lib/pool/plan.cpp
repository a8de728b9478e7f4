#include "plan.hpp"

#include "../runtime/threads.hpp"
#include "../simd/kernels.hpp"
#include "extent.hpp"

#include <algorithm>

namespace bellcurve::pool {
namespace {

/// Products of a task: some ten microseconds, so that what is smaller than one need not
/// be divided, and starting one costs nothing beside it.
constexpr double task_products = 1 << 17;

/// Elements of a strip of column sums, and of copied rows: both stay in the first caches.
constexpr index_t strip_elements = 2048;
constexpr index_t copy_elements = 1 << 14;

index_t divide_up(index_t a, index_t b) noexcept { return a / b + (a % b != 0); }

layout make_layout(index_t width, index_t step, index_t channels, bool direct) {
  if (step >= width) {
    // Small gaps are read along, wide ones are not worth it.
    return {.sliding = false, .phases = 1, .step = direct && step < 2 * width ? step : width};
  }
  const bool slides = step == 1 || (step == 2 && channels == 1);
  if (slides) return {.sliding = true, .phases = 1, .step = step};
  return {.sliding = false, .phases = divide_up(width, step), .step = step};
}

template <class S>
bool contiguous_rows(const problem<S>& p) {
  return p.in.cols <= 1 || p.in.col_stride == p.channels;
}

template <class S>
bool dense_out(const problem<S>& p) {
  return (p.channels == 1 || p.out.channel_stride == 1) &&
         (p.out.cols <= 1 || p.out.col_stride == p.channels);
}

template <class S>
void cut(const problem<S>& p, plan& plan) {
  const double row = static_cast<double>(p.out.cols) * static_cast<double>(p.channels) *
                     static_cast<double>(p.kernel.rows()) * static_cast<double>(p.kernel.cols());
  plan.rows_per_task = 1;
  plan.cols_per_task = p.out.cols;
  if (row <= task_products) {
    plan.rows_per_task = std::min(plan.block_rows, static_cast<index_t>(task_products / row));
  } else {
    // Whole cache lines of results, where there are that many.
    const double cols = task_products / row * static_cast<double>(p.out.cols);
    plan.cols_per_task = std::min(p.out.cols, (static_cast<index_t>(cols) + 15) / 16 * 16);
    plan.cols_per_task = std::max<index_t>(plan.cols_per_task, 1);
  }
  plan.tasks_down = divide_up(plan.block_rows, plan.rows_per_task);
  plan.tasks_across = divide_up(p.out.cols, plan.cols_per_task);
  const index_t tasks = plan.tasks_down * plan.tasks_across;
  plan.threads =
      static_cast<int>(std::min<index_t>(tasks == 1 ? 1 : runtime::team_size(p.threads), tasks));
}

/// Each thread copies what lies under a block. Of blocks so large that this counts, all threads
/// together may copy about twice as much as the weights take.
template <class S>
void limit_threads(const problem<S>& p, plan& plan) {
  using T = result<S>;
  constexpr double always = 1 << 26;
  const auto rows = static_cast<double>(p.kernel.rows());
  const double weights = rows * static_cast<double>(plan.weights_ld) * sizeof(T);
  const auto copied = static_cast<double>(plan.copy_ld);
  const double valid = p.mask ? copied / static_cast<double>(p.channels) * sizeof(T) : 0;
  const double each = rows * (copied * sizeof(S) + valid);
  const double most = std::max(2 * weights, always);
  if (each * plan.threads > most) plan.threads = std::max(static_cast<int>(most / each), 1);
}

template <class S>
void size_memory(const problem<S>& p, plan& plan) {
  const index_t rows = p.kernel.rows(), width = p.kernel.cols(), pitch = plan.layout.pitch();
  const index_t elements = std::max(width, pitch) * p.channels;
  const auto weights_ld = [&](index_t period) {  // rows begin where cache lines do
    return plan.layout.sliding ? width : divide_up(period + simd::pool_overhang, 16) * 16;
  };
  plan.weights_ld = weights_ld(pitch * p.channels);
  // Of one channel they are the same.
  if (p.mask && p.channels > 1) plan.mask_weights_ld = weights_ld(pitch);
  plan.columns = strip_elements + elements + simd::pool_overhang;
  // At least as many blocks as there are phases.
  const index_t per_block = plan.layout.step * p.channels;
  plan.strip = std::max({plan.layout.phases, copy_elements / rows / per_block, index_t(1)});
  plan.strip = std::min(plan.strip, plan.cols_per_task);
  const bool copies = !plan.direct || plan.whole_rows < p.out.rows || plan.whole_cols < p.out.cols;
  if (copies) plan.copy_ld = (plan.strip - 1) * per_block + width * p.channels;
  if (copies || !plan.dense_out || plan.layout.phases > 1) plan.results = plan.strip * p.channels;
  limit_threads(p, plan);
}

}  // namespace

template <class S>
plan make_plan(const problem<S>& p) {
  plan plan{};
  // First of all: the product of the other extents is bounded only where there are elements.
  const index_t* const images = p.images.extents.data();
  if (p.out.rows == 0 || p.out.cols == 0 || p.channels == 0 ||
      std::find(images, images + p.images.axes, 0) != images + p.images.axes) {
    return plan;
  }
  plan.block_rows = p.out.rows;
  for (std::size_t k = 0; k < p.images.axes; ++k) plan.block_rows *= p.images.extents[k];
  // The step from a single block to the next means nothing, and may be anything.
  const index_t width = p.kernel.cols(), step = p.out.cols == 1 ? width : p.col_step;
  plan.direct = contiguous_rows(p) && !p.mask && step < 2 * width;
  plan.layout = make_layout(width, step, p.channels, plan.direct);
  plan.dense_out = dense_out(p);
  plan.whole_rows = std::min(p.out.rows, whole_blocks(p.in.rows, p.kernel.rows(), p.row_step));
  plan.whole_cols = std::min(p.out.cols, whole_blocks(p.in.cols, width, p.col_step));
  cut(p, plan);
  size_memory(p, plan);
  return plan;
}

template plan make_plan(const problem<float>&);
template plan make_plan(const problem<double>&);
template plan make_plan(const problem<std::uint8_t>&);
template plan make_plan(const problem<std::uint16_t>&);
template plan make_plan(const problem<std::int16_t>&);

}  // namespace bellcurve::pool
