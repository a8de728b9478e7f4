// How many blocks there are along an axis.
#pragma once

#include <bellcurve/pool.hpp>

namespace bellcurve::pool {

/// pooled_extent(), with the name of the axis ("rows") for the message.
index_t blocks_along(const char* axis, index_t extent, index_t block, index_t stride,
                     remainder_mode rest);

/// How many of them are complete.
inline index_t whole_blocks(index_t extent, index_t block, index_t stride) noexcept {
  return extent < block ? 0 : (extent - block) / stride + 1;
}

}  // namespace bellcurve::pool
