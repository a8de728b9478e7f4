#include "python_peer.hpp"

#include <cstdlib>
#include <stdexcept>

namespace bellcurve::perf {

python_peer::python_peer(const std::string& python)
    : python_(python), process_({python, BELLCURVE_PEERS_SCRIPT}) {}

std::string python_peer::ask(const std::string& line) {
  process_.write(line + "\n");  // if it cannot, there is no answer either
  return process_.read_line();
}

python_peer::operation python_peer::prepare(const std::string& words) {
  if (!process_.started()) return {.missing = python_ + " cannot be started"};
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
