// However many threads are asked for: as many are started as are of use, and the process goes on.
#include "runtime/threads.hpp"

#include <bellcurve/info.hpp>
#include <bellcurve/mixture.hpp>
#include <bellcurve/pool.hpp>
#include <bellcurve/rbf.hpp>

#include <doctest/doctest.h>

#include <omp.h>

#include <algorithm>
#include <atomic>
#include <limits>
#include <new>
#include <thread>
#include <vector>

using namespace bellcurve;

namespace {

constexpr int too_many[] = {100000, 1000000, std::numeric_limits<int>::max()};

}  // namespace

TEST_CASE("threads: a team is no larger than is of use") {
  const int most = runtime::most_threads();
  CHECK(most >= 64);
  CHECK(most >= 4 * omp_get_num_procs());
  CHECK(runtime::team_size(3) == 3);
  CHECK(runtime::team_size(most) == most);
  for (const int threads : too_many) CHECK(runtime::team_size(threads) == most);
  // What OMP_NUM_THREADS says, too.
  const int before = omp_get_max_threads();
  omp_set_num_threads(1000000);
  CHECK(runtime::team_size(0) == most);
  CHECK(default_threads() == most);
  omp_set_num_threads(before);
}

TEST_CASE("threads: more tasks than threads can be started") {
  std::atomic<int> largest{0};
  std::atomic<std::ptrdiff_t> done{0};
  runtime::for_each_task(runtime::team_size(1000000), 500000, nullptr,
                         [&](int worker, std::ptrdiff_t) {
                           int seen = largest.load();
                           while (worker > seen && !largest.compare_exchange_weak(seen, worker)) {
                           }
                           ++done;
                         });
  CHECK(done == 500000);
  CHECK(largest < runtime::most_threads());
}

TEST_CASE("threads: the first exception of any worker reaches the caller, and ends the work") {
  constexpr std::ptrdiff_t many = 1 << 25;
  for (const int threads : {1, 3}) {
    for (int thrower = 0; thrower < threads; ++thrower) {
      std::atomic<std::ptrdiff_t> begun{0};
      std::atomic<bool> thrown{false};
      CHECK_THROWS_AS(runtime::for_each_task(threads, many, nullptr,
                                             [&](int worker, std::ptrdiff_t) {
                                               ++begun;
                                               std::this_thread::yield();
                                               if (worker != thrower) return;
                                               thrown = true;
                                               throw std::bad_alloc();
                                             }),
                      std::bad_alloc);
      CHECK(thrown);
      CHECK(begun < many);
    }
  }
}

TEST_CASE("threads: a million of them in each area") {
  constexpr int million = 1000000;
  const std::vector<float> x(600 * 20, 0.25F);
  std::vector<float> one(600 * 600), many(one.size());
  rbf_kernel({x, 600, 20}, {}, {one, 600, 600}, {.threads = 1});
  rbf_kernel({x, 600, 20}, {}, {many, 600, 600}, {.threads = million});
  CHECK(one == many);

  const mixture m{.components = {{.mean = {3, 4}, .covariance = {2, 1, 1, 3}}}};
  grid_options options;
  options.threads = 1;
  mixture_pdf(m, grid{}, array_view<float>(matrix_view<float>(one, 600, 600)), options);
  options.threads = million;
  mixture_pdf(m, grid{}, array_view<float>(matrix_view<float>(many, 600, 600)), options);
  CHECK(one == many);

  // A task each 2^17 products: 2048 of them.
  const std::vector<float> in(std::size_t{1} << 24, 0.5F), kernel(16 * 16, 1.0F);
  std::vector<float> few(1024 * 64), all(few.size());
  const matrix_view<const float> from(in, 16384, 1024), weights(kernel, 16, 16);
  block_pool(from, weights, matrix_view<float>(few, 1024, 64), {.threads = 1});
  block_pool(from, weights, matrix_view<float>(all, 1024, 64), {.threads = million});
  CHECK(few == all);
}
