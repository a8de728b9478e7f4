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

/// \param inputs and what they are called
/// \throws usage_error for standard input and output, which processes cannot share, and for the
/// engine whose bits depend on how work is split.
void check_for_ranks(const rbf_job& j,
                     const std::vector<std::pair<const char*, std::string>>& inputs,
                     const std::string& output);

}  // namespace bellcurve::command
