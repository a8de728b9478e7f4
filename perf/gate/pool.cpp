// Pooling by blocks that part the matrix and by blocks that overlap.
#include "bench.hpp"

#include <bellcurve/pool.hpp>

#include <cstdint>
#include <memory>

namespace bellcurve::gate {
namespace {

template <class S, class T>
benchmark pool_benchmark(const char* name, index_t side, index_t block, index_t stride) {
  const auto prepare = [=] {
    const buffer<float> values = scattered<float>(static_cast<std::size_t>(side * side));
    const auto in = std::make_shared<buffer<S>>(values.size());
    for (std::size_t i = 0; i < values.size(); ++i) (*in)[i] = static_cast<S>(255 * values[i]);
    const auto kernel =
        std::make_shared<buffer<T>>(scattered<T>(static_cast<std::size_t>(block * block)));
    pool_options options;
    options.stride = {stride, stride};
    options.threads = 1;
    const index_t pooled = pooled_extent(side, block, stride, options.remainder);
    const auto out = std::make_shared<buffer<T>>(static_cast<std::size_t>(pooled * pooled));
    return [=] {
      block_pool(matrix_view<const S>(in->data(), side, side),
                 matrix_view<const T>(kernel->data(), block, block),
                 matrix_view<T>(out->data(), pooled, pooled), options);
    };
  };
  return {std::string("pool_") + name + "_" + type_name<S>, prepare};
}

}  // namespace

std::vector<benchmark> benchmarks() {
  return {pool_benchmark<float, float>("8x8", 2400, 8, 8),
          pool_benchmark<double, double>("8x8", 1600, 8, 8),
          pool_benchmark<std::uint8_t, float>("8x8", 3200, 8, 8),
          pool_benchmark<float, float>("3x3_by_1", 1002, 3, 1)};
}

}  // namespace bellcurve::gate
