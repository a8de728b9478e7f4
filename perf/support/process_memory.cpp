#include "process_memory.hpp"

#include <fstream>
#include <string>

namespace bellcurve::perf {
namespace {

/// The number of kB after `key` in a file of "key: number kB" lines; 0 if none.
double kilobytes_in(const char* path, const std::string& key) {
  std::ifstream file(path);
  std::string word;
  while (file >> word) {
    double value = 0;
    if (word == key && file >> value) return value;
    file.clear();
    file.ignore(1 << 16, '\n');
  }
  return 0;
}

}  // namespace

double resident_bytes() { return 1024 * kilobytes_in("/proc/self/status", "VmRSS:"); }
double peak_resident_bytes() { return 1024 * kilobytes_in("/proc/self/status", "VmHWM:"); }
double available_bytes() { return 1024 * kilobytes_in("/proc/meminfo", "MemAvailable:"); }

bool reset_peak_resident() {
  std::ofstream file("/proc/self/clear_refs");
  file << "5";  // see proc(5): resets the peak
  file.flush();
  return file.good();
}

}  // namespace bellcurve::perf
