// Gaussian filters: narrow and wide, by type, recursive, of a volume, and one with all threads.
#include "bench.hpp"

#include <bellcurve/filter.hpp>

#include <cstdint>
#include <memory>

namespace bellcurve::gate {
namespace {

struct subject {
  const char* name;
  std::vector<index_t> shape;
  filter_params params;
  int threads = 1;
};

template <class S>
benchmark filter_benchmark(const subject& s) {
  const auto prepare = [s] {
    std::size_t size = 1;
    for (const index_t n : s.shape) size *= static_cast<std::size_t>(n);
    const buffer<float> values = scattered<float>(size);
    const auto in = std::make_shared<buffer<S>>(size), out = std::make_shared<buffer<S>>(size);
    for (std::size_t i = 0; i < size; ++i) (*in)[i] = static_cast<S>(255 * values[i]);
    return [=] {
      filter_options options;
      options.threads = s.threads;
      gaussian_filter(array_view<const S>(in->data(), s.shape), s.params,
                      array_view<S>(out->data(), s.shape), options);
    };
  };
  return {std::string("filter_") + s.name + "_" + type_name<S>, prepare};
}

}  // namespace

std::vector<benchmark> benchmarks() {
  const subject narrow{"sigma_1", {1000, 1200}, {.sigma = {1.0}}};
  const subject wide{"sigma_8", {500, 800}, {.sigma = {8.0}}};
  const subject derivative{"derivative", {600, 800}, {.sigma = {2.0}, .order = {1, 0}}};
  const subject volume{"volume", {64, 80, 100}, {.sigma = {2.0}}};
  const subject recursive{
      "recursive", {500, 800}, {.sigma = {32.0}, .method = filter_method::recursive}};
  const subject all{"all_threads", {1500, 2000}, {.sigma = {2.0}}, 0};
  return {filter_benchmark<float>(narrow),     filter_benchmark<float>(wide),
          filter_benchmark<double>(wide),      filter_benchmark<std::uint8_t>(narrow),
          filter_benchmark<float>(derivative), filter_benchmark<float>(volume),
          filter_benchmark<float>(recursive),  filter_benchmark<float>(all)};
}

}  // namespace bellcurve::gate
