// A line on stderr that says what is being done; silent unless it is a terminal.
#pragma once

#include <unistd.h>
#include <string>

#include <cstdio>

namespace bellcurve::perf {

class progress {
 public:
  progress() : shown_(isatty(STDERR_FILENO) == 1) {}
  ~progress() { clear(); }
  progress(const progress&) = delete;
  progress& operator=(const progress&) = delete;

  void say(const std::string& what) const {
    if (shown_) std::fprintf(stderr, "\r\033[K%s ...", what.c_str());
  }
  void clear() const {
    if (shown_) std::fprintf(stderr, "\r\033[K");
  }

 private:
  bool shown_;
};

}  // namespace bellcurve::perf
