#include <bellcurve/pool.hpp>

#include "arrays.hpp"
#include "parts.hpp"
#include "work.hpp"

#include <pybind11/stl.h>

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

namespace bellcurve::python {
namespace {

/// pool_options, and the array that the mask is a view of.
struct pool_settings {
  std::optional<std::array<index_t, 2>> stride;
  std::string remainder;
  int batch_axes;
  bool channels;
  std::optional<py::array> mask;
  int threads;
  bool check_finite;

  pool_options options() const {
    pool_options o;
    o.stride = stride;
    o.remainder = parse_remainder_mode(remainder);
    o.batch_axes = batch_axes;
    o.channels = channels;
    if (mask) o.mask = as_matrix<const std::uint8_t>("mask", *mask);
    o.threads = threads;
    o.check_finite = check_finite;
    o.progress = until_interrupted();
    return o;
  }
};

/// Calls f(input, output, type_of<type of the result>): double to double, all others to float.
template <class F>
void with_types(const py::array& in, const py::array& out, F&& f) {
  with_type<float, double, std::uint8_t, std::uint16_t, std::int16_t>(
      "matrix", in, [&]<class In>(type_of<In>) {
        using result = std::conditional_t<std::is_same_v<In, double>, double, float>;
        f(as_array<const In>("matrix", in), as_array<result>("out", out), type_of<result>{});
      });
}

void pool(const py::array& in, const py::array& kernel, const py::array& out,
          const pool_settings& settings) {
  const pool_options options = settings.options();
  with_types(in, out, [&]<class T>(auto from, auto to, type_of<T>) {
    const auto weights = as_matrix<const T>("kernel", kernel);
    without_gil([&] { block_pool(from, weights, to, options); });
  });
}

void pool_by_gaussian(const py::array& in, std::array<index_t, 2> block,
                      const kernel_2d_params& params, const py::array& out,
                      const pool_settings& settings) {
  const pool_options options = settings.options();
  with_types(in, out, [&](auto from, auto to, auto) {
    without_gil([&] { gaussian_pool(from, block, params, to, options); });
  });
}

}  // namespace

void add_pool(py::module_& m) {
  py::class_<pool_settings>(m, "PoolOptions")
      .def(py::init([](std::optional<std::array<index_t, 2>> stride, std::string remainder,
                       int batch_axes, bool channels, std::optional<py::array> mask, int threads,
                       bool check_finite) {
             return pool_settings{stride,      std::move(remainder), batch_axes,
                                  channels,    std::move(mask),      threads,
                                  check_finite};
           }),
           py::arg("stride"), py::arg("remainder"), py::arg("batch_axes"), py::arg("channels"),
           py::arg("mask"), py::arg("threads"), py::arg("check_finite"));
  m.def("block_pool", &pool);
  m.def("gaussian_pool", &pool_by_gaussian);
  m.def("pooled_extent",
        [](index_t extent, index_t block, index_t stride, const std::string& remainder) {
          return pooled_extent(extent, block, stride, parse_remainder_mode(remainder));
        });
}

}  // namespace bellcurve::python
