#include "errors.hpp"

#include "files/new_file.hpp"
#include "progress.hpp"

#include <bellcurve/error.hpp>

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <exception>
#include <iostream>
#include <new>
#include <string>
#include <system_error>

namespace bellcurve::command {
namespace {

extern "C" void on_deadly_signal(int number) {
  files::discard_pending();
  progress_bar::abandon();
  // The default action was restored on entry: dies as it would have, once the
  // handler returns and the signal is no longer blocked.
  ::raise(number);
}

extern "C" void on_bus_error(int) {
  files::discard_pending();
  progress_bar::abandon();
  constexpr std::string_view text =
      "bellcurve: a mapped file could not be read or written: it was shortened meanwhile, or its "
      "disk failed\n";
  if (::write(STDERR_FILENO, text.data(), text.size()) < 0) ::_exit(exit_failure);
  ::_exit(exit_failure);
}

void handle(int number, void (*handler)(int)) {
  struct sigaction old {};
  ::sigaction(number, nullptr, &old);
  if (old.sa_handler == SIG_IGN) return;
  struct sigaction action {};
  action.sa_handler = handler;
  action.sa_flags = static_cast<int>(SA_RESETHAND);
  ::sigaction(number, &action, nullptr);
}

int exit_code_of(errc code) noexcept {
  switch (code) {
    case errc::bad_argument:
    case errc::bad_shape:
    case errc::unavailable:
      return exit_usage;
    case errc::bad_stride:
    case errc::bad_alias:
    case errc::non_finite:
    case errc::cancelled:
      return exit_failure;
  }
  return exit_failure;
}

}  // namespace

std::string one_line(std::string_view text) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string out;
  for (char c : text) {
    const auto u = static_cast<unsigned char>(c);
    if (c == '\n') {
      out += "\\n";
    } else if (u < 0x20 || u == 0x7f) {
      out += "\\x";
      out += digits[u >> 4];
      out += digits[u & 15];
    } else {
      out += c;
    }
  }
  return out;
}

void complain(std::string_view message) noexcept {
  try {
    const std::string line = "bellcurve: " + one_line(message) + "\n";
    std::fwrite(line.data(), 1, line.size(), stderr);
  } catch (...) {
    std::fputs("bellcurve: out of memory\n", stderr);
  }
}

int report_current_exception() noexcept {
  try {
    throw;
  } catch (const usage_error& e) {
    complain(e.what());
    return exit_usage;
  } catch (const error& e) {
    complain(e.what());
    return exit_code_of(e.code());
  } catch (const std::bad_alloc&) {
    complain("out of memory");
  } catch (const std::exception& e) {
    complain(e.what());
  } catch (...) {
    complain("unknown error");
  }
  return exit_failure;
}

void prepare_process() {
  for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; ++fd) {
    if (::fcntl(fd, F_GETFD) >= 0 || errno != EBADF) continue;
    // Open the wrong way round, so that using it still fails.
    if (::open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY) != fd) ::_exit(exit_failure);
  }
  for (int number : {SIGINT, SIGTERM, SIGHUP, SIGQUIT}) handle(number, on_deadly_signal);
  handle(SIGBUS, on_bus_error);
  ::signal(SIGPIPE, SIG_IGN);
  ::signal(SIGXFSZ, SIG_IGN);
}

void finish_output() {
  errno = 0;
  std::cout.flush();
  const int code = errno;
  if (std::cout) return;
  throw std::runtime_error("standard output: cannot write" +
                           (code == 0 ? "" : ": " + std::generic_category().message(code)));
}

}  // namespace bellcurve::command
