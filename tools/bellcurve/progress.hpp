/// \file progress.hpp
/// A progress bar for people who wait.
#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <string_view>

namespace bellcurve::command {

/// Draws on standard error if that is a terminal, once the work has lasted a
/// second, at most ten times a second, and removes what it drew at the end.
/// One at a time.
class progress_bar {
 public:
  explicit progress_bar(std::string label);
  progress_bar(const progress_bar&) = delete;
  progress_bar& operator=(const progress_bar&) = delete;
  ~progress_bar();

  /// For rbf_options::progress: empty, hence free, if there is nobody to see it.
  /// Valid as long as this bar.
  std::function<bool(double)> callback();

  /// Ends the line if a bar stands on it. Async-signal-safe.
  static void abandon() noexcept;

 private:
  using clock = std::chrono::steady_clock;

  void update(double fraction);

  std::string label_;
  bool terminal_;
  clock::time_point start_ = clock::now();
  clock::time_point next_ = start_ + std::chrono::seconds(1);
};

/// The line that is drawn: label, bar, percent, time left; `width` characters or
/// fewer.
std::string progress_line(std::string_view label, double fraction, double seconds_spent, int width);

}  // namespace bellcurve::command
