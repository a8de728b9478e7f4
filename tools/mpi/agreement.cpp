#include "agreement.hpp"

#include <bellcurve/isa.hpp>

#include <algorithm>
#include <array>
#include <cstring>

namespace bellcurve::command {

ranks::ranks(MPI_Comm all) : comm(all) {
  MPI_Comm_rank(comm, &rank);
  MPI_Comm_size(comm, &size);
}

void agree(const ranks& all, const failure& mine) {
  int first = mine.exit_code != 0 ? all.rank : all.size;
  MPI_Allreduce(MPI_IN_PLACE, &first, 1, MPI_INT, MPI_MIN, all.comm);
  if (first == all.size) return;

  // Of a fixed size: memory may be what is missing.
  struct {
    int exit_code;
    std::array<char, 8192> message;
  } said{};
  if (all.rank == first) {
    said.exit_code = mine.exit_code;
    std::memcpy(said.message.data(), mine.message.data(),
                std::min(mine.message.size(), said.message.size() - 1));
  }
  MPI_Bcast(&said, sizeof said, MPI_BYTE, first, all.comm);
  throw agreed_failure({said.exit_code, said.message.data()});
}

void use_common_isa(const ranks& all) {
  int least = 0;
  together(all, [&] { least = static_cast<int>(active_isa()); });
  // They are numbered from the plainest to the widest.
  MPI_Allreduce(MPI_IN_PLACE, &least, 1, MPI_INT, MPI_MIN, all.comm);
  together(all, [&] { set_isa(static_cast<isa>(least)); });
}

}  // namespace bellcurve::command
