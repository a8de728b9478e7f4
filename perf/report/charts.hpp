// Charts of measurements, drawn by gnuplot.
#pragma once

#include "perf/bench/measurement.hpp"

#include <string>
#include <vector>

namespace bellcurve::perf {

struct chart {
  std::string title;
  std::string svg;
};
using charts = std::vector<chart>;

/// Of float32 and float64: what the main cases of the best instruction set do for each byte, and
/// how fast, under the limits of memory and multiply-adds. Measures those that are not known yet.
charts rooflines(const measurements& all);

/// Of each operation: its main cases on each instruction set, by all threads.
charts bars(const measurements& all);

/// Of each operation that was measured over many sizes: rates over sizes.
charts sweeps(const measurements& all);

/// Main cases on the best instruction set: how much faster than one thread. None if there was but
/// one count of threads.
charts scalings(const measurements& all);

/// "rbf cross blas": what a case does, as people call it.
std::string title_of(const bench_case& c);

}  // namespace bellcurve::perf
