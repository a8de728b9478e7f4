#include "layout.hpp"

#include <algorithm>
#include <string>

namespace bellcurve::cyclic {
namespace {

[[noreturn]] void reject(const std::string& name, const std::string& wanted, index_t got) {
  throw error(errc::bad_argument,
              "layout." + name + " must be " + wanted + ", got " + std::to_string(got));
}

void check_least(const std::string& name, index_t value, index_t least) {
  if (value < least) reject(name, ">= " + std::to_string(least), value);
}

/// One of so many processes.
void check_process(const std::string& name, int value, int processes) {
  if (value >= 0 && value < processes) return;
  reject(name, "from 0 to " + std::to_string(processes - 1), value);
}

/// Names of the entries that tell of one extent.
struct names {
  const char *extent, *block, *source, *processes, *mine;
};

spread make_spread(const names& name, index_t extent, index_t block, int source, int processes,
                   int mine) {
  check_least(std::string("descriptor[") + name.extent + "]", extent, 0);
  check_least(std::string("descriptor[") + name.block + "]", block, 1);
  check_least(std::string("grid.") + name.processes, processes, 1);
  check_process(std::string("grid.") + name.mine, mine, processes);
  check_process(std::string("descriptor[") + name.source + "]", source, processes);
  return spread{extent, block, processes, 0}.of(mine, source);
}

}  // namespace

bool is_outside(const block_cyclic& given) noexcept {
  return given.grid.row == -1 && given.grid.col == -1;
}

layout spreads_of(const block_cyclic& given) {
  if (is_outside(given)) return {};
  const auto& d = given.descriptor;
  using e = block_cyclic;
  if (d[e::dtype_] != 1) reject("descriptor[DTYPE_]", "1 (a dense matrix)", d[e::dtype_]);
  layout l{};
  l.rows = make_spread({"M_", "MB_", "RSRC_", "rows", "row"}, d[e::m_], d[e::mb_], d[e::rsrc_],
                       given.grid.rows, given.grid.row);
  l.cols = make_spread({"N_", "NB_", "CSRC_", "cols", "col"}, d[e::n_], d[e::nb_], d[e::csrc_],
                       given.grid.cols, given.grid.col);
  return l;
}

spread spread::of(int place, int source) const noexcept {
  spread its = *this;
  const index_t ahead = static_cast<index_t>(processes) + place - source;
  its.distance = place < 0 ? -1 : static_cast<int>(ahead % processes);
  return its;
}

index_t spread::here_of(index_t leading) const noexcept {
  if (distance < 0) return 0;
  const index_t blocks = leading / block;
  const index_t rest = blocks % processes;
  const index_t whole = blocks / processes * block;
  if (distance < rest) return whole + block;
  return distance == rest ? whole + leading % block : whole;
}

index_t spread::global(index_t local) const noexcept {
  return (local / block * processes + distance) * block + local % block;
}

layout validate(const block_cyclic& given) {
  layout l = spreads_of(given);
  if (is_outside(given)) return l;
  l.ld = given.descriptor[block_cyclic::lld_];
  check_least("descriptor[LLD_]", l.ld, std::max<index_t>(l.rows.here(), 1));
  return l;
}

}  // namespace bellcurve::cyclic
