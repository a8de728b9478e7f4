#include "compare.hpp"

#include "perf/support/buffer.hpp"
#include "perf/support/join.hpp"
#include "perf/support/limits.hpp"

#include <bellcurve/mixture.hpp>

#include <algorithm>

namespace bellcurve::perf {
namespace {

// The same as in perf/peers/peers.py.
const mixture general{.components = {{.mean = {-1, -1}, .covariance = {1, 0.5, 0.5, 0.75}},
                                     {.mean = {1, 1}, .covariance = {0.5, -0.25, -0.25, 1}}}};
const mixture round_ones{.components = {{.mean = {-1, -1}}, {.mean = {1, 1}}}};

template <class T>
void measure_large(const comparison& setup, const std::string& type, ratio_table& table,
                   python_peer& peer) {
  const index_t side = setup.side;
  const auto cells = static_cast<std::size_t>(side * side);
  const buffer<T> out(cells);
  const grid where = grid::between({-3, -3}, {3, 3}, {side, side});
  // Rows are y, as in a picture.
  const auto pdf = [&] {
    mixture_pdf(general, where, matrix_view<T>(out.data(), side, side).transposed());
  };
  const isa best = available_isas().back();
  auto* floats = reinterpret_cast<float*>(out.data());
  const std::size_t n = cells * sizeof(T) / sizeof(float) / 64 * 64;
  const bool stream = memory_bandwidth(best, n * sizeof(float), all_threads()).fill_streams;
  setup.progress.say(type + ": mixture against the limits");
  const paired_result exps = run_paired(
      pdf, [&] { exp_once<T>(best, 2 * cells, all_threads()); }, setup.timing);
  const paired_result fill = run_paired(
      pdf, [&] { fill_once(best, floats, n, all_threads(), stream); }, setup.timing);
  // The limit that takes longer is the one that binds.
  const bool exp_binds = exps.ratio < fill.ratio;
  table.add(type + ": mixture_pdf / as many exp in L1", exps, exp_binds ? "<= 1.67" : "");
  table.add(type + ": mixture_pdf / filling the grid", fill, exp_binds ? "" : "<= 1.67");
  pdf();
  paired_options few = setup.timing;  // SciPy takes seconds
  few.pairs = std::min(few.pairs, 7);
  table.add_peer(type + ": mixture_pdf / SciPy", few, pdf, sum_of(out),
                 peer.prepare("mixture_general " + std::to_string(side)), "<= 0.01");
}

template <class T>
void measure_small(const comparison& setup, const std::string& type, const std::string& kind,
                   const mixture& m, const char* name, ratio_table& table, python_peer& peer) {
  constexpr index_t side = 100;
  const buffer<T> out(side * side);
  const auto map = [&] {
    mixture_pdf(m, grid::between({-3, -3}, {3, 3}, {side, side}),
                matrix_view<T>(out.data(), side, side).transposed());
  };
  map();
  table.add_peer(join({type, ": 100 x 100 heat map, ", kind, " / SciPy"}), setup.timing, map,
                 sum_of(out), peer.prepare(std::string(name) + " 100"), "A <= 20 us");
}

}  // namespace

void compare_mixture(const comparison& setup) {
  python_peer peer(setup.python);
  ratio_table table;
  measure_large<float>(setup, "float32", table, peer);
  measure_large<double>(setup, "float64", table, peer);
  setup.progress.say("heat maps");
  measure_small<float>(setup, "float32", "round", round_ones, "heat_map", table, peer);
  measure_small<float>(setup, "float32", "general", general, "mixture_general", table, peer);
  measure_small<double>(setup, "float64", "round", round_ones, "heat_map", table, peer);
  measure_small<double>(setup, "float64", "general", general, "mixture_general", table, peer);
  setup.progress.clear();
  const std::string side = std::to_string(setup.side);
  setup.show(join({"Two Gaussians with general covariances on a ", side, " x ", side,
                   " grid, and small heat maps, ", std::to_string(all_threads()),
                   " threads (SciPy works in float64)"}),
             table);
}

}  // namespace bellcurve::perf
