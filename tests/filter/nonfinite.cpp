// NaN and infinity in the data: they reach the samples whose kernel covers them, and no other.
#include "reference.hpp"

using namespace reference;

namespace {

/// Whether the kernel about i, on a line of n, covers sample j.
bool covers(index_t i, index_t j, index_t n, index_t radius, border mode) {
  for (index_t q = -radius; q <= radius; ++q) {
    if (stand_in(i + q, n, mode) == j) return true;
  }
  return false;
}

template <class T>
void check(const std::vector<index_t>& shape, const filter_params& p, T bad, bool in_place) {
  const auto radius = static_cast<index_t>(4 * p.sigma[0] + 0.5);
  support::random r(41);
  const auto rows = shape[0], cols = shape[1];
  for (int n = 0; n < 4; ++n) {
    const index_t places[] = {0, rows - 1, r.below(rows), rows / 2};
    const index_t bad_row = places[n],
                  bad_col = n % 2 == 0 ? r.below(cols) : (n == 1 ? 0 : cols - 1);
    call<T> c{.in = array<T>(shape), .params = p};
    c.in.each([&](const auto& i) { c.in(i) = T(1); });
    c.in({bad_row, bad_col}) = bad;
    auto out = c.run();
    if (in_place) {
      out = c.in;
      gaussian_filter(std::as_const(out).view(), p, out.view());
    }
    std::vector<bool> row_covers, col_covers;
    for (index_t i = 0; i < rows; ++i)
      row_covers.push_back(covers(i, bad_row, rows, radius, p.mode[0]));
    for (index_t j = 0; j < cols; ++j)
      col_covers.push_back(covers(j, bad_col, cols, radius, p.mode[0]));
    CAPTURE(bad_row);
    CAPTURE(bad_col);
    CAPTURE(rows);
    CAPTURE(cols);
    CAPTURE(to_string(p.mode[0]));
    index_t wrong = 0;
    out.each([&](const auto& i) {
      const bool covered =
          row_covers[static_cast<std::size_t>(i[0])] && col_covers[static_cast<std::size_t>(i[1])];
      const bool reached =
          std::isnan(bad) || p.order[0] != 0 ? !std::isfinite(out(i)) : out(i) == bad;
      wrong += covered ? !reached : !std::isfinite(out(i));
    });
    REQUIRE(wrong == 0);
  }
}

}  // namespace

TEST_CASE_TEMPLATE("filter non-finite: what is covered, for every border", T, float, double) {
  constexpr T inf = std::numeric_limits<T>::infinity(), nan = std::numeric_limits<T>::quiet_NaN();
  for (const border mode : every_border) {
    for (const double sigma : {0.4, 1.0, 4.5}) {
      for (const auto& shape : {std::vector<index_t>{61, 77}, {130, 20}, {9, 140}, {1, 30}}) {
        for (const T bad : {nan, inf, -inf}) {
          check<T>(shape, {.sigma = {sigma}, .mode = {mode}}, bad, false);
        }
        check<T>(shape, {.sigma = {sigma}, .mode = {mode}}, nan, true);
        check<T>(shape, {.sigma = {sigma}, .order = {1}, .mode = {mode}}, nan, false);
      }
    }
  }
}

TEST_CASE_TEMPLATE("filter non-finite: check_finite names the first bad sample", T, float, double) {
  for (const T bad : {std::numeric_limits<T>::quiet_NaN(), -std::numeric_limits<T>::infinity()}) {
    call<T> c{.in = array<T>({3, 4, 5})};
    c.in.each([&](const auto& i) { c.in(i) = T(1); });
    c.options.check_finite = true;
    CHECK_NOTHROW(c.run());
    c.in({1, 2, 3}) = c.in({2, 0, 0}) = bad;
    array<T> out({3, 4, 5});
    CHECK_THROWS_WITH_AS(c.run(out), doctest::Contains("at (1, 2, 3)"), bellcurve::error);
    CHECK(out.untouched());
  }
}

TEST_CASE_TEMPLATE("filter non-finite: what overflows on the way does not spread", T, float,
                   double) {
  // An infinity that arises from finite data stays where the kernel is.
  call<T> c{.in = array<T>({1, 90}), .params = {.sigma = {0.5}, .order = {2}, .axes = {1}}};
  c.in.each([&](const auto& i) { c.in(i) = T(1); });
  c.in({0, 45}) = std::numeric_limits<T>::max();
  c.in({0, 46}) = -std::numeric_limits<T>::max();
  const auto out = c.run();
  CHECK(!std::isfinite(out({0, 45})));
  for (index_t j = 0; j < 90; ++j) {
    if (j < 43 || j > 48) CHECK(std::isfinite(out({0, j})));
  }
}
