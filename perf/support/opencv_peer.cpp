#include "opencv_peer.hpp"

#include "perf/support/module.hpp"

namespace bellcurve::perf {
namespace {

opencv_peer load() {
#ifdef BELLCURVE_OPENCV_PEER
  const module_data loaded = load_module(BELLCURVE_OPENCV_PEER, "bellcurve_opencv_functions");
  return {.missing = loaded.missing,
          .functions = static_cast<const opencv_functions*>(loaded.data)};
#else
  return {.missing = "OpenCV was not found when this was configured"};
#endif
}

}  // namespace

const opencv_peer& opencv() {
  static const opencv_peer peer = load();
  return peer;
}

}  // namespace bellcurve::perf
