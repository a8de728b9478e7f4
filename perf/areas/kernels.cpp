// Kernels into memory that is there: gkern, one axis and two, by discretization and size. One
// thread, baseline code; held against filling the same memory.
#include "perf/bench/catalog.hpp"
#include "perf/support/buffer.hpp"
#include "perf/support/join.hpp"

#include <bellcurve/kernels.hpp>

#include <cstddef>
#include <memory>
#include <string>

namespace bellcurve::perf {
namespace {

template <class T, class F>
void add(catalog& to, std::string variant, std::string size, std::size_t count, bool main,
         const F& make) {
  const auto prepare = [=] {
    const auto out = std::make_shared<buffer<T>>(count);
    const work needed{.bytes = static_cast<double>(count * sizeof(T))};
    return subject{.piece = [=] { make(out->data()); },
                   .amount = static_cast<double>(count),
                   .needed = needed,
                   .limit = roof_of<T>(needed, best_isa(), best_isa(), 1)};
  };
  to.push_back({.operation = "kernels",
                .variant = std::move(variant),
                .type = type_name<T>(),
                .isa = "baseline",
                .size = std::move(size),
                .counted = units::cells,
                .main = main,
                .quick = main,
                .prepare = prepare});
}

std::string square(index_t n) { return join({std::to_string(n), "x", std::to_string(n)}); }

template <class T>
void add_gkern(catalog& to, index_t n) {
  add<T>(to, "gkern", square(n), static_cast<std::size_t>(n * n), n == 21, [n](T* out) {
    gkern(3, {out, n, n});
  });
}

void add_1d(catalog& to, discretization how, int order, index_t n) {
  const kernel_1d_params p{
      .sigma = static_cast<double>(n) / 6, .order = order, .discretization = how};
  const std::string name =
      join({"1d_", to_string(how), order == 0 ? "" : join({"_order_", std::to_string(order)})});
  add<double>(to, name, std::to_string(n), static_cast<std::size_t>(n), false,
              [p, n](double* out) { gaussian_kernel_1d(p, array_view<double>(out, {n})); });
}

template <class T>
void add_2d(catalog& to, discretization how, double theta, index_t n) {
  kernel_2d_params p{.sigma = {static_cast<double>(n) / 6, static_cast<double>(n) / 8},
                     .theta = theta};
  p.discretization = how;
  add<T>(to, join({"2d_", to_string(how), theta != 0 ? "_turned" : ""}), square(n),
         static_cast<std::size_t>(n * n), n == 512,
         [p, n](T* out) { gaussian_kernel_2d(p, matrix_view<T>(out, n, n)); });
}

}  // namespace

void add_kernels(catalog& to) {
  for (const index_t n : {5, 21, 101}) {
    add_gkern<float>(to, n);
    add_gkern<double>(to, n);
  }
  for (const discretization how :
       {discretization::sampled, discretization::mass, discretization::bessel}) {
    for (const index_t n : {21, 1025, 1 << 20}) add_1d(to, how, 0, n);
    add_1d(to, how, 2, 1025);
    for (const index_t n : {21, 512, 4096}) {
      add_2d<float>(to, how, 0, n);
      add_2d<double>(to, how, 0, n);
    }
  }
  for (const index_t n : {21, 512}) add_2d<double>(to, discretization::sampled, 0.5, n);
}

}  // namespace bellcurve::perf
