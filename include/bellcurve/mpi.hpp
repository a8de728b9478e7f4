/// \file mpi.hpp
/// RBF kernels over the processes of an MPI communicator: points and products. A component of its
/// own, target bellcurve::mpi; parts of matrices need none (block_cyclic.hpp).
///
/// **All functions here are collective**: every process of the communicator calls the same one, in
/// the same order, from the thread that may call MPI (MPI_THREAD_FUNNELED is enough). They use a
/// duplicate of the communicator, so messages of the caller's are never taken; they call neither
/// MPI_Init nor MPI_Finalize. Threads of OpenMP within a process do their part, but not of the
/// communication: ranks times threads is the caller's choice.
///
/// **Errors are collective, too.** What is wrong on one process is thrown by all, with the same
/// code and message (up to 1000 characters of it), which names the first such rank ("rank 3: v must
/// have ..."), before anything is written. Arguments that must agree and do not are such an error.
/// A failing allocation is std::bad_alloc on all processes; what else a callback throws goes on
/// from its rank, and is a std::runtime_error on the others. Failures of MPI itself go to the
/// communicator's error handler; if that returns, they are error(errc::unavailable), on the process
/// that was told alone; memory that messages may still arrive in is not freed then.
#pragma once

#include <bellcurve/export.h>
#include <bellcurve/block_cyclic.hpp>
#include <bellcurve/rbf.hpp>

#include <mpi.h>

#include <vector>

namespace bellcurve {
namespace BELLCURVE_API mpi {  // a nested name could have no attribute

/// Gives every process the points of one.
/// \param x n x d, the same on all processes, contiguous by rows (strides d and 1); read on `root`,
/// written on all others.
/// \param root 0 <= root < ranks, the same on all
/// Sends n d elements to each other process, by MPI_Bcast.
void broadcast_points(matrix_view<float> x, MPI_Comm comm, int root = 0);
void broadcast_points(matrix_view<double> x, MPI_Comm comm, int root = 0);

/// The points that one process needs for its part of a matrix.
template <class T>
struct point_slices {
  index_t row_count = 0;      ///< points of the local rows
  index_t col_count = 0;      ///< points of the local columns
  index_t features = 0;       ///< d, also where there are no points
  std::vector<T> row_points;  ///< those of the rows, one after the other
  std::vector<T> col_points;  ///< those of the columns

  /// row_count x features.
  matrix_view<const T> rows() const { return view(row_points, row_count); }
  /// col_count x features.
  matrix_view<const T> cols() const { return view(col_points, col_count); }

 private:
  matrix_view<const T> view(const std::vector<T>& points, index_t count) const {
    return {points.data(), count, features, features > 0 ? features : 1, 1};
  }
};

/// Gives every process the points of its rows and columns, and no others:
/// rbf_kernel_local_slices(s.rows(), s.cols(), ...).
/// \param x M_ x d, any strides, at `root`; not looked at elsewhere.
/// \param y N_ x d, likewise; or nothing (no elements and no features): the same as x.
/// \param layout the matrix, and this process's place, in a grid of any of these processes; those
/// outside it get no points
/// Sends to each other process (local rows + local columns) d elements; no process holds more than
/// its slices and 4 MB, but for root, which has x and y.
point_slices<float> distribute_points(matrix_view<const float> x, matrix_view<const float> y,
                                      const block_cyclic& layout, MPI_Comm comm, int root = 0);
point_slices<double> distribute_points(matrix_view<const double> x, matrix_view<const double> y,
                                       const block_cyclic& layout, MPI_Comm comm, int root = 0);

/// The mean of the finite rows of x over all processes, or nearly: values are rounded to 2^-29 of
/// the largest of their feature before they are added up, as integers, so that neither the order of
/// rows nor their distribution makes a difference to its bits.
/// \param x this process's rows, n_r x d; any n_r, the same d everywhere. At most 2^33 rows in all.
/// \return d values, representable in the type of x
std::vector<double> rbf_center(matrix_view<const float> x, MPI_Comm comm);
std::vector<double> rbf_center(matrix_view<const double> x, MPI_Comm comm);

/// out = K v of points and vectors that are spread over processes by rows: the cross form of
/// bellcurve::rbf_apply on the rows of all processes, one rank's after the other's.
///
/// Blocks of rbf_apply_block rows of y and v, counted over all ranks, are broadcast in order
/// (MPI_Ibcast, from each process that has a part of the block), the next while the present one is
/// multiplied. Whoever wants the product of x with itself gives x for y: at twice the
/// exponentials of the symmetric form, which would have to send sums around, too.
///
/// **Bits** are those of bellcurve::rbf_apply(x, y, v, params, out, options) on one process, with
/// the same center (and engine `automatic` or `fused`), whatever the number of ranks and rows on
/// each; so is its accuracy. All processes should use the same instruction set.
///
/// **Cost** per process: n_r m exponentials and 2 n_r m (d + columns) operations; memory: two
/// blocks of y and v, 24 bytes an element of out, and what rbf_apply takes for a block. Sent: see
/// mpi_model.hpp, which counts it exactly.
///
/// \param x this process's rows, n_r x d, any strides. n_r may be 0, as may the others.
/// \param y m_r x d
/// \param v m_r x columns
/// \param params the same everywhere; noise must be 0
/// \param out n_r x columns; apart from x, y and v
/// \param options the same engine (automatic or fused) and center everywhere; uplo full, workspace
/// empty. Without a center it is rbf_center(x, comm). `progress` is called with the share of blocks
/// that is done, where there are rows and columns; one process that cancels lets all throw
/// error(errc::cancelled), at the end.
void rbf_apply(matrix_view<const float> x, matrix_view<const float> y, matrix_view<const float> v,
               const rbf_params& params, matrix_view<float> out, MPI_Comm comm,
               const rbf_options& options = {});
void rbf_apply(matrix_view<const double> x, matrix_view<const double> y,
               matrix_view<const double> v, const rbf_params& params, matrix_view<double> out,
               MPI_Comm comm, const rbf_options& options = {});
void rbf_apply(matrix_view<const float> x, matrix_view<const float> y, matrix_view<const double> v,
               const rbf_params& params, matrix_view<double> out, MPI_Comm comm,
               const rbf_options& options = {});

}  // namespace mpi
}  // namespace bellcurve
