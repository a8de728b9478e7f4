#include <bellcurve/filter.hpp>

#include "arrays.hpp"
#include "parts.hpp"
#include "work.hpp"

#include <pybind11/stl.h>

#include <cstdint>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace bellcurve::python {
namespace {

/// filter_options, and the array that the mask is a view of.
struct filter_settings {
  std::optional<py::array> mask;
  bool nan_is_missing;
  double min_weight;
  std::optional<double> fill;
  int threads;
  bool check_finite;

  filter_options options() const {
    filter_options o;
    if (mask) o.mask = as_array<const std::uint8_t>("mask", *mask);
    o.nan_is_missing = nan_is_missing;
    o.min_weight = min_weight;
    o.fill = fill;
    o.threads = threads;
    o.check_finite = check_finite;
    o.progress = until_interrupted();
    return o;
  }
};

filter_params make_params(std::vector<double> sigma, std::vector<int> order,
                          const std::vector<std::string>& mode, double cval, double truncate,
                          std::vector<index_t> radius, std::vector<int> axes,
                          const std::string& method, double tolerance) {
  filter_params p;
  p.sigma = std::move(sigma);
  p.order = std::move(order);
  p.mode.clear();
  for (const std::string& name : mode) p.mode.push_back(parse_border(name));
  p.cval = cval;
  p.truncate = truncate;
  p.radius = std::move(radius);
  p.axes = std::move(axes);
  p.method = parse_filter_method(method);
  p.tolerance = tolerance;
  return p;
}

/// Calls f(input, output) with views of the types that the library takes: double to double, all
/// others to float.
template <class F>
void with_float_result(const py::array& in, const py::array& out, F&& f) {
  with_type<float, double, std::uint8_t, std::uint16_t, std::int16_t>(
      "input", in, [&]<class In>(type_of<In>) {
        using result = std::conditional_t<std::is_same_v<In, double>, double, float>;
        f(as_array<const In>("input", in), as_array<result>("output", out));
      });
}

void filter(const py::array& in, const py::array& out, const filter_params& params,
            const filter_settings& settings) {
  const filter_options options = settings.options();
  const auto call = [&](auto from, auto to) {
    without_gil([&] { gaussian_filter(from, params, to, options); });
  };
  bool done = false;
  const auto of_integers = [&]<class T>(type_of<T>) {
    if (done || !holds<T>(in) || !holds<T>(out)) return;
    call(as_array<const T>("input", in), as_array<T>("output", out));
    done = true;
  };
  of_integers(type_of<std::uint8_t>{});
  of_integers(type_of<std::uint16_t>{});
  of_integers(type_of<std::int16_t>{});
  if (!done) with_float_result(in, out, call);
}

void laplace(const py::array& in, const py::array& out, const filter_params& params,
             const filter_settings& settings) {
  const filter_options options = settings.options();
  with_float_result(in, out, [&](auto from, auto to) {
    without_gil([&] { gaussian_laplace(from, params, to, options); });
  });
}

void gradient(const py::array& in, const py::array& out, const filter_params& params,
              const filter_settings& settings) {
  const filter_options options = settings.options();
  with_float_result(in, out, [&](auto from, auto to) {
    without_gil([&] { gaussian_gradient_magnitude(from, params, to, options); });
  });
}

void difference(const py::array& in, const py::array& out, const filter_params& params,
                const std::vector<double>& high_sigma, const filter_settings& settings) {
  const filter_options options = settings.options();
  with_float_result(in, out, [&](auto from, auto to) {
    without_gil([&] { difference_of_gaussians(from, params, high_sigma, to, options); });
  });
}

/// (axis, sigma, order, radius) of each filtered axis of an array of this shape, in SciPy's order.
py::list choices(const std::vector<index_t>& shape, const filter_params& params) {
  const double nothing = 0;  // looked at by nobody
  py::list told;
  for (const filter_choice& c :
       filter_choices(array_view<const double>(&nothing, std::span(shape)), params)) {
    told.append(py::make_tuple(c.axis, c.sigma, c.order, c.radius));
  }
  return told;
}

}  // namespace

void add_filter(py::module_& m) {
  py::class_<filter_params>(m, "FilterParams")
      .def(py::init(&make_params), py::arg("sigma"), py::arg("order"), py::arg("mode"),
           py::arg("cval"), py::arg("truncate"), py::arg("radius"), py::arg("axes"),
           py::arg("method"), py::arg("tolerance"));
  py::class_<filter_settings>(m, "FilterOptions")
      .def(py::init([](std::optional<py::array> mask, bool nan_is_missing, double min_weight,
                       std::optional<double> fill, int threads, bool check_finite) {
             return filter_settings{std::move(mask), nan_is_missing, min_weight, fill,
                                    threads,         check_finite};
           }),
           py::arg("mask"), py::arg("nan_is_missing"), py::arg("min_weight"), py::arg("fill"),
           py::arg("threads"), py::arg("check_finite"));
  m.def("gaussian_filter", &filter);
  m.def("gaussian_laplace", &laplace);
  m.def("gaussian_gradient_magnitude", &gradient);
  m.def("difference_of_gaussians", &difference);
  m.def("filter_choices", &choices);
}

}  // namespace bellcurve::python
