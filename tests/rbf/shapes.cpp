// Sizes around every block size, strides and alignments: values, and that
// nothing outside the output is written.
#include "cases.hpp"

#include "runtime/dispatch.hpp"

#include <algorithm>
#include <limits>
#include <numeric>
#include <tuple>

using namespace cases;

namespace {

/// Copies a contiguous n x d matrix into memory of another layout.
template <class T>
struct laid_out {
  std::vector<T> memory;
  matrix_view<const T> view;
  laid_out(const std::vector<T>& v, index_t n, index_t d, index_t rs, index_t cs) {
    const index_t reach = (n - 1) * std::abs(rs) + (d - 1) * std::abs(cs) + 1;
    memory.assign(static_cast<std::size_t>(reach + 3), T(9e9));
    T* base = memory.data() + 3 + (rs < 0 ? (n - 1) * -rs : 0) + (cs < 0 ? (d - 1) * -cs : 0);
    for (index_t i = 0; i < n; ++i)
      for (index_t k = 0; k < d; ++k)
        base[i * rs + k * cs] = v[static_cast<std::size_t>(i * d + k)];
    view = {base, n, d, rs, cs};
  }
};

template <class T>
void check_sizes(index_t n, index_t m, index_t d) {
  CAPTURE(n);
  CAPTURE(m);
  CAPTURE(d);
  const auto xs = support::normal<T>(n, d, 21), ys = support::normal<T>(m, d, 22);
  const auto x = rows_of(xs, n, d), y = rows_of(ys, m, d);
  const rbf_params params{.gamma = 1.0 / static_cast<double>(d + 1), .variance = 1.5};
  for_engines([&](auto engine) {
    guarded<T> k(n, m, m + 5);
    rbf_kernel(x, y, params, k.view(), {.engine = engine});
    CHECK(worst<T>(k, x, y, params) < 1);
    CHECK(k.damage() == 0);
    guarded<T> s(n, n);
    rbf_kernel(x, params, s.view(), {.engine = engine});
    CHECK(worst<T>(s, x, x, params) < 1);
    CHECK(s.damage() == 0);
    index_t wrong = 0;
    for (index_t i = 0; i < n; ++i)
      for (index_t j = 0; j < i; ++j) wrong += s(i, j) != s(j, i);
    CHECK(wrong == 0);
  });
}

}  // namespace

TEST_CASE_TEMPLATE("rbf shapes: every small size", T, float, double) {
  for (index_t n : {1, 2, 3, 5, 7, 8, 9, 15, 16, 17, 33, 35})
    for (index_t m : {1, 2, 4, 7, 8, 9, 15, 16, 17, 31, 32, 33, 65}) check_sizes<T>(n, m, 3);
}

TEST_CASE_TEMPLATE("rbf shapes: around the tiles of both engines", T, float, double) {
  // Few features: 128 rows by 16 cache lines. Many: 256 x 512.
  for (auto [n, m] : {std::pair<index_t, index_t>{127, 257},
                      {128, 256},
                      {129, 127},
                      {257, 129},
                      {300, 2},
                      {513, 64},
                      {1, 600}}) {
    check_sizes<T>(n, m, 2);
  }
  for (auto [n, m] : {std::pair<index_t, index_t>{255, 511},
                      {256, 512},
                      {257, 513},
                      {520, 1},
                      {3, 1025},
                      {700, 40}}) {
    check_sizes<T>(n, m, 17);
  }
}

TEST_CASE_TEMPLATE("rbf shapes: around the strips, panels and tiles of fused", T, float, double) {
  const auto& kernels = bellcurve::simd::of<T>(bellcurve::runtime::active_kernels());
  const index_t strip = kernels.strip, panel = kernels.panel;
  for (index_t n : {strip - 1, strip, strip + 1, 2 * strip - 1, 2 * strip + 1, 3 * strip + 2})
    for (index_t m = panel; m <= 2 * panel + 3; m += m < 2 * panel - 1 ? panel / 2 : 1)
      check_sizes<T>(n, m, 17);
  // Tiles: at least 96 rows, or fewer that are whole strips and panels.
  const index_t square = std::lcm(strip, panel), rows = std::max<index_t>(96 / square, 1) * square;
  for (index_t n : {rows - 1, rows, rows + 1, 2 * rows - 1, 2 * rows + 1, 4 * rows + 1})
    check_sizes<T>(n, 2 * panel + 3, 17);
  for (index_t m : {4 * rows - 1, 4 * rows, 4 * rows + 1, 16 * rows - 1, 16 * rows + 1})
    check_sizes<T>(strip + 1, m, 17);
}

TEST_CASE_TEMPLATE("rbf shapes: features around the chunks and panels", T, float, double) {
  for (index_t d : {1, 2, 15, 16, 255, 256, 257, 511, 512, 513, 1023, 1024, 1025, 1300})
    check_sizes<T>(20, 18, d);
}

TEST_CASE_TEMPLATE("rbf shapes: no features gives variance everywhere", T, float, double) {
  const matrix_view<const T> x(nullptr, 7, 0), y(nullptr, 5, 0);
  for_engines([&](auto engine) {
    guarded<T> k(7, 5);
    rbf_kernel(x, y, {.gamma = 1.0, .variance = 3}, k.view(), {.engine = engine});
    for (index_t i = 0; i < 7; ++i)
      for (index_t j = 0; j < 5; ++j) CHECK(k(i, j) == T(3));
    rbf_kernel(x, y, {}, k.view(), {.engine = engine});
    CHECK(k(6, 4) == T(1));
    // Strides lead nowhere from null: the undefined-behaviour sanitizer sees whoever follows them.
    rbf_kernel(matrix_view<const T>(nullptr, 7, 0, 3, 1), matrix_view<const T>(nullptr, 5, 0, -2),
               {.variance = 2}, k.view(), {.engine = engine});
    CHECK(k(6, 4) == T(2));
  });
}

TEST_CASE_TEMPLATE("rbf shapes: no rows is legal and writes nothing", T, float, double) {
  const auto xs = support::normal<T>(4, 3, 1);
  guarded<T> k(4, 0), e(0, 4), z(0, 0);
  rbf_kernel(rows_of(xs, 4, 3), matrix_view<const T>(nullptr, 0, 3), {}, k.view());
  rbf_kernel(matrix_view<const T>(nullptr, 0, 3), rows_of(xs, 4, 3), {}, e.view());
  rbf_kernel(matrix_view<const T>(nullptr, 0, 3), {}, z.view());
  CHECK(k.untouched());
  CHECK(e.untouched());
  CHECK(z.untouched());
  // Wherever the empty output points to, and however large the other extent is.
  auto inside = xs;
  rbf_kernel(matrix_view<const T>(nullptr, 0, 3), rows_of(inside, 4, 3), {},
             matrix_view<T>(inside.data() + 5, 0, 4));
  CHECK(inside == xs);
  constexpr index_t many = std::numeric_limits<index_t>::max();
  const matrix_view<const T> endless(nullptr, many, 0), nothing(nullptr, 0, 0);
  rbf_kernel(endless, nothing, {}, matrix_view<T>(nullptr, many, 0));
}

TEST_CASE_TEMPLATE("rbf shapes: the stride of an extent of 1 may be anything", T, float, double) {
  constexpr index_t lowest = std::numeric_limits<index_t>::min();
  const index_t m = 70, d = 20;
  const auto xs = support::normal<T>(1, d, 61), ys = support::normal<T>(m, d, 62);
  const auto y = rows_of(ys, m, d);
  const matrix_view<const T> x(xs.data(), 1, d, lowest, 1);
  const rbf_params params{.gamma = 0.02};
  std::vector<T> row(static_cast<std::size_t>(m)), col = row;
  const matrix_view<T> as_row(row.data(), 1, m, lowest, 1), as_col(col.data(), m, 1, 1, lowest);
  for_engines([&](auto engine) {
    rbf_kernel(x, y, params, as_row, {.engine = engine});
    rbf_kernel(y, x, params, as_col, {.engine = engine});
    CHECK(worst<T>(as_row, x, y, params) < 1);
    CHECK(worst<T>(as_col, y, x, params) < 1);
  });
}

TEST_CASE_TEMPLATE("rbf shapes: strides of the inputs do not change a bit", T, float, double) {
  for (index_t d : {3, 20}) {
    const index_t n = 41, m = 37;
    const auto xs = support::normal<T>(n, d, 23), ys = support::normal<T>(m, d, 24);
    const rbf_params params{.gamma = 0.2};
    const std::vector<std::pair<index_t, index_t>> layouts{
        {d, 1}, {d + 3, 1}, {1, n + 2}, {-d - 1, 1}, {d * 2, 2}, {2 * d, -2}, {-1, -60}};
    for (const auto& layout : layouts) {
      const auto rs = layout.first, cs = layout.second;  // clang 14 cannot CAPTURE bindings
      CAPTURE(rs);
      CAPTURE(cs);
      const laid_out<T> x(xs, n, d, rs, cs);
      const auto y = rows_of(ys, m, d);
      for_engines([&](auto engine) {
        guarded<T> k(n, m), expected(n, m);
        rbf_kernel(rows_of(xs, n, d), y, params, expected.view(), {.engine = engine});
        rbf_kernel(x.view, y, params, k.view(), {.engine = engine});
        for (index_t i = 0; i < n; ++i)
          for (index_t j = 0; j < m; ++j) REQUIRE(k(i, j) == expected(i, j));
      });
    }
  }
}

TEST_CASE_TEMPLATE("rbf shapes: strides of the output", T, float, double) {
  for (index_t d : {3, 20}) {
    const index_t n = 67, m = 83;
    const auto xs = support::normal<T>(n, d, 25), ys = support::normal<T>(m, d, 26);
    const auto x = rows_of(xs, n, d), y = rows_of(ys, m, d);
    const rbf_params params{.gamma = 0.2, .variance = 2};
    const std::vector<std::pair<index_t, index_t>> layouts{
        {m + 1, 1}, {1, n + 4}, {-m, 1}, {1, -n}, {3 * m, 3}, {2, 2 * n + 1}, {-m, -1}};
    for (const auto& layout : layouts) {
      const auto rs = layout.first, cs = layout.second;  // clang 14 cannot CAPTURE bindings
      CAPTURE(rs);
      CAPTURE(cs);
      for_engines([&](auto engine) {
        guarded<T> k(n, m, rs, cs);
        rbf_kernel(x, y, params, k.view(), {.engine = engine});
        CHECK(worst<T>(k, x, y, params) < 1);
        CHECK(k.damage() == 0);
      });
    }
    const std::vector<std::pair<index_t, index_t>> squares{{n, 1}, {1, n + 1}, {-2 * n, 2}};
    for (const auto& layout : squares) {
      for_engines([&](auto engine) {
        guarded<T> s(n, n, layout.first, layout.second);
        rbf_kernel(x, params, s.view(), {.engine = engine});
        CHECK(worst<T>(s, x, x, params) < 1);
        CHECK(s.damage() == 0);
      });
    }
  }
}

TEST_CASE_TEMPLATE("rbf shapes: a triangle leaves the other alone", T, float, double) {
  using bellcurve::uplo;
  for (index_t d : {2, 20}) {
    for (index_t n : {1, 9, 130, 600}) {
      const auto xs = support::normal<T>(n, d, 27);
      const auto x = rows_of(xs, n, d);
      const rbf_params params{.gamma = 0.1, .variance = 2, .noise = 0.5};
      for_engines([&](auto engine) {
        guarded<T> full(n, n);
        rbf_kernel(x, params, full.view(), {.engine = engine});
        for (auto which : {uplo::lower, uplo::upper}) {
          for (auto [rs, cs] :
               std::vector<std::pair<index_t, index_t>>{{n + 2, 1}, {1, n}, {2 * n, 2}}) {
            guarded<T> k(n, n, rs, cs);
            rbf_kernel(x, params, k.view(), {.engine = engine, .uplo = which});
            index_t wrong = 0;
            for (index_t i = 0; i < n; ++i) {
              for (index_t j = 0; j < n; ++j) {
                const bool inside = which == uplo::lower ? j <= i : j >= i;
                wrong += k(i, j) != (inside ? full(i, j) : guarded<T>::guard);
              }
            }
            CHECK(wrong == 0);
            CHECK(k.damage() == 0);
          }
        }
      });
    }
  }
}

TEST_CASE_TEMPLATE("rbf shapes: an output large enough for streaming stores", T, float, double) {
  // Odd rows: every alignment of a row occurs.
  const index_t n = 2203, m = 2201, d = 2;
  const auto xs = support::normal<T>(n, d, 28), ys = support::normal<T>(m, d, 29);
  const auto x = rows_of(xs, n, d), y = rows_of(ys, m, d);
  const rbf_params params{.gamma = 0.5};
  for_engines([&](auto engine) {
    guarded<T> k(n, m), s(n, n);
    rbf_kernel(x, y, params, k.view(), {.engine = engine});
    rbf_kernel(x, params, s.view(), {.engine = engine});
    CHECK(k.damage() == 0);
    CHECK(s.damage() == 0);
    support::random r(30);
    double w = 0;
    for (int c = 0; c < 100000; ++c) {
      const index_t i = r.below(n), j = r.below(m);
      w = std::max(w, static_cast<double>(support::used_of_bound<T>(
                          k(i, j), support::exponent(x, i, y, j, 0.5), T(1), d)));
      w = std::max(w, static_cast<double>(support::used_of_bound<T>(
                          s(i, j), support::exponent(x, i, x, j, 0.5), T(1), d)));
    }
    CHECK(w < 1);
    index_t wrong = 0;
    for (index_t i = 0; i < n; ++i)
      for (index_t j = 0; j < i; ++j) wrong += s(i, j) != s(j, i);
    CHECK(wrong == 0);
  });
}
