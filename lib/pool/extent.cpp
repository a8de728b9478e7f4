#include "extent.hpp"

#include <algorithm>
#include <string>

namespace bellcurve {
namespace pool {
namespace {

void at_least(const char* what, index_t value, index_t least) {
  if (value >= least) return;
  throw error(errc::bad_argument, std::string(what) + " must be >= " + std::to_string(least) +
                                      ", got " + std::to_string(value));
}

}  // namespace

index_t blocks_along(const char* axis, index_t extent, index_t block, index_t stride,
                     remainder_mode rest) {
  at_least("extent", extent, 0);
  at_least("block", block, 1);
  at_least("stride", stride, 1);
  (void)to_string(rest);  // rejects a value outside the enum
  const index_t whole = whole_blocks(extent, block, stride);
  if (rest == remainder_mode::crop) return whole;
  // What is behind the last whole block, unless it ends before the next one would begin: cells
  // between blocks are no remainder.
  const index_t behind = whole == 0 ? extent : extent - ((whole - 1) * stride + block);
  const index_t left = whole > 0 && behind <= stride - block ? 0 : behind;
  if (left == 0) return whole;
  if (rest == remainder_mode::pad) return whole + 1;
  throw error(errc::bad_shape, std::string(axis) + " must be filled by blocks of " +
                                   std::to_string(block) + " at a stride of " +
                                   std::to_string(stride) + " (or remainder be crop or pad), got " +
                                   std::to_string(extent) + ", of which " + std::to_string(left) +
                                   " are left over");
}

}  // namespace pool

index_t pooled_extent(index_t extent, index_t block, index_t stride, remainder_mode rest) {
  return pool::blocks_along("extent", extent, block, stride, rest);
}

}  // namespace bellcurve
