// Rows "A / B: ratio (band) | A | B | goal".
#pragma once

#include "perf/support/paired.hpp"
#include "perf/support/python_peer.hpp"
#include "perf/support/text_table.hpp"

#include <cmath>
#include <functional>
#include <iosfwd>
#include <stdexcept>
#include <string>
#include <vector>

namespace bellcurve::perf {

/// Two programs that do not compute the same are not worth comparing.
inline void require_same_sum(const std::string& what, double ours, double theirs) {
  // Sums of many float32 results that were rounded in different orders.
  if (std::fabs(ours - theirs) <= 1e-4 * std::fabs(theirs)) return;
  throw std::runtime_error(what + ": the two disagree, sums " + digits(ours, 9) + " and " +
                           digits(theirs, 9));
}

struct ratio_row {
  std::string what;  ///< "A / B"
  paired_result result = {};
  std::string goal = {};
  std::string missing = {};  ///< why there is no result; empty if there is
};

class ratio_table {
 public:
  void add(const std::string& what, const paired_result& r, const std::string& goal = "") {
    rows_.push_back({.what = what, .result = r, .goal = goal});
  }

  void skip(const std::string& what, const std::string& why, const std::string& goal = "") {
    rows_.push_back({.what = what, .goal = goal, .missing = why});
  }

  /// Against work in Python, if there is such. \param checksum The sum of our results.
  void add_peer(const std::string& what, const paired_options& timing,
                const std::function<void()>& ours, double checksum,
                const python_peer::operation& theirs, const std::string& goal = "") {
    if (!theirs.missing.empty()) return skip(what, theirs.missing, goal);
    require_same_sum(what, checksum, theirs.checksum);
    // Through seconds of the other's turn our memory lies idle, and the machine may take its pages:
    // each turn touches it first.
    const auto touched = [&ours, work = timed(ours)](long repetitions) {
      ours();
      return work(repetitions);
    };
    add(what, run_paired(touched, theirs.work, timing), goal);
  }

  const std::vector<ratio_row>& rows() const { return rows_; }

  void print(std::ostream& out) const {
    text_table table({"A / B", "ratio", "95 % interval", "A", "B", "pairs", "goal"});
    for (const ratio_row& row : rows_) {
      const paired_result& r = row.result;
      if (row.missing.empty()) {
        table.add({row.what, digits(r.ratio), digits(r.band.low) + " to " + digits(r.band.high),
                   duration(r.seconds_a), duration(r.seconds_b), std::to_string(r.pairs),
                   row.goal});
      } else {
        table.add({row.what, "skipped: " + row.missing, "", "", "", "", row.goal});
      }
    }
    table.print(out);
  }

 private:
  std::vector<ratio_row> rows_;
};

/// The sum of all elements, in double.
template <class Range>
double sum_of(const Range& values) {
  double sum = 0;
  for (const auto v : values) sum += static_cast<double>(v);
  return sum;
}

}  // namespace bellcurve::perf
