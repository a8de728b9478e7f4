// OpenCV's filters, if they were there when the build was configured and still are.
#pragma once

#include "perf/peers/opencv.hpp"

#include <string>

namespace bellcurve::perf {

struct opencv_peer {
  std::string missing = {};  ///< why there is none; empty if there is
  const opencv_functions* functions = nullptr;
};

/// Loads it, once.
const opencv_peer& opencv();

}  // namespace bellcurve::perf
