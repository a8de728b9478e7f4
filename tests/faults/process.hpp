// What the system knows of this process.
#pragma once

#include <filesystem>

namespace faults {

inline int threads_of_process() {
  int count = 0;
  for ([[maybe_unused]] const auto& task : std::filesystem::directory_iterator("/proc/self/task"))
    ++count;
  return count;
}

}  // namespace faults
