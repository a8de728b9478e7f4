// How the library is called: without the GIL, and so that Ctrl-C ends it.
#pragma once

#include <pybind11/pybind11.h>
#include <bellcurve/error.hpp>

#include <chrono>
#include <functional>
#include <utility>

namespace bellcurve::python {

namespace py = pybind11;

/// A progress callback that lets Python handle signals a few times a second, and cancels if a
/// handler raises, as that of Ctrl-C does. Python handles them in its main thread alone; elsewhere
/// this does nothing.
inline std::function<bool(double)> until_interrupted() {
  using clock = std::chrono::steady_clock;
  static constexpr auto pause = std::chrono::milliseconds(100);
  return [next = clock::now() + pause](double) mutable {
    if (clock::now() < next) return true;
    const py::gil_scoped_acquire gil;
    const bool go_on = PyErr_CheckSignals() == 0;
    next = clock::now() + pause;
    return go_on;
  };
}

/// Runs work() without the GIL. Whatever a signal handler raised meanwhile is raised, not the
/// library's "cancelled".
template <class Work>
void without_gil(Work&& work) {
  try {
    const py::gil_scoped_release release;
    std::forward<Work>(work)();
  } catch (const error&) {
    if (PyErr_Occurred() != nullptr) throw py::error_already_set();
    throw;
  }
}

}  // namespace bellcurve::python
