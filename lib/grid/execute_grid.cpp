// Blocks of rows: each row's terms in double, then the kernel.
#include "../runtime/workspace.hpp"
#include "execute.hpp"
#include "plan.hpp"
#include "prepare.hpp"
#include "profile.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace bellcurve::normal {
namespace {

/// A rectangle of the walk.
struct block {
  index_t row, col, rows, cols;
};

/// What a worker needs for a block.
template <class T>
struct scratch {
  simd::mixture_term<T>* terms;  ///< row_block x count
  std::int32_t* counts;          ///< row_block
  T** out;                       ///< row_block
  double* exponent;              ///< row_block: -1/2 of the outer axes' squares
  double* mean_shift;            ///< row_block
  T* buffer;                     ///< row_block x col_block, where rows are not contiguous

  static std::size_t bytes(const grid_plan<T>& plan, std::size_t count) noexcept {
    using runtime::aligned_size;
    const auto rows = static_cast<std::size_t>(plan.row_block);
    return aligned_size(rows * count * sizeof(simd::mixture_term<T>)) +
           aligned_size(rows * sizeof(std::int32_t)) + aligned_size(rows * sizeof(T*)) +
           2 * aligned_size(rows * sizeof(double)) + aligned_size(buffer_size(plan) * sizeof(T));
  }
  static std::size_t buffer_size(const grid_plan<T>& plan) noexcept {
    return plan.contiguous ? 0 : static_cast<std::size_t>(plan.row_block * plan.col_block);
  }
  scratch(runtime::workspace& memory, const grid_plan<T>& plan, std::size_t count) noexcept {
    const auto rows = static_cast<std::size_t>(plan.row_block);
    terms = memory.take<simd::mixture_term<T>>(rows * count);
    counts = memory.take<std::int32_t>(rows);
    out = memory.take<T*>(rows);
    exponent = memory.take<double>(rows);
    mean_shift = memory.take<double>(rows);
    buffer = memory.take<T>(buffer_size(plan));
  }
};

template <class T>
class grid_writer {
  static constexpr index_t profile_block = 4096;  // entries of a task
 public:
  grid_writer(const grid_problem<T>& p, const grid_plan<T>& plan, const simd::kernel_table& table)
      : p_(p),
        plan_(plan),
        kernels_(simd::of<T>(table)),
        exp_(simd::of<double>(table).exp_nonpositive),
        components_(prepare_all(p, plan)),
        profiles_(make_profiles()),
        memory_(bytes(), {}),
        tables_(memory_.take<T*>(p.m.count)) {
    for (std::size_t c = 0; c < p.m.count; ++c) {
      tables_[c] =
          has_table(c) ? memory_.take<T>(static_cast<std::size_t>(plan.table_stride)) : nullptr;
      if (tables_[c] != nullptr) table_blocks_ = std::max(table_blocks_, plan.tasks_across);
      profile<T>& shared = profiles_[c];
      if (shared.size == 0) continue;
      shared.table = memory_.take<T>(static_cast<std::size_t>(shared.size));
      table_blocks_ = std::max(table_blocks_, (shared.size + profile_block - 1) / profile_block);
    }
    workers_.reserve(static_cast<std::size_t>(plan.threads));
    for (int t = 0; t < plan.threads; ++t) workers_.emplace_back(memory_, plan, p.m.count);
  }

  /// Tables, one task per component and block of entries; 0 if there are none.
  index_t table_tasks() const noexcept { return static_cast<index_t>(p_.m.count) * table_blocks_; }
  void make_table(index_t task) noexcept {
    const auto c = static_cast<std::size_t>(task / table_blocks_);
    const index_t piece = task % table_blocks_;
    const profile<T>& shared = profiles_[c];
    if (shared.size > 0) {
      const index_t first = piece * profile_block;
      if (first < shared.size) fill_table(shared, first);
    }
    if (tables_[c] == nullptr || piece >= plan_.tasks_across) return;
    const index_t col = piece * plan_.col_block;
    const index_t cols = std::min(plan_.col_block, plan_.cols - col);
    simd::mixture_term<T> term{};
    make_term(components_[c], 0, 1, col, cols, term);
    const std::int32_t one = 1;
    T* row = tables_[c] + col;
    kernels_.mixture_rows({&term, 0, &one, &row, 1, cols, false, false});
    // What kernels read beyond the last column, so that it is a number.
    if (col + cols == plan_.cols) std::fill(row + cols, tables_[c] + plan_.table_stride, T(0));
  }

  void operator()(int worker, index_t task) noexcept {
    scratch<T>& mine = workers_[static_cast<std::size_t>(worker)];
    const index_t row = task / plan_.tasks_across * plan_.row_block;
    const index_t col = task % plan_.tasks_across * plan_.col_block;
    const block at{row, col, std::min(plan_.row_block, plan_.rows - row),
                   std::min(plan_.col_block, plan_.cols - col)};
    std::fill_n(mine.counts, at.rows, 0);
    for (std::size_t c = 0; c < p_.m.count; ++c) add_terms(at, c, mine);
    for (index_t r = 0; r < at.rows; ++r) {
      mine.out[r] = plan_.contiguous ? place(at.row + r) + at.col : mine.buffer + r * at.cols;
    }
    const simd::mixture_rows_args<T> args{mine.terms,   static_cast<index_t>(p_.m.count),
                                          mine.counts,  mine.out,
                                          at.rows,      at.cols,
                                          p_.m.maximum, plan_.stream};
    p_.log ? kernels_.mixture_log_rows(args) : kernels_.mixture_rows(args);
    if (!plan_.contiguous) scatter(at, mine.buffer);
  }

 private:
  static std::vector<walk_component> prepare_all(const grid_problem<T>& p,
                                                 const grid_plan<T>& plan) {
    std::vector<walk_component> all(p.m.count);
    for (std::size_t c = 0; c < p.m.count; ++c) all[c] = prepare(p, plan, c);
    return all;
  }

  /// As many with tables as their memory allows, in the order of the components.
  std::vector<profile<T>> make_profiles() const {
    constexpr index_t most_entries = (64 << 20) / sizeof(T);
    std::vector<profile<T>> all(p_.m.count);
    index_t entries = 0;
    for (std::size_t c = 0; c < p_.m.count && !p_.log; ++c) {
      all[c] = make_profile(components_[c], plan_);
      if (entries + all[c].size > most_entries) all[c].size = 0;
      entries += all[c].size;
    }
    return all;
  }

  void fill_table(const profile<T>& shared, index_t first) const noexcept {
    const index_t count = std::min(profile_block, shared.size - first);
    const simd::mixture_term<T> term = table_term(shared, first, count);
    const std::int32_t one = 1;
    T* row = shared.table + first;
    kernels_.mixture_rows({&term, 0, &one, &row, 1, count, false, false});
  }

  bool has_table(std::size_t c) const noexcept { return plan_.tables && components_[c].fixed; }

  std::size_t bytes() const noexcept {
    using runtime::aligned_size;
    const std::size_t count = p_.m.count;
    std::size_t total = aligned_size(count * sizeof(T*)) +
                        static_cast<std::size_t>(plan_.threads) * scratch<T>::bytes(plan_, count);
    for (std::size_t c = 0; c < count; ++c) {
      if (has_table(c))
        total += aligned_size(static_cast<std::size_t>(plan_.table_stride) * sizeof(T));
      total += aligned_size(static_cast<std::size_t>(profiles_[c].size) * sizeof(T));
    }
    return total;
  }

  /// The indices along the outer axes.
  std::array<index_t, 2> outer_of(index_t row) const noexcept {
    if (p_.m.d < 3) return {row, 0};
    return {row / plan_.axes[1].extent, row % plan_.axes[1].extent};
  }

  T* place(index_t row) const noexcept {
    const std::array<index_t, 2> at = outer_of(row);
    T* first = plan_.first;
    for (std::size_t k = 0; k + 1 < p_.m.d; ++k) first += at[k] * plan_.axes[k].stride;
    return first;
  }

  /// A component's terms along the rows of a block, behind those that are there.
  void add_terms(const block& at, std::size_t c, scratch<T>& mine) noexcept {
    const walk_component& from = components_[c];
    for (index_t r = 0; r < at.rows; ++r) {
      const row_position row = along(from, outer_of(at.row + r));
      mine.exponent[r] = -0.5 * row.squares;
      mine.mean_shift[r] = row.mean_shift;
    }
    if (!p_.log) exp_(mine.exponent, mine.exponent, static_cast<std::size_t>(at.rows));
    for (index_t r = 0; r < at.rows; ++r) {
      const double factor =
          p_.log ? from.factor + mine.exponent[r] : from.factor * mine.exponent[r];
      push_term(at, c, factor, mine.mean_shift[r], r, mine);
    }
  }

  void push_term(const block& at, std::size_t c, double factor, double mean_shift, index_t r,
                 scratch<T>& mine) noexcept {
    // What is below the smallest normal number at its largest is left out; and so is a mean that
    // overflows, at logarithms below the smallest number.
    if (!p_.log && !(std::fabs(factor) >= static_cast<double>(std::numeric_limits<T>::min()))) {
      return;
    }
    if (!std::isfinite(mean_shift)) return;
    simd::mixture_term<T>& term = mine.terms[r * static_cast<index_t>(p_.m.count) + mine.counts[r]];
    const double rest = make_term(components_[c], mean_shift, factor, at.col, at.cols, term);
    if (tables_[c] != nullptr) {
      term.table = tables_[c];
      term.table_at = at.col;
    } else if (profiles_[c].degree != 0) {
      use_profile(profiles_[c], factor, rest, term);
    }
    if (p_.log || term.first < term.last) ++mine.counts[r];
  }

  void scatter(const block& at, const T* from) const noexcept {
    const index_t stride = plan_.axes[p_.m.d - 1].stride;
    for (index_t r = 0; r < at.rows; ++r) {
      T* to = place(at.row + r) + at.col * stride;
      for (index_t j = 0; j < at.cols; ++j) to[j * stride] = from[r * at.cols + j];
    }
  }

  const grid_problem<T>& p_;
  const grid_plan<T>& plan_;
  const simd::kernels<T>& kernels_;
  void (*exp_)(const double*, double*, std::size_t) noexcept;
  std::vector<walk_component> components_;
  std::vector<profile<T>> profiles_;
  runtime::workspace memory_;
  T** tables_;  ///< of the components whose mean is the same in every row
  index_t table_blocks_ = 0;
  std::vector<scratch<T>> workers_;
};

}  // namespace

template <class T>
void execute(const grid_problem<T>& p, const simd::kernel_table& table,
             const runtime::progress_report& progress) {
  const grid_plan<T> plan = make_plan(p, simd::of<T>(table));
  if (plan.tasks == 0) return;
  grid_writer<T> writer(p, plan, table);
  if (writer.table_tasks() > 0) {
    runtime::for_each_task(plan.threads, writer.table_tasks(), nullptr,
                           [&](int, index_t task) { writer.make_table(task); });
  }
  runtime::for_each_task(plan.threads, plan.tasks, &progress, writer);
}

template void execute(const grid_problem<float>&, const simd::kernel_table&,
                      const runtime::progress_report&);
template void execute(const grid_problem<double>&, const simd::kernel_table&,
                      const runtime::progress_report&);

}  // namespace bellcurve::normal
