// Every allocation by operator new, counted, and made to fail at will. The library has no other
// (faults/allocators).
#pragma once

#include <atomic>

namespace faults {

/// What is allocated now.
struct allocated {
  long count = 0, bytes = 0;
  friend bool operator==(const allocated&, const allocated&) = default;
};
allocated live() noexcept;
/// How many have been made in parallel regions since watch_parallel() was called: not before OpenMP
/// has started, which allocates while it does.
long in_parallel() noexcept;
void watch_parallel() noexcept;

/// Lets the allocation after the next `after` fail, of any thread, and all later ones or, with
/// `once`, that one alone.
class failing {
 public:
  failing(long after, bool once) noexcept;
  ~failing() { stop(); }
  failing(const failing&) = delete;
  failing& operator=(const failing&) = delete;
  /// \return whether any has failed
  bool stop() noexcept;
};

}  // namespace faults
