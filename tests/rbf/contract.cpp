// The rules around the numbers: non-finite data, threads, workspace, progress,
// the caller's environment.
#include "cases.hpp"

#include <bellcurve/info.hpp>

#include <omp.h>

#include <array>
#include <atomic>
#include <cfenv>
#include <cstring>
#include <limits>
#include <stdexcept>
#include <thread>
#ifdef __SSE2__
#include <xmmintrin.h>
#endif

using namespace cases;

namespace {

template <class T>
std::vector<T> filled(index_t n, index_t d, const rbf_params& params, const rbf_options& options,
                      std::uint64_t seed = 31) {
  const auto x = support::normal<T>(n, d, seed);
  std::vector<T> k(static_cast<std::size_t>(n * n), T(-1));
  rbf_kernel(rows_of(x, n, d), params, matrix_view<T>(k, n, n), options);
  return k;
}

template <class T>
bool same_bits(const std::vector<T>& a, const std::vector<T>& b) {
  return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * sizeof(T)) == 0;
}

}  // namespace

TEST_CASE_TEMPLATE("rbf: a non-finite row gives NaN in exactly its row and column", T, float,
                   double) {
  constexpr T inf = std::numeric_limits<T>::infinity(), nan = std::numeric_limits<T>::quiet_NaN();
  for (index_t d : {1, 3, 20, 300}) {
    for (T bad : {nan, inf, -inf}) {
      const index_t n = 45, m = 38;
      auto xs = support::normal<T>(n, d, 32), ys = support::normal<T>(m, d, 33);
      const auto clean_x = xs, clean_y = ys;
      xs[static_cast<std::size_t>(7 * d + d - 1)] = bad;
      xs[static_cast<std::size_t>(44 * d)] = bad;
      ys[static_cast<std::size_t>(33 * d + d / 2)] = bad;
      const rbf_params params{.gamma = 0.3 / static_cast<double>(d)};
      const std::vector<double> center(static_cast<std::size_t>(d), 0.125);
      for (bool given : {false, true}) {
        for_engines([&](auto engine) {
          rbf_options options{.engine = engine};
          if (given) options.center = center;
          guarded<T> k(n, m), s(n, n);
          rbf_kernel(rows_of(xs, n, d), rows_of(ys, m, d), params, k.view(), options);
          rbf_kernel(rows_of(xs, n, d), params, s.view(), options);
          for (index_t i = 0; i < n; ++i) {
            const bool bad_i = i == 7 || i == 44;
            for (index_t j = 0; j < m; ++j) REQUIRE((k(i, j) != k(i, j)) == (bad_i || j == 33));
            for (index_t j = 0; j < n; ++j)
              REQUIRE((s(i, j) != s(i, j)) == (bad_i || j == 7 || j == 44));
          }
        });
      }
    }
  }
}

TEST_CASE_TEMPLATE("rbf: the default centre is the mean of the finite rows of x", T, float,
                   double) {
  // Integers, and numbers of rows that are powers of two: the mean is exact.
  const index_t n = 16, m = 9, d = 20;
  support::random r(38);
  std::vector<T> xs(static_cast<std::size_t>(n * d)), ys(static_cast<std::size_t>(m * d));
  for (T& v : xs) v = static_cast<T>(1000 + r.below(64));
  for (T& v : ys) v = static_cast<T>(1000 + r.below(64));
  std::vector<double> mean(static_cast<std::size_t>(d), 0.0);
  for (index_t i = 0; i < n; ++i) {
    const auto row = static_cast<std::size_t>(i * d);
    for (std::size_t k = 0; i % 2 == 0 && k < mean.size(); ++k)
      mean[k] += 2.0 * static_cast<double>(xs[row + k]) / static_cast<double>(n);
    if (i % 2 == 1) xs[row + 3] = std::numeric_limits<T>::quiet_NaN();
  }
  const rbf_params params{.gamma = 1e-4 / 3};
  // Column-major too: there the library exchanges x and y.
  for (index_t col_stride : {index_t(1), n}) {
    for_engines([&](auto engine) {
      guarded<T> a(n, m, col_stride == 1 ? m : 1, col_stride), b = a;
      const auto x = rows_of(xs, n, d), y = rows_of(ys, m, d);
      rbf_kernel(x, y, params, a.view(), {.engine = engine});
      rbf_kernel(x, y, params, b.view(), {.engine = engine, .center = mean});
      for (index_t i = 0; i < n; i += 2)
        for (index_t j = 0; j < m; ++j) REQUIRE(a(i, j) == b(i, j));
    });
  }
}

TEST_CASE_TEMPLATE("rbf: check_finite names the first bad value", T, float, double) {
  auto x = support::normal<T>(5, 3, 34);
  x[10] = std::numeric_limits<T>::quiet_NaN();
  guarded<T> k(5, 5);
  CHECK_THROWS_WITH_AS(rbf_kernel(rows_of(x, 5, 3), {}, k.view(), {.check_finite = true}),
                       doctest::Contains("at (3, 1)"), bellcurve::error);
  CHECK(k.untouched());
  // y begins where x does, but goes on to the bad row.
  guarded<T> c(3, 5);
  CHECK_THROWS_WITH_AS(
      rbf_kernel(rows_of(x, 3, 3), rows_of(x, 5, 3), {}, c.view(), {.check_finite = true}),
      doctest::Contains("y must be finite"), bellcurve::error);
  CHECK(c.untouched());
}

TEST_CASE_TEMPLATE("rbf: finite data never give NaN", T, float, double) {
  constexpr T max = std::numeric_limits<T>::max();
  for (index_t d : {1, 2, 20}) {
    std::vector<T> x = support::normal<T>(30, d, 35);
    for (index_t i = 0; i < 30; ++i) {
      for (index_t k = 0; k < d; ++k) {
        T& v = x[static_cast<std::size_t>(i * d + k)];
        v = i % 3 == 0 ? (v > 0 ? max : -max) : i % 3 == 1 ? v * std::sqrt(max) : v;
      }
    }
    for (double gamma : {1e-38, 1.0, 1e38}) {
      for_engines([&](auto engine) {
        guarded<T> k(30, 30);
        rbf_kernel(rows_of(x, 30, d), {.gamma = gamma}, k.view(), {.engine = engine});
        for (index_t i = 0; i < 30; ++i)
          for (index_t j = 0; j < 30; ++j) REQUIRE((k(i, j) >= 0 && k(i, j) <= 1));
      });
    }
  }
}

TEST_CASE_TEMPLATE("rbf: bits do not depend on the number of threads", T, float, double) {
  for (index_t d : {2, 20, 600}) {
    const rbf_params params{.gamma = 0.05, .variance = 3, .noise = 1e-3};
    for_engines([&](auto engine) {
      const auto one = filled<T>(800, d, params, {.engine = engine, .threads = 1});
      for (int threads : {2, 3, 5, 8}) {
        CHECK(same_bits(one, filled<T>(800, d, params, {.engine = engine, .threads = threads})));
      }
    });
  }
}

TEST_CASE_TEMPLATE("rbf: called from many threads and inside a parallel region", T, float, double) {
  for (index_t d : {2, 20}) {
    const rbf_params params{.gamma = 0.1};
    const auto expected = filled<T>(300, d, params, {});
    int wrong = 0;
#pragma omp parallel num_threads(4) reduction(+ : wrong)
    {
      // No team within the team: the library must see that it is inside one.
      if (bellcurve::default_threads() != 1) ++wrong;
      for (int round = 0; round < 3; ++round)
        if (!same_bits(expected, filled<T>(300, d, params, {}))) ++wrong;
    }
    CHECK(wrong == 0);
  }
}

TEST_CASE_TEMPLATE("rbf: identical rows give variance, whatever gamma", T, float, double) {
  // Products of a subnormal gamma have few digits, and each its own error.
  const T far = std::sqrt(std::numeric_limits<T>::max() / 9);
  const std::vector<T> x{far, far, -far, -far};
  for_engines([&](auto engine) {
    for (int m = 1; m < 200; ++m) {
      const double gamma = m * static_cast<double>(std::numeric_limits<T>::denorm_min());
      std::vector<T> k(16);
      rbf_kernel(rows_of(x, 4, 1), {.gamma = gamma, .variance = 3}, matrix_view<T>(k, 4, 4),
                 {.engine = engine});
      CAPTURE(m);
      CHECK(k[1] == 3);
      CHECK(k[11] == 3);
    }
  });
}

TEST_CASE("rbf: the caller's OpenMP setting is left alone") {
  const int before = omp_get_max_threads();
  omp_set_num_threads(3);
  filled<float>(600, 20, {}, {});
  filled<float>(10, 20, {}, {});
  CHECK(omp_get_max_threads() == 3);
  omp_set_num_threads(before);
}

TEST_CASE_TEMPLATE("rbf: the caller's floating-point environment has no influence and is kept", T,
                   float, double) {
  // Values whose squares are subnormal.
  const T small = std::sqrt(std::numeric_limits<T>::min()) / T(64);
  for (index_t d : {2, 20}) {
    for (index_t n : {40, 700}) {
      auto x = support::normal<T>(n, d, 36);
      for (T& v : x) v *= small;
      const rbf_params params{
          .gamma = std::min(0.1 / static_cast<double>(small) / static_cast<double>(small), 1e37)};
      std::vector<T> expected(static_cast<std::size_t>(n * n)), k = expected;
      rbf_kernel(rows_of(x, n, d), params, matrix_view<T>(expected, n, n));
#ifdef __SSE2__
      const unsigned before = _mm_getcsr();
      _mm_setcsr(before | 0x8040);  // flush to zero, denormals are zero
#endif
      std::fesetround(FE_UPWARD);
      rbf_kernel(rows_of(x, n, d), params, matrix_view<T>(k, n, n));
      CHECK(std::fegetround() == FE_UPWARD);
      // A new thread starts workers of its own; they inherit its environment and
      // keep it for the library's team.
      std::vector<T> from_thread(k.size());
      std::thread([&] {
        std::atomic<int> started{0};
#pragma omp parallel num_threads(3)
        ++started;
        rbf_kernel(rows_of(x, n, d), params, matrix_view<T>(from_thread, n, n), {.threads = 3});
      }).join();
      std::fesetround(FE_TONEAREST);
#ifdef __SSE2__
      CHECK((_mm_getcsr() & 0x8040) == 0x8040);
      _mm_setcsr(before);
#endif
      CHECK(same_bits(expected, k));
      CHECK(same_bits(expected, from_thread));
    }
  }
}

TEST_CASE("rbf: gamma counts as rounded to float") {
  for (index_t d : {2, 20}) {
    const double gamma = 0.1, rounded = static_cast<double>(0.1F);
    CHECK(same_bits(filled<float>(60, d, {.gamma = gamma}, {}),
                    filled<float>(60, d, {.gamma = rounded}, {})));
  }
}

TEST_CASE_TEMPLATE("rbf: a workspace of the stated size is enough, one byte less is an error", T,
                   float, double) {
  for (index_t d : {2, 20, 700}) {
    const index_t n = 333;
    const auto points = support::normal<T>(n, d, 37);
    const auto x = rows_of(points, n, d);
    const rbf_params params{.gamma = 0.1};
    std::vector<T> expected(static_cast<std::size_t>(n * n)), k = expected;
    const matrix_view<T> out(k, n, n);
    for_engines([&](auto engine) {
      rbf_options options{.engine = engine};
      rbf_kernel(x, params, matrix_view<T>(expected, n, n), options);
      const std::size_t bytes = bellcurve::rbf_workspace_size(x, params, out, options);
      constexpr std::byte mark{0x5a};
      for (std::size_t shift : {std::size_t{0}, std::size_t{1}, std::size_t{63}}) {
        std::vector<std::byte> memory(bytes + 128, mark);
        const std::span<std::byte> space(memory.data() + shift, bytes);
        options.workspace = space;
        rbf_kernel(x, params, out, options);
        CHECK(same_bits(expected, k));
        index_t damage = 0;
        for (std::size_t i = 0; i < memory.size(); ++i)
          damage += (i < shift || i >= shift + bytes) && memory[i] != mark;
        CHECK(damage == 0);
        guarded<T> g(n, n);
        options.workspace = space.first(bytes - 1);
        CHECK_THROWS_WITH_AS(rbf_kernel(x, params, g.view(), options),
                             doctest::Contains("workspace must have at least"), bellcurve::error);
        CHECK(g.untouched());
      }
    });
  }
}

TEST_CASE_TEMPLATE("rbf: fused and a center: an element depends on its pair alone", T, float,
                   double) {
  const index_t n = 401, m = 333;
  for (index_t d : {2, 20, 600}) {
    const auto xs = support::normal<T>(n, d, 39), ys = support::normal<T>(m, d, 40);
    const auto x = rows_of(xs, n, d), y = rows_of(ys, m, d);
    const rbf_params params{.gamma = 0.7 / static_cast<double>(d), .variance = 3};
    const std::vector<double> center(static_cast<std::size_t>(d), 0.25);
    const rbf_options options{.engine = bellcurve::engine::fused, .center = center};
    guarded<T> all(n, m);
    rbf_kernel(x, y, params, all.view(), options);
    for (auto [i, rows, j, cols] : {std::array<index_t, 4>{0, 1, 0, 1},
                                    {0, 1, 0, m},
                                    {0, n, 0, 1},
                                    {5, 13, 7, 35},
                                    {200, 101, 100, 129},
                                    {1, n - 1, 1, m - 1}}) {
      guarded<T> part(rows, cols);
      rbf_kernel(x.block(i, 0, rows, d), y.block(j, 0, cols, d), params, part.view(), options);
      index_t wrong = 0;
      for (index_t a = 0; a < rows; ++a)
        for (index_t b = 0; b < cols; ++b) wrong += part(a, b) != all(i + a, j + b);
      CHECK(wrong == 0);
    }
  }
}

TEST_CASE("rbf: progress runs in the calling thread, rises to 1 and may cancel") {
  const int caller = omp_get_thread_num();
  for (int threads : {1, 2}) {
    double last = 0;
    int calls = 0;
    bool here = true, rising = true;
    rbf_options options{.threads = threads};
    options.progress = [&](double f) {
      here = here && omp_get_thread_num() == caller;
      rising = rising && f >= last && f <= 1;
      last = f;
      ++calls;
      return true;
    };
    filled<float>(1500, 20, {}, options);
    CHECK(calls > 0);
    CHECK(here);
    CHECK(rising);
    if (threads == 1) CHECK(last == 1);

    options.progress = [](double) { return false; };
    try {
      filled<float>(1500, 20, {}, options);
      FAIL("cancelling must throw");
    } catch (const bellcurve::error& e) {
      CHECK(e.code() == bellcurve::errc::cancelled);
    }
    options.progress = [](double) -> bool { throw std::runtime_error("mine"); };
    CHECK_THROWS_WITH(filled<float>(1500, 20, {}, options), "mine");
  }
}

TEST_CASE_TEMPLATE("rbf: noise is added to the diagonal alone", T, float, double) {
  const auto plain = filled<T>(50, 3, {.gamma = 0.2, .variance = 2}, {});
  auto noisy = filled<T>(50, 3, {.gamma = 0.2, .variance = 2, .noise = 0.25}, {});
  for (std::size_t i = 0; i < 50; ++i) {
    CHECK(noisy[i * 51] == T(2.25));
    noisy[i * 51] = T(2);
  }
  CHECK(same_bits(plain, noisy));
}
