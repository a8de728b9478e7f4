// Rows "A / B: ratio (band) | A | B | goal".
#pragma once

#include "perf/support/paired.hpp"
#include "perf/support/python_peer.hpp"
#include "perf/support/ratio_record.hpp"
#include "perf/support/text_table.hpp"

#include <cmath>
#include <functional>
#include <stdexcept>
#include <string>

namespace bellcurve::perf {

class ratio_table {
 public:
  /// \param record Takes every ratio, too.
  explicit ratio_table(ratio_record& record)
      : record_(record), table_({"A / B", "ratio", "95 % interval", "A", "B", "pairs", "goal"}) {}

  void add(const std::string& what, const paired_result& r, const std::string& goal = "") {
    record_.add(what, r);
    table_.add({what, digits(r.ratio), digits(r.band.low) + " to " + digits(r.band.high),
                duration(r.seconds_a), duration(r.seconds_b), std::to_string(r.pairs), goal});
  }

  void skip(const std::string& what, const std::string& why, const std::string& goal = "") {
    table_.add({what, "skipped: " + why, "", "", "", "", goal});
  }

  /// Against work in Python, if there is such. \param checksum The sum of our results.
  void add_peer(const std::string& what, const paired_options& timing,
                const std::function<void()>& ours, double checksum,
                const python_peer::operation& theirs, const std::string& goal = "") {
    if (!theirs.missing.empty()) return skip(what, theirs.missing, goal);
    // Sums of many float32 results that were rounded in different orders.
    if (!(std::fabs(checksum - theirs.checksum) <= 1e-4 * std::fabs(theirs.checksum))) {
      throw std::runtime_error(what + ": the two disagree, sums " + digits(checksum, 9) + " and " +
                               digits(theirs.checksum, 9));
    }
    // Through seconds of the other's turn our memory lies idle, and the machine may take its pages:
    // each turn touches it first.
    const auto touched = [&ours, work = timed(ours)](long repetitions) {
      ours();
      return work(repetitions);
    };
    add(what, run_paired(touched, theirs.work, timing), goal);
  }

  void print(std::ostream& out) const { table_.print(out); }

 private:
  ratio_record& record_;
  text_table table_;
};

/// The sum of all elements, in double.
template <class Range>
double sum_of(const Range& values) {
  double sum = 0;
  for (const auto v : values) sum += static_cast<double>(v);
  return sum;
}

}  // namespace bellcurve::perf
