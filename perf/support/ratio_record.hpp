// Ratios kept for programs to read: JSON beside the tables for people.
#pragma once

#include "perf/support/paired.hpp"

#include <string>
#include <vector>

namespace bellcurve::perf {

class ratio_record {
 public:
  /// What the rows from here on belong to.
  void begin(const std::string& part) { part_ = part; }
  void add(const std::string& name, const paired_result& result) {
    rows_.push_back({part_, name, result});
  }

  /// {"machine": {"cpu", "isa", "threads", "blas", "version"}, "command": ..., "rows": [{"part",
  /// "name", "median", "low", "high", "seconds_a", "seconds_b", "pairs"}, ...]}; `median` is A's
  /// time over B's, `low` to `high` its 95 % interval.
  std::string json(const std::string& command) const;
  /// \throws std::runtime_error if it cannot be written.
  void write(const std::string& path, const std::string& command) const;

 private:
  struct row {
    std::string part, name;
    paired_result result;
  };
  std::string part_;
  std::vector<row> rows_;
};

}  // namespace bellcurve::perf
