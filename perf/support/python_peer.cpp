#include "python_peer.hpp"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <stdexcept>

namespace bellcurve::perf {
namespace {

/// Closed on exec, so that the child holds no end of its own pipes but the two it is given.
std::array<int, 2> open_pipe() {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("python: no pipe");
  return ends;
}

std::runtime_error gone() { return std::runtime_error("python: the process ended unexpectedly"); }

}  // namespace

python_peer::python_peer(const std::string& python) : python_(python) {
  const auto in = open_pipe(), out = open_pipe();
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, in[0], STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, out[1], STDOUT_FILENO);
  const char* const words[] = {python.c_str(), BELLCURVE_PEERS_SCRIPT, nullptr};
  pid_t child = -1;
  const int failed = ::posix_spawnp(&child, python.c_str(), &actions, nullptr,
                                    const_cast<char* const*>(words), environ);
  posix_spawn_file_actions_destroy(&actions);
  ::close(in[0]);
  ::close(out[1]);
  to_.reset(::fdopen(in[1], "w"));
  from_.reset(::fdopen(out[0], "r"));
  if (failed == 0) process_ = child;
  // If Python ends early, writing to it is an error and not the end of this process.
  ::signal(SIGPIPE, SIG_IGN);
}

python_peer::~python_peer() {
  to_.reset();  // the end of its input ends it
  if (process_ > 0) ::waitpid(process_, nullptr, 0);
}

std::string python_peer::ask(const std::string& line) {
  if (std::fprintf(to_.get(), "%s\n", line.c_str()) < 0 || std::fflush(to_.get()) != 0)
    throw gone();
  std::string answer;
  for (int c = std::fgetc(from_.get()); c != '\n'; c = std::fgetc(from_.get())) {
    if (c == EOF) throw gone();
    answer += static_cast<char>(c);
  }
  return answer;
}

python_peer::operation python_peer::prepare(const std::string& words) {
  if (process_ < 0) return {.missing = python_ + " cannot be started"};
  const std::string answer = ask("prepare " + words);
  const std::string missing = "missing ", ready = "ready ";
  if (answer.starts_with(missing)) return {.missing = answer.substr(missing.size())};
  if (!answer.starts_with(ready)) throw std::runtime_error("python: " + answer);
  return {.checksum = std::strtod(answer.c_str() + ready.size(), nullptr),
          .work = [this](long repetitions) {
            return std::strtod(ask("time " + std::to_string(repetitions)).c_str(), nullptr);
          }};
}

}  // namespace bellcurve::perf
