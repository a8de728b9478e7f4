// Blocks of the rows of all processes, and whose rows they are.
#pragma once

#include <bellcurve/rbf.hpp>

#include <algorithm>
#include <cstddef>
#include <vector>

namespace bellcurve::mpi {

/// Rows of a block that one process has.
struct share {
  int owner;
  index_t in_block;  ///< of the first, in the block
  index_t in_owner;  ///< and among the owner's rows
  index_t rows;
};

/// All rows, one rank's after the other's, cut into blocks of rbf_apply_block.
class row_blocks {
 public:
  /// \param rows of each rank
  explicit row_blocks(const std::vector<long long>& rows) : first_(rows.size() + 1, 0) {
    for (std::size_t r = 0; r < rows.size(); ++r) first_[r + 1] = first_[r] + rows[r];
  }

  index_t rows() const noexcept { return first_.back(); }
  index_t blocks() const noexcept { return (rows() + rbf_apply_block - 1) / rbf_apply_block; }
  index_t rows_of(index_t block) const noexcept {
    return std::min(rbf_apply_block, rows() - block * rbf_apply_block);
  }

  /// Calls use(share) for those of a block, in order.
  template <class Use>
  void for_shares(index_t block, const Use& use) const {
    const index_t begin = block * rbf_apply_block, end = begin + rows_of(block);
    // The last rank that begins at or before the block; others there have no rows.
    auto r = static_cast<std::size_t>(std::upper_bound(first_.begin(), first_.end(), begin) -
                                      first_.begin() - 1);
    for (; r + 1 < first_.size() && first_[r] < end; ++r) {
      const index_t from = std::max(begin, first_[r]), to = std::min(end, first_[r + 1]);
      if (from < to) use(share{static_cast<int>(r), from - begin, from - first_[r], to - from});
    }
  }

 private:
  std::vector<index_t> first_;  ///< row of each rank, and the end
};

}  // namespace bellcurve::mpi
