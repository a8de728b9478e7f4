/// \file arguments.hpp
/// What differs from the arguments of `bellcurve rbf` and `rbf-apply` when many processes work.
#pragma once

#include "rbf_arguments.hpp"

#include <CLI/CLI.hpp>

#include <string>
#include <utility>
#include <vector>

namespace bellcurve::command {

/// Corrects what the help says of X, -o, --engine and --threads.
void describe_for_ranks(CLI::App& sub, const char* output_help);

/// What all ranks read or write, and what that is called.
using named_files = std::vector<std::pair<const char*, std::string>>;

/// \throws usage_error for standard input and output, which processes cannot share.
void check_files(const named_files& inputs, const std::string& output);

/// \throws usage_error for the one whose bits depend on how work is split.
void check_engine(const rbf_job& j);

}  // namespace bellcurve::command
