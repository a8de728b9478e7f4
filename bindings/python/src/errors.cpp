#include <pybind11/pybind11.h>
#include <bellcurve/error.hpp>

#include "parts.hpp"

#include <exception>

namespace bellcurve::python {
namespace {

namespace py = pybind11;

const char* name_of(errc code) {
  switch (code) {
    case errc::bad_argument:
      return "bad_argument";
    case errc::bad_shape:
      return "bad_shape";
    case errc::bad_stride:
      return "bad_stride";
    case errc::bad_alias:
      return "bad_alias";
    case errc::non_finite:
      return "non_finite";
    case errc::unavailable:
      return "unavailable";
    case errc::cancelled:
      return "cancelled";
  }
  return "unknown";
}

// Lives as long as the interpreter; a destructor would run after it.
PyObject* error_type = nullptr;

void translate(std::exception_ptr thrown) {
  try {
    if (thrown) std::rethrow_exception(thrown);
  } catch (const error& e) {
    py::object raised = py::reinterpret_borrow<py::object>(error_type)(e.what());
    raised.attr("code") = name_of(e.code());
    PyErr_SetObject(error_type, raised.ptr());
  }
}

}  // namespace

void add_errors(py::module_& m) {
  // A ValueError, as scikit-learn raises, and a RuntimeError, as SciPy's filters do: code that
  // catches theirs catches this.
  const py::tuple bases =
      py::make_tuple(py::handle(PyExc_ValueError), py::handle(PyExc_RuntimeError));
  py::dict members;
  members["code"] = "bad_argument";
  error_type = PyErr_NewExceptionWithDoc(
      "bellcurve.Error",
      "A wrong argument, or something that this build or machine lacks.\n\n"
      "Its text is one line that names the argument, its value and what was expected. `code` is\n"
      "one of bad_argument, bad_shape, bad_stride, bad_alias, non_finite, unavailable, cancelled.",
      bases.ptr(), members.ptr());
  if (error_type == nullptr) throw py::error_already_set();
  m.add_object("Error", py::reinterpret_borrow<py::object>(error_type));
  py::register_exception_translator(&translate);
}

}  // namespace bellcurve::python
