// The edge that no exception crosses.
#pragma once

#include <bellcurve/c/base.h>
#include <bellcurve/error.hpp>

#include <string>

namespace bellcurve::c {

/// The status of the exception in flight, whose message is kept for this thread.
bellcurve_status report() noexcept;

/// Calls f.
template <class F>
bellcurve_status run(const F& f) noexcept {
  try {
    f();
    return BELLCURVE_OK;
  } catch (...) {
    return report();
  }
}

/// What a pointer that must be there points to.
/// \throws error(errc::bad_argument)
template <class T>
T& at(const char* name, T* pointer) {
  if (!pointer) throw error(errc::bad_argument, std::string(name) + " must not be null, got null");
  return *pointer;
}

}  // namespace bellcurve::c
