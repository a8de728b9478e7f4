#include "execute.hpp"

#include "../runtime/workspace.hpp"
#include "row_pooler.hpp"

#include <algorithm>
#include <limits>
#include <new>
#include <optional>
#include <vector>

namespace bellcurve::pool {
namespace {

/// Of one thread.
template <class S>
struct scratch {
  using T = result<S>;
  pool_memory<T> pool;
  T* results;  ///< of a strip, where out is not contiguous
  S* copy;     ///< rows of cells
  T* valid;    ///< the same of the mask: 1 or 0
  T* weight;   ///< of the valid cells of each block
};

/// The allocation of a call.
template <class S>
class memory {
 public:
  using T = result<S>;

  memory(const problem<S>& p, const plan& plan) : memory_(bytes(p, plan), {}) {
    const index_t rows = p.kernel.rows();
    weights = take<T>(rows, plan.weights_ld);
    if (plan.mask_weights_ld > 0) mask_weights = take<T>(rows, plan.mask_weights_ld);
    for (int t = 0; t < plan.threads; ++t) {
      scratch<S> s{};
      s.pool.columns = take<T>(plan.columns);
      if (plan.layout.phases > 1) s.pool.phase = take<T>(plan.results);
      s.results = take<T>(plan.results);
      s.copy = take<S>(rows, plan.copy_ld);
      if (p.mask) {
        s.valid = take<T>(rows, plan.copy_ld / p.channels);
        s.weight = take<T>(plan.strip);
      }
      threads.push_back(s);
    }
  }

  T* weights;
  T* mask_weights = nullptr;  ///< null: weights serve for both
  std::vector<scratch<S>> threads;

 private:
  template <class U>
  U* take(index_t n, index_t m = 1) {
    return memory_.take<U>(static_cast<std::size_t>(n * m));
  }

  static std::size_t bytes(const problem<S>& p, const plan& plan) {
    const auto rows = static_cast<double>(p.kernel.rows());
    double shared = 0, each = 0;
    const auto add = [](double& total, double count, std::size_t size) {
      total += count * static_cast<double>(size) + runtime::alignment;
    };
    add(shared, rows * static_cast<double>(plan.weights_ld), sizeof(T));
    add(shared, rows * static_cast<double>(plan.mask_weights_ld), sizeof(T));
    add(each, static_cast<double>(plan.columns), sizeof(T));
    add(each, 2 * static_cast<double>(plan.results), sizeof(T));
    add(each, static_cast<double>(plan.strip), sizeof(T));
    add(each, rows * static_cast<double>(plan.copy_ld), sizeof(S));
    const index_t valid_ld = p.mask ? plan.copy_ld / p.channels : 0;
    add(each, rows * static_cast<double>(valid_ld), sizeof(T));
    each += 4 * runtime::alignment;
    const double total = shared + each * plan.threads;
    if (total > 0x1p62) throw std::bad_alloc();
    return static_cast<std::size_t>(total);
  }

  runtime::workspace memory_;
};

/// Blocks of a row of blocks of one image.
struct stretch {
  index_t row, first, blocks;
};

template <class S>
class worker {
 public:
  using T = result<S>;

  worker(const problem<S>& p, const plan& plan, const simd::kernel_table& table, memory<S>& memory)
      : p_(p),
        plan_(plan),
        memory_(memory),
        pooler_(table, plan.layout, p.channels, p.kernel, memory.weights, plan.weights_ld,
                plan.columns) {
    if (!p.mask) return;
    const bool own = plan.mask_weights_ld > 0;
    mask_pooler_.emplace(table, plan.layout, 1, p.kernel,
                         own ? memory.mask_weights : memory.weights,
                         own ? plan.mask_weights_ld : plan.weights_ld, plan.columns);
    all_weight_ = weight_of_all();
  }

  void operator()(int thread, index_t task) noexcept {
    scratch<S>& mine = memory_.threads[static_cast<std::size_t>(thread)];
    const index_t first = task % plan_.tasks_across * plan_.cols_per_task;
    const index_t blocks = std::min(plan_.cols_per_task, p_.out.cols - first);
    index_t row = task / plan_.tasks_across * plan_.rows_per_task;
    const index_t end = std::min(row + plan_.rows_per_task, plan_.block_rows);
    while (row < end) {
      const index_t image = row / p_.out.rows, i = row % p_.out.rows;
      const index_t rows = std::min(end - row, p_.out.rows - i);
      raster<const S> in = p_.in;
      raster<T> out = p_.out;
      move_to(image, in, out);
      pool_image(in, out, {i, first, blocks}, rows, mine);
      row += rows;
    }
  }

 private:
  void move_to(index_t image, raster<const S>& in, raster<T>& out) const noexcept {
    for (std::size_t k = p_.images.axes; k-- > 0;) {
      const index_t i = image % p_.images.extents[k];
      image /= p_.images.extents[k];
      in.data += i * p_.images.in_strides[k];
      out.data += i * p_.images.out_strides[k];
    }
  }

  /// `rows` rows of blocks from at.row on.
  void pool_image(const raster<const S>& in, const raster<T>& out, const stretch& at, index_t rows,
                  scratch<S>& mine) noexcept {
    const index_t whole_rows =
        plan_.direct ? std::clamp<index_t>(plan_.whole_rows - at.row, 0, rows) : 0;
    const index_t whole = std::clamp<index_t>(plan_.whole_cols - at.first, 0, at.blocks);
    if (whole_rows > 0 && whole > 0) {
      pool_where_it_is(in, out, {at.row, at.first, whole}, whole_rows, mine);
    }
    for (index_t i = 0; i < rows; ++i) {
      const index_t done = i < whole_rows ? whole : 0;
      for (index_t j = done; j < at.blocks; j += plan_.strip) {
        const index_t blocks = std::min(plan_.strip, at.blocks - j);
        pool_copy(in, out, {at.row + i, at.first + j, blocks}, mine);
      }
    }
  }

  /// Whole blocks of contiguous cells.
  void pool_where_it_is(const raster<const S>& in, const raster<T>& out, const stretch& at,
                        index_t rows, scratch<S>& mine) noexcept {
    row_of_blocks<S> row{
        .in = in.at(at.row * p_.row_step, at.first * p_.col_step),
        .row_stride = in.row_stride,
        .block_row_stride = rows > 1 ? p_.row_step * in.row_stride : 0,
        .kernel_rows = p_.kernel.rows(),
        .block_rows = rows,
        .blocks = at.blocks,
        .out = out.at(at.row, at.first),
        .out_row_stride = out.row_stride,
    };
    if (plan_.dense_out && plan_.layout.phases == 1) return pooler_(row, mine.pool);
    row.block_rows = 1;
    for (index_t i = 0; i < rows; ++i) {
      for (index_t j = 0; j < at.blocks; j += plan_.strip) {
        const stretch strip{at.row + i, at.first + j, std::min(plan_.strip, at.blocks - j)};
        row.in = in.at(strip.row * p_.row_step, strip.first * p_.col_step);
        row.blocks = strip.blocks;
        row.out = mine.results;
        pooler_(row, mine.pool);
        put(out, strip, mine.results);
      }
    }
  }

  /// Any blocks, by way of a copy of their cells: zeros where there is none or it is masked.
  void pool_copy(const raster<const S>& in, const raster<T>& out, const stretch& at,
                 scratch<S>& mine) noexcept {
    const index_t rows = std::min(p_.kernel.rows(), in.rows - at.row * p_.row_step);
    for (index_t k = 0; k < rows; ++k) copy_row(in, at, k, mine);
    pooler_({.in = mine.copy,
             .row_stride = plan_.copy_ld,
             .block_row_stride = 0,
             .kernel_rows = rows,
             .block_rows = 1,
             .blocks = at.blocks,
             .out = mine.results,
             .out_row_stride = 0},
            mine.pool);
    if (p_.mask) rescale(at, rows, mine);
    put(out, at, mine.results);
  }

  /// The k-th row of cells under a row of blocks, as plan_.layout has them.
  void copy_row(const raster<const S>& in, const stretch& at, index_t k,
                scratch<S>& mine) const noexcept {
    const index_t width = p_.kernel.cols(), valid_ld = plan_.copy_ld / p_.channels;
    const bool gaps = plan_.layout.step < p_.col_step && at.blocks > 1;
    const index_t pieces = gaps ? at.blocks : 1;
    const index_t length = gaps ? width : (at.blocks - 1) * plan_.layout.step + width;
    for (index_t piece = 0; piece < pieces; ++piece) {
      const index_t row = at.row * p_.row_step + k, col = (at.first + piece) * p_.col_step;
      const index_t there = std::clamp<index_t>(in.cols - col, 0, length);
      S* to = mine.copy + k * plan_.copy_ld + piece * width * p_.channels;
      T* valid = p_.mask ? mine.valid + k * valid_ld + piece * width : nullptr;
      if (p_.mask) copy_mask(row, col, there, valid);
      copy_cells(in.at(row, col), in, there, valid, to);
      std::fill(to + there * p_.channels, to + length * p_.channels, S(0));
      if (p_.mask) std::fill(valid + there, valid + length, T(0));
    }
  }

  void copy_mask(index_t row, index_t col, index_t cells, T* valid) const noexcept {
    for (index_t x = 0; x < cells; ++x) valid[x] = (*p_.mask)(row, col + x) != 0 ? T(1) : T(0);
  }

  void copy_cells(const S* from, const raster<const S>& in, index_t cells, const T* valid,
                  S* to) const noexcept {
    for (index_t x = 0; x < cells; ++x) {
      for (index_t c = 0; c < p_.channels; ++c) {
        // Chosen, not multiplied: what is masked may be NaN.
        const S cell = from[x * in.col_stride + c * in.channel_stride];
        to[x * p_.channels + c] = valid == nullptr || valid[x] != 0 ? cell : S(0);
      }
    }
  }

  /// From sums over the valid cells to means, to sums over all. Where all are valid nothing is
  /// done, so that the bits are those without a mask.
  void rescale(const stretch& at, index_t rows, scratch<S>& mine) const noexcept {
    (*mask_pooler_)({.in = mine.valid,
                     .row_stride = plan_.copy_ld / p_.channels,
                     .block_row_stride = 0,
                     .kernel_rows = rows,
                     .block_rows = 1,
                     .blocks = at.blocks,
                     .out = mine.weight,
                     .out_row_stride = 0},
                    mine.pool);
    for (index_t j = 0; j < at.blocks; ++j) {
      const T weight = mine.weight[j];
      if (weight == all_weight_) continue;
      for (index_t c = 0; c < p_.channels; ++c) {
        T& value = mine.results[j * p_.channels + c];
        value = weight > 0 ? value / weight * all_weight_ : std::numeric_limits<T>::quiet_NaN();
      }
    }
  }

  /// The sum of the kernel, added up as those of blocks are.
  T weight_of_all() noexcept {
    scratch<S>& mine = memory_.threads.front();
    const index_t rows = p_.kernel.rows(), ld = plan_.copy_ld / p_.channels;
    std::fill(mine.valid, mine.valid + rows * ld, T(1));
    (*mask_pooler_)({.in = mine.valid,
                     .row_stride = ld,
                     .block_row_stride = 0,
                     .kernel_rows = rows,
                     .block_rows = 1,
                     .blocks = 1,
                     .out = mine.weight,
                     .out_row_stride = 0},
                    mine.pool);
    return mine.weight[0];
  }

  void put(const raster<T>& out, const stretch& at, const T* results) const noexcept {
    T* to = out.at(at.row, at.first);
    for (index_t j = 0; j < at.blocks; ++j) {
      for (index_t c = 0; c < p_.channels; ++c)
        to[j * out.col_stride + c * out.channel_stride] = results[j * p_.channels + c];
    }
  }

  const problem<S>& p_;
  const plan& plan_;
  memory<S>& memory_;
  row_pooler<S> pooler_;
  std::optional<row_pooler<T>> mask_pooler_;
  T all_weight_ = 0;
};

}  // namespace

template <class S>
void execute(const problem<S>& p, const plan& plan, const simd::kernel_table& table,
             const runtime::progress_report& progress) {
  if (plan.block_rows == 0) return;
  memory<S> memory(p, plan);
  runtime::for_each_task(plan.threads, plan.tasks_down * plan.tasks_across, &progress,
                         worker<S>(p, plan, table, memory));
}

template void execute(const problem<float>&, const plan&, const simd::kernel_table&,
                      const runtime::progress_report&);
template void execute(const problem<double>&, const plan&, const simd::kernel_table&,
                      const runtime::progress_report&);
template void execute(const problem<std::uint8_t>&, const plan&, const simd::kernel_table&,
                      const runtime::progress_report&);
template void execute(const problem<std::uint16_t>&, const plan&, const simd::kernel_table&,
                      const runtime::progress_report&);
template void execute(const problem<std::int16_t>&, const plan&, const simd::kernel_table&,
                      const runtime::progress_report&);

}  // namespace bellcurve::pool
