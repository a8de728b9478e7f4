// When memory runs out: whichever allocation of a call fails, it throws std::bad_alloc, outputs are
// as they were, nothing is left behind, and the next call is as good as any.
#include "allocations.hpp"
#include "operations.hpp"
#include "runtime/blas.hpp"

#include <doctest/doctest.h>

#include <omp.h>
#include <pthread.h>
#include <unistd.h>

#include <atomic>
#include <new>
#include <string>

using namespace faults;

namespace {

enum class outcome { result, no_memory, other };

template <class Call>
outcome outcome_of(const Call& make) {
  try {
    make();
    return outcome::result;
  } catch (const std::bad_alloc&) {
    return outcome::no_memory;
  } catch (...) {
    return outcome::other;
  }
}

/// Lets the first, the second, ... allocation of a call fail, until none is left.
/// \return how many there are
long fail_each(const call& c, const output& right, int threads, bool once) {
  output o(c);
  for (long k = 0;; ++k) {
    o.reset();
    // Between these two nothing but the call allocates.
    const allocated before = live();
    failing f(k, once);
    const outcome got = outcome_of([&] { c.run(threads, o.data()); });
    const bool failed = f.stop();
    const allocated after = live();
    CAPTURE(k);
    if (!failed) {
      REQUIRE(got == outcome::result);
      REQUIRE(o == right);
      return k;
    }
    // A single failure may be one that the call can do without.
    if (once && got == outcome::result) {
      REQUIRE(o == right);
      continue;
    }
    REQUIRE(got == outcome::no_memory);
    REQUIRE(after == before);
    REQUIRE(o.untouched());
  }
}

/// Threads that begin and end, and allocate nothing by operator new.
class crowd {
 public:
  crowd() { REQUIRE(pthread_create(&maker_, nullptr, make, &stop_) == 0); }
  ~crowd() {
    stop_ = true;
    pthread_join(maker_, nullptr);
  }
  crowd(const crowd&) = delete;
  crowd& operator=(const crowd&) = delete;

 private:
  static void* sleep(void*) {
    ::usleep(10'000);
    return nullptr;
  }
  static void* make(void* stop) {
    while (!*static_cast<std::atomic<bool>*>(stop)) {
      pthread_t one{};
      if (pthread_create(&one, nullptr, sleep, nullptr) == 0) pthread_detach(one);
      ::usleep(100);
    }
    ::usleep(100'000);  // for the last of them
    return nullptr;
  }
  std::atomic<bool> stop_{false};
  pthread_t maker_{};
};

}  // namespace

// First of all: what the library finds out once a process, it must find out again after a failure.
// While threads come and go it does so in a thread of its own (tests/contract/busy_self_test.cpp).
TEST_CASE("memory: none at the first call of a process") {
  const crowd others;
  for (long k = 0;; ++k) {
    const allocated before = live();
    failing f(k, false);
    const outcome got = outcome_of([] { (void)bellcurve::runtime::blas(); });
    const bool failed = f.stop();
    const allocated after = live();
    if (!failed) {
      REQUIRE(got == outcome::result);
      CHECK((k > 0 || !bellcurve::runtime::blas().built_in));
      break;
    }
    REQUIRE(got == outcome::no_memory);
    REQUIRE(after == before);
  }
}

TEST_CASE("memory: every allocation of every function fails") {
  long failures = 0, without = 0;
  (void)omp_get_max_threads();
  watch_parallel();
  for (const operation& o : operations()) {
    CAPTURE(o.name);
    const call c = first(o);
    const output right = undisturbed(c);
    for (const int threads : {1, 3}) {
      CAPTURE(threads);
      const long all = fail_each(c, right, threads, false);
      const long single = fail_each(c, right, threads, true);
      failures += all + single;
      if (all == 0) ++without;
    }
  }
  CHECK(in_parallel() == 0);
  // Some, such as exp and kernels of numbers, allocate nothing.
  CHECK(failures > 4000);
  MESSAGE(failures << " failures; " << without << " runs without an allocation");
}
