// Pooling with a Gaussian kernel.
#include "validate.hpp"

#include <limits>
#include <memory>
#include <string>

namespace bellcurve {
namespace {

template <class S>
void run(array_view<const S> in, std::array<index_t, 2> block, const kernel_2d_params& params,
         array_view<pool::result<S>> out, const pool_options& options) {
  using T = pool::result<S>;
  index_t cells = 0;
  if (block[0] < 1 || block[1] < 1 || __builtin_mul_overflow(block[0], block[1], &cells) ||
      cells > std::numeric_limits<index_t>::max() / static_cast<index_t>(sizeof(T))) {
    throw error(errc::bad_argument, "block must have extents >= 1 and fit into memory, got " +
                                        std::to_string(block[0]) + " x " +
                                        std::to_string(block[1]));
  }
  pool::check_call<S>(in, block, out, options);
  // Nothing of it is touched before params, too, are known to be right.
  const auto weights = std::make_unique_for_overwrite<T[]>(static_cast<std::size_t>(cells));
  const matrix_view<T> kernel(weights.get(), block[0], block[1]);
  gaussian_kernel_2d(params, kernel);
  block_pool(in, kernel, out, options);
}

}  // namespace

void gaussian_pool(array_view<const float> in, std::array<index_t, 2> block,
                   const kernel_2d_params& params, array_view<float> out,
                   const pool_options& options) {
  run(in, block, params, out, options);
}
void gaussian_pool(array_view<const double> in, std::array<index_t, 2> block,
                   const kernel_2d_params& params, array_view<double> out,
                   const pool_options& options) {
  run(in, block, params, out, options);
}
void gaussian_pool(array_view<const std::uint8_t> in, std::array<index_t, 2> block,
                   const kernel_2d_params& params, array_view<float> out,
                   const pool_options& options) {
  run(in, block, params, out, options);
}
void gaussian_pool(array_view<const std::uint16_t> in, std::array<index_t, 2> block,
                   const kernel_2d_params& params, array_view<float> out,
                   const pool_options& options) {
  run(in, block, params, out, options);
}
void gaussian_pool(array_view<const std::int16_t> in, std::array<index_t, 2> block,
                   const kernel_2d_params& params, array_view<float> out,
                   const pool_options& options) {
  run(in, block, params, out, options);
}

}  // namespace bellcurve
