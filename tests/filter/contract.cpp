// The rules around the numbers: memory that runs out, concurrent calls, the caller's OpenMP,
// progress.
#include "reference.hpp"

#include <omp.h>

#include <atomic>
#include <cstdlib>
#include <new>
#include <stdexcept>
#include <string>
#include <thread>

namespace {

/// Allocations until one fails; negative: none does.
std::atomic<long> allocations_left{-1};

void* allocate(std::size_t size) noexcept {
  long left = allocations_left.load();
  while (left >= 0 && !allocations_left.compare_exchange_weak(left, left - 1)) {
  }
  // The address sanitizer ends the program where malloc would return null.
  constexpr std::size_t more_than_there_is = std::size_t{1} << 40;
  if (left == 0 || size > more_than_there_is) return nullptr;
  return std::malloc(size == 0 ? 1 : size);
}

}  // namespace

void* operator new(std::size_t size) {
  if (void* p = allocate(size)) return p;
  throw std::bad_alloc();
}
void* operator new(std::size_t size, const std::nothrow_t&) noexcept { return allocate(size); }
// Those of arrays, too: a sanitizer has its own.
void* operator new[](std::size_t size) { return operator new(size); }
void operator delete[](void* p) noexcept { std::free(p); }
void operator delete[](void* p, std::size_t) noexcept { std::free(p); }
void operator delete(void* p) noexcept { std::free(p); }
void operator delete(void* p, std::size_t) noexcept { std::free(p); }
void operator delete(void* p, const std::nothrow_t&) noexcept { std::free(p); }

using namespace reference;

namespace {

template <class S, class R = S>
call<S, R> random_call(std::vector<index_t> shape, const filter_params& params,
                       std::uint64_t seed) {
  support::random r(seed);
  call<S, R> c{.in = array<S>(std::move(shape)), .params = params};
  support::randomize(c.in, r);
  return c;
}

/// Calls run(out) with the first allocation failing, then the second and so on, until none does;
/// `out` must stay as it was until then. \return How many there are.
template <class R, class Run>
long fail_each_allocation(array<R>& out, const Run& run) {
  const std::vector<R> before = out.values();
  for (long n = 0; n < 1000; ++n) {
    bool failed = false;
    allocations_left = n;
    try {
      run(out);
    } catch (const std::bad_alloc&) {
      failed = true;
    }
    // Some are caught on the way, by those who can do without; then the call succeeds.
    const bool all_made = allocations_left.exchange(-1) >= 0;
    if (failed) {
      CAPTURE(n);
      REQUIRE(same_bits(before, out.values()));
    } else if (all_made) {
      return n;
    }
  }
  FAIL("allocates without an end");
  return 0;
}

}  // namespace

TEST_CASE("filter contract: whichever allocation fails, nothing has been written") {
  // Several walks over the array, with memory of their own between them; a mask; in place; and
  // progress, whose function must not be copied when the first walk has written.
  for (const bool progress : {false, true}) {
    filter_options options{.threads = 2};
    int calls = 0;
    if (progress) options.progress = [&](double) { return ++calls > 0; };
    CAPTURE(progress);
    for (const auto& shape : {std::vector<index_t>{40, 50}, {6, 9, 8}, {90}}) {
      const auto run = [&](auto c) {
        c.options = options;
        auto out = decltype(c.run())(shape);
        CHECK(fail_each_allocation(out, [&](auto& to) { c.run(to); }) > 0);
      };
      const filter_params p{.sigma = {1.5}};
      run(random_call<float>(shape, p, 1));
      run(random_call<double>(shape, p, 2));
      run(random_call<std::uint8_t>(shape, p, 3));
      run(random_call<std::int16_t, float>(shape, p, 4));
      auto masked = random_call<float>(shape, p, 5);
      masked.mask.emplace(shape);
      run(masked);
      auto c = random_call<float>(shape, p, 6);
      array<float> both = c.in;
      fail_each_allocation(both, [&](array<float>& to) {
        gaussian_filter(std::as_const(to).view(), p, to.view(), options);
      });
      // What is made of several filters; in place, too.
      const auto in = c.in;
      using run_pointer = void (*)(array_view<const float>, const filter_params&, array_view<float>,
                                   const filter_options&);
      const run_pointer each[] = {bellcurve::gaussian_laplace,
                                  bellcurve::gaussian_gradient_magnitude,
                                  [](array_view<const float> from, const filter_params& params,
                                     array_view<float> to, const filter_options& o) {
                                    bellcurve::difference_of_gaussians(from, params, {}, to, o);
                                  }};
      for (const run_pointer f : each) {
        array<float> out(shape), same = in;
        CHECK(fail_each_allocation(
                  out, [&](array<float>& to) { f(in.view(), p, to.view(), options); }) > 0);
        fail_each_allocation(
            same, [&](array<float>& to) { f(std::as_const(to).view(), p, to.view(), options); });
        CHECK(same_bits(out.values(), [&] {
          array<float> plain(shape);
          f(in.view(), p, plain.view(), {});
          return plain.values();
        }()));
      }
    }
  }
}

TEST_CASE("filter contract: what cannot be allocated is std::bad_alloc") {
  // A line as long as memory, which is not looked at; its rows alone would take exabytes.
  const auto c = random_call<std::uint8_t>({3, 4, 5}, {.sigma = {1}}, 7);
  const index_t huge = index_t{1} << 60;
  std::uint8_t* const nowhere = reinterpret_cast<std::uint8_t*>(index_t{1} << 40);
  std::uint8_t* const elsewhere = nowhere + huge + 8;
  CHECK_THROWS_AS(
      gaussian_filter(array_view<const std::uint8_t>(nowhere, {2, 2, 2, huge / 8}), c.params,
                      array_view<std::uint8_t>(elsewhere, {2, 2, 2, huge / 8})),
      std::bad_alloc);
}

TEST_CASE_TEMPLATE("filter contract: inside a parallel region, and from many threads", S, float,
                   std::uint8_t) {
  auto c = random_call<S>({300, 240}, {.sigma = {2.5}}, 8);
  const auto expected_values = c.run().values();
  int wrong = 0;
#pragma omp parallel num_threads(4) reduction(+ : wrong)
  for (int round = 0; round < 3; ++round) wrong += !same_bits(expected_values, c.run().values());
  CHECK(wrong == 0);
  std::atomic<int> failures{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      for (int round = 0; round < 3; ++round)
        if (!same_bits(expected_values, c.run().values())) ++failures;
    });
  }
  for (auto& t : threads) t.join();
  CHECK(failures == 0);
}

TEST_CASE("filter contract: the caller's OpenMP setting is left alone") {
  const int before = omp_get_max_threads();
  omp_set_num_threads(3);
  random_call<float>({400, 300}, {.sigma = {2}}, 9).run();
  CHECK(omp_get_max_threads() == 3);
  omp_set_num_threads(before);
}

TEST_CASE("filter contract: progress runs in the calling thread, rises to 1 and may cancel") {
  const int caller = omp_get_thread_num();
  using run = std::function<void(const filter_options&)>;
  const auto image = random_call<float>({900, 700}, {.sigma = {2}}, 10);
  const auto volume = random_call<float>({60, 70, 80}, {.sigma = {2}}, 11);
  array<float> out(image.in.shape()), volume_out(volume.in.shape());
  const run each[] = {
      [&](const filter_options& o) {
        gaussian_filter(image.in.view(), image.params, out.view(), o);
      },
      [&](const filter_options& o) {
        gaussian_filter(volume.in.view(), volume.params, volume_out.view(), o);
      },
      [&](const filter_options& o) {
        bellcurve::gaussian_laplace(volume.in.view(), volume.params, volume_out.view(), o);
      },
      [&](const filter_options& o) {
        bellcurve::difference_of_gaussians(image.in.view(), image.params, {}, out.view(), o);
      }};
  for (const run& f : each) {
    for (const int threads : {1, 2}) {
      double last = 0;
      int calls = 0;
      bool here = true, rising = true;
      filter_options options{.threads = threads};
      options.progress = [&](double done) {
        here = here && omp_get_thread_num() == caller;
        rising = rising && done >= last && done <= 1;
        last = done;
        ++calls;
        return true;
      };
      f(options);
      CHECK(calls > (threads == 1 ? 2 : 0));
      CHECK(here);
      CHECK(rising);
      CHECK(last == 1);
      options.progress = [](double) { return false; };
      try {
        f(options);
        FAIL("cancelling must throw");
      } catch (const bellcurve::error& e) {
        CHECK(e.code() == bellcurve::errc::cancelled);
      }
      options.progress = [](double) -> bool { throw std::runtime_error("mine"); };
      CHECK_THROWS_WITH(f(options), "mine");
    }
  }
}
