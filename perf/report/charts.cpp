#include "charts.hpp"

#include "perf/report/gnuplot.hpp"
#include "perf/report/picture.hpp"
#include "perf/support/join.hpp"
#include "perf/support/limits.hpp"
#include "perf/support/text_table.hpp"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

namespace bellcurve::perf {
namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();

std::string spaced(std::string name) {
  std::replace(name.begin(), name.end(), '_', ' ');
  return name;
}

/// Values in the order in which they come.
template <class F>
auto distinct(const measurements& all, const F& of) {
  std::vector<decltype(of(all.front()))> list;
  for (const measurement& m : all) {
    if (std::find(list.begin(), list.end(), of(m)) == list.end()) list.push_back(of(m));
  }
  return list;
}

template <class F>
measurements those(const measurements& all, const F& wanted) {
  measurements some;
  for (const measurement& m : all) {
    if (m.failure.empty() && wanted(m)) some.push_back(m);
  }
  return some;
}

int most_threads(const measurements& all) {
  int most = 1;
  for (const measurement& m : all) most = std::max(most, m.what->threads);
  return most;
}

const isa* isa_of(const bench_case& c) {
  for (const isa& which : available_isas()) {
    if (to_string(which) == c.isa) return &which;
  }
  return nullptr;
}

/// The last, which is the best, of the instruction sets that were measured; null if there is none.
const isa* best_measured(const measurements& all) {
  const isa* best = nullptr;
  for (const measurement& m : all) {
    const isa* which = isa_of(*m.what);
    if (which != nullptr && (best == nullptr || *best < *which)) best = which;
  }
  return best;
}

// --- roofline -----------------------------------------------------------------------------------

/// The best that memory does with a buffer of so many bytes a thread.
double best_bandwidth(isa which, std::size_t bytes_a_thread, int threads) {
  const std::size_t bytes = bytes_a_thread * static_cast<std::size_t>(threads);
  double best = 0;
  for (const traffic kind : {traffic::fill, traffic::read, traffic::copy}) {
    best = std::max(best, bandwidth_of(kind, which, bytes, threads));
  }
  return best;
}

/// y = min(peak, bandwidth x), in GFLOP/s over FLOP/B.
line roof_line(const std::string& name, double bandwidth, double peak, double from, double to) {
  line roof{.name = name, .look = line::style::roof};
  for (const double x : {from, peak / bandwidth, to}) {
    roof.x.push_back(x);
    roof.y.push_back(std::min(peak, bandwidth * x) / 1e9);
  }
  return roof;
}

template <class T>
void add_roofline(const measurements& all, charts& to) {
  const std::string type = type_name<T>();
  measurements of = those(all, [&](const measurement& m) {
    return m.what->main && m.what->type == type && m.limit.arithmetic > 0 && m.needed.bytes > 0;
  });
  const isa* best = best_measured(of);
  if (best == nullptr) return;
  const int threads = most_threads(of);
  of = those(of, [&](const measurement& m) {
    return m.what->isa == to_string(*best) && m.what->threads == threads;
  });
  if (of.empty()) return;

  constexpr double left = 1.0 / 16, right = 1 << 14;
  const double peak = fma_peak<T>(*best, threads);
  picture p{.id = join({"roofline_", type}),
            .x_label = "operations for each byte of memory",
            .y_label = "G operations/s",
            .log_x = true,
            .log_y = true,
            .x_from = left,
            .x_to = right};
  for (const isa which : available_isas()) {
    if (which > *best) break;
    p.lines.push_back(roof_line(join({"roof of ", to_string(which)}),
                                best_bandwidth(*best, 64 << 20, threads),
                                fma_peak<T>(which, threads), left, right));
  }
  p.lines.push_back(
      roof_line("roof in L1", best_bandwidth(*best, 16 << 10, threads), peak, left, right));
  for (const measurement& m : of) {
    const double operations = m.limit.arithmetic * peak;
    p.lines.push_back({.name = title_of(*m.what),
                       .x = {std::clamp(operations / m.needed.bytes, left, right)},
                       .y = {operations / m.seconds / 1e9},
                       .look = line::style::point});
  }
  const double exp_cost = peak / exp_rate<T>(*best, threads);
  to.push_back({join({type, " on ", to_string(*best), ", ", std::to_string(threads),
                      threads == 1 ? " thread" : " threads", "; one exp counts as ",
                      digits(exp_cost), " operations"}),
                gnuplot_svg(p.id, script_of(p))});
}

// --- bars ---------------------------------------------------------------------------------------

void add_bars(const measurements& of, charts& to) {
  const bench_case& first = *of.front().what;
  const auto isas = distinct(of, [](const measurement& m) { return m.what->isa; });
  picture p{.id = join({"bars_", first.operation, "_", std::to_string(to.size())}),
            .y_label = first.counted.giga,
            .categories = isas};
  const auto series = distinct(of, [](const measurement& m) {
    return join({m.what->variant, " ", m.what->type});
  });
  for (const std::string& name : series) {
    line heights{.name = spaced(name), .y = std::vector<double>(isas.size(), none)};
    for (const measurement& m : of) {
      if (join({m.what->variant, " ", m.what->type}) != name) continue;
      const auto at = std::find(isas.begin(), isas.end(), m.what->isa) - isas.begin();
      heights.y[static_cast<std::size_t>(at)] = m.rate / 1e9;
    }
    p.lines.push_back(heights);
  }
  to.push_back({join({spaced(first.operation), ", ", first.size, ", ",
                      std::to_string(first.threads), first.threads == 1 ? " thread" : " threads"}),
                gnuplot_svg(p.id, script_of(p))});
}

// --- sizes --------------------------------------------------------------------------------------

/// Where the arrays of a case outgrow a cache.
std::vector<mark> cache_marks(double arrays) {
  std::vector<mark> marks;
  for (const auto& cache : benchmark::CPUInfo::Get().caches) {
    if (cache.type == "Instruction") continue;
    marks.push_back({join({"L", std::to_string(cache.level)}), cache.size / arrays});
  }
  return marks;
}

void add_sweep(const measurements& of, const std::string& axis, charts& to) {
  const bench_case& first = *of.front().what;
  const bool memory = axis.rfind("bytes", 0) == 0;
  picture p{.id = join({"sweep_", first.operation, "_", std::to_string(to.size())}),
            .x_label = axis,
            .y_label = first.counted.giga,
            .log_x = true,
            .log_y = !memory};
  if (memory) p.marks = cache_marks(first.operation == "exp" ? 2 : 1);
  const auto name_of = [](const measurement& m) {
    const char* const series = m.what->sweep.series;
    return join({spaced(series == nullptr ? m.what->variant : series), " ", m.what->type, ", ",
                 std::to_string(m.what->threads), m.what->threads == 1 ? " thread" : " threads"});
  };
  std::set<double> places;
  for (const std::string& name : distinct(of, name_of)) {
    std::vector<std::pair<double, double>> points;
    for (const measurement& m : of) {
      if (name_of(m) == name) points.emplace_back(m.what->sweep.at, m.rate / 1e9);
    }
    std::sort(points.begin(), points.end());
    line l{.name = name};
    for (const auto& [x, y] : points) {
      l.x.push_back(x);
      l.y.push_back(y);
      places.insert(x);
    }
    p.lines.push_back(l);
  }
  // Single points say nothing of sizes.
  if (std::ranges::none_of(p.lines, [](const line& l) { return l.x.size() > 1; })) return;
  for (const double at : places) {
    p.tics.push_back(
        {memory ? size_name(static_cast<std::size_t>(at)) : std::to_string(std::lround(at)), at});
  }
  to.push_back({join({spaced(first.operation), ", ", first.isa, ": ", axis}),
                gnuplot_svg(p.id, script_of(p))});
}

}  // namespace

std::string title_of(const bench_case& c) {
  return join({spaced(c.operation), " ", spaced(c.variant)});
}

charts rooflines(const measurements& all) {
  charts out;
  add_roofline<float>(all, out);
  add_roofline<double>(all, out);
  return out;
}

charts bars(const measurements& all) {
  charts out;
  const measurements main = those(all, [](const measurement& m) { return m.what->main; });
  // What has another unit or another size goes into another chart.
  const auto group = [](const measurement& m) {
    return join({m.what->operation, "/", m.what->size, "/", m.what->counted.each});
  };
  for (const std::string& name : distinct(main, group)) {
    measurements of = those(main, [&](const measurement& m) { return group(m) == name; });
    const int threads = most_threads(of);
    of = those(of, [&](const measurement& m) { return m.what->threads == threads; });
    add_bars(of, out);
  }
  return out;
}

charts sweeps(const measurements& all) {
  charts out;
  const measurements swept =
      those(all, [](const measurement& m) { return m.what->sweep.axis != nullptr; });
  const isa* best = best_measured(swept);
  if (best == nullptr) return out;
  const auto group = [](const measurement& m) {
    return join({m.what->operation, "/", m.what->sweep.axis});
  };
  for (const std::string& name : distinct(swept, group)) {
    const measurements of = those(swept, [&](const measurement& m) {
      return group(m) == name && m.what->isa == to_string(*best);
    });
    if (!of.empty()) add_sweep(of, of.front().what->sweep.axis, out);
  }
  return out;
}

charts scalings(const measurements& all) {
  charts out;
  const measurements main = those(all, [](const measurement& m) { return m.what->main; });
  const isa* best = best_measured(main);
  if (best == nullptr || most_threads(main) == 1) return out;
  picture p{.id = "scaling", .x_label = "threads", .y_label = "times one thread"};
  line even{.name = "as many times as threads", .look = line::style::roof};
  std::set<double> counts;
  const auto name_of = [](const measurement& m) { return title_of(*m.what); };
  const measurements of = those(main, [&](const measurement& m) {
    return m.what->isa == to_string(*best) && m.what->type == "f32" &&
           by_one_thread(all, m) != nullptr;
  });
  for (const std::string& name : distinct(of, name_of)) {
    line l{.name = name};
    for (const measurement& m : of) {
      if (name_of(m) != name) continue;
      l.x.push_back(m.what->threads);
      l.y.push_back(m.rate / by_one_thread(all, m)->rate);
      counts.insert(m.what->threads);
    }
    p.lines.push_back(l);
  }
  if (counts.size() < 2) return out;
  for (const double n : counts) {
    even.x.push_back(n);
    even.y.push_back(n);
    p.tics.push_back({std::to_string(std::lround(n)), n});
  }
  p.lines.push_back(even);
  out.push_back({join({"f32 on ", to_string(*best)}), gnuplot_svg(p.id, script_of(p))});
  return out;
}

}  // namespace bellcurve::perf
