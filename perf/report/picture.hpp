// What a chart shows, and the script that makes gnuplot draw it.
#pragma once

#include <string>
#include <vector>

namespace bellcurve::perf {

struct line {
  enum class style { points, point, roof };  ///< points joined by lines; one point; a limit
  std::string name;
  std::vector<double> x = {};
  std::vector<double> y = {};
  style look = style::points;
};

/// A place on the horizontal axis with a name.
struct mark {
  std::string name;
  double at;
};

struct picture {
  std::string id;  ///< of the picture in its page: letters, digits and _
  std::string x_label = {};
  std::string y_label = {};
  bool log_x = false, log_y = false;
  double x_from = 0, x_to = 0;  ///< both 0: as the data have it
  std::vector<line> lines = {};
  std::vector<mark> tics = {};               ///< instead of gnuplot's own
  std::vector<mark> marks = {};              ///< vertical lines
  std::vector<std::string> categories = {};  ///< if any: bars, with an element of y for each
};

std::string script_of(const picture& p);

}  // namespace bellcurve::perf
