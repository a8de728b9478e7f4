// Gaussian filters: truncated kernels, held against the multiply-adds that their taps need and
// against a copy of the image, and recursive ones, held against the copy.
#include "perf/bench/catalog.hpp"
#include "perf/support/buffer.hpp"
#include "perf/support/filter_work.hpp"
#include "perf/support/join.hpp"

#include <bellcurve/filter.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <type_traits>
#include <vector>

namespace bellcurve::perf {
namespace {

const std::vector<index_t> image{4096, 4096};
const std::vector<index_t> volume{256, 256, 256};

template <class S>
subject prepare(filter_method how, const std::vector<index_t>& extents, int sigma, isa which,
                int threads) {
  using T = std::conditional_t<std::is_same_v<S, double>, double, float>;
  struct data {
    buffer<S> in, out;
  };
  std::size_t size = 1;
  for (const index_t n : extents) size *= static_cast<std::size_t>(n);
  const auto all = std::make_shared<data>(data{buffer<S>(size), buffer<S>(size)});
  for (std::size_t i = 0; i < size; ++i) all->in[i] = static_cast<S>(i % 251);

  const double count = static_cast<double>(size);
  const index_t radius = peer_radius<S>(sigma);
  filter_params params{.sigma = {static_cast<double>(sigma)}, .method = how};
  work needed{.bytes = 2 * count * sizeof(S), .kind = traffic::copy};
  if (how == filter_method::fir) {
    params.radius = {radius};
    needed.flop = filter_flop(count, extents.size(), radius);
  }
  return {.piece =
              [=] {
                filter_options options;
                options.threads = threads;
                gaussian_filter(array_view<const S>(all->in.data(), extents), params,
                                array_view<S>(all->out.data(), extents), options);
              },
          .amount = count,
          .needed = needed,
          .limit = roof_of<T>(needed, which, which, threads)};
}

template <class S>
void add(catalog& to, filter_method how, const std::vector<index_t>& extents, int sigma, isa which,
         int threads, bool main, bool swept = false) {
  std::string size;
  for (const index_t n : extents) size += join({size.empty() ? "" : "x", std::to_string(n)});
  to.push_back({.operation = "filter",
                .variant = join({to_string(how), "_sigma_", std::to_string(sigma)}),
                .type = type_name<S>(),
                .isa = std::string(to_string(which)),
                .size = size,
                .threads = threads,
                .counted = units::pixels,
                .main = main,
                .quick = main && quick_images<S>(which, threads),
                .sweep = swept ? sweep_place{"sigma", static_cast<double>(sigma),
                                             how == filter_method::fir ? "fir" : "recursive"}
                               : sweep_place{},
                .prepare = [=] { return prepare<S>(how, extents, sigma, which, threads); }});
}

void add_all(catalog& to, isa which, int threads) {
  using enum filter_method;
  const bool best = which == best_isa(), swept = best && threads == all_threads();
  add<float>(to, fir, image, 2, which, threads, true, swept);
  add<double>(to, fir, image, 2, which, threads, true);
  add<std::uint8_t>(to, fir, image, 2, which, threads, true);
  add<std::uint16_t>(to, fir, image, 2, which, threads, true);
  add<float>(to, recursive, image, 32, which, threads, true, swept);
  add<double>(to, recursive, image, 32, which, threads, true);
  if (!best) return;
  add<float>(to, fir, volume, 2, which, threads, false);
  for (const int sigma : {1, 4, 8, 16, 32}) {
    add<float>(to, fir, image, sigma, which, threads, false, swept);
  }
  for (const int sigma : {2, 8, 200}) {
    add<float>(to, recursive, image, sigma, which, threads, false, swept);
  }
}

}  // namespace

void add_filter(catalog& to) {
  for (const isa which : available_isas()) {
    for (const int threads : thread_counts(which)) add_all(to, which, threads);
  }
}

}  // namespace bellcurve::perf
