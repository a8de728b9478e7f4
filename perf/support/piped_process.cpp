#include "piped_process.hpp"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <stdexcept>

namespace bellcurve::perf {
namespace {

/// Closed on exec, so that the child holds no end of its own pipes but the two it is given.
std::array<int, 2> open_pipe(const std::string& name) {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error(name + ": no pipe");
  return ends;
}

}  // namespace

piped_process::piped_process(const std::vector<std::string>& words) : name_(words.front()) {
  const auto in = open_pipe(name_), out = open_pipe(name_);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, in[0], STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, out[1], STDOUT_FILENO);
  std::vector<char*> arguments;
  for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  pid_t child = -1;
  const int failed =
      ::posix_spawnp(&child, name_.c_str(), &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  ::close(in[0]);
  ::close(out[1]);
  to_.reset(::fdopen(in[1], "w"));
  from_.reset(::fdopen(out[0], "r"));
  if (failed == 0) process_ = child;
  // If it ends early, writing to it is an error and not the end of this process.
  ::signal(SIGPIPE, SIG_IGN);
}

piped_process::~piped_process() { finish(); }

bool piped_process::write(const std::string& text) {
  return std::fputs(text.c_str(), to_.get()) >= 0 && std::fflush(to_.get()) == 0;
}

std::string piped_process::read_line() {
  std::string line;
  for (int c = std::fgetc(from_.get()); c != '\n'; c = std::fgetc(from_.get())) {
    if (c == EOF) throw std::runtime_error(name_ + ": the process ended unexpectedly");
    line += static_cast<char>(c);
  }
  return line;
}

std::string piped_process::read_all() {
  to_.reset();  // or it would wait for more
  std::string text;
  for (int c = std::fgetc(from_.get()); c != EOF; c = std::fgetc(from_.get())) {
    text += static_cast<char>(c);
  }
  return text;
}

int piped_process::finish() {
  to_.reset();
  if (process_ <= 0) return -1;
  int status = 0;
  ::waitpid(process_, &status, 0);
  process_ = -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

}  // namespace bellcurve::perf
