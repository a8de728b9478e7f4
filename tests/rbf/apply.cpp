// Products of K with vectors against long double, within the documented bound: features, numbers
// of vectors, and sizes around every block.
#include "apply_cases.hpp"

#include "rbf/apply.hpp"
#include "rbf/validate.hpp"
#include "runtime/dispatch.hpp"

using namespace cases;

namespace {

/// How a cross product of these extents is cut, with the engine that the tests go around.
template <class T, class V>
bellcurve::rbf::product_plan<T> plan_of(index_t n, index_t m, index_t d, bellcurve::engine engine) {
  const std::vector<T> xs(static_cast<std::size_t>(n * d)), ys(static_cast<std::size_t>(m * d));
  const std::vector<V> vs(static_cast<std::size_t>(m));
  std::vector<V> out(static_cast<std::size_t>(n));
  const auto p = bellcurve::rbf::validate_product<T, V>(
      rows_of(xs, n, d), rows_of(ys, m, d), rows_of(vs, m, 1), {}, matrix_view<V>(out, n, 1),
      {.engine = engine});
  return bellcurve::rbf::make_product_plan(p, bellcurve::runtime::active_kernels());
}

}  // namespace

TEST_CASE_TEMPLATE("rbf_apply: few and many features", P, BELLCURVE_APPLY_TYPES) {
  for (index_t d : {1, 2, 8, 9, 16, 17, 256, 257, 600})
    check_apply<typename P::T, typename P::V>(61, 83, d, {1, 3});
}

TEST_CASE_TEMPLATE("rbf_apply: numbers of vectors around registers", P, BELLCURVE_APPLY_TYPES) {
  for (index_t d : {3, 20}) {
    check_apply<typename P::T, typename P::V>(
        31, 53, d, {0, 1, 2, 3, 4, 5, 7, 8, 9, 12, 15, 16, 17, 24, 31, 32, 33});
  }
}

TEST_CASE_TEMPLATE("rbf_apply: every small size", P, BELLCURVE_APPLY_TYPES) {
  for (index_t n : {1, 2, 3, 5, 6, 7, 8, 9, 15, 16, 17, 33})
    for (index_t m : {1, 2, 4, 7, 8, 9, 15, 16, 17, 31, 33})
      check_apply<typename P::T, typename P::V>(n, m, 3, {1, 2});
  for (index_t n : {1, 5, 7, 13, 15, 29})
    for (index_t m : {1, 8, 15, 17, 33, 35})
      check_apply<typename P::T, typename P::V>(n, m, 18, {1, 2});
}

TEST_CASE_TEMPLATE("rbf_apply: sizes around strips, tiles and blocks of rows", P,
                   BELLCURVE_APPLY_TYPES) {
  using T = typename P::T;
  using V = typename P::V;
  for (index_t d : {3, 20}) {
    for (auto engine : {bellcurve::engine::fused, bellcurve::engine::automatic}) {
      const auto plan = plan_of<T, V>(1000, 3000, d, engine);
      const index_t rows = plan.tiles.block.tile_rows, cols = plan.tiles.block.tile_cols;
      REQUIRE(rows < 1000);
      REQUIRE(cols < 3000);
      for (index_t n : {rows - 1, rows, rows + 1, 2 * rows - 1, 2 * rows + 1, plan.rows + 1})
        check_apply<T, V>(n, 37, d, {1, 3});
      for (index_t m : {cols - 1, cols, cols + 1, 2 * cols - 1, 2 * cols + 1})
        check_apply<T, V>(19, m, d, {1, 3});
    }
  }
}

TEST_CASE_TEMPLATE("rbf_apply: blocks of several tiles", P, BELLCURVE_APPLY_TYPES) {
  using T = typename P::T;
  using V = typename P::V;
  const index_t m = 211, d = 20;
  index_t n = 1001;  // blocks of more registers need more rows
  while (plan_of<T, V>(n, m, d, bellcurve::engine::fused).tiles.block.group == 1) n += 100;
  REQUIRE(n < 3000);
  CHECK(plan_of<T, V>(n, m, d, bellcurve::engine::fused).blocks > 1);
  check_apply<T, V>(n, m, d, {1, 2});
}

TEST_CASE_TEMPLATE("rbf_apply: more columns than one segment, few rows and many", P,
                   BELLCURVE_APPLY_TYPES) {
  using T = typename P::T;
  using V = typename P::V;
  const index_t d = 2;
  const rbf_params params{.gamma = 0.4, .variance = 2};
  const auto check = [&](index_t n, index_t m, auto engine) {
    CAPTURE(n);
    CAPTURE(m);
    const auto xs = support::normal<T>(n, d, 85), ys = support::normal<T>(m, d, 86);
    const index_t some = std::min<index_t>(n, 3);  // the last rows are compared
    const auto last = matrix_view<const T>(xs.data() + (n - some) * d, some, d);
    const exact_matrix<T> k(last, rows_of(ys, m, d), params);
    for (index_t r : {1, 2}) {
      const auto vs = support::normal<V>(m, r, 87);
      guarded<V> out(n, r);
      rbf_apply(rows_of(xs, n, d), rows_of(ys, m, d), rows_of(vs, m, r), params, out.view(),
                {.engine = engine});
      CHECK(k.worst([&](index_t i, index_t c) { return out(n - some + i, c); }, some,
                    rows_of(vs, m, r)) < 1);
      CHECK(out.damage() == 0);
    }
  };
  for_engines([&](auto engine) {
    const index_t whole = bellcurve::rbf_apply_block;
    for (index_t m : {whole - 1, whole, whole + 1, 2 * whole + 3}) {
      const auto plan = plan_of<T, V>(3, m, d, engine);
      CHECK(plan.segments == (m + whole - 1) / whole);
      CHECK(plan.split == (m > whole));
      check(3, m, engine);
    }
    // Enough blocks of rows to keep all threads busy: a task goes through all segments.
    index_t n = 3;
    while (plan_of<T, V>(n, whole + 5, d, engine).split) n += 61;
    check(n, whole + 5, engine);
  });
}

TEST_CASE_TEMPLATE("rbf_apply: a unit vector for each column gives K itself", P,
                   BELLCURVE_APPLY_TYPES) {
  using T = typename P::T;
  using V = typename P::V;
  for (index_t d : {2, 9, 20, 300}) {
    const index_t n = 45, m = 38;
    const auto xs = support::normal<T>(n, d, 88, 1, 1e3), ys = support::normal<T>(m, d, 89, 1, 1e3);
    const auto x = rows_of(xs, n, d), y = rows_of(ys, m, d);
    const rbf_params params{.gamma = 0.5 / static_cast<double>(d), .variance = 3};
    const rbf_params noisy{.gamma = params.gamma, .variance = 3, .noise = 0.5};
    const auto unit = [](index_t size) {
      std::vector<V> v(static_cast<std::size_t>(size * size), V(0));
      for (index_t j = 0; j < size; ++j) v[static_cast<std::size_t>(j * (size + 1))] = 1;
      return v;
    };
    const auto v = unit(m), u = unit(n);
    for_engines([&](auto engine) {
      guarded<V> k(n, m), s(n, n);
      rbf_apply(x, y, rows_of(v, m, m), params, k.view(), {.engine = engine});
      // All sums are of one number and zeros, so nothing is rounded: elements of type T, within
      // the bounds of K.
      const auto elements = [](const guarded<V>& of) {
        return [&of](index_t i, index_t j) { return static_cast<T>(of(i, j)); };
      };
      CHECK(worst<T>(elements(k), x, y, params) < 1);
      rbf_apply(x, rows_of(u, n, n), noisy, s.view(), {.engine = engine});
      for (index_t i = 0; i < n; ++i) REQUIRE(s(i, i) == V(3.5));
      rbf_apply(x, rows_of(u, n, n), params, s.view(), {.engine = engine});
      CHECK(worst<T>(elements(s), x, x, params) < 1);
      for (index_t i = 0; i < n; ++i) REQUIRE(s(i, i) == V(3));
    });
  }
}

TEST_CASE_TEMPLATE("rbf_apply: the same as the stored matrix times the vectors", P,
                   BELLCURVE_APPLY_TYPES) {
  using T = typename P::T;
  using V = typename P::V;
  // Engine fused computes an element of K from its pair alone, whatever the tiles: only the sums
  // may differ.
  const index_t n = 300, m = 217, d = 24, r = 4;
  const auto xs = support::normal<T>(n, d, 91), ys = support::normal<T>(m, d, 92);
  const auto vs = support::normal<V>(m, r, 93);
  const rbf_params params{.gamma = 0.03};
  const std::vector<double> center(static_cast<std::size_t>(d), 0.0);
  const rbf_options options{.engine = bellcurve::engine::fused, .center = center};
  guarded<T> k(n, m);
  guarded<V> out(n, r);
  rbf_kernel(rows_of(xs, n, d), rows_of(ys, m, d), params, k.view(), options);
  rbf_apply(rows_of(xs, n, d), rows_of(ys, m, d), rows_of(vs, m, r), params, out.view(), options);
  constexpr long double w = std::numeric_limits<V>::epsilon() / 2;
  index_t wrong = 0;
  for (index_t i = 0; i < n; ++i) {
    for (index_t c = 0; c < r; ++c) {
      long double exact = 0, size = 0;
      for (index_t j = 0; j < m; ++j) {
        const long double term = static_cast<long double>(k(i, j)) *
                                 static_cast<long double>(vs[static_cast<std::size_t>(j * r + c)]);
        exact += term;
        size += std::abs(term);
      }
      wrong += !(std::abs(static_cast<long double>(out(i, c)) - exact) <= (m + 3) * w * size);
    }
  }
  CHECK(wrong == 0);
}

TEST_CASE_TEMPLATE("rbf_apply: one lengthscale per feature", P, BELLCURVE_APPLY_TYPES) {
  using T = typename P::T;
  using V = typename P::V;
  // Lengthscales that are powers of two: the same as points divided by them, exactly.
  const index_t n = 40, m = 31, r = 2;
  for (index_t d : {2, 19}) {
    auto xs = support::normal<T>(n, d, 94), ys = support::normal<T>(m, d, 95);
    const auto vs = support::normal<V>(m, r, 96);
    rbf_params params{.variance = 2};
    for (index_t k = 0; k < d; ++k) params.lengthscale.push_back(std::exp2(k % 5));
    const auto x = rows_of(xs, n, d), y = rows_of(ys, m, d);
    for_engines([&](auto engine) {
      guarded<V> out(n, r);
      rbf_apply(x, y, rows_of(vs, m, r), params, out.view(), {.engine = engine});
      auto a = xs, b = ys;
      for (std::size_t k = 0; k < a.size(); ++k) a[k] /= std::exp2(T(k % std::size_t(d) % 5));
      for (std::size_t k = 0; k < b.size(); ++k) b[k] /= std::exp2(T(k % std::size_t(d) % 5));
      const exact_matrix<T> k(rows_of(a, n, d), rows_of(b, m, d), {.gamma = 0.5, .variance = 2});
      CHECK(k.worst(out, n, rows_of(vs, m, r)) < 1);
    });
  }
}

namespace {

/// out of all rows of y, and the sum of those of blocks of it, in double.
template <class T, class V>
void check_blocks(index_t n, index_t m, index_t d, index_t columns, bellcurve::engine engine) {
  CAPTURE(n);
  CAPTURE(d);
  CAPTURE(columns);
  const auto xs = support::normal<T>(n, d, 91), ys = support::normal<T>(m, d, 92);
  const auto vs = support::normal<V>(m, columns, 93);
  const auto x = rows_of(xs, n, d), y = rows_of(ys, m, d);
  const auto v = rows_of(vs, m, columns);
  const std::vector<double> center(static_cast<std::size_t>(d), 0.1);
  const rbf_options options{.engine = engine, .center = center};
  const rbf_params params{.gamma = 0.4, .variance = 2};
  guarded<V> all(n, columns);
  rbf_apply(x, y, v, params, all.view(), options);
  // And of rows of x by themselves: the last is in no full block of rows.
  std::vector<double> sums(static_cast<std::size_t>(n * columns), 0.0);
  for (index_t first = 0; first < m; first += bellcurve::rbf_apply_block) {
    const index_t rows = std::min(bellcurve::rbf_apply_block, m - first);
    for (const auto& [from, count] : {std::pair<index_t, index_t>{0, n - 1}, {n - 1, 1}}) {
      guarded<double> part(count, columns);
      rbf_apply(x.block(from, 0, count, d), y.block(first, 0, rows, d),
                v.block(first, 0, rows, columns), params, part.view(), options);
      for (index_t i = 0; i < count; ++i)
        for (index_t c = 0; c < columns; ++c)
          sums[static_cast<std::size_t>((from + i) * columns + c)] += part(i, c);
    }
  }
  for (index_t i = 0; i < n; ++i)
    for (index_t c = 0; c < columns; ++c)
      REQUIRE(all(i, c) == static_cast<V>(sums[static_cast<std::size_t>(i * columns + c)]));
}

}  // namespace

TEST_CASE_TEMPLATE("rbf_apply: the sum of the products with blocks of y, to the bit", P,
                   BELLCURVE_APPLY_TYPES) {
  const index_t m = 2 * bellcurve::rbf_apply_block + 77;
  for (auto engine : {bellcurve::engine::automatic, bellcurve::engine::fused}) {
    for (index_t columns : {1, 3}) {
      check_blocks<typename P::T, typename P::V>(29, m, 3, columns, engine);  // segments are tasks
      check_blocks<typename P::T, typename P::V>(29, m, 18, columns, engine);
    }
  }
  // Enough rows that a task goes through all segments; few columns keep it short.
  check_blocks<typename P::T, typename P::V>(2000, bellcurve::rbf_apply_block + 5, 2, 1,
                                             bellcurve::engine::automatic);
}

TEST_CASE("rbf_apply: segments in several waves are those of one") {
  const index_t n = 3, m = 7 * bellcurve::rbf_apply_block + 5, d = 2;
  const auto xs = support::normal<float>(n, d, 94), ys = support::normal<float>(m, d, 95);
  const auto vs = support::normal<float>(m, 1, 96);
  std::vector<float> out(n);
  const auto p = bellcurve::rbf::validate_product<float, float>(
      rows_of(xs, n, d), rows_of(ys, m, d), rows_of(vs, m, 1), {.gamma = 0.4},
      matrix_view<float>(out, n, 1), {});
  const auto& table = bellcurve::runtime::active_kernels();
  const bellcurve::runtime::default_fp_environment environment;
  auto plan = bellcurve::rbf::make_product_plan(p, table);
  REQUIRE(plan.split);
  bellcurve::rbf::apply(p, plan, table, {}, environment);
  const std::vector<float> usual = out;
  for (index_t wave : {1, 3}) {
    out.assign(out.size(), 0);
    plan.wave = wave;  // in the memory of more
    bellcurve::rbf::apply(p, plan, table, {}, environment);
    CHECK(out == usual);
  }
}
