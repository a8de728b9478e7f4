// Products over processes are, to the bit, those of one process, however rows are spread.
#include "spread.hpp"

#include <bellcurve/mpi.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cfenv>
#include <cmath>
#include <limits>
#include <vector>

using namespace bellcurve;
using spread::how;

namespace {

template <class P, class W>
struct types {
  using T = P;
  using V = W;
};
#define BELLCURVE_MPI_TYPES types<float, float>, types<double, double>, types<float, double>

template <class T, class V>
struct problem {
  index_t n, m, d, columns;
  std::vector<T> x, y;
  std::vector<V> v;

  problem(index_t rows, index_t cols, index_t features, index_t vectors)
      : n(rows),
        m(cols),
        d(features),
        columns(vectors),
        x(support::normal<T>(n, d, 1)),
        y(support::normal<T>(m, d, 2, 1.5, 0.5)),
        v(support::normal<V>(m, columns, 3)) {}

  /// By this process alone, the rows that are to be its own.
  std::vector<V> alone(const rbf_params& params, const rbf_options& options,
                       const spread::range& rows) const {
    std::vector<V> all(static_cast<std::size_t>(n * columns), V(-7));
    const index_t ld = std::max<index_t>(columns, 1);
    bellcurve::rbf_apply(matrix_view<const T>(x.data(), n, d), {y.data(), m, d},
                         matrix_view<const V>(v.data(), m, columns, ld, 1), params,
                         matrix_view<V>(all.data(), n, columns, ld, 1), options);
    return {all.begin() + rows.first * columns, all.begin() + (rows.first + rows.count) * columns};
  }

  std::vector<V> together(const rbf_params& params, const rbf_options& options,
                          const spread::range& rows, how spreading) const {
    const auto cols = spread::mine(m, spreading, 12);
    std::vector<V> own(static_cast<std::size_t>(rows.count * columns), V(-7));
    mpi::rbf_apply(
        spread::rows_of(x, d, rows), spread::rows_of(y, d, cols), spread::rows_of(v, columns, cols),
        params, matrix_view<V>(own.data(), rows.count, columns, std::max<index_t>(columns, 1), 1),
        MPI_COMM_WORLD, options);
    return own;
  }

  void check(const rbf_params& params, const rbf_options& options) const {
    for (how spreading : {how::even, how::uneven, how::last_has_all}) {
      CAPTURE(static_cast<int>(spreading));
      const auto rows = spread::mine(n, spreading, 11);
      CHECK(together(params, options, rows, spreading) == alone(params, options, rows));
    }
  }
};

}  // namespace

TEST_CASE_TEMPLATE("mpi::rbf_apply: bits of one process", P, BELLCURVE_MPI_TYPES) {
  for (index_t d : {3, 20}) {
    const std::vector<double> center(static_cast<std::size_t>(d), 0.25);
    for (index_t columns : {1, 4}) {
      const problem<typename P::T, typename P::V> p(67, 150, d, columns);
      for (auto which : {engine::automatic, engine::fused})
        p.check({.gamma = 0.2, .variance = 1.5}, {.engine = which, .center = center});
    }
  }
}

TEST_CASE_TEMPLATE("mpi::rbf_apply: several blocks, of several ranks each", P,
                   BELLCURVE_MPI_TYPES) {
  const std::vector<double> center(18, 0.25);
  const problem<typename P::T, typename P::V> few(5, 2 * rbf_apply_block + 1000, 18, 2),
      whole(9, 2 * rbf_apply_block, 2, 1);
  few.check({.gamma = 0.1}, {.engine = engine::fused, .center = center});
  whole.check({.gamma = 0.1}, {.center = std::span(center).first(2)});
}

TEST_CASE("mpi::rbf_apply: one lengthscale a feature, points of other strides") {
  const index_t n = 40, m = 30, d = 3;
  const problem<double, double> p(n, m, d, 1);
  const rbf_params params{.lengthscale = {0.5, 2, 1}};
  p.check(params, {});
  // By columns.
  std::vector<double> x(p.x.size());
  for (index_t i = 0; i < n; ++i)
    for (index_t k = 0; k < d; ++k)
      x[static_cast<std::size_t>(k * n + i)] = p.x[static_cast<std::size_t>(i * d + k)];
  const auto rows = spread::mine(n, how::uneven, 11), cols = spread::mine(m, how::uneven, 12);
  std::vector<double> own(static_cast<std::size_t>(rows.count) * 2, -7);
  mpi::rbf_apply(matrix_view<const double>(x.data() + rows.first, rows.count, d, 1, n),
                 spread::rows_of(p.y, d, cols), spread::rows_of(p.v, 1, cols), params,
                 matrix_view<double>(own.data(), rows.count, 1, 2, 1), MPI_COMM_WORLD);
  const auto expected = p.alone(params, {}, rows);
  for (std::size_t i = 0; i < expected.size(); ++i) {
    CHECK(own[2 * i] == expected[i]);
    CHECK(own[2 * i + 1] == -7);
  }
}

TEST_CASE("mpi::rbf_apply: fewer rows than ranks, and none at all") {
  const std::vector<double> center(20, 0.0);
  const std::pair<index_t, index_t> shapes[] = {{1, 2}, {3, 1}, {0, 5}, {5, 0}, {0, 0}};
  for (const auto& shape : shapes) {
    const index_t n = shape.first, m = shape.second;
    CAPTURE(n);
    CAPTURE(m);
    problem<float, float>(n, m, 20, 2).check({.gamma = 0.2}, {.center = center});
    problem<double, double>(n, m, 3, 1).check({.gamma = 0.2}, {});
    problem<double, double>(n, m, 20, 0).check({.gamma = 0.2}, {.center = center});
    problem<float, double>(n, m, 0, 1).check({.gamma = 0.2}, {});
  }
}

TEST_CASE("mpi::rbf_apply: the center that is found does not depend on how rows are spread") {
  const problem<float, float> p(101, 90, 30, 1);
  const rbf_params params{.gamma = 0.05};
  const auto all = spread::mine(p.n, how::last_has_all, 0), even = spread::mine(p.n, how::even, 0);
  // With the same center by hand.
  const auto center = mpi::rbf_center(spread::rows_of(p.x, p.d, all), MPI_COMM_WORLD);
  const auto found = p.together(params, {}, even, how::even);
  CHECK(found == p.alone(params, {.center = center}, even));
}

TEST_CASE("mpi::rbf_apply: rows that are not finite go the way of a product") {
  problem<double, double> p(20, 25, 18, 2);
  p.x[4 * 18] = std::numeric_limits<double>::quiet_NaN();
  const auto rows = spread::mine(p.n, how::uneven, 11);
  const auto got = p.together({.gamma = 0.1}, {}, rows, how::even);
  for (index_t i = 0; i < rows.count; ++i)
    for (std::size_t c = 0; c < 2; ++c)
      CHECK(std::isnan(got[static_cast<std::size_t>(2 * i) + c]) == (rows.first + i == 4));
}

TEST_CASE("mpi::rbf_apply: threads within ranks make no difference") {
  const problem<float, float> p(300, 200, 24, 1);
  const std::vector<double> center(24, 0.0);
  const auto rows = spread::mine(p.n, how::even, 11);
  const auto one = p.together({}, {.center = center, .threads = 1}, rows, how::even);
  CHECK(one == p.together({}, {.center = center, .threads = 2}, rows, how::even));
  CHECK(one == p.together({}, {.center = center, .threads = 3}, rows, how::even));
}

TEST_CASE_TEMPLATE("mpi::rbf_apply: the caller's rounding makes no difference, and stays", P,
                   BELLCURVE_MPI_TYPES) {
  const problem<typename P::T, typename P::V> p(60, 2 * rbf_apply_block + 40, 2, 1);
  const auto rows = spread::mine(p.n, how::even, 11);
  const auto usual = p.together({.gamma = 0.4}, {}, rows, how::even);
  std::fesetround(FE_UPWARD);
  const auto upward = p.together({.gamma = 0.4}, {}, rows, how::even);
  CHECK(std::fegetround() == FE_UPWARD);
  std::fesetround(FE_TONEAREST);
  CHECK(upward == usual);
}

TEST_CASE("mpi::rbf_apply: progress goes from block to block") {
  const problem<float, float> p(40, 2 * rbf_apply_block + 9, 2, 1);
  const auto rows = spread::mine(p.n, how::even, 11);
  double last = 0;
  bool grows = true;
  p.together({},
             {.progress =
                  [&](double done) {
                    grows = grows && done >= last;
                    last = done;
                    return true;
                  }},
             rows, how::even);
  CHECK(grows);
  CHECK(last == (rows.count > 0 ? 1.0 : 0.0));
}
