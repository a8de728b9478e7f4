/// \file commands.hpp
/// The commands of bellcurve-mpi: carried out by all ranks of MPI_COMM_WORLD together, they throw
/// agreed_failure.
#pragma once

#include "command_line.hpp"

namespace bellcurve::command {

entry add_mpi_rbf(CLI::App& app);
entry add_mpi_rbf_apply(CLI::App& app);
entry add_model(CLI::App& app);

}  // namespace bellcurve::command
