/// \file pool.hpp
/// Pooling: each block of a matrix becomes one number.
#pragma once

#include <bellcurve/export.h>
#include <bellcurve/kernels.hpp>
#include <bellcurve/view.hpp>

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>

namespace BELLCURVE_API bellcurve {

/// What happens to rows and columns at the end that fill no block.
enum class remainder_mode {
  error,  ///< the call is refused
  crop,   ///< they are left out
  pad,    ///< the matrix is continued by zeros; with a mask, by cells that are not valid
};
/// \return "error", "crop", "pad".
std::string_view to_string(remainder_mode which);
remainder_mode parse_remainder_mode(std::string_view name);

/// Which blocks there are, and how pooling does its work.
struct pool_options {
  /// From one block to the next, rows first, > 0. Not set: the block itself. Smaller: blocks
  /// overlap; larger: cells between them are left out.
  std::optional<std::array<index_t, 2>> stride = std::nullopt;
  remainder_mode remainder = remainder_mode::error;
  /// Axes of in before its rows: images in a batch.
  int batch_axes = 0;
  /// Whether the last axis of in and out holds channels, each pooled for itself.
  bool channels = false;
  /// Rows x columns of in, for every image and channel: 0 marks a cell that is not valid and
  /// whatever stands there, NaN too, is not looked at. The sum over the valid cells is scaled by
  /// (sum of all weights) / (sum of weights of valid cells), so that a constant image stays
  /// one; without any valid cell of weight > 0 the result is NaN. A block of valid cells alone
  /// has the bits it has without a mask. Weights must be >= 0, with a sum > 0 and below half of
  /// the largest number.
  std::optional<matrix_view<const std::uint8_t>> mask = std::nullopt;
  /// Threads to use; 0: as many as OpenMP would; never more than 64 or four times the processors,
  /// whichever is more, and fewer where blocks are so large that each would need much memory.
  /// Inside a parallel region of the caller's one is used. The result does not depend on it, bit
  /// for bit.
  int threads = 0;
  /// Reject NaN and infinity in the valid cells of in (and in the kernel always).
  bool check_finite = false;
  /// Called with the fraction done, from the calling thread, now and then.
  /// Returning false cancels: error(errc::cancelled), even at 1, when all is done.
  std::function<bool(double)> progress = {};
};

/// How many blocks there are along an axis of `extent` cells: none where extent < block and the
/// rest is cropped, or where extent is 0. Cells that lie between one block and the next are
/// never left over: 2 blocks of 2 at a stride of 3 fill 5 cells, and 6.
/// \throws error(errc::bad_argument) for a negative extent, or a block or stride < 1;
/// error(errc::bad_shape) for remainder_mode::error where cells are left over.
index_t pooled_extent(index_t extent, index_t block, index_t stride, remainder_mode rest);

/// out(i, j) = sum over k, l of kernel(k, l) in(i * stride + k, j * stride + l). For a stride
/// of the kernel's own extents this is
/// `(in.reshape(M//K, K, N//L, L) * kernel[:, None, :]).sum(axis=(1, 3))` of NumPy with the
/// weights kernel[k, l], and `tensordot` likewise: the kernel is used as given, neither normalized
/// nor flipped.
///
/// **Accuracy.** Products are formed and added in the type of out, down the columns of a block and
/// then along it: with n = K + L - 1 and u its unit roundoff, |out - exact| <= n u sum |kernel|
/// |in| to first order, and with a mask (3 n + 2) u of that sum over the valid cells, scaled as the
/// result is. Integers are converted exactly.
///
/// **Non-finite data** give what IEEE arithmetic gives, in exactly the blocks that hold it.
///
/// **Bits** do not depend on the number of threads, on what is beside a block, on stride, batch,
/// channels or on strides in memory: on the block and the kernel alone, and on whether the
/// instruction set fuses products and sums.
///
/// **Cost.** One pass over in. The calling thread's floating-point environment has no
/// influence and is kept. Safe to call concurrently on different outputs.
///
/// \param in [batch...,] M, N [, channel]; any strides that array_view allows. Fast where the last
/// axis is contiguous (with channels: the last two, or columns where channels lie apart); other
/// rows are copied piece by piece, as are masked ones. \param kernel K x L, finite, any strides; K,
/// L > 0. \param out [batch...,] pooled M, pooled N [, channel]; must not overlap in, kernel or
/// mask. \throws error with a code of errc, before anything is written (`cancelled`: with out
/// partly written); std::bad_alloc, before anything is written.
void block_pool(array_view<const float> in, matrix_view<const float> kernel, array_view<float> out,
                const pool_options& options = {});
void block_pool(array_view<const double> in, matrix_view<const double> kernel,
                array_view<double> out, const pool_options& options = {});
void block_pool(array_view<const std::uint8_t> in, matrix_view<const float> kernel,
                array_view<float> out, const pool_options& options = {});
void block_pool(array_view<const std::uint16_t> in, matrix_view<const float> kernel,
                array_view<float> out, const pool_options& options = {});
void block_pool(array_view<const std::int16_t> in, matrix_view<const float> kernel,
                array_view<float> out, const pool_options& options = {});

/// block_pool with gaussian_kernel_2d(params) over blocks of block[0] x block[1] cells: sampled
/// and normalized to its sum unless params say otherwise. \throws error(errc::bad_argument) for
/// an extent of block < 1.
void gaussian_pool(array_view<const float> in, std::array<index_t, 2> block,
                   const kernel_2d_params& params, array_view<float> out,
                   const pool_options& options = {});
void gaussian_pool(array_view<const double> in, std::array<index_t, 2> block,
                   const kernel_2d_params& params, array_view<double> out,
                   const pool_options& options = {});
void gaussian_pool(array_view<const std::uint8_t> in, std::array<index_t, 2> block,
                   const kernel_2d_params& params, array_view<float> out,
                   const pool_options& options = {});
void gaussian_pool(array_view<const std::uint16_t> in, std::array<index_t, 2> block,
                   const kernel_2d_params& params, array_view<float> out,
                   const pool_options& options = {});
void gaussian_pool(array_view<const std::int16_t> in, std::array<index_t, 2> block,
                   const kernel_2d_params& params, array_view<float> out,
                   const pool_options& options = {});

}  // namespace bellcurve
