#include "text_table.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <ostream>
#include <utility>

namespace bellcurve::perf {

text_table::text_table(std::vector<std::string> head) : rows_{std::move(head)} {}

void text_table::add(std::vector<std::string> row) {
  row.resize(rows_.front().size());
  rows_.push_back(std::move(row));
}

void text_table::print(std::ostream& out) const {
  std::vector<std::size_t> width(rows_.front().size(), 0);
  for (const auto& row : rows_) {
    for (std::size_t c = 0; c < row.size(); ++c) width[c] = std::max(width[c], row[c].size());
  }
  const auto line = [&](const std::vector<std::string>& row) {
    for (std::size_t c = 0; c < row.size(); ++c) {
      const std::string padding(width[c] - row[c].size(), ' ');
      out << (c == 0 ? "  " + row[c] + padding : "  " + padding + row[c]);
    }
    out << '\n';
  };
  const bool headless = std::ranges::all_of(rows_.front(), &std::string::empty);
  if (!headless) line(rows_.front());
  std::size_t total = 0;
  for (const std::size_t w : width) total += w + 2;
  out << "  " << std::string(total - 2, '-') << '\n';
  std::for_each(rows_.begin() + 1, rows_.end(), line);
}

std::string digits(double value, int significant) {
  char text[64];
  const double magnitude = std::fabs(value);
  if (!std::isfinite(value) || value == 0) {
    std::snprintf(text, sizeof text, "%g", value);
  } else if (magnitude < 1e-4 || magnitude >= 1e6) {
    std::snprintf(text, sizeof text, "%.*e", significant - 1, value);
  } else {
    const int before = static_cast<int>(std::floor(std::log10(magnitude))) + 1;
    std::snprintf(text, sizeof text, "%.*f", std::max(significant - before, 0), value);
  }
  return text;
}

std::string duration(double seconds) {
  if (seconds >= 1) return digits(seconds) + " s";
  if (seconds >= 1e-3) return digits(seconds * 1e3) + " ms";
  if (seconds >= 1e-6) return digits(seconds * 1e6) + " us";
  return digits(seconds * 1e9) + " ns";
}

std::string megabytes(double bytes) { return digits(bytes / 1e6) + " MB"; }

}  // namespace bellcurve::perf
