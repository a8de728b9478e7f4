#include "rbf.hpp"

#include "arrays.hpp"
#include "parts.hpp"

#include <pybind11/stl.h>

#include <optional>
#include <utility>

namespace bellcurve::python {
namespace {

/// \param y None: the symmetric form.
void fill(const py::array& x, const std::optional<py::array>& y, const py::array& out,
          const rbf_params& params, const rbf_settings& settings) {
  with_type<float, double>("X", x, [&]<class T>(type_of<T>) {
    const auto rows = as_matrix<const T>("X", x);
    const auto k = as_matrix<T>("out", out);
    const rbf_options options = settings.options();
    if (y) {
      const auto cols = as_matrix<const T>("Y", *y);
      without_gil([&] { rbf_kernel(rows, cols, params, k, options); });
    } else {
      without_gil([&] { rbf_kernel(rows, params, k, options); });
    }
  });
}

void apply(const py::array& x, const std::optional<py::array>& y, const py::array& v,
           const py::array& out, const rbf_params& params, const rbf_settings& settings) {
  const auto call = [&]<class T, class V>(type_of<T>, type_of<V>) {
    const auto rows = as_matrix<const T>("X", x);
    const auto vectors = as_matrix<const V>("v", v);
    const auto product = as_matrix<V>("out", out);
    const rbf_options options = settings.options();
    if (y) {
      const auto cols = as_matrix<const T>("Y", *y);
      without_gil([&] { rbf_apply(rows, cols, vectors, params, product, options); });
    } else {
      without_gil([&] { rbf_apply(rows, vectors, params, product, options); });
    }
  };
  with_type<float, double>("X", x, [&]<class T>(type_of<T> points) {
    // Points in double have products in double.
    if (std::is_same_v<T, float> && holds<float>(v)) {
      call(points, type_of<T>{});
    } else {
      call(points, type_of<double>{});
    }
  });
}

template <class T>
py::tuple bound(index_t features, const rbf_params& params, const std::string& engine) {
  const rbf_bound b = rbf_error_bound<T>(features, params, parse_engine(engine));
  return py::make_tuple(b.absolute, b.least, b.slope, b.rounding);
}

}  // namespace

void add_rbf(py::module_& m) {
  py::class_<rbf_params>(m, "RbfParams")
      .def(py::init([](std::optional<double> gamma, std::vector<double> lengthscale,
                       double variance, double noise) {
             return rbf_params{gamma, std::move(lengthscale), variance, noise};
           }),
           py::arg("gamma"), py::arg("lengthscale"), py::arg("variance"), py::arg("noise"));
  py::class_<rbf_settings>(m, "RbfOptions")
      .def(py::init([](std::string engine, std::string uplo, std::vector<double> center,
                       int threads, bool check_finite) {
             return rbf_settings{std::move(engine), std::move(uplo), std::move(center), threads,
                                 check_finite};
           }),
           py::arg("engine"), py::arg("uplo"), py::arg("center"), py::arg("threads"),
           py::arg("check_finite"));
  m.def("rbf_kernel", &fill);
  m.def("rbf_apply", &apply);
  m.def("rbf_error_bound_f32", &bound<float>);
  m.def("rbf_error_bound_f64", &bound<double>);
}

}  // namespace bellcurve::python
