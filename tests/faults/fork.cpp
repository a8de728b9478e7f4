// fork() before and after use: parent and child both go on, with the right results.
#include "operations.hpp"
#include "process.hpp"

#include <bellcurve/info.hpp>
#include <bellcurve/rbf_plan.hpp>

#include <doctest/doctest.h>

#include <omp.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <limits>
#include <thread>
#include <vector>

using namespace faults;

namespace {

// Seconds for a case and all that it forks, some two on a quiet machine.
#ifdef BELLCURVE_SANITIZED
constexpr unsigned patience = 600;
#else
constexpr unsigned patience = 120;
#endif

/// Runs f in a child. \return whether it returned true, in time
template <class F>
bool child(const F& f) {
  const pid_t pid = ::fork();
  if (pid == 0) {
    ::alarm(patience);  // not inherited
    bool good = false;
    try {
      good = f();
    } catch (...) {
    }
    ::_exit(good ? 0 : 1);
  }
  int status = 0;
  ::waitpid(pid, &status, 0);
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

bool all_right(const std::vector<prepared>& all, int threads) {
  return std::ranges::all_of(all, [&](const prepared& p) { return right(p, threads); });
}

/// A parallel region of the caller's.
int team_of(int threads) {
  std::atomic<int> team{0};
#pragma omp parallel num_threads(threads)
  ++team;
  return team;
}

/// Enough of them for the library to start threads.
bool some_right(const std::vector<prepared>& all) {
  return all_right({all.begin(), all.begin() + 6}, 3);
}

}  // namespace

// The process of this test stays without threads: each case forks one that has them. (A BLAS may
// have some of its own from the beginning. Then no child has any.)
TEST_CASE("fork: before the first use, both have threads") {
  const int several = threads_of_process() == 1 ? 3 : 1;
  CHECK(child([&] {
    const bool below = child([&] {
      const auto all = prepare();
      return bellcurve::default_threads(3) == several && all_right(all, 3);
    });
    const auto all = prepare();
    return below && bellcurve::default_threads(3) == several && all_right(all, 3);
  }));
}

TEST_CASE("fork: while another thread is in the first call of all") {
  const bool usable = child([] { return bellcurve::blas().usable; });
  for (int k = 0; k < 8; ++k) {
    CHECK(child([&] {
      std::thread first([] { (void)bellcurve::blas(); });
      ::usleep(static_cast<useconds_t>(50 * k));
      const bool below = child([&] { return bellcurve::blas().usable == usable; });
      first.join();
      return below;
    }));
  }
}

TEST_CASE("fork: after use with several threads, the child works in one") {
  const auto all = prepare();
  const int several = threads_of_process() == 1 ? 3 : 1;
  CHECK(child([&] {
    bool good = all_right(all, 3);
    good = good && child([&] {
             const bool below = child([&] { return some_right(all); });
             return below && bellcurve::default_threads(3) == 1 && all_right(all, 3);
           });
    // And the parent goes on as before.
    return good && bellcurve::default_threads(3) == several && all_right(all, 3);
  }));
}

TEST_CASE("fork: after use with one thread, the child has several") {
  const auto all = prepare();
  const int several = threads_of_process() == 1 ? 3 : 1;
  CHECK(child([&] {
    return all_right(all, 1) &&
           child([&] { return bellcurve::default_threads(3) == several && some_right(all); });
  }));
}

TEST_CASE("fork: after a parallel region of the caller's own") {
  const auto all = prepare();
  CHECK(child([&] {
    return team_of(3) == 3 &&
           child([&] { return bellcurve::default_threads(3) == 1 && all_right(all, 3); });
  }));
}

TEST_CASE("fork: while other threads are in the library") {
  const auto all = prepare();
  CHECK(child([&] {
    std::atomic<bool> stop{false}, good{true};
    std::vector<std::thread> others;
    others.reserve(3);
    for (int t = 0; t < 3; ++t) {
      others.emplace_back([&] {
        while (!stop)
          if (!some_right(all)) good = false;
      });
    }
    for (int k = 0; k < 10; ++k)
      if (!child([&] { return some_right(all); })) good = false;
    stop = true;
    for (std::thread& t : others) t.join();
    return good.load();
  }));
}

TEST_CASE("fork: while other threads are in a plan that all share") {
  const std::vector<double> x(4000 * 20, 0.5);
  CHECK(child([&] {
    const bellcurve::rbf_plan<double> plan({x.data(), 4000, 20}, {});
    std::atomic<bool> stop{false};
    // Norms are of one gamma: each call makes its own.
    const auto rows_of_gammas = [&](int gammas) {
      const index_t row = 3;
      std::vector<double> k(4000);
      for (int g = 1; g <= gammas && !stop; ++g)
        plan.rows({&row, 1}, {.gamma = 1.0 / g}, matrix_view<double>(k, 1, 4000), {.threads = 1});
      return k == std::vector<double>(4000, 1.0);
    };
    bool good = true;
    std::vector<std::thread> others;
    others.reserve(3);
    for (int t = 0; t < 3; ++t)
      others.emplace_back([&] { (void)rows_of_gammas(std::numeric_limits<int>::max()); });
    for (int k = 0; k < 40; ++k) good = good && child([&] { return rows_of_gammas(5); });
    stop = true;
    for (std::thread& t : others) t.join();
    return good;
  }));
}
