// Mixtures on grids and at points, by instruction set and threads, into memory that has been
// touched.
#include "perf/support/benchmarks.hpp"
#include "perf/support/buffer.hpp"
#include "perf/support/data.hpp"
#include "perf/support/join.hpp"

#include <bellcurve/mixture.hpp>

#include <cstddef>
#include <string>

namespace bellcurve::perf {
namespace {

/// Two Gaussians of these covariances about (-1, -1) and (1, 1).
mixture two(const std::vector<double>& a, const std::vector<double>& b) {
  return {{{{-1, -1}, a}, {{1, 1}, b}}};
}

const mixture& general() {
  static const mixture m = two({1, 0.5, 0.5, 1}, {1, -0.5, -0.5, 1});
  return m;
}
const mixture& axis_aligned() {
  static const mixture m = two({1}, {1});
  return m;
}

enum class what { density, log_density };

/// \param exps How many a cell needs at least.
template <class T>
void on_grid(benchmark::State& state, const mixture& m, what which, double exps, isa isa,
             index_t side, int threads) {
  const auto cells = static_cast<std::size_t>(side * side);
  const buffer<T> img(cells);
  const array_view<T> out(img.data(), {side, side});
  const grid where = grid::between({-3, -3}, {3, 3}, {side, side});
  mixture_options options;
  options.threads = threads;
  const work w{.exps = exps * static_cast<double>(cells),
               .bytes = static_cast<double>(cells * sizeof(T))};
  const roof limit = roof_of<T>(w, isa, isa, threads);
  const bellcurve::isa before = active_isa();
  set_isa(isa);
  const double taken = timed_loop(state, [&] {
    which == what::density ? mixture_pdf(m, where, out, options)
                           : mixture_logpdf(m, where, out, options);
  });
  set_isa(before);
  state.counters["cells/s"] = static_cast<double>(cells) / taken;
  report_roof(state, limit, taken);
}

template <class T>
void at_points(benchmark::State& state, std::size_t d, isa isa, int threads) {
  constexpr index_t n = 1 << 20;
  mixture m;
  for (int c = 0; c < 2; ++c) {
    gaussian_component g{std::vector<double>(d, c), {}};
    for (std::size_t k = 0; k < d * d; ++k) g.covariance.push_back(k % (d + 1) == 0 ? 1 : 0.25);
    m.components.push_back(g);
  }
  const buffer<T> x = normal_data<T>(static_cast<std::size_t>(n) * d, 1);
  const buffer<T> density(static_cast<std::size_t>(n));
  const matrix_view<const T> points(x.data(), n, static_cast<index_t>(d));
  const array_view<T> out(density.data(), {n});
  mixture_options options;
  options.threads = threads;
  const double features = static_cast<double>(d);
  const work w{.flop = 2 * n * features * (features + 5),
               .exps = 2.0 * n,
               .bytes = static_cast<double>(n) * sizeof(T)};
  const roof limit = roof_of<T>(w, isa, isa, threads);
  const bellcurve::isa before = active_isa();
  set_isa(isa);
  const double taken = timed_loop(state, [&] { mixture_pdf(m, points, out, options); });
  set_isa(before);
  state.counters["points/s"] = static_cast<double>(n) / taken;
  report_roof(state, limit, taken);
}

template <class F>
void add(const std::string& name, const F& f) {
  benchmark::RegisterBenchmark(name.c_str(), f)->UseRealTime()->Unit(benchmark::kMicrosecond);
}

template <class T>
void add_all(isa isa) {
  const auto name = [&](const char* what, int threads) {
    return join(
        {what, "/", type_name<T>(), "/", to_string(isa), "/threads:", std::to_string(threads)});
  };
  for (const int threads : thread_counts()) {
    const auto grid_case = [&](const char* text, const mixture& m, what which, double exps,
                               index_t side) {
      add(name(text, threads),
          [=, &m](benchmark::State& s) { on_grid<T>(s, m, which, exps, isa, side, threads); });
    };
    grid_case("mixture_4096/general", general(), what::density, 2, 4096);
    grid_case("mixture_4096/axis_aligned", axis_aligned(), what::density, 0, 4096);
    grid_case("mixture_4096/log_general", general(), what::log_density, 2, 4096);
    grid_case("mixture_heat_map_100/general", general(), what::density, 2, 100);
    grid_case("mixture_heat_map_100/axis_aligned", axis_aligned(), what::density, 0, 100);
    for (const std::size_t d : {2U, 8U}) {
      add(name(d == 2 ? "mixture_points/d:2" : "mixture_points/d:8", threads),
          [=](benchmark::State& s) { at_points<T>(s, d, isa, threads); });
    }
  }
}

}  // namespace

void register_benchmarks() {
  for (const isa which : available_isas()) {
    add_all<float>(which);
    add_all<double>(which);
  }
}

}  // namespace bellcurve::perf
