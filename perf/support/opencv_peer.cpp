#include "opencv_peer.hpp"

#include <dlfcn.h>

namespace bellcurve::perf {
namespace {

opencv_peer load() {
#ifdef BELLCURVE_OPENCV_PEER
  // Local: none of the symbols that come with it stand in for those of this process.
  void* const module = ::dlopen(BELLCURVE_OPENCV_PEER, RTLD_NOW | RTLD_LOCAL);
  void* const found = module == nullptr ? nullptr : ::dlsym(module, "bellcurve_opencv_functions");
  if (found == nullptr) return {.missing = ::dlerror()};
  return {.functions = static_cast<const opencv_functions*>(found)};
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
