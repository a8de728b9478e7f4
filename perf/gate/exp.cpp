// exp over an array in the first cache, as kernels use it, and with arguments of both signs.
#include "bench.hpp"

#include <bellcurve/exp.hpp>

#include <memory>
#include <span>

namespace bellcurve::gate {
namespace {

template <class T>
benchmark exp_benchmark(const std::string& what, T lowest, T highest) {
  const auto prepare = [=] {
    constexpr std::size_t n = 16384 / sizeof(T);
    const auto in = std::make_shared<buffer<T>>(scattered<T>(n));
    const auto out = std::make_shared<buffer<T>>(n);
    for (T& x : *in) x = lowest + (highest - lowest) * x;
    return repeated(1000,
                    [=] { exp(std::span<const T>(in->data(), n), std::span<T>(out->data(), n)); });
  };
  return {"exp_" + what + "_" + type_name<T>, prepare};
}

}  // namespace

std::vector<benchmark> benchmarks() {
  return {exp_benchmark<float>("negative", -20, 0), exp_benchmark<double>("negative", -20, 0),
          exp_benchmark<float>("both", -20, 20)};
}

}  // namespace bellcurve::gate
