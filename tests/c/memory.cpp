// When memory runs out: whichever allocation of a call fails, there is a status, and outputs are as
// they were.
#include "support.hpp"

#include <atomic>
#include <cstdlib>
#include <limits>
#include <new>

using namespace c_api;

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
int fail_each(const Call& call, const Check& untouched) {
  for (int allowed = 0;; ++allowed) {
    left = allowed;
    const bellcurve_status status = call();
    left = std::numeric_limits<long>::max();
    if (status == BELLCURVE_OK) return allowed;
    REQUIRE(status == BELLCURVE_OUT_OF_MEMORY);
    REQUIRE(std::string(bellcurve_last_error()) == "out of memory");
    REQUIRE(untouched());
  }
}

}  // namespace

void* operator new(std::size_t bytes) { return take(bytes); }
void* operator new[](std::size_t bytes) { return take(bytes); }
// Who asks like this gets by without; it must only be ours as long as delete is.
void* operator new(std::size_t bytes, const std::nothrow_t&) noexcept {
  return std::malloc(bytes == 0 ? 1 : bytes);
}
void operator delete(void* p) noexcept { std::free(p); }
void operator delete(void* p, std::size_t) noexcept { std::free(p); }
void operator delete[](void* p) noexcept { std::free(p); }
void operator delete[](void* p, std::size_t) noexcept { std::free(p); }

TEST_CASE("no memory for a matrix, a plan, a filter, a mixture") {
  constexpr std::ptrdiff_t n = 40, d = 20;
  std::vector<float> x(n * d), out(n * n, 7);
  for (std::size_t i = 0; i < x.size(); ++i) x[i] = static_cast<float>(i % 11);
  const std::vector<double> lengths(d, 2);
  INITIALIZED(rbf_params, params);
  params.lengthscale = lengths.data();
  params.lengthscale_count = d;
  const auto untouched = [&] { return out == std::vector<float>(n * n, 7); };
  CHECK(fail_each(
            [&] {
              return bellcurve_rbf_kernel_symmetric_f32(n, d, x.data(), d, 1, &params, out.data(),
                                                        n, 1, nullptr);
            },
            untouched) > 1);
  CHECK(!untouched());

  bellcurve_rbf_plan_f32* plan = nullptr;
  CHECK(
      fail_each([&] { return bellcurve_rbf_plan_create_f32(n, d, x.data(), d, 1, nullptr, &plan); },
                [&] { return plan == nullptr; }) > 1);
  bellcurve_rbf_plan_destroy_f32(plan);

  out.assign(out.size(), 7);
  const std::ptrdiff_t shape[] = {n, n};
  CHECK(fail_each(
            [&] {
              return bellcurve_gaussian_laplace_f32(2, shape, out.data(), nullptr, nullptr,
                                                    out.data(), nullptr, nullptr);
            },
            untouched) > 1);

  out.assign(out.size(), 7);
  const double means[] = {0, 1, 2, 3};
  INITIALIZED(mixture, mixture);
  mixture.components = mixture.dimensions = 2;
  mixture.means = means;
  CHECK(fail_each(
            [&] {
              return bellcurve_mixture_pdf_grid_f32(2, shape, &mixture, nullptr, out.data(),
                                                    nullptr, nullptr);
            },
            untouched) > 1);
}
