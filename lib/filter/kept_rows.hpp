// Which rows, filtered along themselves, are kept, and where.
#pragma once

#include "border.hpp"
#include "plan.hpp"

#include <algorithm>

namespace bellcurve::filter {

/// Rows are counted from the first of the image. Where they wrap around and not all are kept,
/// those before and behind are rows of their own: each is filtered once more.
struct kept_rows {
  const walk& w;
  index_t radius;  ///< of the kernel down

  bool go_on() const noexcept {
    return w.down != nullptr && w.down->mode == border::wrap && !w.keeps_all;
  }
  /// The first row that the results of row i need, and all below it.
  index_t first(index_t i) const noexcept {
    if (w.keeps_all) return 0;
    return go_on() ? i - radius : std::max<index_t>(i - radius, 0);
  }
  /// The last row that the results of row i need.
  index_t last(index_t i) const noexcept {
    if (w.keeps_all) return w.where.row.extent - 1;
    return go_on() ? i + radius : std::min(i + radius, w.where.row.extent - 1);
  }
  /// The place of a row that is kept.
  index_t slot_of(index_t row) const noexcept {
    if (w.keeps_all) return row;
    const index_t slot = row % w.slots;
    return slot < 0 ? slot + w.slots : slot;
  }
  /// The place of what stands for a row, inside or beyond the image.
  index_t slot_for(index_t row) const noexcept {
    if (go_on()) return slot_of(row);
    const border mode = w.down == nullptr ? border::nearest : w.down->mode;
    const index_t from = source_of(row, w.where.row.extent, mode);
    return from == no_source ? w.slots : slot_of(from);
  }
};

}  // namespace bellcurve::filter
