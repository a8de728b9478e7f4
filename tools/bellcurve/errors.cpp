#include "errors.hpp"

#include "files/new_file.hpp"
#include "progress.hpp"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <exception>
#include <iostream>
#include <new>
#include <string>
#include <system_error>

namespace bellcurve::command {
namespace {

std::string_view program_name = "bellcurve";

/// Async-signal-safe.
void write_to_stderr(std::string_view text) {
  if (::write(STDERR_FILENO, text.data(), text.size()) < 0) ::_exit(exit_failure);
}

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
  write_to_stderr(program_name);
  write_to_stderr(
      ": a mapped file could not be read or written: it was shortened meanwhile, or its "
      "disk failed\n");
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

/// How many bytes the first character takes; 0 if it is no valid UTF-8 (RFC 3629, 4).
std::size_t character_size(std::string_view text) noexcept {
  const auto byte = [text](std::size_t i) -> unsigned {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
  };
  const unsigned first = byte(0), second = byte(1);
  if (first < 0x80) return 1;
  if (first < 0xc2 || first > 0xf4) return 0;
  std::size_t size = 2;
  if (first >= 0xe0) size = first < 0xf0 ? 3 : 4;
  for (std::size_t i = 1; i < size; ++i) {
    if ((byte(i) & 0xc0) != 0x80) return 0;
  }
  // Longer than need be, surrogates, beyond U+10FFFF.
  const bool wrong = (first == 0xe0 && second < 0xa0) || (first == 0xed && second >= 0xa0) ||
                     (first == 0xf0 && second < 0x90) || (first == 0xf4 && second >= 0x90);
  return wrong ? 0 : size;
}

/// Control characters (U+0000 to U+001F, U+007F to U+009F), the separators of lines and of
/// paragraphs (U+2028, U+2029), and what turns the direction of the text that follows, so that the
/// line would read as another (Bidi_Control of Unicode Standard Annex 9: U+061C, U+200E, U+200F,
/// U+202A to U+202E, U+2066 to U+2069).
bool changes_layout(std::string_view character) noexcept {
  const auto first = static_cast<unsigned char>(character[0]);
  if (character.size() == 1) return first < 0x20 || first == 0x7f;
  if (character.size() == 2) {
    return character == "\u061c" ||
           (first == 0xc2 && static_cast<unsigned char>(character[1]) < 0xa0);
  }
  // The bytes of UTF-8 have the order of the characters.
  const auto from_to = [character](std::string_view from, std::string_view to) {
    return character >= from && character <= to;
  };
  return character.size() == 3 && (from_to("\u200e", "\u200f") || from_to("\u2028", "\u202e") ||
                                   from_to("\u2066", "\u2069"));
}

void write_out(char c, std::string& out) {
  constexpr std::string_view digits = "0123456789abcdef";
  if (c == '\n') {
    out += "\\n";
    return;
  }
  const auto u = static_cast<unsigned char>(c);
  out += "\\x";
  out += digits[u >> 4];
  out += digits[u & 15];
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
  std::string out;
  while (!text.empty()) {
    const std::size_t size = character_size(text);
    if (size > 0 && !changes_layout(text.substr(0, size))) {
      out += text.substr(0, size);
    } else {
      for (char c : text.substr(0, std::max<std::size_t>(size, 1))) write_out(c, out);
    }
    text.remove_prefix(std::max<std::size_t>(size, 1));
  }
  return out;
}

std::string title(const std::string& path) { return path == "-" ? "standard input" : path; }

std::string reworded(std::span<const argument_name> names, std::string_view message) {
  const std::size_t must = message.find(" must ");
  const std::size_t end = must == std::string_view::npos ? 0 : must;
  std::string out;
  for (std::size_t at = 0; at < end;) {
    // Words of the subject, and what is between them: "variance + noise", "sigma[0]".
    const std::size_t size = std::min(message.find_first_of(" [^", at), end) - at;
    const std::string_view word = message.substr(at, size);
    const auto known =
        std::ranges::find_if(names, [&](const argument_name& n) { return n.argument == word; });
    out += known == names.end() ? word : std::string_view(known->written);
    at += size;
    while (at < end && (message[at] == ' ' || message[at] == '[' || message[at] == '^'))
      out += message[at++];
  }
  return out.append(message.substr(end));
}

void complain(std::string_view message) noexcept {
  try {
    const std::string line = std::string(program_name) + ": " + one_line(message) + "\n";
    std::fwrite(line.data(), 1, line.size(), stderr);
  } catch (...) {
    std::fputs("out of memory\n", stderr);
  }
}

failure current_failure() noexcept {
  try {
    try {
      throw;
    } catch (const usage_error& e) {
      return {exit_usage, e.what()};
    } catch (const error& e) {
      return {exit_code_of(e.code()), e.what()};
    } catch (const std::bad_alloc&) {
    } catch (const std::exception& e) {
      return {exit_failure, e.what()};
    } catch (...) {
      return {exit_failure, "unknown error"};
    }
  } catch (...) {  // no memory for the message
  }
  return {exit_failure, "out of memory"};  // short: takes none
}

int report_current_exception() noexcept {
  const failure f = current_failure();
  complain(f.message);
  return f.exit_code;
}

void prepare_process(std::string_view program) {
  program_name = program;
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
