#include "fork.hpp"

#include <pthread.h>

#if __has_include(<sys/single_threaded.h>)
#include <sys/single_threaded.h>
#endif

namespace bellcurve::runtime {
namespace {

// Written while a process has one thread only, or is about to.
bool threads_at_fork = false, off_threads = false;

void before_fork() {
#if __has_include(<sys/single_threaded.h>)
  threads_at_fork = __libc_single_threaded == 0;
#else
  threads_at_fork = true;
#endif
}

void in_child() { off_threads = off_threads || threads_at_fork; }

// When the program is loaded, not at the first call: the threads may be those of the caller's own
// OpenMP, and the child the first to call. Pausing OpenMP here instead would end workers whose
// threadprivate variables the parent goes on to use.
[[maybe_unused]] const int registered = ::pthread_atfork(before_fork, nullptr, in_child);

}  // namespace

bool forked_off_threads() noexcept { return off_threads; }

}  // namespace bellcurve::runtime
