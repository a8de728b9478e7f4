// Which cases are asked for.
#pragma once

#include "perf/bench/catalog.hpp"
#include "perf/support/options.hpp"

namespace bellcurve::perf {

/// Takes --operation, --variant, --type, --isa, --size, --threads, each a list of names between
/// commas, and --quick. \return The cases that they leave of `all`, in its order.
/// \throws usage_error listing the known names for one that is not, or if no case is left.
catalog select_cases(const catalog& all, options& arguments);

/// "--isa scalar, sse2, avx2": for the help.
std::string known_names(const catalog& all);

}  // namespace bellcurve::perf
