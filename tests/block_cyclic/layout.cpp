// Which rows and columns are here, against a walk over all of them, and where an int would
// overflow.
#include <bellcurve/block_cyclic.hpp>

#include <doctest/doctest.h>

#include <limits>
#include <vector>

using namespace bellcurve;

namespace {

/// Whose row (or column) i is, by the definition.
int owner(index_t i, index_t block, int source, int processes) {
  return static_cast<int>((source + i / block) % processes);
}

block_cyclic matrix(int m, int n, int mb, int nb, int rsrc, int csrc, const process_grid& grid) {
  return {.descriptor = {1, 0, m, n, mb, nb, rsrc, csrc, m + 1}, .grid = grid};
}

}  // namespace

TEST_CASE("block_cyclic: rows and columns here are those of a walk over all") {
  for (int extent : {0, 1, 2, 5, 12, 13}) {
    for (int block : {1, 2, 3, 5, 20}) {
      for (int processes : {1, 2, 3, 4}) {
        for (int source = 0; source < processes; ++source) {
          for (int mine = 0; mine < processes; ++mine) {
            std::vector<index_t> here;
            for (index_t i = 0; i < extent; ++i)
              if (owner(i, block, source, processes) == mine) here.push_back(i);
            const auto rows = matrix(extent, 4, block, 2, source, 0, {processes, 1, mine, 0});
            const auto cols = matrix(4, extent, 2, block, 0, source, {1, processes, 0, mine});
            const auto count = static_cast<index_t>(here.size());
            REQUIRE(local_rows(rows) == count);
            REQUIRE(local_cols(cols) == count);
            for (index_t l = 0; l < count; ++l) {
              REQUIRE(global_row(rows, l) == here[static_cast<std::size_t>(l)]);
              REQUIRE(global_col(cols, l) == here[static_cast<std::size_t>(l)]);
            }
            CHECK_THROWS_AS((void)global_row(rows, count), error);
            CHECK_THROWS_AS((void)global_col(cols, -1), error);
            CHECK(local_span(rows) == (count > 0 ? (extent + 1) * index_t(3) + count : 0));
          }
        }
      }
    }
  }
}

TEST_CASE("block_cyclic: extents near the largest int") {
  constexpr int most = std::numeric_limits<int>::max();
  auto l = make_block_cyclic(most, most, 64, 1, {3, 2, 2, 1});
  // 2^31 - 1 rows are 33554431 blocks of 64 and 63 rows more, the last block's, at process 1.
  CHECK(local_rows(l) == 33554431 / 3 * index_t(64));
  CHECK(local_cols(l) == most / 2);
  CHECK(global_col(l, most / 2 - 1) == most - 2);
  l.descriptor[block_cyclic::lld_] = most;
  CHECK(local_span(l) == index_t(most) * (most / 2 - 1) + local_rows(l));
  // Blocks of which one is larger than any part.
  CHECK(local_rows(make_block_cyclic(most, 1, most, 1, {2, 1, 0, 0})) == most);
  CHECK(local_rows(make_block_cyclic(most, 1, most, 1, {2, 1, 1, 0})) == 0);
}

TEST_CASE("block_cyclic: a process outside the grid has nothing") {
  const auto l = make_block_cyclic(100, 100, 8, 8, {2, 2, -1, -1});
  CHECK(l.descriptor[block_cyclic::lld_] == 1);
  // As BLACS leaves them there.
  const block_cyclic blacs{.descriptor = {0, -1, 0, 0, 0, 0, 0, 0, 0}, .grid = {-1, -1, -1, -1}};
  for (const auto& outside : {l, blacs}) {
    CHECK(local_rows(outside) == 0);
    CHECK(local_cols(outside) == 0);
    CHECK(local_span(outside) == 0);
  }
  // A grid whose places and sources add up to more than an int.
  constexpr int most = std::numeric_limits<int>::max();
  CHECK(local_rows({.descriptor = {1, 0, 7, 1, 7, 1, 0, 0, 7}, .grid = {most, 1, most - 1, 0}}) ==
        0);
  CHECK(local_rows({.descriptor = {1, 0, 7, 1, 7, 1, most - 1, 0, 7},
                    .grid = {most, 1, most - 1, 0}}) == 7);
}

TEST_CASE("block_cyclic: what descinit would make") {
  const auto l = make_block_cyclic(10, 7, 3, 2, {2, 3, 1, 2}, 42);
  CHECK(l.descriptor == std::array<int, 9>{1, 42, 10, 7, 3, 2, 0, 0, 4});
}
