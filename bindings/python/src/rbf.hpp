// Parameters and options of everything about the RBF kernel.
#pragma once

#include <bellcurve/rbf.hpp>

#include "work.hpp"

#include <string>
#include <vector>

namespace bellcurve::python {

/// rbf_options with memory of its own for what they only point at.
struct rbf_settings {
  std::string engine;
  std::string uplo;
  std::vector<double> center;
  int threads;
  bool check_finite;

  rbf_options options() const {
    return {.engine = parse_engine(engine),
            .uplo = parse_uplo(uplo),
            .center = center,
            .threads = threads,
            .workspace = {},
            .check_finite = check_finite,
            .progress = until_interrupted()};
  }
};

}  // namespace bellcurve::python
