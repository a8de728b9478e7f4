#include "progress.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstdio>

namespace bellcurve::command {
namespace {

std::atomic<bool> drawn{false};

int terminal_width() noexcept {
  winsize size{};
  constexpr int usual = 80;
  return ::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : usual;
}

void put(std::string_view text) noexcept {
  std::fwrite(text.data(), 1, text.size(), stderr);
  std::fflush(stderr);
}

constexpr std::string_view erase_line = "\r\x1b[K";

}  // namespace

std::string progress_line(std::string_view label, double fraction, double seconds_spent,
                          int width) {
  fraction = fraction >= 0 ? std::min(fraction, 1.0) : 0.0;  // NaN counts as nothing done
  char tail[48];
  int tail_size = std::snprintf(tail, sizeof tail, " %3d%%", static_cast<int>(fraction * 100));
  if (fraction > 0 && seconds_spent > 0) {
    const double left = std::min(std::ceil(seconds_spent / fraction - seconds_spent), 359999.0);
    const int s = static_cast<int>(left);
    tail_size = std::snprintf(tail, sizeof tail, " %3d%%  %d:%02d:%02d left",
                              static_cast<int>(fraction * 100), s / 3600, s / 60 % 60, s % 60);
  }
  constexpr int longest_bar = 40, shortest_bar = 4;
  // One column stays free: some terminals wrap at the last one.
  const int room = width - 1 - static_cast<int>(label.size()) - 3 - tail_size;
  std::string line(label);
  if (room >= shortest_bar) {
    const int bar = std::min(room, longest_bar);
    const auto filled = static_cast<std::size_t>(fraction * bar);
    line += " [" + std::string(filled, '#') +
            std::string(static_cast<std::size_t>(bar) - filled, '.') + "]";
  }
  line += tail;
  return line.substr(0, static_cast<std::size_t>(std::max(width - 1, 0)));
}

progress_bar::progress_bar(std::string label)
    : label_(std::move(label)), terminal_(::isatty(STDERR_FILENO) != 0) {}

progress_bar::~progress_bar() {
  if (drawn.exchange(false)) put(erase_line);
}

std::function<bool(double)> progress_bar::callback() {
  if (!terminal_) return {};
  return [this](double fraction) {
    update(fraction);
    return true;
  };
}

void progress_bar::update(double fraction) {
  const clock::time_point now = clock::now();
  if (now < next_) return;
  next_ = now + std::chrono::milliseconds(100);
  const double spent = std::chrono::duration<double>(now - start_).count();
  put(std::string(erase_line) + progress_line(label_, fraction, spent, terminal_width()));
  drawn = true;
}

void progress_bar::abandon() noexcept {
  if (drawn.exchange(false) && ::write(STDERR_FILENO, "\n", 1) < 0) return;
}

}  // namespace bellcurve::command
