#include <bellcurve/rbf_plan.hpp>

#include "arrays.hpp"
#include "parts.hpp"
#include "rbf.hpp"

#include <pybind11/stl.h>

#include <optional>
#include <string>
#include <variant>

namespace bellcurve::python {
namespace {

/// An rbf_plan of either type.
class plan {
  std::optional<std::variant<rbf_plan<float>, rbf_plan<double>>> held_;

  template <class F>
  auto visit(F&& f) const {
    return held_->index() == 0 ? f(std::get<0>(*held_)) : f(std::get<1>(*held_));
  }

 public:
  plan(const py::array& x, const rbf_settings& settings) {
    with_type<float, double>("X", x, [&]<class T>(type_of<T>) {
      const auto points = as_matrix<const T>("X", x);
      const rbf_plan_options options{.engine = parse_engine(settings.engine),
                                     .center = settings.center,
                                     .threads = settings.threads,
                                     .check_finite = settings.check_finite};
      without_gil([&] { held_ = rbf_plan<T>(points, options); });
    });
  }

  index_t points() const {
    return visit([](const auto& p) { return p.points(); });
  }
  index_t features() const {
    return visit([](const auto& p) { return p.features(); });
  }

  void fill(const rbf_params& params, const py::array& out, const std::string& uplo,
            int threads) const {
    visit([&]<class T>(const rbf_plan<T>& p) {
      const auto k = as_matrix<T>("out", out);
      const rbf_call_options options{parse_uplo(uplo), threads, until_interrupted()};
      without_gil([&] { p.fill(params, k, options); });
    });
  }

  void rows(const py::array& indices, const rbf_params& params, const py::array& out,
            int threads) const {
    visit([&]<class T>(const rbf_plan<T>& p) {
      const auto which = as_span<const index_t>("indices", indices);
      const auto k = as_matrix<T>("out", out);
      const rbf_call_options options{uplo::full, threads, until_interrupted()};
      without_gil([&] { p.rows(which, params, k, options); });
    });
  }

  void apply(const rbf_params& params, const py::array& v, const py::array& out,
             int threads) const {
    const rbf_call_options options{uplo::full, threads, until_interrupted()};
    const auto call = [&]<class T, class V>(const rbf_plan<T>& p, type_of<V>) {
      const auto vectors = as_matrix<const V>("v", v);
      const auto product = as_matrix<V>("out", out);
      without_gil([&] { p.apply(params, vectors, product, options); });
    };
    visit([&]<class T>(const rbf_plan<T>& p) {
      if (std::is_same_v<T, float> && holds<float>(v)) {
        call(p, type_of<T>{});
      } else {
        call(p, type_of<double>{});
      }
    });
  }
};

}  // namespace

void add_plan(py::module_& m) {
  py::class_<plan>(m, "Plan")
      .def(py::init<const py::array&, const rbf_settings&>())
      .def_property_readonly("points", &plan::points)
      .def_property_readonly("features", &plan::features)
      .def("fill", &plan::fill)
      .def("rows", &plan::rows)
      .def("apply", &plan::apply);
}

}  // namespace bellcurve::python
