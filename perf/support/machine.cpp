#include "machine.hpp"

#include "join.hpp"
#include "limits.hpp"

#include <bellcurve/info.hpp>
#include <bellcurve/isa.hpp>

#include <fstream>

namespace bellcurve::perf {

namespace {

/// What /proc/cpuinfo says of the first processor under a name; empty if nothing.
std::string said(const std::string& name) {
  std::ifstream file("/proc/cpuinfo");
  for (std::string line; std::getline(file, line);) {
    const std::size_t colon = line.find(": ");
    if (colon == std::string::npos) continue;
    if (line.substr(0, line.find_last_not_of(" \t", colon - 1) + 1) == name)
      return line.substr(colon + 2);
  }
  return {};
}

}  // namespace

std::string cpu_name() {
  std::string name = said("model name");
  const std::string family = said("cpu family"), model = said("model");
  if (name.empty()) return "unknown CPU";
  // Virtual machines tell no number by which to know one "AMD EPYC" from the next.
  if (name.find_first_of("0123456789") != std::string::npos || family.empty()) return name;
  return join({name, " (family ", family, ", model ", model, ")"});
}

std::string machine_line() {
  std::string names;
  for (const isa which : available_isas()) names += join({" ", to_string(which)});
  return join({"bellcurve ", version(), ", ", cpu_name(), ", isa ", to_string(active_isa()), " of",
               names, ", threads ", std::to_string(all_threads())});
}

std::string blas_line() {
  const blas_info info = blas();
  if (!info.usable) return join({"BLAS not used: ", info.problem});
  return info.core.empty() ? info.config : join({info.config, ", core ", info.core});
}

}  // namespace bellcurve::perf
