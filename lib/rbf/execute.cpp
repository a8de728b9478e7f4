#include "execute.hpp"

#include "prepare.hpp"
#include "tile_source.hpp"

#include <algorithm>
#include <cmath>

namespace bellcurve::rbf {
namespace {

/// Computes the tiles of a task and puts them where they belong.
template <class T>
class tile_writer {
 public:
  tile_writer(const problem<T>& p, const plan<T>& plan, const simd::kernels<T>& kernels,
              memory<T>& memory)
      : p_(p), plan_(plan), kernels_(kernels), memory_(memory), source_(p, plan, kernels, memory) {}

  void operator()(int worker, index_t number) noexcept {
    scratch<T>& mine = memory_.threads[static_cast<std::size_t>(worker)];
    const tile_place task = task_of(number);
    for (index_t down = 0; down < task.rows; down += plan_.block.tile_rows) {
      const index_t row = task.row + down;
      tile_place place{row, task.col, std::min(plan_.block.tile_rows, task.rows - down), task.cols};
      if (p_.symmetric) {
        // What lies below the diagonal is left out.
        if (task.col + task.cols <= row) continue;
        place.col = std::max(task.col, row);
        place.cols = task.col + task.cols - place.col;
      }
      const packed<T> points = source_.prepare(task, place, mine);
      p_.symmetric ? write_symmetric(place, mine.tile, points)
                   : compute(place, mine.tile, points, /*keep=*/false);
    }
  }

 private:
  /// Row by row, so that a thread's panel of x serves several tasks.
  tile_place task_of(index_t number) const noexcept {
    index_t down = 0, across = number;
    if (p_.symmetric) {
      while (across >= plan_.tasks_across - plan_.first_across(down))
        across -= plan_.tasks_across - plan_.first_across(down++);
      across += plan_.first_across(down);
    } else {
      down = number / plan_.tasks_across;
      across = number % plan_.tasks_across;
    }
    const index_t row = down * plan_.block.task_rows(), col = across * plan_.block.tile_cols;
    return {row, col, std::min(plan_.block.task_rows(), p_.n - row),
            std::min(plan_.block.tile_cols, p_.m - col)};
  }

  T* output(index_t i, index_t j) const noexcept {
    return p_.out + i * p_.out_row_stride + j * p_.out_col_stride;
  }

  /// K of `at` to its place in the output.
  void compute(const tile_place& at, T* tile, const packed<T>& points, bool keep) noexcept {
    if (p_.out_col_stride == 1) {
      source_.compute(
          at, tile, points,
          {output(at.row, at.col), p_.out_row_stride, plan_.stream, keep, /*upper=*/false});
      return;
    }
    source_.compute(at, tile, points, {.keep = true});
    if (p_.out_row_stride == 1) {
      kernels_.transpose({tile, plan_.tile_ld, at.rows, at.cols, output(at.row, at.col),
                          p_.out_col_stride, plan_.stream});
      return;
    }
    scatter(at, tile);
  }

  /// A tile that starts on or above the diagonal, and its mirror image.
  void write_symmetric(const tile_place& place, T* tile, packed<T> points) noexcept {
    tile_place rest = place;
    if (place.col == place.row) {
      const tile_place square{place.row, place.col, place.rows, place.rows};
      compute_square(square, tile, points);
      write_square(square, tile);
      rest.col += square.cols;
      rest.cols -= square.cols;
    }
    if (rest.cols == 0) return;
    const bool above = p_.uplo != uplo::lower, below = p_.uplo != uplo::upper;
    tile += rest.col - place.col;
    points = source_.beside(points, rest.col - place.col);
    above ? compute(rest, tile, points, below)
          : source_.compute(rest, tile, points, {.keep = true});
    if (below) write_mirrored(rest, tile);
  }

  /// For outputs whose columns are not contiguous.
  void scatter(const tile_place& at, const T* tile) noexcept {
    for (index_t i = 0; i < at.rows; ++i) {
      for (index_t j = 0; j < at.cols; ++j)
        *output(at.row + i, at.col + j) = tile[i * plan_.tile_ld + j];
    }
  }

  /// A square on the diagonal: its upper triangle, and an exact diagonal.
  void compute_square(const tile_place& at, T* tile, const packed<T>& points) noexcept {
    const index_t ld = plan_.tile_ld;
    source_.compute(at, tile, points, {.keep = true, .upper = true});
    for (index_t i = 0; i < at.rows; ++i) {
      // NaN where the row holds a NaN or an infinity.
      if (!std::isnan(tile[i * ld + i])) tile[i * ld + i] = p_.diagonal;
    }
  }

  /// Only the upper triangle is read: exact symmetry, although the BLAS may round
  /// x_i.x_j and x_j.x_i differently.
  void write_square(const tile_place& at, const T* tile) noexcept {
    const index_t ld = plan_.tile_ld;
    if (p_.uplo == uplo::full && p_.out_col_stride == 1) {
      // The whole square mirrored, then the upper triangle over it.
      kernels_.transpose(
          {tile, ld, at.rows, at.cols, output(at.row, at.row), p_.out_row_stride, false});
      for (index_t i = 0; i < at.rows; ++i) {
        const T* row = tile + i * ld;
        std::copy(row + i, row + at.cols, output(at.row + i, at.row + i));
      }
      return;
    }
    for (index_t i = 0; i < at.rows; ++i) {
      const index_t first = p_.uplo == uplo::upper ? i : 0;
      const index_t last = p_.uplo == uplo::lower ? i + 1 : at.cols;
      for (index_t j = first; j < last; ++j)
        *output(at.row + i, at.row + j) = tile[std::min(i, j) * ld + std::max(i, j)];
    }
  }

  void write_mirrored(const tile_place& at, const T* tile) noexcept {
    if (p_.out_col_stride == 1) {
      kernels_.transpose({tile, plan_.tile_ld, at.rows, at.cols, output(at.col, at.row),
                          p_.out_row_stride, plan_.stream});
      return;
    }
    for (index_t j = 0; j < at.cols; ++j) {
      for (index_t i = 0; i < at.rows; ++i)
        *output(at.col + j, at.row + i) = tile[i * plan_.tile_ld + j];
    }
  }

  const problem<T>& p_;
  const plan<T>& plan_;
  const simd::kernels<T>& kernels_;
  memory<T>& memory_;
  const tile_source<T> source_;
};

}  // namespace

template <class T>
void execute(const problem<T>& p, const plan<T>& plan, const simd::kernel_table& table,
             const runtime::progress_report& progress) {
  if (p.n == 0 || p.m == 0) return;
  const simd::kernels<T>& kernels = simd::of<T>(table);
  memory<T> memory(p, plan);
  prepare(p, plan, kernels, memory);
  runtime::for_each_task(plan.threads, plan.tasks, &progress,
                         tile_writer<T>(p, plan, kernels, memory));
}

template void execute(const problem<float>&, const plan<float>&, const simd::kernel_table&,
                      const runtime::progress_report&);
template void execute(const problem<double>&, const plan<double>&, const simd::kernel_table&,
                      const runtime::progress_report&);

}  // namespace bellcurve::rbf
