#include "arrays.hpp"
#include "parts.hpp"

PYBIND11_MODULE(_core, m) {
  m.doc() = "Views of arrays and calls of the library; what bellcurve's Python files rest on.";
  using namespace bellcurve::python;
  add_errors(m);
  m.attr("max_axes") = bellcurve::max_axes;
  m.def("is_viewable", &is_viewable);
  add_info(m);
  add_exp(m);
  add_rbf(m);
  add_density(m);
  add_plan(m);
  add_filter(m);
  add_scipy_lines(m);
  add_kernels(m);
  add_mixture(m);
  add_pool(m);
}
