// What Python's libraries do, timed by Python, in pairs with what happens here.
#pragma once

#include "perf/support/paired.hpp"
#include "perf/support/piped_process.hpp"

#include <string>

namespace bellcurve::perf {

/// A Python process that runs perf/peers/peers.py and does what it is told. Without
/// Python, or without a library that an operation needs, there is a reason instead.
class python_peer {
 public:
  /// Starts the process. \param python The interpreter.
  explicit python_peer(const std::string& python);

  struct operation {
    std::string missing = {};  ///< why it cannot be done; empty if it can
    double checksum = 0;       ///< of what it computed
    timed_work work = {};      ///< valid until the next is prepared
  };
  /// \param words The name of an operation in peers.py and its numbers.
  operation prepare(const std::string& words);

 private:
  std::string ask(const std::string& line);

  std::string python_;
  piped_process process_;
};

}  // namespace bellcurve::perf
