#include "fork.hpp"

#include <pthread.h>
#include <sys/stat.h>

#include <atomic>

namespace bellcurve::runtime {
namespace {

std::atomic<bool> threads_at_fork{false}, off_threads{false};

/// Without memory or locks, as befits the moment before a fork. Where the system does not say,
/// there are others.
bool other_threads() noexcept {
  struct stat tasks {};
  // A directory has a link from above, one from itself and one from each directory in it.
  return ::stat("/proc/self/task", &tasks) != 0 || tasks.st_nlink != 2 + 1;
}

void before_fork() { threads_at_fork = other_threads(); }

void in_child() {
  if (threads_at_fork) off_threads = true;
}

// When the program is loaded, not at the first call: the threads may be those of the caller's own
// OpenMP, and the child the first to call. Pausing OpenMP here instead would end workers whose
// threadprivate variables the parent goes on to use.
[[maybe_unused]] const int registered = ::pthread_atfork(before_fork, nullptr, in_child);

}  // namespace

bool forked_off_threads() noexcept { return off_threads.load(std::memory_order_relaxed); }

}  // namespace bellcurve::runtime
