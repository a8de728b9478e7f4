/// \file agreement.hpp
/// The processes that work together, and what they do when one of them cannot go on.
#pragma once

#include "errors.hpp"

#include <mpi.h>

#include <stdexcept>

namespace bellcurve::command {

/// All processes of a communicator.
struct ranks {
  explicit ranks(MPI_Comm all);

  MPI_Comm comm;
  int rank = 0, size = 1;

  /// The one that reads, and speaks.
  bool is_root() const noexcept { return rank == 0; }
};

/// Thrown on all ranks for what went wrong on one.
class agreed_failure : public std::runtime_error {
 public:
  explicit agreed_failure(const failure& f) : std::runtime_error(f.message), code_(f.exit_code) {}
  int exit_code() const noexcept { return code_; }

 private:
  int code_;
};

/// Collective. Returns if no rank failed; otherwise all throw agreed_failure, with what the first
/// of them has to say.
void agree(const ranks& all, const failure& mine);

/// Collective: a phase of work at whose end all ranks know whether all came through. None may wait
/// in it for another that might have failed: what it calls is either local or, as bellcurve::mpi
/// is, agreed on itself.
template <class Work>
void together(const ranks& all, Work&& work) {
  failure mine;
  try {
    work();
  } catch (...) {
    mine = current_failure();
  }
  agree(all, mine);
}

/// The same of work that only root has.
template <class Work>
void at_root(const ranks& all, Work&& work) {
  together(all, [&] {
    if (all.is_root()) work();
  });
}

/// Collective: all ranks use the least of their instruction sets from now on, so that no result
/// depends on who computed it. \throws agreed_failure for a BELLCURVE_ISA that cannot be.
void use_common_isa(const ranks& all);

}  // namespace bellcurve::command
