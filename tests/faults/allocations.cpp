#include "allocations.hpp"

#include <malloc.h>
#include <omp.h>

#include <cstddef>
#include <cstdlib>
#include <limits>
#include <new>

namespace {

constexpr long never = std::numeric_limits<long>::max();
std::atomic<long> count{0}, bytes{0}, parallel{0};
std::atomic<long> left{never};  // allocations that still succeed
std::atomic<bool> once{false}, failed{false}, watched{false};

bool fails() noexcept {
  if (left.load(std::memory_order_relaxed) == never) return false;
  const long mine = left.fetch_sub(1);
  if (mine > 0 || (mine < 0 && once)) return false;
  failed = true;
  return true;
}

void* take(std::size_t size, std::size_t alignment) noexcept {
  if (fails()) return nullptr;
  if (watched && omp_in_parallel() != 0) parallel.fetch_add(1, std::memory_order_relaxed);
  if (size == 0) size = 1;
  void* const p =
      alignment <= alignof(std::max_align_t)
          ? std::malloc(size)
          : std::aligned_alloc(alignment, (size + alignment - 1) / alignment * alignment);
  if (p == nullptr) return nullptr;
  count.fetch_add(1, std::memory_order_relaxed);
  bytes.fetch_add(static_cast<long>(malloc_usable_size(p)), std::memory_order_relaxed);
  return p;
}

void* take_or_throw(std::size_t size, std::size_t alignment) {
  void* const p = take(size, alignment);
  if (p == nullptr) throw std::bad_alloc();
  return p;
}

void give(void* p) noexcept {
  if (p == nullptr) return;
  count.fetch_sub(1, std::memory_order_relaxed);
  bytes.fetch_sub(static_cast<long>(malloc_usable_size(p)), std::memory_order_relaxed);
  std::free(p);
}

constexpr std::size_t any = alignof(std::max_align_t);
using std::align_val_t;
using std::nothrow_t;
using std::size_t;

}  // namespace

namespace faults {

allocated live() noexcept { return {count, bytes}; }

long in_parallel() noexcept { return parallel; }
void watch_parallel() noexcept { watched = true; }

failing::failing(long after, bool only) noexcept {
  failed = false;
  once = only;
  left = after;
}

bool failing::stop() noexcept {
  left = never;
  return failed;
}

}  // namespace faults

// Those of arrays call these.
void* operator new(size_t n) { return take_or_throw(n, any); }
void* operator new(size_t n, align_val_t a) { return take_or_throw(n, static_cast<size_t>(a)); }
void* operator new(size_t n, const nothrow_t&) noexcept { return take(n, any); }
void* operator new(size_t n, align_val_t a, const nothrow_t&) noexcept {
  return take(n, static_cast<size_t>(a));
}
void operator delete(void* p) noexcept { give(p); }
void operator delete(void* p, size_t) noexcept { give(p); }
void operator delete(void* p, align_val_t) noexcept { give(p); }
void operator delete(void* p, size_t, align_val_t) noexcept { give(p); }
void operator delete(void* p, const nothrow_t&) noexcept { give(p); }
void operator delete(void* p, align_val_t, const nothrow_t&) noexcept { give(p); }
