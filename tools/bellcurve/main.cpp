// The command `bellcurve`: finds the command that was asked for, runs it, and
// turns whatever went wrong into one line and an exit code.
#include "commands.hpp"
#include "errors.hpp"

#include <iostream>

namespace {

using namespace bellcurve::command;

constexpr const char* footer =
    "Arrays are .npy files, pictures .png files; a file named - is a .npy file on standard input\n"
    "or output.\n"
    "The environment variable BELLCURVE_ISA chooses the instruction set; bellcurve info lists\n"
    "those that this machine has.\n"
    "Exit code: 0 success, 1 failure while working, 2 wrong call. Errors are one line on standard\n"
    "error, and leave no file behind.";

constexpr program bellcurve_program = {"bellcurve", "Gaussian kernels on CPUs.", footer};

constexpr add_command commands[] = {add_rbf,  add_rbf_apply, add_kernel, add_filter,
                                    add_pool, add_heatmap,   add_info};

void run(int argc, char** argv) {
  const request asked = parse_command_line(bellcurve_program, commands, argc, argv);
  std::cout << asked.answer;
  if (asked.run) asked.run();
  finish_output();
}

}  // namespace

int main(int argc, char** argv) {
  prepare_process();
  try {
    run(argc, argv);
  } catch (...) {
    return report_current_exception();
  }
}
