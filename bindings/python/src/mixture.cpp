#include <bellcurve/mixture.hpp>

#include "arrays.hpp"
#include "parts.hpp"
#include "work.hpp"

#include <pybind11/stl.h>

#include <array>
#include <cstddef>
#include <string>
#include <vector>

namespace bellcurve::python {
namespace {

mixture make(const std::vector<std::vector<double>>& means,
             const std::vector<std::vector<double>>& covariances,
             const std::vector<double>& weights, const std::string& combination) {
  if (means.size() != covariances.size() || means.size() != weights.size()) {
    throw error(errc::bad_shape, "means, covariances and weights must be of one length, got " +
                                     std::to_string(means.size()) + ", " +
                                     std::to_string(covariances.size()) + ", " +
                                     std::to_string(weights.size()));
  }
  mixture made;
  made.combination = parse_combination(combination);
  for (std::size_t k = 0; k < means.size(); ++k) {
    made.components.push_back({means[k], covariances[k], weights[k]});
  }
  return made;
}

void at_points(const mixture& model, const py::array& x, const py::array& out, bool logarithm,
               int threads, bool check_finite) {
  const mixture_options options{threads, until_interrupted(), check_finite};
  with_type<float, double>("x", x, [&]<class T>(type_of<T>) {
    const auto points = as_matrix<const T>("x", x);
    const auto densities = as_array<T>("out", out);
    without_gil([&] {
      if (logarithm) {
        mixture_logpdf(model, points, densities, options);
      } else {
        mixture_pdf(model, points, densities, options);
      }
    });
  });
}

void on_grid(const mixture& model, std::array<double, max_grid_axes> origin,
             std::array<double, max_grid_axes> step, const py::array& out, bool logarithm,
             int threads) {
  const mixture_options options{.threads = threads, .progress = until_interrupted()};
  const grid where{origin, step};
  with_type<float, double>("out", out, [&]<class T>(type_of<T>) {
    const auto densities = as_array<T>("out", out);
    without_gil([&] {
      if (logarithm) {
        mixture_logpdf(model, where, densities, options);
      } else {
        mixture_pdf(model, where, densities, options);
      }
    });
  });
}

}  // namespace

void add_mixture(py::module_& m) {
  py::class_<mixture>(m, "Mixture")
      .def(py::init(&make))
      .def("at_points", &at_points)
      .def("on_grid", &on_grid);
}

}  // namespace bellcurve::python
