#include <bellcurve/kernels.hpp>

#include "arrays.hpp"
#include "parts.hpp"
#include "work.hpp"

#include <pybind11/stl.h>

#include <array>
#include <optional>
#include <string>

namespace bellcurve::python {
namespace {

// Arrays of weights are filled with the GIL held: they take microseconds.

void kernel_1d(const py::array& out, double sigma, std::optional<double> center, int order,
               const std::string& how, const std::string& scale) {
  const kernel_1d_params params{sigma, center, order, parse_discretization(how),
                                parse_normalization(scale)};
  with_type<float, double>("out", out, [&]<class T>(type_of<T>) {
    gaussian_kernel_1d(params, as_array<T>("out", out));
  });
}

void pair_2d(const py::array& out, const kernel_2d_params& params) {
  with_type<float, double>("out", out, [&]<class T>(type_of<T>) {
    const auto weights = as_matrix<T>("out", out);
    // Turned ones take 40 ns a cell or more.
    without_gil([&] { gaussian_kernel_2d(params, weights); });
  });
}

void filled_gkern(const py::array& out, double nsig) {
  with_type<float, double>("out", out,
                           [&]<class T>(type_of<T>) { gkern(nsig, as_matrix<T>("out", out)); });
}

void on_grid(const py::array& out, const gaussian_2d_params& params, std::array<double, 2> origin,
             std::array<double, 2> step, int threads) {
  const grid where{{origin[0], origin[1], 0}, {step[0], step[1], 1}};
  const grid_options options{.threads = threads, .progress = until_interrupted()};
  with_type<float, double>("out", out, [&]<class T>(type_of<T>) {
    const auto cells = as_matrix<T>("out", out);
    without_gil([&] { gaussian_2d(params, where, cells, options); });
  });
}

}  // namespace

void add_kernels(py::module_& m) {
  py::class_<kernel_2d_params>(m, "Kernel2dParams")
      .def(
          py::init([](std::array<double, 2> sigma, std::optional<std::array<double, 2>> center,
                      std::array<int, 2> order, double theta, const std::string& how,
                      const std::string& scale) {
            return kernel_2d_params{
                sigma, center, order, theta, parse_discretization(how), parse_normalization(scale)};
          }),
          py::arg("sigma"), py::arg("center"), py::arg("order"), py::arg("theta"),
          py::arg("discretization"), py::arg("normalization"));
  m.def("gaussian_kernel_1d", &kernel_1d);
  m.def("gaussian_kernel_2d", &pair_2d);
  m.def("gkern", &filled_gkern);
  m.def("gaussian_2d", [](const py::array& out, double amplitude, std::array<double, 2> mean,
                          std::optional<std::array<double, 2>> stddev, double theta,
                          std::optional<std::array<double, 4>> covariance,
                          std::array<double, 2> origin, std::array<double, 2> step, int threads) {
    on_grid(out, {amplitude, mean, stddev, theta, covariance}, origin, step, threads);
  });
}

}  // namespace bellcurve::python
