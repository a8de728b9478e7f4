// The program `bellcurve-mpi`: all ranks understand the same command line, work together, and end
// with the same exit code; root has the word.
#include "agreement.hpp"
#include "commands.hpp"
#include "errors.hpp"

#include "files/new_file.hpp"

#include <mpi.h>

#include <cstdlib>
#include <iostream>
#include <string_view>

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

/// Those that wait for this rank must not wait for ever.
[[noreturn]] void end_all(std::string_view message) {
  bellcurve::files::discard_pending();
  complain(message);
  MPI_Abort(MPI_COMM_WORLD, exit_failure);
  std::_Exit(exit_failure);
}

/// Of communication: a lost connection, for instance.
void on_mpi_error(MPI_Comm*, int* code, ...) {
  char text[MPI_MAX_ERROR_STRING] = "";
  int size = 0;
  MPI_Error_string(*code, text, &size);
  end_all(text);
}

void start(int& argc, char**& argv) {
  // Before MPI opens files of its own, and again: it handles signals, too.
  prepare_process(mpi_program.name);
  int provided = 0;
  MPI_Init_thread(&argc, &argv, MPI_THREAD_FUNNELED, &provided);
  prepare_process(mpi_program.name);
  MPI_Errhandler handler = MPI_ERRHANDLER_NULL;
  MPI_Comm_create_errhandler(on_mpi_error, &handler);
  MPI_Comm_set_errhandler(MPI_COMM_WORLD, handler);
}

}  // namespace

int main(int argc, char** argv) {
  start(argc, argv);
  int code = 0;
  try {
    run(argc, argv);
  } catch (const agreed_failure& e) {
    if (ranks(MPI_COMM_WORLD).is_root()) complain(e.what());
    code = e.exit_code();
  } catch (...) {
    end_all(current_failure().message);
  }
  MPI_Finalize();
  return code;
}
