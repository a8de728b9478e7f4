// A line on stderr that says what is being done; silent unless it is a terminal.
#pragma once

#include <unistd.h>

#include <cstddef>
#include <cstdio>
#include <string>

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
  /// The same behind a bar, and how long the rest may take.
  void say(const std::string& what, std::size_t done, std::size_t total,
           double seconds_spent) const {
    if (!shown_) return;
    constexpr std::size_t width = 24, longest = 44;
    const std::size_t full = width * done / total;
    std::string left;
    if (done > 0) {
      const auto rest = static_cast<long>(seconds_spent * static_cast<double>(total - done) /
                                          static_cast<double>(done));
      left = std::to_string(rest) + " s";
    }
    std::fprintf(stderr, "\r\033[K[%s%s] %zu/%zu %s %.*s", std::string(full, '#').c_str(),
                 std::string(width - full, ' ').c_str(), done, total, left.c_str(),
                 static_cast<int>(longest), what.c_str());
  }
  void clear() const {
    if (shown_) std::fprintf(stderr, "\r\033[K");
  }

 private:
  bool shown_;
};

}  // namespace bellcurve::perf
