// When memory runs out: whichever allocation of a call fails, nothing has been written.
#include "cases.hpp"

#include <bellcurve/rbf_plan.hpp>

#include <atomic>
#include <cstdlib>
#include <limits>
#include <new>

using namespace cases;

namespace {

/// Allocations that still succeed.
std::atomic<long> left{std::numeric_limits<long>::max()};

void* take(std::size_t bytes) {
  if (left-- <= 0) throw std::bad_alloc();
  void* p = std::malloc(bytes == 0 ? 1 : bytes);
  if (p == nullptr) throw std::bad_alloc();
  return p;
}

/// Lets the first, the second, ... allocation of a call fail, until none does. \return how many
template <class Call, class Check>
int fail_each(Call&& call, Check&& check) {
  for (int allowed = 0;; ++allowed) {
    bool thrown = false;
    left = allowed;
    try {
      call();
    } catch (const std::bad_alloc&) {
      thrown = true;
    }
    left = std::numeric_limits<long>::max();
    if (!thrown) return allowed;
    REQUIRE(check());
  }
}

}  // namespace

void* operator new(std::size_t bytes) { return take(bytes); }
void* operator new[](std::size_t bytes) { return take(bytes); }
void operator delete(void* p) noexcept { std::free(p); }
void operator delete(void* p, std::size_t) noexcept { std::free(p); }
void operator delete[](void* p) noexcept { std::free(p); }
void operator delete[](void* p, std::size_t) noexcept { std::free(p); }

TEST_CASE_TEMPLATE("rbf plan: no memory, nothing written", T, float, double) {
  for (index_t d : {3, 40}) {
    const index_t n = 300;
    const auto xs = support::normal<T>(n, d, 98), vs = support::normal<T>(n, 2, 99);
    const auto x = rows_of(xs, n, d);
    fail_each([&] { bellcurve::rbf_plan<T>{x}; }, [] { return true; });
    const std::vector<index_t> indices{5, 299, 5};
    const rbf_params params{.gamma = 0.1, .noise = 1};
    for (int threads : {1, 2}) {
      guarded<T> k(n, n), some(3, n), product(n, 2);
      // Plans of their own: each has to form norms.
      const bellcurve::rbf_plan<T> a(x), b(x), c(x);
      CHECK(fail_each([&] { a.fill(params, k.view(), {.threads = threads}); },
                      [&] { return k.untouched(); }) > 0);
      CHECK(fail_each([&] { b.rows(indices, params, some.view(), {.threads = threads}); },
                      [&] { return some.untouched(); }) > 1);
      CHECK(fail_each(
                [&] { c.apply(params, rows_of(vs, n, 2), product.view(), {.threads = threads}); },
                [&] { return product.untouched(); }) > 0);
      CHECK(k(0, 0) == T(2));
      CHECK(some(0, 5) == T(2));
      CHECK(product(0, 0) != guarded<T>::guard);
    }
  }
}
