// Kernels, which take microseconds: a call's own costs, and cell masses.
#include "bench.hpp"

#include <bellcurve/kernels.hpp>

#include <memory>

namespace bellcurve::gate {

std::vector<benchmark> benchmarks() {
  const auto gkern_21 = [] {
    constexpr index_t size = 21;
    const auto out = std::make_shared<buffer<double>>(size * size);
    return repeated(2000, [=] { gkern(3, matrix_view<double>(out->data(), size, size)); });
  };
  return {{"kernel_gkern_f64", gkern_21}};
}

}  // namespace bellcurve::gate
