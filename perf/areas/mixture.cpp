// Mixtures of two Gaussians on grids and at points, into memory that has been touched.
#include "perf/bench/catalog.hpp"
#include "perf/support/buffer.hpp"
#include "perf/support/data.hpp"
#include "perf/support/join.hpp"

#include <bellcurve/mixture.hpp>

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

namespace bellcurve::perf {
namespace {

/// Two Gaussians of these covariances about (-1, -1) and (1, 1).
mixture two(const std::vector<double>& a, const std::vector<double>& b) {
  return {{{{-1, -1}, a}, {{1, 1}, b}}};
}

enum class shape { general, axis_aligned };
enum class what { density, log_density };

template <class T>
subject on_grid(shape s, what which, isa isa, index_t side, int threads) {
  const mixture m = s == shape::general ? two({1, 0.5, 0.5, 1}, {1, -0.5, -0.5, 1}) : two({1}, {1});
  const auto cell_count = static_cast<std::size_t>(side * side);
  const auto img = std::make_shared<buffer<T>>(cell_count);
  const double count = static_cast<double>(cell_count);
  // Cells of axis-aligned ones are products of what rows and columns have.
  const work needed{.exps = s == shape::general ? 2 * count : 0, .bytes = count * sizeof(T)};
  return {.piece =
              [=] {
                mixture_options options;
                options.threads = threads;
                const array_view<T> out(img->data(), {side, side});
                const grid where = grid::between({-3, -3}, {3, 3}, {side, side});
                which == what::density ? mixture_pdf(m, where, out, options)
                                       : mixture_logpdf(m, where, out, options);
              },
          .amount = count,
          .needed = needed,
          .limit = roof_of<T>(needed, isa, isa, threads)};
}

template <class T>
subject at_points(index_t d, isa isa, int threads) {
  constexpr index_t n = 1 << 19;
  mixture m;
  for (int c = 0; c < 2; ++c) {
    gaussian_component g{std::vector<double>(static_cast<std::size_t>(d), c), {}};
    for (index_t k = 0; k < d * d; ++k) g.covariance.push_back(k % (d + 1) == 0 ? 1 : 0.25);
    m.components.push_back(g);
  }
  const auto x = std::make_shared<buffer<T>>(normal_data<T>(static_cast<std::size_t>(n * d), 1));
  const auto density = std::make_shared<buffer<T>>(static_cast<std::size_t>(n));
  const double count = n, features = static_cast<double>(d);
  const work needed{.flop = 2 * count * features * (features + 5),
                    .exps = 2 * count,
                    .bytes = count * features * sizeof(T),
                    .kind = traffic::read};
  return {.piece =
              [=] {
                mixture_options options;
                options.threads = threads;
                mixture_pdf(m, matrix_view<const T>(x->data(), n, d),
                            array_view<T>(density->data(), {n}), options);
              },
          .amount = count,
          .needed = needed,
          .limit = roof_of<T>(needed, isa, isa, threads)};
}

template <class T>
void add_all(catalog& to, isa which, int threads) {
  const auto add = [&](std::string variant, std::string size, unit counted, bool main,
                       std::function<subject()> prepare) {
    to.push_back({.operation = "mixture",
                  .variant = std::move(variant),
                  .type = type_name<T>(),
                  .isa = std::string(to_string(which)),
                  .size = std::move(size),
                  .threads = threads,
                  .counted = counted,
                  .main = main,
                  .quick = main && quick_threads(which, threads),
                  .prepare = std::move(prepare)});
  };
  const auto grid_case = [&](const char* name, shape s, what w, index_t side, bool main) {
    const std::string length = std::to_string(side);
    add(name, join({length, "x", length}), units::cells, main,
        [=] { return on_grid<T>(s, w, which, side, threads); });
  };
  grid_case("grid_general", shape::general, what::density, 4096, true);
  grid_case("grid_axis_aligned", shape::axis_aligned, what::density, 4096, true);
  for (const index_t d : {2, 8}) {
    add(join({"points_of_", std::to_string(d)}), "524288", units::points, d == 8,
        [=] { return at_points<T>(d, which, threads); });
  }
  if (which != best_isa()) return;
  grid_case("grid_log_general", shape::general, what::log_density, 4096, false);
  grid_case("grid_general", shape::general, what::density, 100, false);
  grid_case("grid_axis_aligned", shape::axis_aligned, what::density, 100, false);
}

}  // namespace

void add_mixture(catalog& to) {
  for (const isa which : available_isas()) {
    for (const int threads : thread_counts(which)) {
      add_all<float>(to, which, threads);
      add_all<double>(to, which, threads);
    }
  }
}

}  // namespace bellcurve::perf
