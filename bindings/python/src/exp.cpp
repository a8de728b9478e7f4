#include <bellcurve/exp.hpp>

#include "arrays.hpp"
#include "parts.hpp"
#include "work.hpp"

namespace bellcurve::python {

void add_exp(py::module_& m) {
  m.def("exp", [](const py::array& x, const py::array& out) {
    with_type<float, double>("x", x, [&]<class T>(type_of<T>) {
      const auto in = as_span<const T>("x", x);
      const auto to = as_span<T>("out", out);
      without_gil([&] { exp(in, to); });
    });
  });
}

}  // namespace bellcurve::python
