#include "machine.hpp"

#include "join.hpp"
#include "limits.hpp"

#include <bellcurve/info.hpp>
#include <bellcurve/isa.hpp>

#include <fstream>

namespace bellcurve::perf {

std::string cpu_name() {
  std::ifstream file("/proc/cpuinfo");
  for (std::string line; std::getline(file, line);) {
    const std::size_t colon = line.find(": ");
    if (line.rfind("model name", 0) == 0 && colon != std::string::npos) {
      return line.substr(colon + 2);
    }
  }
  return "unknown CPU";
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
