// What the figures must be read with.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace bellcurve::perf {

/// Names and values: version, commit, cpu, clock, isas, threads, compiler, flags, isa_flags, blas,
/// blas_core.
using facts = std::vector<std::pair<std::string, std::string>>;
facts machine_facts();

}  // namespace bellcurve::perf
