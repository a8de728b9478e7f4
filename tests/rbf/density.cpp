// Kernel density estimates against long double, scikit-learn and SciPy; far points, weights, the
// rules around the numbers.
#include "cases.hpp"
#include "density_reference.hpp"
#include "golden_density.hpp"
#include "support/worst.hpp"

#include <bellcurve/density.hpp>

#include <cmath>
#include <cstring>
#include <limits>
#include <numbers>
#include <span>
#include <string>
#include <string_view>

using namespace cases;
using namespace density_reference;
using bellcurve::errc;
using bellcurve::rbf_density;
using bellcurve::rbf_log_density;

namespace {

constexpr double inf = std::numeric_limits<double>::infinity();
const double not_a_number = std::numeric_limits<double>::quiet_NaN();

std::vector<double> some_weights(index_t m, std::uint64_t seed) {
  support::random r(seed);
  std::vector<double> w;
  for (index_t j = 0; j < m; ++j) w.push_back(j % 5 == 3 ? 0 : std::exp(3 * r.normal()));
  if (m > 0) w[0] = 1;
  return w;
}

template <class T>
struct data {
  index_t n, m, d;
  std::vector<T> xs, ys;
  data(index_t n_, index_t m_, index_t d_, double spread = 1)
      : n(n_),
        m(m_),
        d(d_),
        xs(support::normal<T>(n, d, 11, spread)),
        ys(support::normal<T>(m, d, 12)) {}
  matrix_view<const T> x() const { return rows_of(xs, n, d); }
  matrix_view<const T> y() const { return rows_of(ys, m, d); }
  std::vector<double> densities(const rbf_params& p, const std::vector<double>& w = {},
                                const rbf_options& options = {}) const {
    std::vector<double> out(static_cast<std::size_t>(n), -77.0);
    rbf_density(x(), y(), w, p, out, options);
    return out;
  }
  std::vector<double> logs(const rbf_params& p, const std::vector<double>& w = {},
                           const rbf_options& options = {}) const {
    std::vector<double> out(static_cast<std::size_t>(n), -77.0);
    rbf_log_density(x(), y(), w, p, out, options);
    return out;
  }
};

bool same_bits(const std::vector<double>& a, const std::vector<double>& b) {
  return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * sizeof(double)) == 0;
}

}  // namespace

TEST_CASE_TEMPLATE("density: within the documented bounds", T, float, double) {
  support::worst_errors table;
  for (index_t d : {1, 2, 7, 8, 16, 17, 33, 65}) {
    for (index_t m : {1, 8, 33, 512, 1100}) {
      for (double spread : {1.0, 8.0, 40.0, 3e3}) {
        for (int kind = 0; kind < 4; ++kind) {
          const data<T> some(11, m, d, spread);
          rbf_params params{.gamma = 0.7 / static_cast<double>(d)};
          std::vector<double> scale;
          if (kind == 2 && d > 1) {
            params = {};
            for (index_t k = 0; k < d; ++k) {
              params.lengthscale.push_back(0.5 + 0.25 * static_cast<double>(k % 9));
              scale.push_back(static_cast<T>(1 / params.lengthscale.back()));
            }
          }
          const std::vector<double> w = kind == 1 ? some_weights(m, 13) : std::vector<double>{};
          rbf_options options;
          if (kind == 3) options.engine = bellcurve::engine::fused;
          const bool direct = d <= 16 && kind != 3;
          const auto logs = some.logs(params, w, options);
          const auto values = some.densities(params, w, options);
          for (index_t i = 0; i < some.n; ++i) {
            const reference r = exact(some.x(), i, some.y(), w, params.gamma.value_or(0.5), scale);
            const auto at = static_cast<std::size_t>(i);
            const long double wrong = std::abs(logs[at] - r.density());
            const long double of_log =
                wrong / log_bound<T>(r, d, m, direct, largest_log_share(w, m));
            long double used = of_log;
            const std::string_view engine = kind == 3 ? ", fused" : ", auto";
            const std::string from = std::to_string(static_cast<int>(spread)) + " deviations apart";
            if (!far<T>(r)) {
              const long double value = std::exp(r.density());
              const long double relative = std::abs(values[at] - value) / value;
              const long double of_value = relative / relative_bound<T>(r, d, m, direct);
              used = std::max(used, of_value);
              table.of("rbf_density" + std::string(engine), support::type_name<T>, "relative")
                  .add(from, relative, of_value);
            } else {
              REQUIRE(values[at] >= 0);
              REQUIRE(values[at] <=
                      1.01L * std::exp(r.height) * (sizeof(T) == 4 ? 0x1p-100L : 0x1p-960L));
            }
            CAPTURE(d);
            CAPTURE(m);
            CAPTURE(spread);
            CAPTURE(kind);
            CAPTURE(i);
            REQUIRE(used <= 1);
            table
                .of("rbf_log_density" + std::string(engine), support::type_name<T>,
                    "of max(1, abs(log))")
                .add(from, wrong / std::max(1.0L, std::abs(r.density())), of_log);
          }
        }
      }
    }
  }
  table.report();
}

TEST_CASE_TEMPLATE("density: scikit-learn's KernelDensity", T, float, double) {
  const auto points = [](index_t n, index_t d, index_t step) {
    std::vector<T> v;
    for (index_t i = 0; i < n; ++i)
      for (index_t k = 0; k < d; ++k)
        v.push_back(
            static_cast<T>((static_cast<double>((i * step + k * 5 + i * k) % 16) - 7.5) / 4));
    return v;
  };
  const double gamma = 1 / (2 * 0.75 * 0.75);
  const auto check = [&](index_t d, std::span<const double> want) {
    const auto ys = points(50, d, 7);
    auto xs = points(12, d, 3);
    for (std::size_t k = 0; k < xs.size(); ++k) {
      xs[k] *= T(1.5);
      if (k >= static_cast<std::size_t>(10 * d)) xs[k] *= 64;
    }
    std::vector<double> got(12);
    rbf_log_density(rows_of(xs, 12, d), rows_of(ys, 50, d), {.gamma = gamma}, got);
    for (index_t i = 0; i < 12; ++i) {
      const auto at = static_cast<std::size_t>(i);
      const reference r = exact(rows_of(xs, 12, d), i, rows_of(ys, 50, d), {}, gamma);
      // The bound, gamma's rounding to T in exponent and constant, and scikit-learn's own rounding.
      const long double rounding =
          (std::abs(r.mean) + static_cast<long double>(d)) * std::numeric_limits<T>::epsilon();
      CHECK(std::abs(got[at] - want[at]) <= log_bound<T>(r, d, 50, d <= 16, std::log(50.0L)) +
                                                rounding + 1e-13 * std::abs(want[at]));
    }
  };
  check(1, golden::log_density_1);
  check(2, golden::log_density_2);
  check(17, golden::log_density_17);

  const auto ys = points(50, 1, 7);
  auto xs = points(12, 1, 3);
  for (T& x : xs) x *= T(1.5);
  std::vector<double> w, got(12);
  for (int j = 0; j < 50; ++j) w.push_back(1 + j % 5);
  rbf_density(rows_of(xs, 12, 1), rows_of(ys, 50, 1), w, {.gamma = gamma}, got);
  for (std::size_t i = 0; i < 12; ++i)
    CHECK(got[i] == doctest::Approx(golden::weighted[i])
                        .epsilon(40 * std::numeric_limits<T>::epsilon() + 1e-13));
}

TEST_CASE("density: sums to 1 over a fine grid") {
  // The trapezium rule is exact to rounding for Gaussians much wider than a step (Poisson).
  const index_t n = 4001;
  std::vector<double> xs(static_cast<std::size_t>(n)), out(xs.size());
  for (std::size_t i = 0; i < xs.size(); ++i) xs[i] = -20 + 0.01 * static_cast<double>(i);
  const auto ys = support::normal<double>(70, 1, 15, 2);
  for (const rbf_params& params : {rbf_params{.gamma = 2}, rbf_params{.lengthscale = {0.3}}}) {
    rbf_density(rows_of(xs, n, 1), rows_of(ys, 70, 1), some_weights(70, 16), params, out);
    double sum = 0;
    for (double p : out) sum += p * 0.01;
    CHECK(sum == doctest::Approx(1).epsilon(1e-12));
  }
}

TEST_CASE("density: the constant of the smallest gammas keeps its digits") {
  for (const double gamma : {5e-313, 0x1p-1074, 3e-308}) {
    const data<double> some(3, 2, 300, 1e-10);
    const auto logs = some.logs({.gamma = gamma});
    for (index_t i = 0; i < some.n; ++i) {
      const reference r = exact(some.x(), i, some.y(), {}, gamma);
      const long double wrong = std::abs(logs[static_cast<std::size_t>(i)] - r.density());
      CHECK(wrong <= log_bound<double>(r, some.d, some.m, false, std::log(2.0L)));
    }
  }
}

TEST_CASE_TEMPLATE("density: far points are finite, and -inf only below the lowest number", T,
                   float, double) {
  const T far_away = sizeof(T) == 4 ? T(1e30) : T(1e150);
  const T most = std::numeric_limits<T>::max();
  const std::vector<T> ys{0, 1, 0, 1, -most, 0}, xs{far_away, 0, most, 0, 0, 500};
  std::vector<double> logs(3), values(3);
  rbf_log_density(rows_of(xs, 3, 2), rows_of(ys, 3, 2), {.gamma = 0.5}, logs);
  rbf_density(rows_of(xs, 3, 2), rows_of(ys, 3, 2), {.gamma = 0.5}, values);
  CHECK(values == std::vector<double>{0, 0, 0});
  const double f = static_cast<double>(far_away);
  CHECK(logs[0] == doctest::Approx(-0.5 * f * f).epsilon(1e-14));
  if (sizeof(T) == 4) {
    CHECK(logs[1] == doctest::Approx(-0.5 * static_cast<double>(most) * static_cast<double>(most))
                         .epsilon(1e-14));
  } else {
    CHECK(logs[1] == -inf);
  }
  const double c = -std::log(2 * std::numbers::pi);
  CHECK(logs[2] == doctest::Approx(c + std::log(2.0 / 3) - 0.5 * 499 * 499).epsilon(1e-14));
  // Differences of finite numbers that are not, and a gamma that makes up for it.
  if (sizeof(T) == 8) {
    const std::vector<T> left{-most}, right{most};
    rbf_log_density(rows_of(left, 1, 1), rows_of(right, 1, 1), {.gamma = 1e-307},
                    std::span(logs).first(1));
    CHECK(logs[0] == -inf);  // 1.3e310
    const std::vector<T> one{T(1e308)}, other{T(-1e308)};
    rbf_log_density(rows_of(one, 1, 1), rows_of(other, 1, 1), {.gamma = 1e-308 / 4},
                    std::span(logs).first(1));
    CHECK(logs[0] == doctest::Approx(-1e308).epsilon(1e-14));
  }
}

TEST_CASE_TEMPLATE("density: duplicates", T, float, double) {
  for (index_t d : {1, 2, 17}) {
    const auto point = support::normal<T>(1, d, 17);
    std::vector<T> ys, xs = point;
    for (int j = 0; j < 40; ++j) ys.insert(ys.end(), point.begin(), point.end());
    for (index_t k = 0; k < d; ++k) xs.push_back(point[static_cast<std::size_t>(k)] + T(100));
    std::vector<double> logs(2), values(2);
    rbf_log_density(rows_of(xs, 2, d), rows_of(ys, 40, d), {.gamma = 0.25}, logs);
    rbf_density(rows_of(xs, 2, d), rows_of(ys, 40, d), {.gamma = 0.25}, values);
    const double c = 0.5 * static_cast<double>(d) * std::log(0.25 / std::numbers::pi);
    CHECK(logs[0] == doctest::Approx(c).epsilon(1e-14));
    CHECK(values[0] == doctest::Approx(std::exp(c)).epsilon(1e-13));
    const reference r = exact(rows_of(xs, 2, d), 1, rows_of(ys, 40, d), {}, 0.25);
    CHECK(logs[1] == doctest::Approx(static_cast<double>(r.density())).epsilon(1e-14));
  }
}

TEST_CASE_TEMPLATE("density: many features", T, float, double) {
  // C is 1e-1600, or 1e1600.
  for (double gamma : {3e-4, 3e4}) {
    const data<T> some(3, 5, 800, 0.01);
    const auto logs = some.logs({.gamma = gamma});
    const auto values = some.densities({.gamma = gamma});
    for (index_t i = 0; i < 3; ++i) {
      const reference r = exact(some.x(), i, some.y(), {}, gamma);
      const auto at = static_cast<std::size_t>(i);
      CHECK(std::abs(logs[at] - r.density()) <= log_bound<T>(r, 800, 5, false, std::log(5.0L)));
      CHECK(values[at] == 0);
    }
  }
  const data<T> same(1, 1, 800, 0);
  const std::vector<T> zeros(800);
  std::vector<double> out(1);
  rbf_density(rows_of(zeros, 1, 800), rows_of(zeros, 1, 800), {.gamma = 3e4}, out);
  CHECK(out[0] == inf);
  rbf_log_density(rows_of(zeros, 1, 800), rows_of(zeros, 1, 800), {.gamma = 3e4}, out);
  CHECK(out[0] == doctest::Approx(400 * std::log(static_cast<T>(3e4) / std::numbers::pi)));
}

TEST_CASE("density: weights") {
  const data<double> some(20, 60, 2, 30);  // near and far
  const rbf_params params{.gamma = 0.5};
  auto w = some_weights(60, 18);
  const auto logs = some.logs(params, w);
  // Only shares matter: powers of two change no bit, up to both ends of the range.
  auto scaled = w;
  for (double factor : {0x1p-1000, 0x1p1000}) {
    for (std::size_t j = 0; j < w.size(); ++j) scaled[j] = w[j] * factor;
    const auto again = some.logs(params, scaled);
    for (std::size_t i = 0; i < logs.size(); ++i)
      CHECK(again[i] == doctest::Approx(logs[i]).epsilon(1e-12));
  }
  // A row without weight might as well not be there.
  std::vector<double> kept_rows, kept;
  for (std::size_t j = 0; j < w.size(); ++j) {
    if (w[j] == 0) continue;
    kept.push_back(w[j]);
    kept_rows.insert(kept_rows.end(), {some.ys[2 * j], some.ys[2 * j + 1]});
  }
  std::vector<double> out(20);
  rbf_log_density(some.x(), rows_of(kept_rows, static_cast<index_t>(kept.size()), 2), kept, params,
                  out);
  for (std::size_t i = 0; i < logs.size(); ++i)
    CHECK(out[i] == doctest::Approx(logs[i]).epsilon(1e-12));
  // Equal weights are none.
  const auto equal = some.logs(params, std::vector<double>(60, 1.0));
  CHECK(same_bits(equal, some.logs(params)));
  // A share that a double cannot hold, of the only point that is near.
  const std::vector<double> ys{0, 1000}, xs{0};
  const std::vector<double> shares{1e-200, 1e200};
  std::vector<double> one(1);
  rbf_log_density(rows_of(xs, 1, 1), rows_of(ys, 2, 1), shares, {.gamma = 0.5}, one);
  CHECK(
      one[0] ==
      doctest::Approx(-400 * std::log(10.0) - 0.5 * std::log(2 * std::numbers::pi)).epsilon(1e-14));
}

TEST_CASE_TEMPLATE("density: non-finite data", T, float, double) {
  for (index_t d : {1, 20}) {
    for (double spread : {1.0, 1000.0}) {
      for (double bad : {not_a_number, inf, -inf}) {
        data<T> some(9, 30, d, spread);
        some.xs[static_cast<std::size_t>(4 * d)] = static_cast<T>(bad);
        for (bool logs : {false, true}) {
          const auto out = logs ? some.logs({.gamma = 0.5}) : some.densities({.gamma = 0.5});
          for (std::size_t i = 0; i < 9; ++i) CHECK(std::isnan(out[i]) == (i == 4));
        }
        data<T> other(9, 30, d, spread);
        other.ys[static_cast<std::size_t>(29 * d + d - 1)] = static_cast<T>(bad);
        for (double v : other.logs({.gamma = 0.5})) CHECK(std::isnan(v));
        for (double v : other.densities({.gamma = 0.5})) CHECK(std::isnan(v));
        CHECK_THROWS_WITH_AS(some.logs({.gamma = 0.5}, {}, {.check_finite = true}),
                             doctest::Contains("x must be finite, got "), bellcurve::error);
        CHECK_THROWS_WITH_AS(other.densities({.gamma = 0.5}, {}, {.check_finite = true}),
                             doctest::Contains("y must be finite, got "), bellcurve::error);
      }
    }
  }
}

TEST_CASE_TEMPLATE("density: bits do not depend on threads", T, float, double) {
  for (index_t d : {2, 20}) {
    const data<T> some(300, 700, d, 20);
    const rbf_params params{.gamma = 0.5};
    const auto w = some_weights(700, 19);
    for (int threads : {2, 3, 7}) {
      CHECK(same_bits(some.logs(params, w, {.threads = 1}),
                      some.logs(params, w, {.threads = threads})));
      CHECK(same_bits(some.densities(params, w, {.threads = 1}),
                      some.densities(params, w, {.threads = threads})));
    }
    // Nor, with a center, on what other rows there are.
    const std::vector<double> center(static_cast<std::size_t>(d), 0.0);
    const auto all = some.logs(params, w, {.center = center});
    std::vector<double> part(100);
    rbf_log_density(some.x().block(57, 0, 100, d), some.y(), w, params, part, {.center = center});
    CHECK(same_bits(part, {all.begin() + 57, all.begin() + 157}));
  }
}

TEST_CASE_TEMPLATE("density: any strides", T, float, double) {
  const data<T> some(40, 50, 3, 10);
  std::vector<T> xs(40 * 3), ys(50 * 6, T(7));
  for (index_t i = 0; i < 40; ++i)
    for (index_t k = 0; k < 3; ++k) xs[static_cast<std::size_t>(k * 40 + 39 - i)] = some.x()(i, k);
  for (index_t j = 0; j < 50; ++j)
    for (index_t k = 0; k < 3; ++k) ys[static_cast<std::size_t>(j * 6 + 2 * k)] = some.y()(j, k);
  std::vector<double> out(40);
  rbf_log_density(matrix_view<const T>(xs.data() + 39, 40, 3, -1, 40),
                  matrix_view<const T>(ys.data(), 50, 3, 6, 2), {.gamma = 0.5}, out);
  CHECK(same_bits(out, some.logs({.gamma = 0.5})));
}

TEST_CASE("density: no rows, no features") {
  const std::vector<double> some(6);
  std::vector<double> none, two(2, -77.0);
  rbf_log_density(rows_of(some, 0, 2), rows_of(some, 3, 2), {.gamma = 1}, none);
  rbf_density(rows_of(some, 0, 2), rows_of(some, 3, 2), {.gamma = 1}, none);
  rbf_density(rows_of(some, 2, 0), rows_of(some, 3, 0), {.gamma = 1}, two);
  CHECK(two == std::vector<double>{1, 1});
  rbf_log_density(rows_of(some, 2, 0), rows_of(some, 3, 0), {.gamma = 1}, two);
  CHECK(two == std::vector<double>{0, 0});
}

TEST_CASE("density: progress and cancelling") {
  const data<double> some(64, 400, 3, 50);
  for (bool logs : {false, true}) {
    std::vector<double> seen;
    const rbf_options watched{.progress = [&](double done) {
      seen.push_back(done);
      return true;
    }};
    logs ? some.logs({.gamma = 1}, {}, watched) : some.densities({.gamma = 1}, {}, watched);
    REQUIRE(!seen.empty());
    CHECK(std::is_sorted(seen.begin(), seen.end()));
    CHECK(seen.back() == 1);
    for (double when : seen) {
      std::vector<double> out(64, -77.0);
      const rbf_options stopped{.threads = 1, .progress = [&](double done) { return done < when; }};
      try {
        logs ? rbf_log_density(some.x(), some.y(), {.gamma = 1}, out, stopped)
             : rbf_density(some.x(), some.y(), {.gamma = 1}, out, stopped);
        FAIL_CHECK("no error");
      } catch (const bellcurve::error& e) {
        CHECK(e.code() == errc::cancelled);
      }
      CHECK(out == std::vector<double>(64, -77.0));
    }
  }
}

TEST_CASE("density: errors name the argument, its value and what was expected") {
  std::vector<double> memory(400, 0.5), out(4, 77.0);
  const matrix_view<const double> x(memory.data(), 4, 3), y(memory.data() + 20, 5, 3);
  const auto fails = [&](errc code, const char* text, auto&&... args) {
    CAPTURE(text);
    for (bool logs : {false, true}) {
      try {
        logs ? rbf_log_density(args...) : rbf_density(args...);
        FAIL_CHECK("no error");
      } catch (const bellcurve::error& e) {
        CHECK(e.code() == code);
        CHECK_MESSAGE(std::string(e.what()).find(text) != std::string::npos, e.what());
        CHECK(std::string(e.what()).find('\n') == std::string::npos);
      }
      CHECK(out == std::vector<double>(4, 77.0));
    }
  };
  const rbf_params params{.gamma = 1};
  const std::span<double> to(out);
  using weights = std::vector<double>;
  fails(errc::bad_argument, "gamma must be finite and > 0, got 0", x, y, rbf_params{.gamma = 0},
        to);
  fails(errc::bad_argument, "gamma and lengthscale must not both be given", x, y,
        rbf_params{.gamma = 1, .lengthscale = {1}}, to);
  fails(errc::bad_argument, "variance must be 1 for a density, got 2", x, y,
        rbf_params{.gamma = 1, .variance = 2}, to);
  fails(errc::bad_argument, "noise must be 0 when y is given, got 0.5", x, y,
        rbf_params{.gamma = 1, .noise = 0.5}, to);
  fails(errc::bad_shape, "weights must have 5 (rows of y) values, got 4", x, y, weights(4, 1.0),
        params, to);
  fails(errc::bad_argument, "weights must be finite and >= 0, got -1 at 2", x, y,
        weights{1, 1, -1, 1, 1}, params, to);
  fails(errc::bad_argument, "weights must be finite and >= 0, got nan at 4", x, y,
        weights{1, 1, 1, 1, not_a_number}, params, to);
  fails(errc::bad_argument, "weights must not all be 0, got all 0", x, y, weights(5, 0.0), params,
        to);
  fails(errc::bad_shape, "y must have at least 1 row, got 0", x, y.block(0, 0, 0, 3), params, to);
  fails(errc::bad_shape, "y must have as many columns (features) as x (3), got 2", x,
        y.block(0, 0, 5, 2), params, to);
  fails(errc::bad_shape, "out must have 4 (rows of x) values, got 3", x, y, params, to.first(3));
  fails(errc::bad_shape, "x must not be null", matrix_view<const double>(nullptr, 4, 3), y, params,
        to);
  fails(errc::bad_stride, "y must have strides other than 0", x,
        matrix_view<const double>(memory.data(), 5, 3, 0, 1), params, to);
  fails(errc::bad_argument, "threads must be >= 0, got -1", x, y, params, to,
        rbf_options{.threads = -1});
  fails(errc::bad_argument, "uplo must be full when y is given, got lower", x, y, params, to,
        rbf_options{.uplo = bellcurve::uplo::lower});
  std::vector<std::byte> work(4096);
  fails(errc::bad_argument, "workspace must be empty for a density, got 4096 bytes", x, y, params,
        to, rbf_options{.workspace = work});
  fails(errc::bad_alias, "out must not overlap x", matrix_view<const double>(out.data(), 4, 1),
        y.block(0, 0, 5, 1), params, to);
  fails(errc::bad_alias, "out must not overlap y", x.block(0, 0, 4, 1),
        matrix_view<const double>(out.data() + 3, 1, 1), params, to);
  fails(errc::bad_alias, "out must not overlap weights", x, y.block(0, 0, 4, 3),
        std::span<const double>(out.data(), 4), params, to);
}
