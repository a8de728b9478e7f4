/// \file errors.hpp
/// How the command ends when it does not succeed: one line on standard error, an
/// exit code, nothing left behind.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

namespace bellcurve::command {

inline constexpr int exit_failure = 1;  ///< something failed while working
inline constexpr int exit_usage = 2;    ///< the call was wrong

/// A wrong call.
class usage_error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// The text as a single line: control characters are written out.
std::string one_line(std::string_view text);

/// Prints "bellcurve: <message>" as one line.
void complain(std::string_view message) noexcept;

/// Reports the exception that is being handled. \return The exit code.
int report_current_exception() noexcept;

/// To be called first. Makes every way to die leave nothing behind:
/// - SIGINT, SIGTERM, SIGHUP, SIGQUIT remove a half-written file, then do what
///   they do by default (one that is ignored stays so);
/// - SIGBUS (a mapped file shrank or its disk failed) is reported, too;
/// - a closed pipe and a file-size limit become errors of write and reserve;
/// - standard streams that are closed are kept from becoming other files.
void prepare_process();

/// Flushes standard output. \throws std::runtime_error if not all of it arrived.
void finish_output();

}  // namespace bellcurve::command
