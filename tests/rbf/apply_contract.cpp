// The rules around the numbers of rbf_apply: strides, empty shapes, non-finite data, threads,
// workspace, progress.
#include "apply_cases.hpp"

#include <omp.h>

#include <cfenv>
#include <cstring>
#include <stdexcept>

using namespace cases;
using bellcurve::errc;

namespace {

template <class V>
bool same_bits(const std::vector<V>& a, const std::vector<V>& b) {
  return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * sizeof(V)) == 0;
}

/// A product of seeded data.
template <class T, class V>
struct call {
  call(index_t rows, index_t cols, index_t features, index_t vectors)
      : n(rows), m(cols), d(features), columns(vectors) {
    params.gamma = 1.0 / static_cast<double>(d);
    params.variance = 2;
  }

  index_t n, m, d, columns;
  rbf_params params;
  std::vector<T> xs = support::normal<T>(n, d, 71), ys = support::normal<T>(m, d, 72);
  std::vector<V> vs = support::normal<V>(m, columns, 73), us = support::normal<V>(n, columns, 74);

  matrix_view<const T> x() const { return rows_of(xs, n, d); }
  matrix_view<const T> y() const { return rows_of(ys, m, d); }
  matrix_view<const V> v() const { return rows_of(vs, m, columns); }
  matrix_view<const V> u() const { return rows_of(us, n, columns); }

  void into(matrix_view<V> out, bool symmetric, const rbf_options& options) const {
    symmetric ? rbf_apply(x(), u(), params, out, options)
              : rbf_apply(x(), y(), v(), params, out, options);
  }
  std::vector<V> operator()(bool symmetric, const rbf_options& options = {}) const {
    std::vector<V> out(static_cast<std::size_t>(n * columns), V(-1));
    into(matrix_view<V>(out, n, columns), symmetric, options);
    return out;
  }
  std::size_t workspace(bool symmetric, const rbf_options& options = {}) const {
    std::vector<V> memory(static_cast<std::size_t>(n * columns));
    const matrix_view<V> out(memory, n, columns);
    return symmetric ? bellcurve::rbf_apply_workspace_size(x(), u(), params, out, options)
                     : bellcurve::rbf_apply_workspace_size(x(), y(), v(), params, out, options);
  }
};

}  // namespace

TEST_CASE_TEMPLATE("rbf_apply: strides change no bits, and nothing else is written", P,
                   BELLCURVE_APPLY_TYPES) {
  using T = typename P::T;
  using V = typename P::V;
  const index_t n = 41, m = 29;
  for (index_t d : {3, 20}) {
    for (index_t r : {1, 5}) {
      const call<T, V> c{n, m, d, r};
      for_engines([&](auto engine) {
        for (bool symmetric : {false, true}) {
          const auto expected = c(symmetric, {.engine = engine});
          const std::vector<std::pair<index_t, index_t>> layouts{
              {r + 2, 1}, {1, n + 3}, {-r, 1}, {1, -n}, {3 * r, 3}, {-r - 1, -1}, {-2, -2 * n}};
          for (const auto& layout : layouts) {
            const auto rs = layout.first, cs = layout.second;  // clang 14 cannot CAPTURE bindings
            CAPTURE(rs);
            CAPTURE(cs);
            const index_t rows = symmetric ? n : m;
            guarded<V> v(rows, r, rs, cs), out(n, r, rs, cs);
            for (index_t j = 0; j < rows; ++j)
              for (index_t q = 0; q < r; ++q) v.view()(j, q) = (symmetric ? c.u() : c.v())(j, q);
            const matrix_view<const V> given = v.view();
            // Points in another layout, too: rows of double distance, backwards in memory.
            std::vector<T> turned(static_cast<std::size_t>(2 * n * d));
            const matrix_view<T> x(turned.data() + 2 * (n - 1) * d, n, d, -2 * d, 1);
            for (index_t i = 0; i < n; ++i)
              for (index_t k = 0; k < d; ++k) x(i, k) = c.x()(i, k);
            const matrix_view<const T> points = x;
            symmetric ? rbf_apply(points, given, c.params, out.view(), {.engine = engine})
                      : rbf_apply(points, c.y(), given, c.params, out.view(), {.engine = engine});
            index_t wrong = 0;
            for (index_t i = 0; i < n; ++i)
              for (index_t q = 0; q < r; ++q)
                wrong += out(i, q) != expected[static_cast<std::size_t>(i * r + q)];
            CHECK(wrong == 0);
            CHECK(out.damage() == 0);
          }
        }
      });
    }
  }
}

TEST_CASE_TEMPLATE("rbf_apply: no rows, no vectors, no features", P, BELLCURVE_APPLY_TYPES) {
  using T = typename P::T;
  using V = typename P::V;
  const auto xs = support::normal<T>(4, 3, 1);
  const auto vs = support::normal<V>(4, 2, 2);
  const matrix_view<const T> x = rows_of(xs, 4, 3), no_points(nullptr, 0, 3);
  const matrix_view<const V> v = rows_of(vs, 4, 2);
  for_engines([&](auto engine) {
    const rbf_options options{.engine = engine};
    guarded<V> none(0, 2), out(4, 2), flat(4, 0);
    rbf_apply(no_points, x, v, {}, none.view(), options);
    rbf_apply(no_points, matrix_view<const V>(nullptr, 0, 2), {}, none.view(), options);
    CHECK(none.untouched());
    rbf_apply(x, x, matrix_view<const V>(nullptr, 4, 0), {}, flat.view(), options);
    rbf_apply(x, matrix_view<const V>(nullptr, 4, 0), {}, flat.view(), options);
    CHECK(flat.untouched());
    // An empty sum is 0.
    rbf_apply(x, no_points, matrix_view<const V>(nullptr, 0, 2), {}, out.view(), options);
    for (index_t i = 0; i < 4; ++i)
      for (index_t c = 0; c < 2; ++c) CHECK(out(i, c) == V(0));
    CHECK(out.damage() == 0);
    // Without features all distances are 0.
    const matrix_view<const T> nowhere(nullptr, 4, 0);
    const std::vector<V> ones(8, V(1));
    const auto one = rows_of(ones, 4, 2);
    rbf_apply(nowhere, nowhere, one, {.variance = 3}, out.view(), options);
    for (index_t i = 0; i < 4; ++i)
      for (index_t c = 0; c < 2; ++c) CHECK(out(i, c) == V(12));
    rbf_apply(nowhere, one, {.variance = 3, .noise = 1}, out.view(), options);
    for (index_t i = 0; i < 4; ++i)
      for (index_t c = 0; c < 2; ++c) CHECK(out(i, c) == V(13));
  });
}

TEST_CASE_TEMPLATE("rbf_apply: a non-finite row of x reaches its row, one of y all", P,
                   BELLCURVE_APPLY_TYPES) {
  using T = typename P::T;
  using V = typename P::V;
  constexpr T inf = std::numeric_limits<T>::infinity(), nan = std::numeric_limits<T>::quiet_NaN();
  const index_t n = 45, m = 38, r = 2;
  for (index_t d : {1, 3, 20, 300}) {
    for (T bad : {nan, inf, -inf}) {
      for_engines([&](auto engine) {
        const rbf_options options{.engine = engine};
        call<T, V> rows{n, m, d, r};
        rows.xs[static_cast<std::size_t>(7 * d + d - 1)] = bad;
        rows.xs[static_cast<std::size_t>(44 * d)] = bad;
        const auto cross = rows(false, options), square = rows(true, options);
        for (index_t k = 0; k < n * r; ++k) {
          const bool bad_row = k / r == 7 || k / r == 44;
          REQUIRE(std::isnan(cross[static_cast<std::size_t>(k)]) == bad_row);
          REQUIRE(std::isnan(square[static_cast<std::size_t>(k)]));
        }
        call<T, V> columns{n, m, d, r};
        columns.ys[static_cast<std::size_t>(33 * d + d / 2)] = bad;
        for (V value : columns(false, options)) REQUIRE(std::isnan(value));
      });
    }
  }
}

TEST_CASE_TEMPLATE("rbf_apply: non-finite values in v reach their column, as a product has it", P,
                   BELLCURVE_APPLY_TYPES) {
  using T = typename P::T;
  using V = typename P::V;
  const index_t n = 45, m = 38;
  for (index_t r : {1, 3}) {
    for (V bad : {std::numeric_limits<V>::infinity(), std::numeric_limits<V>::quiet_NaN()}) {
      for_engines([&](auto engine) {
        call<T, V> c{n, m, 20, r};  // no element of K is 0
        c.vs[static_cast<std::size_t>(11 * r + r - 1)] = bad;
        c.us[static_cast<std::size_t>(40 * r + r - 1)] = bad;
        for (bool symmetric : {false, true}) {
          const auto out = c(symmetric, {.engine = engine});
          for (index_t k = 0; k < n * r; ++k) {
            const V value = out[static_cast<std::size_t>(k)];
            if (k % r < r - 1) {
              REQUIRE(std::isfinite(value));
            } else {
              REQUIRE((std::isnan(bad) ? std::isnan(value) : value == bad));
            }
          }
        }
      });
    }
  }
}

TEST_CASE_TEMPLATE("rbf_apply: check_finite names the first bad value", P, BELLCURVE_APPLY_TYPES) {
  using T = typename P::T;
  using V = typename P::V;
  const auto fails = [](const call<T, V>& c, bool symmetric, const char* text) {
    guarded<V> out(c.n, c.columns);
    CHECK_THROWS_WITH_AS(c.into(out.view(), symmetric, {.check_finite = true}),
                         doctest::Contains(text), bellcurve::error);
    CHECK(out.untouched());
  };
  call<T, V> x{5, 4, 3, 2}, y = x, v = x;
  x.xs[10] = std::numeric_limits<T>::quiet_NaN();
  fails(x, false, "x must be finite, got nan at (3, 1)");
  fails(x, true, "x must be finite, got nan at (3, 1)");
  y.ys[11] = std::numeric_limits<T>::infinity();
  fails(y, false, "y must be finite, got inf at (3, 2)");
  v.vs[3] = v.us[3] = -std::numeric_limits<V>::infinity();
  fails(v, false, "v must be finite, got -inf at (1, 1)");
  fails(v, true, "v must be finite, got -inf at (1, 1)");
  const call<T, V> good{5, 4, 3, 2};
  CHECK(same_bits(good(false), good(false, {.check_finite = true})));
}

TEST_CASE_TEMPLATE("rbf_apply: bits do not depend on the number of threads", P,
                   BELLCURVE_APPLY_TYPES) {
  using T = typename P::T;
  using V = typename P::V;
  const auto check = [](const call<T, V>& c, bool symmetric) {
    CAPTURE(c.n);
    CAPTURE(c.d);
    CAPTURE(symmetric);
    for_engines([&](auto engine) {
      const auto one = c(symmetric, {.engine = engine, .threads = 1});
      for (int threads : {2, 3, 5, 8})
        CHECK(same_bits(one, c(symmetric, {.engine = engine, .threads = threads})));
    });
  };
  for (auto [d, r] : {std::pair<index_t, index_t>{2, 1}, {20, 3}, {300, 1}}) {
    check({501, 600, d, r}, false);
    check({390, 1, d, r}, true);
  }
  check({20, 70000, 2, 2}, false);   // segments are tasks
  check({200, 33000, 1, 1}, false);  // with few enough rows in a tile, a task has several
}

TEST_CASE_TEMPLATE("rbf_apply: with a center a row of the result does not depend on the others", P,
                   BELLCURVE_APPLY_TYPES) {
  using T = typename P::T;
  using V = typename P::V;
  using bellcurve::engine;
  for (index_t d : {2, 20, 300}) {
    for (index_t r : {1, 3}) {
      const call<T, V> c{950, 77, d, r};
      const std::vector<double> center(static_cast<std::size_t>(d), 0.25);
      for (engine which : {engine::automatic, engine::fused}) {
        // A serial gemm of another shape may round differently.
        if (which == engine::automatic && d > 8) continue;
        const rbf_options options{.engine = which, .center = center};
        const auto all = c(false, options);
        for (auto [first, count] :
             {std::pair<index_t, index_t>{0, 1}, {7, 13}, {500, 29}, {41, 909}}) {
          std::vector<V> some(static_cast<std::size_t>(count * r));
          rbf_apply(c.x().block(first, 0, count, d), c.y(), c.v(), c.params,
                    matrix_view<V>(some, count, r), options);
          CHECK(std::memcmp(some.data(), all.data() + first * r, some.size() * sizeof(V)) == 0);
        }
      }
    }
  }
}

TEST_CASE_TEMPLATE("rbf_apply: a workspace of the stated size is enough, one byte less an error", P,
                   BELLCURVE_APPLY_TYPES) {
  using T = typename P::T;
  using V = typename P::V;
  const auto check = [](const call<T, V>& c, bool symmetric) {
    for_engines([&](auto engine) {
      rbf_options options{.engine = engine};
      const auto expected = c(symmetric, options);
      const std::size_t bytes = c.workspace(symmetric, options);
      constexpr std::byte mark{0x5a};
      for (std::size_t shift : {std::size_t{0}, std::size_t{1}, std::size_t{63}}) {
        std::vector<std::byte> memory(bytes + 128, mark);
        const std::span<std::byte> space(memory.data() + shift, bytes);
        options.workspace = space;
        CHECK(same_bits(expected, c(symmetric, options)));
        index_t damage = 0;
        for (std::size_t i = 0; i < memory.size(); ++i)
          damage += (i < shift || i >= shift + bytes) && memory[i] != mark;
        CHECK(damage == 0);
        options.workspace = space.first(bytes - 1);
        guarded<V> out(c.n, c.columns);
        CHECK_THROWS_WITH_AS(c.into(out.view(), symmetric, options),
                             doctest::Contains("workspace must have at least"), bellcurve::error);
        CHECK(out.untouched());
      }
    });
  };
  for (auto [d, r] : {std::pair<index_t, index_t>{2, 1}, {20, 3}, {700, 2}}) {
    check({333, 150, d, r}, false);
    check({233, 1, d, r}, true);
  }
  check({3, 70000, 2, 2}, false);    // sums of segments, for all rows
  check({300, 33000, 1, 1}, false);  // and, with few enough rows in a tile, for a block of them
}

TEST_CASE("rbf_apply: progress runs in the calling thread, rises to 1 and may cancel") {
  const int caller = omp_get_thread_num();
  for (bool symmetric : {false, true}) {
    const call<float, float> c{1500, 1400, 20, 2};
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
      CHECK(same_bits(c(symmetric), c(symmetric, options)));
      CHECK(calls > 0);
      CHECK(here);
      CHECK(rising);
      if (threads == 1) CHECK(last == 1);

      // Whenever it is cancelled, nothing has been written.
      for (double until : {0.0, 0.5, 1.0}) {
        if (until == 1 && threads > 1) continue;  // the last report need not be this thread's
        options.progress = [&](double f) { return f < until; };
        guarded<float> out(c.n, c.columns);
        try {
          c.into(out.view(), symmetric, options);
          FAIL_CHECK("cancelling must throw");
        } catch (const bellcurve::error& e) {
          CHECK(e.code() == errc::cancelled);
        }
        CHECK(out.untouched());
      }
      options.progress = [](double) -> bool { throw std::runtime_error("mine"); };
      CHECK_THROWS_WITH(c(symmetric, options), "mine");
    }
  }
}

TEST_CASE_TEMPLATE("rbf_apply: the caller's rounding has no influence and is kept", P,
                   BELLCURVE_APPLY_TYPES) {
  for (index_t d : {2, 20}) {
    const call<typename P::T, typename P::V> c{700, 300, d, 2};
    for (bool symmetric : {false, true}) {
      const auto expected = c(symmetric);
      std::fesetround(FE_UPWARD);
      const auto out = c(symmetric);
      CHECK(std::fegetround() == FE_UPWARD);
      std::fesetround(FE_TONEAREST);
      CHECK(same_bits(expected, out));
    }
  }
}

TEST_CASE_TEMPLATE("rbf_apply: called inside a parallel region", P, BELLCURVE_APPLY_TYPES) {
  for (index_t d : {2, 20}) {
    const call<typename P::T, typename P::V> c{300, 200, d, 2};
    const auto cross = c(false), square = c(true);
    int wrong = 0;
#pragma omp parallel num_threads(4) reduction(+ : wrong)
    wrong += !same_bits(cross, c(false)) + !same_bits(square, c(true));
    CHECK(wrong == 0);
  }
}
