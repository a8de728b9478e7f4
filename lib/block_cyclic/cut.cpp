#include "cut.hpp"

#include <algorithm>
#include <utility>

namespace bellcurve::cyclic {
namespace {

/// Rows of a local column grow with it at one end and stay at the other: a staircase. It is halved
/// until steps are narrow, so that most of it lies in few, large rectangles.
class cutter {
 public:
  cutter(const layout& l, uplo part) : l_(l), part_(part) {}

  std::vector<rectangle> all() {
    const index_t cols = l_.cols.here();
    if (cols == 0 || l_.rows.here() == 0) return {};
    if (part_ == uplo::full) {
      add({0, l_.rows.here(), 0, cols, false});
    } else {
      halve(0, cols, {0, l_.rows.here()});
    }
    return std::move(pieces_);
  }

 private:
  void add(const rectangle& r) {
    if (r.row < r.row_end && r.col < r.col_end) pieces_.push_back(r);
  }

  /// Columns [col, end), of their rows those within `rows`.
  void halve(index_t col, index_t end, const row_range& rows) {
    const bool lower = part_ == uplo::lower;
    const row_range first = rows_of(l_, part_, col), last = rows_of(l_, part_, end - 1);
    const index_t steps = lower ? last.first - first.first : last.end - first.end;
    if (steps * (end - col) <= most_crossed) {  // 0 for a single column
      if (lower) {
        const index_t full = std::max(last.first, rows.first);
        add({first.first, std::min(full, rows.end), col, end, true});
        add({full, rows.end, col, end, false});
      } else {
        const index_t full = std::min(first.end, rows.end);
        add({rows.first, full, col, end, false});
        add({std::max(full, rows.first), std::min(last.end, rows.end), col, end, true});
      }
      return;
    }
    const index_t middle = col + (end - col) / 2;
    if (lower) {  // rows that all of the left half has
      const index_t below = std::clamp(rows_of(l_, part_, middle).first, rows.first, rows.end);
      add({below, rows.end, col, middle, false});
      halve(col, middle, {rows.first, below});
      halve(middle, end, rows);
    } else {  // rows that all of the right half has
      const index_t above = std::clamp(rows_of(l_, part_, middle - 1).end, rows.first, rows.end);
      add({rows.first, above, middle, end, false});
      halve(col, middle, rows);
      halve(middle, end, {above, rows.end});
    }
  }

  const layout& l_;
  uplo part_;
  std::vector<rectangle> pieces_;
};

}  // namespace

row_range rows_of(const layout& l, uplo part, index_t col) {
  const index_t j = l.cols.global(col), rows = l.rows.here();
  if (part == uplo::lower) return {l.rows.here_of(j), rows};
  if (part == uplo::upper) return {0, l.rows.here_of(std::min(j + 1, l.rows.extent))};
  return {0, rows};
}

std::vector<rectangle> cut(const layout& l, uplo part) { return cutter(l, part).all(); }

}  // namespace bellcurve::cyclic
