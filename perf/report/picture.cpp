#include "picture.hpp"

#include <algorithm>
#include <cmath>
#include <sstream>

namespace bellcurve::perf {
namespace {

// Colours that people who confuse some can tell apart: M. Okabe, K. Ito, Color Universal Design
// (2008), in an order of ours.
constexpr const char* colours[] = {"#0072b2", "#d55e00", "#009e73", "#cc79a7",
                                   "#e69f00", "#56b4e9", "#8c6d1f", "#444444"};
constexpr std::size_t colour_count = std::size(colours);
constexpr int shapes[] = {7, 5, 9, 11, 13, 15, 4, 6};

std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + "\"";
}

/// As many rows below the chart as the key will need. gnuplot would let a long key eat the chart.
int key_rows(const picture& p, int columns) {
  return (static_cast<int>(p.lines.size()) + columns - 1) / columns;
}

void put_frame(const picture& p, std::ostream& out) {
  std::size_t longest = 0;
  for (const line& l : p.lines) longest = std::max(longest, l.name.size());
  // Half of the width holds 20 letters, though gnuplot reckons with wider ones, of which 14 fit.
  const int columns = longest <= 20 && p.lines.size() > 1 ? 2 : 1;
  const int narrower = longest > 14 ? static_cast<int>(longest) - 14 : 0;
  const int height = 370 + 20 * key_rows(p, columns);
  out << "set terminal svg size 500," << height << " dynamic noenhanced font 'sans-serif,15' name '"
      << p.id << "' background rgb 'white' butt\n"
      << "set encoding utf8\n"
      << "set border 3 lc rgb '#555555'\nset tics nomirror\n"
      << "set grid lc rgb '#dddddd' lt 1\n"
      // An empty title keeps the first row away from the name of the axis.
      << "set key below horizontal Left reverse maxcols " << columns
      << " samplen 1.5 font ',13' title ' ' width " << -narrower << "\n"
      << "set xlabel " << quoted(p.x_label) << " offset 0,0.5\nset ylabel " << quoted(p.y_label)
      << "\n"
      << "set lmargin 11\nset rmargin 3\n";
  if (p.log_x) out << "set logscale x\n";
  if (p.log_y) {
    out << "set logscale y\n";
  } else {
    out << "set yrange [0:*]\n";
  }
  if (p.x_to > p.x_from) out << "set xrange [" << p.x_from << ":" << p.x_to << "]\n";
}

void put_tics(const picture& p, std::ostream& out) {
  if (!p.tics.empty()) {
    out << "set xtics " << (p.tics.size() > 6 ? "rotate by -40 " : "") << "(";
    for (std::size_t i = 0; i < p.tics.size(); ++i) {
      out << (i > 0 ? ", " : "") << quoted(p.tics[i].name) << " " << p.tics[i].at;
    }
    out << ")\n";
  }
  for (const mark& m : p.marks) {
    if (!p.tics.empty() && (m.at < p.tics.front().at || m.at > p.tics.back().at)) continue;
    out << "set arrow from first " << m.at << ", graph 0 to first " << m.at
        << ", graph 1 nohead dt 3 lc rgb '#777777'\n"
        << "set label " << quoted(m.name) << " at first " << m.at
        << ", graph 0.96 offset 0.4,0 tc rgb '#555555'\n";
  }
}

void put_lines(const picture& p, std::ostream& out) {
  for (std::size_t i = 0; i < p.lines.size(); ++i) {
    out << "$data" << i << " << EOD\n";
    for (std::size_t k = 0; k < p.lines[i].x.size(); ++k) {
      out << p.lines[i].x[k] << " " << p.lines[i].y[k] << "\n";
    }
    out << "EOD\n";
  }
  std::size_t colour = 0;
  for (std::size_t i = 0; i < p.lines.size(); ++i) {
    const line& l = p.lines[i];
    out << (i == 0 ? "plot" : ",") << " $data" << i << " using 1:2 with ";
    if (l.look == line::style::roof) {
      out << "lines lw 2 lc rgb '#888888' dt " << i % 4 + 1;
    } else {
      out << (l.look == line::style::point ? "points" : "linespoints lw 2") << " pt "
          << shapes[(colour + colour / colour_count) % colour_count] << " ps 1 lc rgb '"
          << colours[colour % colour_count] << "'";
      ++colour;
    }
    out << " title " << quoted(l.name);
  }
  out << "\n";
}

void put_bars(const picture& p, std::ostream& out) {
  out << "$data << EOD\n";
  for (std::size_t c = 0; c < p.categories.size(); ++c) {
    out << quoted(p.categories[c]);
    for (const line& l : p.lines) {
      std::isnan(l.y[c]) ? out << " ?" : out << " " << l.y[c];
    }
    out << "\n";
  }
  out << "EOD\nset datafile missing '?'\nset style data histograms\n"
      << "set xtics scale 0\nset style histogram clustered gap 1\nset style fill solid 0.9 "
         "noborder\n"
      << "unset grid\nset grid y lc rgb '#dddddd' lt 1\n";
  for (std::size_t i = 0; i < p.lines.size(); ++i) {
    out << (i == 0 ? "plot" : ",") << " $data using " << i + 2 << ":xtic(1) lc rgb '"
        << colours[i % colour_count] << "'" << (i < colour_count ? "" : " fs pattern 2")
        << " title " << quoted(p.lines[i].name);
  }
  out << "\n";
}

}  // namespace

std::string script_of(const picture& p) {
  std::ostringstream out;
  put_frame(p, out);
  put_tics(p, out);
  p.categories.empty() ? put_lines(p, out) : put_bars(p, out);
  return out.str();
}

}  // namespace bellcurve::perf
