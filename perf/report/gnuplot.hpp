// Pictures from gnuplot.
#pragma once

#include <string>

namespace bellcurve::perf {

/// \throws std::runtime_error, saying what to install, if it is not there.
void require_gnuplot();

/// Runs a script whose terminal is svg. \return The picture, from "<svg" on, to stand in a page.
/// \param id What the ids in it begin with: that of no other picture of the page.
/// \throws std::runtime_error if gnuplot finds fault with it.
std::string gnuplot_svg(const std::string& id, const std::string& script);

}  // namespace bellcurve::perf
