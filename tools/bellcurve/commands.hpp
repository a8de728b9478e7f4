/// \file commands.hpp
/// The commands. Each declares its arguments, and returns what carries it out
/// once they are parsed.
#pragma once

#include "command_line.hpp"

namespace bellcurve::command {

entry add_rbf(CLI::App& app);
entry add_rbf_apply(CLI::App& app);
entry add_kernel(CLI::App& app);
entry add_filter(CLI::App& app);
entry add_pool(CLI::App& app);
entry add_heatmap(CLI::App& app);
entry add_info(CLI::App& app);

}  // namespace bellcurve::command
