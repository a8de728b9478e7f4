// Parts of matrices: put together they are, to the bit, what one call gives, whatever the grid.
#include "rbf/cases.hpp"

#include <bellcurve/block_cyclic.hpp>

#include <cstring>
#include <limits>

using namespace cases;
using bellcurve::block_cyclic;
using bellcurve::engine;
using bellcurve::uplo;

namespace {

/// A matrix that nobody has written to, column-major.
template <class T>
struct whole {
  index_t rows, cols;
  std::vector<T> k;
  whole(index_t m, index_t n)
      : rows(m), cols(n), k(static_cast<std::size_t>(m * n), guarded<T>::guard) {}
  matrix_view<T> view() { return {k.data(), rows, cols, 1, std::max<index_t>(rows, 1)}; }
  bool operator==(const whole& other) const {
    return std::memcmp(k.data(), other.k.data(), k.size() * sizeof(T)) == 0;
  }
};

/// How a matrix is spread.
struct spread {
  int rows, cols, row_block, col_block, row_source = 0, col_source = 0, gap = 0;
};

/// Calls fill(layout, local) for each process, and puts the parts together.
/// \return False if a process wrote where nothing of it is.
template <class T, class Fill>
bool assemble(whole<T>& k, const spread& s, const Fill& fill) {
  bool clean = true;
  for (int r = 0; r < s.rows; ++r) {
    for (int c = 0; c < s.cols; ++c) {
      block_cyclic l{
          .descriptor = {1, 0, static_cast<int>(k.rows), static_cast<int>(k.cols), s.row_block,
                         s.col_block, s.row_source, s.col_source, static_cast<int>(k.rows) + 1},
          .grid = {s.rows, s.cols, r, c}};
      const index_t rows = local_rows(l), cols = local_cols(l);
      const index_t ld = std::max<index_t>(rows, 1) + s.gap;
      l.descriptor[block_cyclic::lld_] = static_cast<int>(ld);
      guarded<T> local(rows, cols, 1, ld);
      const auto view = local.view();
      fill(l, std::span<T>(view.data(), static_cast<std::size_t>(local_span(l))));
      for (index_t j = 0; j < cols; ++j)
        for (index_t i = 0; i < rows; ++i)
          k.view()(global_row(l, i), global_col(l, j)) = view(i, j);
      clean = clean && local.damage() == 0;
    }
  }
  return clean;
}

const std::vector<spread> spreads = {{1, 1, 64, 64},          {1, 2, 8, 16},         {3, 1, 5, 7},
                                     {2, 2, 16, 16, 1, 0, 3}, {2, 3, 4, 9, 1, 2, 1}, {3, 2, 1, 1},
                                     {4, 4, 300, 2}};

std::vector<double> some_center(index_t d) {
  return std::vector<double>(static_cast<std::size_t>(d), 0.25);
}

/// The points of a process, copied out as one that has no others would have them.
template <class T>
struct own_points {
  std::vector<T> x, y;
  own_points(const block_cyclic& l, matrix_view<const T> all_x, matrix_view<const T> all_y) {
    for (index_t i = 0; i < local_rows(l); ++i)
      for (index_t k = 0; k < all_x.cols(); ++k) x.push_back(all_x(global_row(l, i), k));
    for (index_t j = 0; j < local_cols(l); ++j)
      for (index_t k = 0; k < all_y.cols(); ++k) y.push_back(all_y(global_col(l, j), k));
  }
};

}  // namespace

TEST_CASE_TEMPLATE("rbf_kernel_local: between two sets of points", T, float, double) {
  const index_t n = 61, m = 47;
  for (index_t d : {3, 20}) {
    const auto xs = support::normal<T>(n, d, 1), ys = support::normal<T>(m, d, 2);
    const auto x = rows_of(xs, n, d), y = rows_of(ys, m, d);
    const rbf_params params{.gamma = 0.3 / static_cast<double>(d), .variance = 2.5};
    const auto center = some_center(d);
    for (engine which : {engine::automatic, engine::fused}) {
      const rbf_options options{.engine = which, .center = center};
      whole<T> expected(n, m);
      rbf_kernel(x, y, params, expected.view(), options);
      for (const spread& s : spreads) {
        whole<T> k(n, m), of_slices(n, m);
        CHECK(assemble(k, s, [&](const block_cyclic& l, std::span<T> local) {
          rbf_kernel_local(x, y, params, l, local, options);
        }));
        CHECK(k == expected);
        CHECK(assemble(of_slices, s, [&](const block_cyclic& l, std::span<T> local) {
          const own_points<T> own(l, x, y);
          rbf_kernel_local_slices(rows_of(own.x, local_rows(l), d),
                                  rows_of(own.y, local_cols(l), d), params, l, local, options);
        }));
        CHECK(of_slices == expected);
      }
    }
  }
}

TEST_CASE_TEMPLATE("rbf_kernel_local: symmetric, all and triangles, with noise", T, float, double) {
  // The larger: more than one crossed rectangle on one process, and on several.
  for (index_t n : {40, 533}) {
    for (index_t d : {2, 18}) {
      if (n > 100 && d == 2) continue;
      const auto xs = support::normal<T>(n, d, 3);
      const auto x = rows_of(xs, n, d);
      for (double noise : {0.0, 0.125}) {
        const rbf_params params{
            .gamma = 0.2 / static_cast<double>(d), .variance = 1.5, .noise = noise};
        const auto center = some_center(d);
        for (uplo part : {uplo::full, uplo::lower, uplo::upper}) {
          const rbf_options options{
              .engine = engine::fused, .uplo = part, .center = center, .threads = 1};
          whole<T> expected(n, n);
          rbf_kernel(x, params, expected.view(), options);
          for (const spread& s : spreads) {
            if (n > 100 && s.rows * s.cols > 4) continue;
            CAPTURE(s.rows);
            CAPTURE(s.cols);
            whole<T> k(n, n), of_slices(n, n);
            CHECK(assemble(k, s, [&](const block_cyclic& l, std::span<T> local) {
              rbf_kernel_local(x, params, l, local, options);
            }));
            CHECK(k == expected);
            if (n > 100) continue;
            CHECK(assemble(of_slices, s, [&](const block_cyclic& l, std::span<T> local) {
              const own_points<T> own(l, x, x);
              rbf_kernel_local_slices(rows_of(own.x, local_rows(l), d),
                                      rows_of(own.y, local_cols(l), d), params, l, local, options);
            }));
            CHECK(of_slices == expected);
          }
        }
      }
    }
  }
}

TEST_CASE_TEMPLATE("rbf_kernel_local: without a center it is the one of a call with all", T, float,
                   double) {
  const index_t n = 90, d = 30;
  const auto xs = support::normal<T>(n, d, 4, 1, 50), ys = support::normal<T>(n, d, 5, 1, 51);
  const auto x = rows_of(xs, n, d), y = rows_of(ys, n, d);
  const rbf_params params{.gamma = 0.02};
  whole<T> cross(n, n), symmetric(n, n);
  rbf_kernel(x, y, params, cross.view());
  rbf_kernel(x, params, symmetric.view());
  whole<T> k(n, n), s(n, n), given(n, n);
  CHECK(assemble(k, spreads[4], [&](const block_cyclic& l, std::span<T> local) {
    rbf_kernel_local(x, y, params, l, local);
  }));
  CHECK(k == cross);
  CHECK(assemble(s, spreads[4], [&](const block_cyclic& l, std::span<T> local) {
    rbf_kernel_local(x, params, l, local);
  }));
  CHECK(s == symmetric);
  const auto center = bellcurve::rbf_center(x);
  rbf_kernel(x, y, params, given.view(), {.center = center});
  CHECK(given == cross);
}

TEST_CASE("rbf_center: the mean of finite rows") {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const std::vector<double> xs = {1, 2, 3, 6, nan, 1e9};
  const auto c = bellcurve::rbf_center(rows_of(xs, 3, 2));
  CHECK(c == std::vector<double>{2, 4});
  CHECK(bellcurve::rbf_center(rows_of(xs, 0, 2)) == std::vector<double>{0, 0});
  CHECK(bellcurve::rbf_center(rows_of(xs, 3, 0)).empty());
}

TEST_CASE_TEMPLATE("rbf_kernel_local: rows that are not finite", T, float, double) {
  const index_t n = 30, d = 20;
  auto xs = support::normal<T>(n, d, 6);
  xs[7 * 20 + 3] = std::numeric_limits<T>::infinity();
  xs[11 * 20] = std::numeric_limits<T>::quiet_NaN();
  const auto x = rows_of(xs, n, d);
  const auto center = some_center(d);
  const rbf_params params{.gamma = 0.1, .noise = 0.5};
  whole<T> k(n, n);
  assemble(k, spreads[4], [&](const block_cyclic& l, std::span<T> local) {
    rbf_kernel_local(x, params, l, local, {.center = center});
  });
  for (index_t i = 0; i < n; ++i) {
    for (index_t j = 0; j < n; ++j) {
      const bool bad = i == 7 || j == 7 || i == 11 || j == 11;
      REQUIRE(std::isnan(k.view()(i, j)) == bad);
      if (i == j && !bad) REQUIRE(k.view()(i, i) == T(1.5));
    }
  }
}

TEST_CASE("rbf_kernel_local: points of any strides, no points, no features, outside the grid") {
  const index_t n = 33, d = 4;
  const auto xs = support::normal<double>(d, n, 7);
  const matrix_view<const double> x(xs.data(), n, d, 1, n);  // by columns
  const auto center = some_center(d);
  whole<double> expected(n, n), k(n, n);
  rbf_kernel(x, {.gamma = 0.3}, expected.view(), {.center = center});
  assemble(k, spreads[5], [&](const block_cyclic& l, std::span<double> local) {
    rbf_kernel_local(x, {.gamma = 0.3}, l, local, {.center = center});
  });
  CHECK(k == expected);

  const matrix_view<const double> none(xs.data(), 0, d), featureless(nullptr, 5, 0);
  rbf_kernel_local(none, {.gamma = 1.0}, bellcurve::make_block_cyclic(0, 0, 2, 2, {2, 2, 1, 1}),
                   std::span<double>());
  std::vector<double> ones(25, 0);
  rbf_kernel_local(featureless, {.gamma = 1.0}, bellcurve::make_block_cyclic(5, 5, 2, 2, {}),
                   std::span(ones));
  CHECK(ones == std::vector<double>(25, 1.0));
  rbf_kernel_local(x, {.gamma = 1.0}, bellcurve::make_block_cyclic(n, n, 2, 2, {2, 2, -1, -1}),
                   std::span<double>());
}

TEST_CASE("rbf_kernel_local: progress goes to 1, and cancels") {
  const index_t n = 700, d = 20;
  const auto xs = support::normal<double>(n, d, 8);
  const auto x = rows_of(xs, n, d);
  const auto l = bellcurve::make_block_cyclic(n, n, 32, 32, {2, 2, 0, 1});
  std::vector<double> local(static_cast<std::size_t>(local_span(l)));
  double last = 0;
  bool grows = true;
  rbf_kernel_local(x, {}, l, std::span(local), {.uplo = uplo::lower, .progress = [&](double done) {
                                                  grows = grows && done >= last;
                                                  last = done;
                                                  return true;
                                                }});
  CHECK(grows);
  CHECK(last == 1);
  try {
    rbf_kernel_local(x, {}, l, std::span(local),
                     {.uplo = uplo::lower, .progress = [](double done) { return done < 0.3; }});
    FAIL_CHECK("no error");
  } catch (const bellcurve::error& e) {
    CHECK(e.code() == bellcurve::errc::cancelled);
  }
}
