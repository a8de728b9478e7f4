// The library against its peers: each part measures one question and prints a
// table. All ratios are of interleaved pairs, see support/paired.hpp.
#pragma once

#include "perf/support/paired.hpp"
#include "perf/support/progress.hpp"
#include "perf/support/text_table.hpp"

#include <functional>
#include <string>
#include <vector>

namespace bellcurve::perf {

struct comparison {
  int rows = 10000, features = 512;  ///< of the large problem
  paired_options timing = {};
  bellcurve::perf::progress progress = {};
};

/// How much memory rbf_kernel takes beside its input and output.
void compare_memory(const comparison& setup);

/// The symmetric kernel of the large problem against gemm and pipelines with it.
void compare_large(const comparison& setup);

/// 100 x 100 of 4 features against a loop written for just that.
void compare_small(const comparison& setup);

/// Rows "A / B: ratio (band) | A | B | goal".
class ratio_table {
 public:
  ratio_table() : table_({"A / B", "ratio", "95 % interval", "A", "B", "pairs", "goal"}) {}

  void add(const std::string& what, const paired_result& r, const std::string& goal = "") {
    table_.add({what, digits(r.ratio), digits(r.band.low) + " to " + digits(r.band.high),
                duration(r.seconds_a), duration(r.seconds_b), std::to_string(r.pairs), goal});
  }
  void print(std::ostream& out) const { table_.print(out); }

 private:
  text_table table_;
};

}  // namespace bellcurve::perf
