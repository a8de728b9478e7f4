#include <pybind11/pybind11.h>
#include <bellcurve/info.hpp>
#include <bellcurve/isa.hpp>

#include "parts.hpp"

#include <string>

namespace bellcurve::python {
namespace py = pybind11;

void add_info(py::module_& m) {
  m.def("version", &version);
  m.def("default_threads", [] { return default_threads(); });
  m.def("available_isas", [] {
    py::list names;
    for (const isa which : available_isas()) names.append(py::str(std::string(to_string(which))));
    return names;
  });
  m.def("active_isa", [] { return std::string(to_string(active_isa())); });
  m.def("set_isa", [](const std::string& name) { set_isa(parse_isa(name)); });
  m.def("blas", [] {
    blas_info found;
    {
      const py::gil_scoped_release release;
      found = blas();
    }
    py::dict told;
    told["built_in"] = found.built_in;
    told["usable"] = found.usable;
    // A BLAS may describe itself in whatever bytes it likes.
    const auto text = [](const std::string& bytes) {
      return py::reinterpret_steal<py::str>(
          PyUnicode_DecodeUTF8(bytes.data(), static_cast<py::ssize_t>(bytes.size()), "replace"));
    };
    told["config"] = text(found.config);
    told["core"] = text(found.core);
    told["problem"] = text(found.problem);
    return told;
  });
}

}  // namespace bellcurve::python
