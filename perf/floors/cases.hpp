// What is measured against what: pairs of work that do not depend on the machine's speed.
#pragma once

#include "perf/support/paired.hpp"

#include <functional>
#include <string>
#include <vector>

namespace bellcurve::perf {

struct floor_case {
  std::string name;  ///< "ours/reference"
  std::function<paired_result(const paired_options&)> measure;
};

/// Those that can be had: without a BLAS those against gemm are missing.
std::vector<floor_case> floor_cases();

}  // namespace bellcurve::perf
