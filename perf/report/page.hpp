// The report as one HTML file.
#pragma once

#include "perf/bench/facts.hpp"
#include "perf/bench/measurement.hpp"
#include "perf/bench/peers.hpp"

#include <string>
#include <vector>

namespace bellcurve::perf {

/// Complete in itself: nothing is fetched when it is looked at.
/// \throws std::runtime_error without gnuplot.
std::string page(const facts& machine, const measurements& all,
                 const std::vector<peer_table>& peers);

}  // namespace bellcurve::perf
