/// \file block_cyclic.hpp
/// This process's part of an RBF matrix that is spread over a grid of processes as ScaLAPACK
/// spreads it. No communication, and no MPI: every process calls for itself.
#pragma once

#include <bellcurve/export.h>
#include <bellcurve/rbf.hpp>
#include <bellcurve/view.hpp>

#include <array>
#include <span>

namespace BELLCURVE_API bellcurve {

/// Where this process stands in the grid: what blacs_gridinfo_ gives, in its order. A process that
/// is not in the grid has row and col -1, as there, and no part of any matrix: of its descriptor
/// nothing is looked at, since BLACS sets CTXT_ alone there.
struct process_grid {
  int rows = 1;  ///< of processes
  int cols = 1;  ///< of processes
  int row = 0;   ///< this process's
  int col = 0;   ///< this process's
};

/// A matrix spread block by block, in turn, over the rows and columns of a grid of processes.
/// Element (i, j) belongs to the process in row (RSRC_ + i / MB_) mod grid.rows and column
/// (CSRC_ + j / NB_) mod grid.cols; each keeps its elements, in order, as a column-major matrix.
///
/// Source: L. S. Blackford et al., ScaLAPACK Users' Guide, SIAM 1997, section 4.3.
struct block_cyclic {
  /// ScaLAPACK's array descriptor of a dense matrix, as descinit_ makes it: DTYPE_ (1), CTXT_ (not
  /// looked at), M_ and N_ (rows and columns of the whole matrix, >= 0), MB_ and NB_ (of a block,
  /// > 0), RSRC_ and CSRC_ (row and column of the process that has the first block), LLD_ (leading
  /// dimension of the local part, >= its rows and > 0).
  std::array<int, 9> descriptor = {};
  process_grid grid = {};  ///< the processes, and this one among them

  /// What ScaLAPACK calls the entries.
  enum entry { dtype_, ctxt_, m_, n_, mb_, nb_, rsrc_, csrc_, lld_ };
};

/// A descriptor for a matrix of rows x cols in blocks of row_block x col_block, the first of them
/// at process (0, 0), its local part without gaps: what descinit_ would make for CTXT_ `context`.
/// \throws error(errc::bad_argument) for a grid, blocks or extents that cannot be
block_cyclic make_block_cyclic(index_t rows, index_t cols, index_t row_block, index_t col_block,
                               const process_grid& grid, int context = 0);

/// Rows (columns) of the local part: ScaLAPACK's numroc. All of these throw error naming the entry
/// of a descriptor or grid that is not as described above. 64-bit arithmetic throughout.
index_t local_rows(const block_cyclic& layout);
index_t local_cols(const block_cyclic& layout);

/// The row (column) of the whole matrix that is row (column) `local` here, counted from 0:
/// ScaLAPACK's indxl2g, less one.
/// \throws error(errc::bad_argument) also for one that is not here
index_t global_row(const block_cyclic& layout, index_t local);
index_t global_col(const block_cyclic& layout, index_t local);

/// Elements from the first to the last of the local part in memory: LLD_ (columns - 1) + rows.
index_t local_span(const block_cyclic& layout);

/// Fills this process's part of K_ij = variance * exp(-gamma * |x_i - y_j|^2), of which every
/// process has all points. Accuracy, non-finite data and the rest are rbf_kernel's.
///
/// **Bits** are those of rbf_kernel(x, y, params, out, options) with the same center (and engine
/// `automatic` or `fused`): they depend neither on the grid, the blocks or the process, nor on
/// threads; on the instruction set they do, so all processes should use the same.
///
/// **Cost.** 2 d floating-point operations for each element that is written. Rectangles that cross
/// the diagonal of a triangle are computed whole, but none of more than 16384 elements: 2 % more
/// elements for 10000 rows on 2 x 2 processes, 16 % for 4000 on 16 x 1. Memory beside the
/// arguments: the rows of x and y that are needed here, unless the grid has one row or column and
/// they can be read where they are, 16384 elements, and a few MB per thread.
///
/// \param x M_ x d, any strides that matrix_view allows.
/// \param y N_ x d, likewise.
/// \param params see rbf_params; noise must be 0.
/// \param layout the matrix, and this process's place.
/// \param local this process's part, column-major, LLD_ elements from column to column: at least
/// local_span(layout) elements; apart from x and y. What lies between columns is left alone.
/// \param options engine must be automatic or fused, uplo full, workspace empty. Without a center
/// it is rbf_center(x), found by every process for itself.
/// \throws error with a code of errc, std::bad_alloc: before anything is written (`cancelled`: with
/// `local` partly written).
void rbf_kernel_local(matrix_view<const float> x, matrix_view<const float> y,
                      const rbf_params& params, const block_cyclic& layout, std::span<float> local,
                      const rbf_options& options = {});
void rbf_kernel_local(matrix_view<const double> x, matrix_view<const double> y,
                      const rbf_params& params, const block_cyclic& layout, std::span<double> local,
                      const rbf_options& options = {});

/// The symmetric form: K of x with itself, plus noise on its diagonal, which is exactly variance +
/// noise (NaN for a row with non-finite values). With uplo lower or upper only elements of that
/// triangle, diagonal included, are computed and written: what pdpotrf_ reads, for half the work.
/// \param layout M_ and N_ must be the rows of x.
void rbf_kernel_local(matrix_view<const float> x, const rbf_params& params,
                      const block_cyclic& layout, std::span<float> local,
                      const rbf_options& options = {});
void rbf_kernel_local(matrix_view<const double> x, const rbf_params& params,
                      const block_cyclic& layout, std::span<double> local,
                      const rbf_options& options = {});

/// Both forms, for a process that has no more points than it needs.
/// \param x local_rows(layout) x d: the points of the local rows, in their order.
/// \param y local_cols(layout) x d: those of the local columns. Apart from `local`, as is x.
/// \param params with noise, or with options.uplo lower or upper, K is taken for symmetric: M_ and
/// N_ must be the same, and the two sets come from the same points. An element of the diagonal is
/// then variance + noise, but NaN where it would be without noise.
/// \param options center must be given, the same on all processes.
void rbf_kernel_local_slices(matrix_view<const float> x, matrix_view<const float> y,
                             const rbf_params& params, const block_cyclic& layout,
                             std::span<float> local, const rbf_options& options);
void rbf_kernel_local_slices(matrix_view<const double> x, matrix_view<const double> y,
                             const rbf_params& params, const block_cyclic& layout,
                             std::span<double> local, const rbf_options& options);

}  // namespace bellcurve
