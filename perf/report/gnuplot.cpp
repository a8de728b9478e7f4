#include "gnuplot.hpp"

#include "perf/support/piped_process.hpp"

#include <stdexcept>

namespace bellcurve::perf {

void require_gnuplot() {
  piped_process gnuplot({"gnuplot", "--version"});
  if (gnuplot.started() && !gnuplot.read_all().empty() && gnuplot.finish() == 0) return;
  throw std::runtime_error("--html needs gnuplot, which is not there (Debian: gnuplot-nox)");
}

std::string gnuplot_svg(const std::string& id, const std::string& script) {
  piped_process gnuplot({"gnuplot"});
  gnuplot.write(script);
  std::string text = gnuplot.read_all();
  const std::size_t begin = text.find("<svg");
  if (gnuplot.finish() != 0 || begin == std::string::npos) {
    throw std::runtime_error("gnuplot made no picture");
  }
  text.erase(0, begin);
  // gnuplot gives the same names to parts of every picture; in one page each needs its own.
  for (const char* const name : {"gpDot", "gpPt", "gnuplot_canvas", "textbox", "greybox"}) {
    for (const char* const before : {"id='", "id=\"", "'#", "url(#"}) {
      const std::string old = std::string(before) + name;
      for (std::size_t at = text.find(old); at != std::string::npos; at = text.find(old, at)) {
        text.replace(at, old.size(), before + id + name);
        at += old.size() + id.size();
      }
    }
  }
  return text;
}

}  // namespace bellcurve::perf
