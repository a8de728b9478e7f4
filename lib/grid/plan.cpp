#include "plan.hpp"

#include "../runtime/rounding.hpp"
#include "../runtime/threads.hpp"

#include <algorithm>
#include <cstdlib>

namespace bellcurve::normal {
namespace {

using runtime::divide_up;

/// The widest stride first. The stride of an extent of 1 says nothing: such axes come first.
template <class T>
void order_axes(const array_view<T>& out, grid_plan<T>& plan) {
  const auto d = static_cast<std::size_t>(out.axes());
  plan.first = out.data();
  for (std::size_t k = 0; k < d; ++k) {
    const int axis = static_cast<int>(k);
    const index_t extent = out.extent(axis), stride = extent == 1 ? 0 : out.stride(axis);
    plan.axes[k] = {k, extent, std::abs(stride), stride < 0};
    if (stride < 0) plan.first += (extent - 1) * stride;
  }
  const auto before = [](const walk_axis& a, const walk_axis& b) {
    if ((a.extent == 1) != (b.extent == 1)) return a.extent == 1;
    return a.stride > b.stride;
  };
  std::stable_sort(plan.axes.begin(), plan.axes.begin() + static_cast<index_t>(d), before);
}

}  // namespace

template <class T>
grid_plan<T> make_plan(const grid_problem<T>& p, const simd::kernels<T>& kernels) {
  grid_plan<T> plan;
  const std::size_t d = p.m.d;
  for (index_t extent : p.out.shape()) {
    if (extent == 0) return plan;  // no rows: nothing to do
  }
  order_axes(p.out, plan);
  const walk_axis& inner = plan.axes[d - 1];
  plan.cols = inner.extent;
  plan.rows = 1;
  for (std::size_t k = 0; k + 1 < d; ++k) plan.rows *= plan.axes[k].extent;

  // Columns: long enough that what a row prepares is small beside them; a buffer of them stays
  // in the first cache. Rows: as many as make a task of some ten microseconds, and whose terms
  // stay in the second cache.
  constexpr index_t most_cols = 8192, task_cells = 1 << 16, most_terms = 4096;
  const auto count = static_cast<index_t>(std::max<std::size_t>(p.m.count, 1));
  plan.col_block = std::min(plan.cols, most_cols);
  plan.row_block =
      std::clamp<index_t>(std::min(task_cells / plan.col_block, most_terms / count), 1, plan.rows);
  plan.tasks_across = divide_up(plan.cols, plan.col_block);
  plan.tasks = divide_up(plan.rows, plan.row_block) * plan.tasks_across;

  // A fork costs a few microseconds: below that many exponentials it does not pay.
  constexpr double smallest_fork = 65536;
  const double cells = static_cast<double>(plan.rows) * static_cast<double>(plan.cols);
  const double work = cells * static_cast<double>(count);
  plan.threads = work < smallest_fork ? 1 : runtime::team_size(p.threads);
  plan.threads = static_cast<int>(std::min<index_t>(plan.threads, plan.tasks));

  plan.contiguous = inner.stride == 1 || inner.extent == 1;
  // As for the RBF matrix: below about the size of the last cache the caller's next read would
  // miss instead.
  constexpr double smallest_stream = 16 << 20;
  plan.stream = plan.contiguous && cells * sizeof(T) > smallest_stream;

  // A table costs as much as a row. Many long ones would take more memory than the grid.
  constexpr index_t least_rows = 4;
  constexpr double most_bytes = 64 << 20;
  plan.table_stride =
      divide_up(plan.cols, kernels.lanes) * kernels.lanes + simd::mixture_table_slack;
  const double bytes =
      static_cast<double>(plan.table_stride) * static_cast<double>(count) * sizeof(T);
  plan.tables = !p.log && plan.rows >= least_rows && bytes <= most_bytes;
  return plan;
}

template grid_plan<float> make_plan(const grid_problem<float>&, const simd::kernels<float>&);
template grid_plan<double> make_plan(const grid_problem<double>&, const simd::kernels<double>&);

}  // namespace bellcurve::normal
