// What each file adds to the module.
#pragma once

#include <pybind11/pybind11.h>

namespace bellcurve::python {

void add_errors(pybind11::module_& m);
void add_info(pybind11::module_& m);
void add_exp(pybind11::module_& m);
void add_rbf(pybind11::module_& m);
void add_density(pybind11::module_& m);
void add_plan(pybind11::module_& m);
void add_filter(pybind11::module_& m);
void add_scipy_lines(pybind11::module_& m);
void add_kernels(pybind11::module_& m);
void add_mixture(pybind11::module_& m);
void add_pool(pybind11::module_& m);

}  // namespace bellcurve::python
