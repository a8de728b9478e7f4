#include <bellcurve/density.hpp>

#include "arrays.hpp"
#include "parts.hpp"
#include "rbf.hpp"

#include <pybind11/stl.h>

#include <optional>

namespace bellcurve::python {
namespace {

void density(const py::array& x, const py::array& y, const std::optional<py::array>& weights,
             const py::array& out, bool logarithm, const rbf_params& params,
             const rbf_settings& settings) {
  with_type<float, double>("X", x, [&]<class T>(type_of<T>) {
    const auto at = as_matrix<const T>("X", x);
    const auto data = as_matrix<const T>("Y", y);
    const auto shares =
        weights ? as_span<const double>("weights", *weights) : std::span<const double>();
    const auto result = as_span<double>("out", out);
    const rbf_options options = settings.options();
    without_gil([&] {
      if (logarithm) {
        rbf_log_density(at, data, shares, params, result, options);
      } else {
        rbf_density(at, data, shares, params, result, options);
      }
    });
  });
}

}  // namespace

void add_density(py::module_& m) { m.def("rbf_density", &density); }

}  // namespace bellcurve::python
