// The command `bellcurve`: finds the command that was asked for, runs it, and
// turns whatever went wrong into one line and an exit code.
#include "commands.hpp"
#include "errors.hpp"

#include <bellcurve/info.hpp>

#include <algorithm>
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

void run(int argc, char** argv) {
  CLI::App app("Gaussian kernels on CPUs.", "bellcurve");
  app.set_version_flag("--version", std::string("bellcurve ") + bellcurve::version(),
                       "Print the version and exit");
  app.set_help_flag("-h,--help", "Print this help and exit");
  app.footer(footer);
  app.require_subcommand(1);
  const entry entries[] = {add_rbf(app),  add_rbf_apply(app), add_kernel(app), add_filter(app),
                           add_pool(app), add_heatmap(app),   add_info(app)};
  // CLI11 would only say that a subcommand is required.
  const auto is_asked_for = [&](const entry& e) { return e.app->get_name() == argv[1]; };
  if (argc > 1 && argv[1][0] != '-' && std::ranges::none_of(entries, is_asked_for)) {
    throw usage_error("unknown command '" + std::string(argv[1]) + "' (try --help)");
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& request) {  // --help, --version
    app.exit(request, std::cout, std::cerr);
    finish_output();
    return;
  } catch (const CLI::ParseError& e) {
    throw usage_error(std::string(e.what()) + " (try --help)");
  }
  for (const entry& e : entries) {
    if (e.app->parsed()) e.run();
  }
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
