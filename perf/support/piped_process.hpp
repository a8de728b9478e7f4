// Another program, spoken to through its standard input and output.
#pragma once

#include <cstdio>
#include <memory>
#include <string>
#include <vector>

namespace bellcurve::perf {

class piped_process {
 public:
  /// Starts it. \param words The program, looked up in PATH, and its arguments.
  explicit piped_process(const std::vector<std::string>& words);
  ~piped_process();
  piped_process(const piped_process&) = delete;
  piped_process& operator=(const piped_process&) = delete;

  /// Whether it could be started.
  bool started() const { return process_ > 0; }

  /// \return Whether all of it went through.
  bool write(const std::string& text);
  /// \throws std::runtime_error if the output ends before the line does.
  std::string read_line();
  std::string read_all();

  /// Ends its input and waits for it. \return Its exit code; -1 if it had none.
  int finish();

 private:
  struct close_file {
    void operator()(std::FILE* f) const noexcept { std::fclose(f); }
  };
  std::string name_;
  int process_ = -1;
  std::unique_ptr<std::FILE, close_file> to_, from_;
};

}  // namespace bellcurve::perf
