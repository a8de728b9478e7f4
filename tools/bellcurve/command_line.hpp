/// \file command_line.hpp
/// Which command of a program was asked for, and how.
#pragma once

#include <CLI/CLI.hpp>

#include <functional>
#include <span>
#include <string>

namespace bellcurve::command {

/// A command: its arguments, and what carries it out once they are parsed.
struct entry {
  CLI::App* app;
  std::function<void()> run;
};

/// Declares a command.
using add_command = entry (*)(CLI::App&);

/// What a program says of itself.
struct program {
  const char *name, *about, *footer;
};

/// What was asked for: a command, or words.
struct request {
  std::function<void()> run;  ///< empty after --help or --version
  std::string answer;         ///< to these
};

/// \throws usage_error.
request parse_command_line(const program& what, std::span<const add_command> commands, int argc,
                           char** argv);

}  // namespace bellcurve::command
