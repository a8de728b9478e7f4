// The program `bellcurve-mpi`: all ranks understand the same command line, work together, and end
// with the same exit code; root has the word.
#include "agreement.hpp"
#include "commands.hpp"
#include "errors.hpp"

#include <mpi.h>

#include <iostream>

namespace {

using namespace bellcurve::command;

constexpr const char* footer =
    "Started by mpirun; model needs one process only. Arrays are .npy files.\n"
    "The environment variable BELLCURVE_ISA chooses the instruction set; all processes use the\n"
    "least that one of them has. OMP_NUM_THREADS: threads of each.\n"
    "Exit code: 0 success, 1 failure while working, 2 wrong call. Errors are one line on standard\n"
    "error, and leave no file behind.";

constexpr program mpi_program = {"bellcurve-mpi", "Gaussian kernels over many machines.", footer};

constexpr add_command commands[] = {add_mpi_rbf, add_mpi_rbf_apply, add_model};

void run(int argc, char** argv) {
  const ranks all(MPI_COMM_WORLD);
  request asked;
  together(all, [&] { asked = parse_command_line(mpi_program, commands, argc, argv); });
  if (asked.run) asked.run();
  at_root(all, [&] {
    std::cout << asked.answer;
    finish_output();
  });
}

/// Of all ranks: those that wait for this one must not wait for ever.
int end_all() {
  MPI_Abort(MPI_COMM_WORLD, report_current_exception());
  return exit_failure;
}

}  // namespace

int main(int argc, char** argv) {
  // Before MPI opens files of its own, and again: it handles signals, too.
  prepare_process(mpi_program.name);
  int provided = 0;
  MPI_Init_thread(&argc, &argv, MPI_THREAD_FUNNELED, &provided);
  prepare_process(mpi_program.name);
  int code = 0;
  try {
    run(argc, argv);
  } catch (const agreed_failure& e) {
    if (ranks(MPI_COMM_WORLD).is_root()) complain(e.what());
    code = e.exit_code();
  } catch (...) {
    return end_all();
  }
  MPI_Finalize();
  return code;
}
