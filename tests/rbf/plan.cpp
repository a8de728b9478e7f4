// Points kept for many calls: the same K as without, the same rows bit for bit.
#include "cases.hpp"

#include <bellcurve/info.hpp>
#include <bellcurve/isa.hpp>
#include <bellcurve/rbf_plan.hpp>

#include <omp.h>

#include <atomic>
#include <cmath>
#include <cstring>
#include <limits>
#include <memory>
#include <thread>

using namespace cases;
using bellcurve::engine;
using bellcurve::rbf_call_options;
using bellcurve::rbf_plan;
using bellcurve::rbf_plan_options;

namespace {

template <class T>
bool same(T a, T b) {
  return std::memcmp(&a, &b, sizeof(T)) == 0 || (a != a && b != b);
}

/// Entries that differ in any bit; NaN is like NaN.
template <class A, class B>
index_t differences(const A& a, const B& b, index_t rows, index_t cols) {
  index_t count = 0;
  for (index_t i = 0; i < rows; ++i)
    for (index_t j = 0; j < cols; ++j) count += !same(a(i, j), b(i, j));
  return count;
}

/// q indices in any order, some of them twice.
std::vector<index_t> some_of(index_t n, index_t q, std::uint64_t seed) {
  support::random r(seed);
  std::vector<index_t> indices;
  for (index_t i = 0; i < q; ++i) indices.push_back(i % 5 == 4 ? indices.back() : r.below(n));
  return indices;
}

/// rows() against those of fill(), into memory of any strides.
template <class T>
void check_rows(const rbf_plan<T>& plan, const guarded<T>& k, const rbf_params& params,
                const std::vector<index_t>& indices) {
  const index_t n = plan.points(), q = static_cast<index_t>(indices.size());
  CAPTURE(n);
  CAPTURE(q);
  for (auto [rs, cs] : {std::pair<index_t, index_t>{n + 3, 1}, {1, q + 1}, {-2 * n, 2}}) {
    guarded<T> out(q, n, rs, cs);
    plan.rows(indices, params, out.view());
    index_t wrong = 0;
    for (index_t r = 0; r < q; ++r)
      for (index_t j = 0; j < n; ++j)
        wrong += !same(out(r, j), k(indices[static_cast<std::size_t>(r)], j));
    CHECK(wrong == 0);
    CHECK(out.damage() == 0);
  }
}

template <class T>
void check(index_t n, index_t d, engine which, double offset = 0) {
  CAPTURE(n);
  CAPTURE(d);
  CAPTURE(bellcurve::to_string(which));
  auto xs = support::normal<T>(n, d, 81, 1, offset);
  const auto copy = xs;
  const rbf_plan<T> plan(rows_of(xs, n, d), {.engine = which});
  std::fill(xs.begin(), xs.end(), T(99));  // not needed any more
  const auto x = rows_of(copy, n, d);
  for (double gamma : {0.7, 0.05}) {
    const rbf_params params{
        .gamma = gamma / static_cast<double>(d + 1), .variance = 3, .noise = 0.5};
    guarded<T> k(n, n), expected(n, n);
    plan.fill(params, k.view());
    rbf_kernel(x, params, expected.view(), {.engine = which});
    const rbf_params quiet{.gamma = params.gamma, .variance = 3};
    CHECK(differences(k, expected, n, n) == 0);
    CHECK(k.damage() == 0);
    for (index_t i = 0; i < n; ++i) CHECK(k(i, i) == T(3.5));
    for (index_t q : {1, 2, 3, 7, 40}) check_rows(plan, k, params, some_of(n, q, 82));
    if (n > 200) continue;  // a reference in long double takes its time
    guarded<T> cross(n, n);
    std::vector<index_t> all(static_cast<std::size_t>(n));
    for (index_t i = 0; i < n; ++i) all[static_cast<std::size_t>(i)] = n - 1 - i;
    plan.rows(all, quiet, cross.view());
    const auto backwards = [&](index_t i, index_t j) { return cross(n - 1 - i, j); };
    CHECK(worst<T>(backwards, x, x, quiet) < 1);
    check_rows(plan, k, params, all);
  }
}

}  // namespace

TEST_CASE_TEMPLATE("rbf plan: rows and columns around strips, panels and tiles", T, float, double) {
  for (engine which : {engine::automatic, engine::fused}) {
    for (index_t n : {1, 2, 5, 6, 7, 15, 16, 17, 33, 97, 193})
      for (index_t d : {3, 20}) check<T>(n, d, which);
    for (index_t d : {0, 1, 8, 9, 16, 17, 64, 255, 256, 257, 1030}) check<T>(75, d, which);
    check<T>(520, 5, which);
    check<T>(801, 30, which);
    check<T>(60, 5, which, 1e6);
    check<T>(60, 40, which, 1e6);
  }
}

TEST_CASE_TEMPLATE("rbf plan: products are those of rbf_apply", T, float, double) {
  for (index_t d : {3, 40, 300}) {
    for (index_t columns : {1, 5}) {
      const index_t n = 217;
      const auto xs = support::normal<T>(n, d, 83), vs = support::normal<T>(n, columns, 84);
      const auto x = rows_of(xs, n, d), v = rows_of(vs, n, columns);
      const rbf_plan<T> plan(x, {.engine = engine::fused});
      for (double gamma : {0.02, 0.01}) {
        const rbf_params params{.gamma = gamma, .variance = 2, .noise = 0.25};
        guarded<T> out(n, columns), expected(n, columns);
        plan.apply(params, v, out.view());
        bellcurve::rbf_apply(x, v, params, expected.view(),
                             {.engine = engine::fused, .threads = 1});
        CHECK(differences(out, expected, n, columns) == 0);
        CHECK(out.damage() == 0);
      }
    }
  }
}

TEST_CASE("rbf plan: points in float, products in double") {
  const index_t n = 100, d = 20;
  const auto xs = support::normal<float>(n, d, 85);
  const auto vs = support::normal<double>(n, 2, 86);
  const rbf_plan<float> plan(rows_of(xs, n, d));
  guarded<double> out(n, 2);
  guarded<float> k(n, n);
  const rbf_params params{.gamma = 0.05};
  plan.apply(params, rows_of(vs, n, 2), out.view());
  plan.fill(params, k.view());
  for (index_t i = 0; i < n; ++i) {
    for (index_t c = 0; c < 2; ++c) {
      double exact = 0, size = 0;
      for (index_t j = 0; j < n; ++j) {
        const double term = static_cast<double>(k(i, j)) * vs[static_cast<std::size_t>(2 * j + c)];
        exact += term;
        size += std::abs(term);
      }
      // n products and sums in double, by both.
      CHECK(std::abs(out(i, c) - exact) <= 2 * (n + 3) * 0x1p-53 * size);
    }
  }
}

TEST_CASE_TEMPLATE("rbf plan: triangles, strides of x, a given centre, lengthscale", T, float,
                   double) {
  using bellcurve::uplo;
  const index_t n = 230, d = 21;
  const auto xs = support::normal<T>(n, d, 87, 1, 100);
  std::vector<T> columns(xs.size());
  for (index_t i = 0; i < n; ++i)
    for (index_t k = 0; k < d; ++k)
      columns[static_cast<std::size_t>(k * n + i)] = xs[static_cast<std::size_t>(i * d + k)];
  const std::vector<double> center(static_cast<std::size_t>(d), 99.5);
  for (bool given : {false, true}) {
    const std::span<const double> c =
        given ? std::span<const double>(center) : std::span<const double>();
    const rbf_plan<T> plan(matrix_view<const T>(columns.data(), n, d, 1, n),
                           {.engine = engine::fused, .center = c});
    const rbf_params params{.lengthscale = {7}};
    for (auto which : {uplo::lower, uplo::upper, uplo::full}) {
      guarded<T> out(n, n, n + 1), expected(n, n, n + 1);
      plan.fill(params, out.view(), {.uplo = which});
      rbf_kernel(rows_of(xs, n, d), params, expected.view(),
                 {.engine = engine::fused, .uplo = which, .center = c});
      CHECK(differences(out, expected, n, n) == 0);
      CHECK(out.damage() == 0);
    }
  }
}

TEST_CASE_TEMPLATE("rbf plan: a gamma for which few features need norms after all", T, float,
                   double) {
  const index_t n = 90, d = 3;
  const auto xs = support::normal<T>(n, d, 88, 1e-12);
  const rbf_plan<T> plan(rows_of(xs, n, d));
  const double high = sizeof(T) == 4 ? 0x1p70 : 0x1p605;
  for (double gamma : {1.0, high, 1 / high, 2.0}) {
    const rbf_params params{.gamma = gamma};
    guarded<T> k(n, n);
    plan.fill(params, k.view());
    CHECK(worst<T>(k, rows_of(xs, n, d), rows_of(xs, n, d), params) < 1);
    check_rows(plan, k, params, some_of(n, 9, 89));
  }
}

TEST_CASE_TEMPLATE("rbf plan: huge rows, and gamma over its whole range", T, float, double) {
  constexpr T max = std::numeric_limits<T>::max();
  const index_t n = 40, d = 24;
  auto xs = support::normal<T>(n, d, 90);
  for (index_t k = 0; k < d; ++k) {
    xs[static_cast<std::size_t>(3 * d + k)] *= std::sqrt(max);
    xs[static_cast<std::size_t>(9 * d + k)] = k % 2 == 0 ? max : -max;
  }
  const auto x = rows_of(xs, n, d);
  const std::vector<double> center(static_cast<std::size_t>(d), 0.0);
  const rbf_plan<T> plan(x, {.center = center});
  for (double gamma : {static_cast<double>(std::numeric_limits<T>::min()), 1e-20, 1.0, 1e10,
                       static_cast<double>(max)}) {
    const rbf_params params{.gamma = gamma};
    guarded<T> k(n, n), expected(n, n);
    plan.fill(params, k.view());
    rbf_kernel(x, params, expected.view(), {.engine = engine::fused, .center = center});
    CHECK(differences(k, expected, n, n) == 0);
    CHECK(worst<T>(k, x, x, params) < 1);
  }
}

TEST_CASE_TEMPLATE("rbf plan: products that overflow to infinities of both signs", T, float,
                   double) {
  // The norms times gamma do not, and no other row draws attention to them.
  constexpr T max = std::numeric_limits<T>::max();
  const index_t n = 8, d = 24;
  auto xs = support::normal<T>(n, d, 100);
  for (index_t k = 0; k < d; ++k) {
    xs[static_cast<std::size_t>(3 * d + k)] = (k % 2 == 0 ? 2 : -2) * std::sqrt(max);
    xs[static_cast<std::size_t>(5 * d + k)] = (k % 3 == 0 ? 2 : -2) * std::sqrt(max);
  }
  const std::vector<double> center(static_cast<std::size_t>(d), 0.0);
  const rbf_plan<T> plan(rows_of(xs, n, d), {.center = center});
  const rbf_params params{.gamma = static_cast<double>(std::numeric_limits<T>::min())};
  guarded<T> k(n, n);
  plan.fill(params, k.view());
  CHECK(worst<T>(k, rows_of(xs, n, d), rows_of(xs, n, d), params) < 1);
}

TEST_CASE_TEMPLATE("rbf plan: non-finite rows", T, float, double) {
  for (index_t d : {2, 30}) {
    const index_t n = 50;
    auto xs = support::normal<T>(n, d, 91);
    xs[static_cast<std::size_t>(7 * d)] = std::numeric_limits<T>::quiet_NaN();
    xs[static_cast<std::size_t>(40 * d + 1)] = -std::numeric_limits<T>::infinity();
    const rbf_plan<T> plan(rows_of(xs, n, d));
    const rbf_params params{.gamma = 0.1, .noise = 1};
    guarded<T> k(n, n);
    plan.fill(params, k.view());
    for (index_t i = 0; i < n; ++i) {
      for (index_t j = 0; j < n; ++j)
        REQUIRE((k(i, j) != k(i, j)) == (i == 7 || i == 40 || j == 7 || j == 40));
    }
    check_rows(plan, k, params, {7, 3, 40, 7, 49, 3});
    CHECK_THROWS_WITH_AS(rbf_plan<T>(rows_of(xs, n, d), {.check_finite = true}),
                         doctest::Contains("x must be finite"), bellcurve::error);
  }
}

TEST_CASE_TEMPLATE("rbf plan: bits do not depend on threads, many of which may call it", T, float,
                   double) {
  for (index_t d : {4, 40}) {
    const index_t n = 900;
    const auto xs = support::normal<T>(n, d, 92);
    const rbf_plan<T> plan(rows_of(xs, n, d), {.threads = 3});
    const auto indices = some_of(n, 20, 93);
    const auto rows = [&](double gamma, int threads) {
      std::vector<T> out(static_cast<std::size_t>(20 * n));
      plan.rows(indices, {.gamma = gamma}, matrix_view<T>(out, 20, n), {.threads = threads});
      return out;
    };
    std::vector<std::vector<T>> expected;
    for (double gamma : {0.01, 0.02, 0.03}) expected.push_back(rows(gamma, 1));
    for (int threads : {2, 3, 8}) CHECK(rows(0.01, threads) == expected[0]);
    std::atomic<int> wrong{0};
    std::vector<std::thread> callers;
    for (std::size_t c = 0; c < 6; ++c) {
      // Copies outlive nothing: they share what the first plan holds.
      callers.emplace_back([&, mine = plan, c] {
        for (std::size_t round = 0; round < 6; ++round) {
          const std::size_t g = (c + round) % 3;
          std::vector<T> out(static_cast<std::size_t>(20 * n));
          mine.rows(indices, {.gamma = 0.01 * static_cast<double>(g + 1)},
                    matrix_view<T>(out, 20, n), {.threads = 2});
          wrong += out != expected[g];
        }
      });
    }
    for (auto& caller : callers) caller.join();
    CHECK(wrong == 0);
  }
}

TEST_CASE("rbf plan: progress may cancel") {
  const index_t n = 600, d = 20;
  const auto xs = support::normal<float>(n, d, 94);
  const rbf_plan<float> plan(rows_of(xs, n, d));
  guarded<float> out(n, n);
  int calls = 0;
  plan.fill({}, out.view(), {.progress = [&](double) { return ++calls > 0; }});
  CHECK(calls > 0);
  CHECK_THROWS_WITH(plan.fill({}, out.view(), {.progress = [](double) { return false; }}),
                    doctest::Contains("cancel"));
}

TEST_CASE_TEMPLATE("rbf plan: no points, no rows, no features", T, float, double) {
  const rbf_plan<T> empty(matrix_view<const T>(nullptr, 0, 3));
  CHECK(empty.points() == 0);
  CHECK(empty.features() == 3);
  guarded<T> nothing(0, 0);
  empty.fill({}, nothing.view());
  empty.rows({}, {}, nothing.view());
  CHECK(nothing.untouched());
  const auto xs = support::normal<T>(4, 3, 95);
  const rbf_plan<T> plan(rows_of(xs, 4, 3));
  guarded<T> none(0, 4);
  plan.rows({}, {}, none.view());
  CHECK(none.untouched());
}

TEST_CASE("rbf plan: keeps the instruction set it was made for") {
  const index_t n = 70, d = 20;
  const auto xs = support::normal<float>(n, d, 96);
  const bellcurve::isa before = bellcurve::active_isa();
  const rbf_plan<float> plan(rows_of(xs, n, d));
  guarded<float> expected(n, n), k(n, n);
  plan.fill({.gamma = 0.01}, expected.view());
  for (bellcurve::isa other : bellcurve::available_isas()) {
    bellcurve::set_isa(other);
    plan.fill({.gamma = 0.01}, k.view());
    CHECK(differences(k, expected, n, n) == 0);
  }
  bellcurve::set_isa(before);
}

TEST_CASE("rbf plan: bad arguments, and nothing is written") {
  const index_t n = 6, d = 3;
  const auto xs = support::normal<double>(n, d, 97);
  const auto x = rows_of(xs, n, d);
  const rbf_plan<double> plan(x);
  guarded<double> k(n, n), two(2, n);
  const auto fails = [&](auto&& call, const char* text) {
    CHECK_THROWS_WITH_AS(call(), doctest::Contains(text), bellcurve::error);
    CHECK(k.untouched());
    CHECK(two.untouched());
  };
  const auto rows = [&](std::vector<index_t> indices) {
    return [&, indices] { plan.rows(indices, {}, two.view()); };
  };
  fails(rows({0, 6}), "indices must be >= 0 and < 6 (points), got 6 at 1");
  fails(rows({-1, 0}), "indices must be >= 0 and < 6 (points), got -1 at 0");
  fails(rows({0, 1, 2}), "out must be 3 x 6, got 2 x 6");
  fails(
      [&] {
        plan.rows(std::vector<index_t>{0, 1}, {}, two.view(), {.uplo = bellcurve::uplo::lower});
      },
      "uplo must be full for rows, got lower");
  fails(
      [&] {
        plan.fill({.lengthscale = {1, 2, 3}}, k.view());
      },
      "lengthscale must be a single value for a plan (divide the features by theirs before they "
      "are packed), got 3 values");
  fails([&] { plan.fill({.gamma = 0.0}, k.view()); }, "gamma must be finite and > 0, got 0");
  fails([&] { plan.fill({}, two.view()); }, "out must be 6 x 6, got 2 x 6");
  fails([&] { plan.fill({}, k.view(), {.threads = -2}); }, "threads must be >= 0, got -2");
  const std::vector<double> v(5, 1.0);
  guarded<double> out(n, 1);
  fails(
      [&] {
        plan.apply({}, {v, 5, 1}, out.view());
      },
      "v must have as many rows as K has columns (6), got 5");
  CHECK(out.untouched());
  fails([&] { rbf_plan<double>(x, {.engine = engine::blas}); },
        "engine must be auto or fused for a plan, got blas");
  fails([&] { rbf_plan<double>(matrix_view<const double>(xs.data(), n, d, 2, 1)); },
        "x must have a row stride of at least 3, got 2");
  const std::vector<double> center(2, 0.0);
  fails([&] { rbf_plan<double>(x, {.center = center}); },
        "center must have 3 (features) values, got 2");
  // Memory of the indices is an input like any other.
  std::vector<index_t> indices(12, 0);
  fails(
      [&] {
        plan.rows(std::span<const index_t>(indices).first(2), {},
                  matrix_view<double>(reinterpret_cast<double*>(indices.data()), 2, n));
      },
      "out must not overlap indices");
  // Copies that no machine holds.
  CHECK_THROWS_AS(
      rbf_plan<double>(matrix_view<const double>(xs.data(), index_t(1) << 30, index_t(1) << 29)),
      std::bad_alloc);
}
