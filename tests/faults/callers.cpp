// However it is called: by many threads at once, from the caller's parallel region, with another
// floating-point environment, with little stack.
#include "operations.hpp"
#include "process.hpp"

#include <bellcurve/info.hpp>

#include <doctest/doctest.h>

#include <omp.h>
#include <pthread.h>
#ifdef __SSE2__
#include <xmmintrin.h>
#endif

#include <algorithm>
#include <atomic>
#include <cfenv>
#include <string>
#include <thread>
#include <vector>

using namespace faults;

namespace {

const std::vector<prepared>& all() {
  static const std::vector<prepared> made = prepare();
  return made;
}

}  // namespace

TEST_CASE("callers: operations do use threads") {
  // In a thread of its own each has workers of its own, which end with it; LLVM's stay.
  int several = 0;
  for (const prepared& p : all()) {
    std::thread([&] {
      const int before = threads_of_process();
      CHECK_MESSAGE(right(p, 2), p.name);
      several += threads_of_process() > before ? 1 : 0;
    }).join();
  }
  MESSAGE(several << " of " << all().size());
#ifndef __clang__
  CHECK(several > 90);
#endif
}

TEST_CASE("callers: eight threads at once") {
  (void)all();
  std::atomic<int> wrong{0};
  std::vector<std::thread> threads;
  for (std::uint64_t t = 0; t < 8; ++t) {
    threads.emplace_back([&, t] {
      support::random r(t);
      for (std::size_t k = 0; k < all().size(); ++k) {
        const auto& p =
            all()[static_cast<std::size_t>(r.below(static_cast<index_t>(all().size())))];
        wrong += right(p, static_cast<int>(r.below(4))) ? 0 : 1;
      }
    });
  }
  for (std::thread& t : threads) t.join();
  CHECK(wrong == 0);
}

TEST_CASE("callers: inside a parallel region no further threads are started") {
  (void)all();
  constexpr int team = 3;
  const int levels = omp_get_max_active_levels();
  for (const int allowed : {1, 4}) {
    omp_set_max_active_levels(allowed);
    std::atomic<int> wrong{0}, most{0}, before{0}, met{0};
#pragma omp parallel num_threads(team)
    {
      ++met;
#pragma omp barrier
#pragma omp single
      before = threads_of_process();
      wrong += bellcurve::default_threads() == 1 && bellcurve::default_threads(3) == 1 ? 0 : 1;
#pragma omp for schedule(dynamic)
      for (std::size_t k = 0; k < all().size(); ++k) {
        wrong += right(all()[k], 3) ? 0 : 1;
        const int now = threads_of_process();
        int seen = most.load();
        while (now > seen && !most.compare_exchange_weak(seen, now)) {
        }
      }
    }
    CHECK(met == team);
    CHECK(wrong == 0);
    CHECK(most <= before);
  }
  omp_set_max_active_levels(levels);
}

TEST_CASE("callers: a team of one is no parallel region") {
  std::thread([] {
#pragma omp parallel num_threads(1)
    CHECK(bellcurve::default_threads(3) == 3);
  }).join();
}

#ifdef __SSE2__
TEST_CASE("callers: the floating-point environment has no influence and is kept") {
  constexpr unsigned flush = 0x8040, flags = 0x3f;  // FTZ and DAZ; the status bits
  (void)all();
  for (const int rounding : {FE_TONEAREST, FE_UPWARD, FE_DOWNWARD, FE_TOWARDZERO}) {
    CAPTURE(rounding);
    // Workers take the environment of the thread that starts them, and keep it.
    std::thread([&] {
      const unsigned usual = _mm_getcsr();
      std::fesetround(rounding);
      _mm_setcsr((_mm_getcsr() & ~flags) | flush | 0x10);  // one flag is raised: underflow
      const unsigned mine = _mm_getcsr();
#pragma omp parallel num_threads(2)
      CHECK((_mm_getcsr() & ~flags) == (mine & ~flags));
      for (const prepared& p : all()) {
        if (rounding != FE_TONEAREST && !p.any_rounding) continue;
        for (const int threads : {1, 2}) {
          _mm_setcsr(mine);
          const bool same = right(p, threads);
          const unsigned left = _mm_getcsr();
          const int round = std::fegetround();
          _mm_setcsr(usual);
          CAPTURE(p.name);
          CAPTURE(threads);
          CHECK(same);
          CHECK(round == rounding);
          CHECK((left & ~flags) == (mine & ~flags));
          if (p.any_rounding) CHECK((left & flags) == (mine & flags));
        }
      }
    }).join();
  }
}
#endif

#ifndef BELLCURVE_SANITIZED
// A sanitizer's frames are several times as large. Workers have OMP_STACKSIZE, which the test's
// environment sets to the same.
TEST_CASE("callers: 128 KiB of stack are enough") {
  (void)all();
  pthread_attr_t small;
  REQUIRE(pthread_attr_init(&small) == 0);
  REQUIRE(pthread_attr_setstacksize(&small, std::size_t{128} << 10) == 0);
  std::atomic<int> wrong{0};
  pthread_t thread{};
  REQUIRE(pthread_create(
              &thread, &small,
              [](void* count) -> void* {
                for (const prepared& p : all())
                  for (const int threads : {1, 2})
                    *static_cast<std::atomic<int>*>(count) += right(p, threads) ? 0 : 1;
                return nullptr;
              },
              &wrong) == 0);
  pthread_join(thread, nullptr);
  pthread_attr_destroy(&small);
  CHECK(wrong == 0);
}
#endif
