/// \file errors.hpp
/// How the command ends when it does not succeed: one line on standard error, an
/// exit code, nothing left behind.
#pragma once

#include <bellcurve/error.hpp>

#include <span>
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

/// The text as a single line of valid UTF-8: control characters, separators of lines, changes of
/// the direction of text and bytes that are no UTF-8 are written out.
std::string one_line(std::string_view text);

/// What messages call an input: its path, or "standard input" for "-".
std::string title(const std::string& path);

/// What the library calls an argument, and what the caller of the command knows it by.
struct argument_name {
  std::string argument, written;
};

/// A message of the library, "sigma[0] must be ...", with its subject as it was written:
/// "--sigma[0] must be ...".
std::string reworded(std::span<const argument_name> names, std::string_view message);

/// Does the work, and says what the library says of it in the words of the command.
template <class F>
void in_words_of(std::span<const argument_name> names, F&& work) {
  try {
    work();
  } catch (const error& e) {
    throw error(e.code(), reworded(names, e.what()));
  }
}

/// How a command ended.
struct failure {
  int exit_code = 0;  ///< 0: it did not fail
  std::string message = {};
};

/// Of the exception that is being handled.
failure current_failure() noexcept;

/// Prints "<program>: <message>" as one line.
void complain(std::string_view message) noexcept;

/// Reports the exception that is being handled. \return The exit code.
int report_current_exception() noexcept;

/// To be called first. Makes every way to die leave nothing behind:
/// - SIGINT, SIGTERM, SIGHUP, SIGQUIT remove a half-written file, then do what
///   they do by default (one that is ignored stays so);
/// - SIGBUS (a mapped file shrank or its disk failed) is reported, too;
/// - a closed pipe and a file-size limit become errors of write and reserve;
/// - standard streams that are closed are kept from becoming other files.
/// \param program What messages begin with: a text that stays.
void prepare_process(std::string_view program = "bellcurve");

/// Flushes standard output. \throws std::runtime_error if not all of it arrived.
void finish_output();

}  // namespace bellcurve::command
