// What holds for every kernel, bit for bit: symmetry, any strides, any size, no allocation, no
// influence of the instruction set or of the caller's floating-point environment.
#include "runtime/environment.hpp"

#include <bellcurve/isa.hpp>
#include <bellcurve/kernels.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <cfenv>
#include <cstdlib>
#include <new>
#include <vector>

namespace {
std::atomic<long> allocations{0};

void* counted(std::size_t size) {
  ++allocations;
  return std::malloc(size == 0 ? 1 : size);
}
}  // namespace

void* operator new(std::size_t size) {
  if (void* p = counted(size)) return p;
  throw std::bad_alloc();
}
void* operator new(std::size_t size, const std::nothrow_t&) noexcept { return counted(size); }
// Out of line, or gcc takes free() for a mismatch with the new that it did not inline.
[[gnu::noinline]] void operator delete(void* p) noexcept { std::free(p); }
[[gnu::noinline]] void operator delete(void* p, std::size_t) noexcept { std::free(p); }
[[gnu::noinline]] void operator delete(void* p, const std::nothrow_t&) noexcept { std::free(p); }

using namespace bellcurve;

namespace {

constexpr discretization all[] = {discretization::sampled, discretization::mass,
                                  discretization::bessel};

template <class T>
std::vector<T> kernel(const kernel_1d_params& p, index_t size) {
  std::vector<T> k(static_cast<std::size_t>(size));
  gaussian_kernel_1d(p, k);
  return k;
}

template <class T>
std::vector<T> kernel(const kernel_2d_params& p, index_t rows, index_t cols) {
  std::vector<T> k(static_cast<std::size_t>(rows * cols));
  gaussian_kernel_2d(p, matrix_view<T>(k, rows, cols));
  return k;
}

}  // namespace

TEST_CASE_TEMPLATE("symmetric about the default centre", T, float, double) {
  for (discretization how : all) {
    for (int order = 0; order <= max_kernel_order; ++order) {
      // Around the sizes of blocks, too.
      for (index_t size : {1, 2, 7, 8, 256, 257, 1024, 1025, 1400}) {
        for (double sigma : {0.7, 3.3, 40.0}) {
          auto k = kernel<T>({.sigma = sigma, .order = order, .discretization = how}, size);
          auto mirrored = k;
          std::reverse(mirrored.begin(), mirrored.end());
          if (order % 2 == 1) {
            for (T& x : mirrored) x = -x;
          }
          CHECK(k == mirrored);
        }
      }
    }
  }
}

TEST_CASE_TEMPLATE("symmetric under every rotation and reflection of a square", T, float, double) {
  for (index_t n : {1, 6, 21, 300}) {
    std::vector<T> k(static_cast<std::size_t>(n * n));
    const matrix_view<T> a(k, n, n);
    gkern(2.7, a);
    index_t different = 0;
    for (index_t i = 0; i < n; ++i) {
      for (index_t j = 0; j < n; ++j) {
        different += a(i, j) != a(j, i);
        different += a(i, j) != a(j, n - 1 - i);
        different += a(i, j) != a(n - 1 - i, j);
      }
    }
    CHECK(different == 0);
  }
}

TEST_CASE_TEMPLATE("any strides", T, float, double) {
  for (discretization how : all) {
    const kernel_1d_params p{.sigma = 2.2, .center = 101.3, .discretization = how};
    const index_t n = 523;
    const auto want = kernel<T>(p, n);
    for (index_t stride : {-3, -1, 2, 5}) {
      std::vector<T> memory(static_cast<std::size_t>(n * std::abs(stride) + 2), T(-77));
      T* first = memory.data() + 1 + (stride < 0 ? (n - 1) * -stride : 0);
      gaussian_kernel_1d(p, array_view<T>(first, {n}, {stride}));
      index_t guards = 0;
      for (index_t i = 0; i < n; ++i) {
        CHECK(first[i * stride] == want[static_cast<std::size_t>(i)]);
      }
      for (T x : memory) guards += x == T(-77);
      CHECK(guards == static_cast<index_t>(memory.size()) - n);
    }
  }
}

TEST_CASE_TEMPLATE("two axes are the product of two, rounded once, in any layout", T, float,
                   double) {
  const index_t rows = 5, cols = 1100;
  for (discretization how : all) {
    kernel_2d_params p{.sigma = {1.3, 20}, .center = {{1.7, 490.2}}, .order = {0, 2}};
    p.discretization = how;
    const auto k0 =
        kernel<double>({.sigma = 1.3, .center = 1.7, .order = 0, .discretization = how}, rows);
    const auto k1 =
        kernel<double>({.sigma = 20, .center = 490.2, .order = 2, .discretization = how}, cols);
    const index_t strides[][2] = {{cols, 1}, {1, rows}, {-2 * cols, -2}, {3, -3 * rows}};
    for (const auto& s : strides) {
      std::vector<T> memory(40000, T(-77));
      T* first = memory.data() + 20000 - (rows - 1) * s[0] / 2 - (cols - 1) * s[1] / 2;
      const matrix_view<T> out(first, rows, cols, s[0], s[1]);
      gaussian_kernel_2d(p, out);
      index_t wrong = 0;
      for (index_t i = 0; i < rows; ++i) {
        for (index_t j = 0; j < cols; ++j) {
          wrong += out(i, j) != static_cast<T>(k0[static_cast<std::size_t>(i)] *
                                               k1[static_cast<std::size_t>(j)]);
        }
      }
      CHECK(wrong == 0);
      const index_t kept = std::count(memory.begin(), memory.end(), T(-77));
      CHECK(kept == 40000 - rows * cols);
    }
  }
}

TEST_CASE("extents of 0") {
  gaussian_kernel_1d({}, array_view<double>(nullptr, {0}));
  gaussian_kernel_2d({}, matrix_view<float>(nullptr, 0, 3));
  gaussian_kernel_2d({.theta = 1}, matrix_view<float>(nullptr, 3, 0));
  gkern(3, matrix_view<double>());
  CHECK(gkern(0).empty());
}

TEST_CASE("gkern of a rectangle spans nsig on both axes") {
  std::vector<double> a(15), b(15);
  gkern(2.5, {a, 3, 5});
  kernel_2d_params p{.sigma = {0.6, 1}};
  p.discretization = discretization::mass;
  gaussian_kernel_2d(p, {b, 3, 5});
  for (std::size_t i = 0; i < 15; ++i) CHECK(a[i] == doctest::Approx(b[i]).epsilon(1e-15));
}

TEST_CASE("no allocation") {
  std::vector<double> k(700 * 300);
  std::vector<float> f(700 * 300);
  const long before = allocations;
  gkern(3, {k, 21, 21});
  gkern(3, {f, 700, 300});
  for (discretization how : all) {
    for (double sigma : {0.0, 1.5, 11.0, 50.0}) {
      gaussian_kernel_1d({.sigma = sigma, .discretization = how}, k);
      kernel_2d_params p{.sigma = {sigma, 3}};
      p.discretization = how;
      gaussian_kernel_2d(p, {f.data(), 300, 700, 1, 300});
    }
  }
  gaussian_kernel_2d({.theta = 0.3}, {k, 30, 70});
  gaussian_kernel_2d({.sigma = {1e-200, 1e200}, .theta = 0.3}, {k, 300, 700});
  CHECK(allocations == before);
  (void)gkern(5);
  CHECK(allocations == before + 1);  // the count does count
}

namespace {

/// Some of everything.
std::vector<double> sample() {
  std::vector<double> result;
  for (discretization how : all) {
    for (double sigma : {1e-3, 0.8, 4.4, 30.0}) {
      for (int order : {0, 3}) {
        const kernel_1d_params p{
            .sigma = sigma, .center = 20.4, .order = order, .discretization = how};
        const auto k = kernel<double>(p, 61);
        result.insert(result.end(), k.begin(), k.end());
      }
    }
  }
  const auto turned = kernel<double>(kernel_2d_params{.sigma = {2, 0.7}, .theta = 0.7}, 11, 9);
  result.insert(result.end(), turned.begin(), turned.end());
  const auto far = kernel<double>(
      kernel_2d_params{.sigma = {1e150, 1.5e150}, .center = {{-1e300, 7e299}}, .theta = 4}, 5, 6);
  result.insert(result.end(), far.begin(), far.end());
  const auto small = gkern(9, 36);  // has subnormal weights
  result.insert(result.end(), small.begin(), small.end());
  return result;
}

}  // namespace

TEST_CASE("the instruction set has no influence") {
  const isa before = active_isa();
  const auto want = sample();
  for (isa which : available_isas()) {
    set_isa(which);
    CHECK(sample() == want);
  }
  set_isa(before);
}

TEST_CASE("the caller's floating-point environment has no influence and is kept") {
  const auto want = sample();
  for (int rounding : {FE_UPWARD, FE_DOWNWARD, FE_TOWARDZERO}) {
    std::fesetround(rounding);
    const auto got = sample();
    CHECK(std::fegetround() == rounding);
    std::fesetround(FE_TONEAREST);
    CHECK(got == want);
  }
#ifdef __SSE2__
  const unsigned state = _mm_getcsr();
  _mm_setcsr(state | 0x8040);  // flush to zero, denormals are zero
  const auto got = sample();
  const bool kept = (_mm_getcsr() & 0x8040) == 0x8040;
  _mm_setcsr(state);
  CHECK(kept);
  CHECK(got == want);
#endif
}
