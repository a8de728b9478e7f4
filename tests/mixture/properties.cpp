// What densities are, whatever computes them.
#include "cases.hpp"

#include <bellcurve/kernels.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>
#include <numeric>
#include <utility>
#include <vector>

using namespace bellcurve;

namespace {

template <class T>
constexpr double tolerance = sizeof(T) == 4 ? 2e-6 : 1e-13;

template <class T>
bool close(T a, double b, double relative) {
  return std::abs(static_cast<double>(a) - b) <= relative * std::abs(b);
}

}  // namespace

TEST_CASE_TEMPLATE("a mixture integrates to its weights", T, float, double) {
  // The sum over a grid of steps below sigma / 2 is the integral up to exp(-2 pi^2 4) (Poisson).
  for (std::size_t d = 1; d <= 3; ++d) {
    for (bool diagonal : {false, true}) {
      const mixture m = support::random_mixture({.d = d, .components = 3, .diagonal = diagonal}, d);
      double weights = 0;
      for (const auto& c : m.components) weights += c.weight;
      // Fewer and nearer cells for three axes, hence more beyond them.
      const double reach = d == 3 ? 14 : 40, allowed = sizeof(T) == 4 ? 1e-6
                                                       : d == 3       ? 1e-7
                                                                      : 1e-12;
      const index_t side = d == 3 ? 113 : 401;
      const std::array<index_t, 3> n = {side, side, side};
      const std::span<const index_t> shape(n.data(), d);
      grid g;
      double cell = 1;
      std::size_t size = 1;
      for (std::size_t k = 0; k < d; ++k) {
        g.origin[k] = -reach;
        g.step[k] = 2 * reach / static_cast<double>(n[k] - 1);
        cell *= g.step[k];
        size *= static_cast<std::size_t>(n[k]);
      }
      std::vector<T> out(size);
      mixture_pdf(m, g, array_view<T>(out.data(), shape));
      const double sum = std::accumulate(out.begin(), out.end(), 0.0);
      CAPTURE(d);
      CHECK(close(sum * cell, weights, allowed));
    }
  }
}

TEST_CASE_TEMPLATE("turned by 90 degrees", T, float, double) {
  const mixture m{{{{0.5, -1}, {2, 0.75, 0.75, 1}, 0.5}, {{-1, 1}, {1, 3}, 0.5}}};
  mixture turned = m;  // (x, y) -> (-y, x)
  for (gaussian_component& c : turned.components) {
    c.mean = {-c.mean[1], c.mean[0]};
    c.covariance = c.covariance.size() == 2
                       ? std::vector<double>{c.covariance[1], c.covariance[0]}
                       : std::vector<double>{c.covariance[3], -c.covariance[1], -c.covariance[1],
                                             c.covariance[0]};
  }
  constexpr std::size_t n = 41;
  const grid g = grid::between({-4, -4}, {4, 4}, {n, n});
  std::vector<T> a(n * n), b(n * n);
  mixture_pdf(m, g, array_view<T>(a, {n, n}));
  mixture_pdf(turned, g, array_view<T>(b, {n, n}));
  double worst = 0;
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < n; ++j) {
      const auto one = static_cast<double>(a[i * n + j]);
      worst = std::max(worst, std::abs(static_cast<double>(b[(n - 1 - j) * n + i]) / one - 1));
    }
  }
  CHECK(worst <= 20 * tolerance<T>);
}

TEST_CASE_TEMPLATE("logpdf is the logarithm of pdf, where that is representable", T, float,
                   double) {
  for (auto how : {combination::sum, combination::max}) {
    mixture m = support::random_mixture({.components = 4, .spread = 2}, 3);
    m.combination = how;
    std::vector<T> density(80 * 80), log_density(80 * 80);
    const grid g = grid::between({-6, -6}, {6, 6}, {80, 80});
    mixture_pdf(m, g, array_view<T>(density, {80, 80}));
    mixture_logpdf(m, g, array_view<T>(log_density, {80, 80}));
    double worst = 0;
    for (std::size_t i = 0; i < density.size(); ++i) {
      if (density[i] < std::numeric_limits<T>::min() * 1000) continue;
      worst = std::max(worst, std::abs(static_cast<double>(log_density[i]) -
                                       std::log(static_cast<double>(density[i]))));
    }
    CHECK(worst <= 60 * tolerance<T>);
  }
}

TEST_CASE_TEMPLATE("far from every component the logarithm keeps its digits", T, float, double) {
  // Exponents about 1e5 and 1e9; the closed form has no digits to lose.
  for (double far : {450.0, 45000.0}) {
    const mixture m{{{{far, 0}, {1, 0.5, 0.5, 1}}, {{far + 3, 0}, {1}}}};
    const double root = std::sqrt(0.75);
    T on_grid = 0, at_point = 0;
    mixture_logpdf(m, grid{}, array_view<T>(&on_grid, {1, 1}));
    const std::array<T, 2> x = {0, 0};
    mixture_logpdf(m, matrix_view<const T>(x, 1, 2), array_view<T>(&at_point, {1}));
    const double a = -std::log(2 * std::numbers::pi * root) - 0.5 * far * far / 0.75;
    const double b = -std::log(2 * std::numbers::pi) - 0.5 * (far + 3) * (far + 3);
    const double want = std::max(a, b);
    CHECK(close(on_grid, want, tolerance<T>));
    CHECK(close(at_point, want, tolerance<T>));
  }
}

TEST_CASE_TEMPLATE("tiny and huge scales: only the constant changes", T, float, double) {
  constexpr std::size_t n = 33;
  const auto at = [](double scale, bool log, bool diagonal) {
    const double v = scale * scale;
    const mixture m{{{{0.3 * scale, -0.2 * scale},
                      diagonal ? std::vector<double>{v, 2 * v}
                               : std::vector<double>{v, 0.5 * v, 0.5 * v, 2 * v}}}};
    std::vector<T> out(n * n);
    const grid g{{-4 * scale, -4 * scale}, {0.25 * scale, 0.25 * scale}};
    log ? mixture_logpdf(m, g, array_view<T>(out, {n, n}))
        : mixture_pdf(m, g, array_view<T>(out, {n, n}));
    return out;
  };
  for (bool diagonal : {false, true}) {
    const std::vector<T> unit = at(1, true, diagonal);
    for (double scale : {1e-30, 1e30, 1e-150, 1e150, 1e-17, 1e17}) {
      const std::vector<T> scaled = at(scale, true, diagonal);
      double worst = 0;
      for (std::size_t i = 0; i < n * n; ++i) {
        const double want = static_cast<double>(unit[i]) - 2 * std::log(scale);
        worst =
            std::max(worst, std::abs(static_cast<double>(scaled[i]) - want) / (1 + std::abs(want)));
      }
      CAPTURE(scale);
      CHECK(worst <= tolerance<T>);
    }
    const std::vector<T> density = at(1, false, diagonal), wide = at(1e15, false, diagonal);
    for (std::size_t i = 0; i < n * n; ++i)
      CHECK(close(wide[i], static_cast<double>(density[i]) * 1e-30, 10 * tolerance<T>));
  }
}

TEST_CASE_TEMPLATE("a component far narrower than a cell, or far wider than the grid", T, float,
                   double) {
  std::vector<T> out(5 * 9);
  // On a cell, between cells, outside.
  for (double mean : {3.0, 3.5, -1e30, 1e30}) {
    const mixture m{{{{2, mean}, {1e-60, 1e-80}}}};
    mixture_logpdf(m, grid{}, array_view<T>(out, {5, 9}));
    for (std::size_t i = 0; i < out.size(); ++i) {
      CHECK_FALSE(std::isnan(out[i]));
      CHECK((out[i] > 0) == (mean == 3 && i == 2 * 9 + 3));
    }
  }
  for (double variance : {1e60, 1e200}) {
    const mixture m{{{{2, 3}, {variance, 0.5 * variance, 0.5 * variance, variance}}}};
    mixture_logpdf(m, grid{}, array_view<T>(out, {5, 9}));
    const double want = -std::log(2 * std::numbers::pi * std::sqrt(0.75)) - std::log(variance);
    for (T v : out) CHECK(close(v, want, tolerance<T>));
  }
}

TEST_CASE_TEMPLATE("components without weight take no part", T, float, double) {
  const T minus_infinity = -std::numeric_limits<T>::infinity();
  const std::vector<T> x = support::normal<T>(10, 2, 1);
  const matrix_view<const T> points(x, 10, 2);
  for (auto how : {combination::sum, combination::max}) {
    // With weight the second would be the larger one about (0, 0), and as a maximum hide the first.
    const mixture m{{{{1, 2}, {1, 0.5, 0.5, 1}, 0.5}, {{0, 0}, {1}, 0}}, how};
    const mixture one{{m.components[0]}, how}, none{{m.components[1]}, how};
    for (bool log : {false, true}) {
      const auto values = [&](const mixture& of) {
        std::vector<T> out(64 + 10);
        const array_view<T> cells(out.data(), {8, 8}), scattered(out.data() + 64, {10});
        log ? mixture_logpdf(of, grid{}, cells) : mixture_pdf(of, grid{}, cells);
        log ? mixture_logpdf(of, points, scattered) : mixture_pdf(of, points, scattered);
        return out;
      };
      CHECK(values(m) == values(one));
      for (T v : values(none)) CHECK(v == (log ? minus_infinity : T(0)));
    }
  }
}

TEST_CASE_TEMPLATE("{} in the place of a grid is the default grid, not an empty set of points", T,
                   float, double) {
  const mixture m = support::random_mixture({.components = 3}, 6);
  std::vector<T> a(64), b(64);
  mixture_logpdf(m, {}, array_view<T>(a, {8, 8}), {.threads = 1});
  mixture_logpdf(m, grid{}, array_view<T>(b, {8, 8}));
  CHECK(a == b);
  mixture_pdf(m, {}, array_view<T>(a, {8, 8}));
  mixture_pdf(m, grid{}, array_view<T>(b, {8, 8}));
  CHECK(a == b);
  // What a matrix is made of still is points: cells (0, 1) and (2, 3).
  const std::vector<T> x = {0, 1, 2, 3};
  std::vector<T> at(2);
  mixture_pdf(m, {x, 2, 2}, at);
  CHECK(close(at[0], static_cast<double>(a[1]), 60 * tolerance<T>));
  CHECK(close(at[1], static_cast<double>(a[2 * 8 + 3]), 60 * tolerance<T>));
}

TEST_CASE_TEMPLATE("many narrow components: what is skipped would have added zeros", T, float,
                   double) {
  const mixture m = support::random_mixture({.components = 150, .scale = 0.5, .spread = 60}, 9);
  constexpr std::size_t n = 100;
  const grid g = grid::between({-50, -50}, {50, 50}, {n, n});
  std::vector<T> all(n * n), one(n * n), sum(n * n, T(0));
  mixture_pdf(m, g, array_view<T>(all, {n, n}));
  for (const gaussian_component& c : m.components) {
    mixture_pdf(mixture{{c}}, g, array_view<T>(one, {n, n}));
    for (std::size_t i = 0; i < n * n; ++i) sum[i] += one[i];
  }
  double worst = 0;
  for (std::size_t i = 0; i < n * n; ++i) {
    if (sum[i] < std::numeric_limits<T>::min()) continue;
    worst =
        std::max(worst, std::abs(static_cast<double>(all[i]) / static_cast<double>(sum[i]) - 1));
  }
  // 150 additions, rounded otherwise.
  CHECK(worst <= 150 * static_cast<double>(std::numeric_limits<T>::epsilon()));
}

TEST_CASE_TEMPLATE("points that hold NaN or infinity give NaN, and only they", T, float, double) {
  constexpr T nan = std::numeric_limits<T>::quiet_NaN(), inf = std::numeric_limits<T>::infinity();
  constexpr T max = std::numeric_limits<T>::max();
  const std::array<T, 3> odd[] = {{0, 0, 0},   {nan, 0, 0},       {0, inf, 0},       {0, 0, -inf},
                                  {max, 0, 0}, {max, -max, max},  {-max, -max, max}, {1, 1, 1},
                                  {0, nan, 0}, {-inf, inf, -inf}, {-max, 0, max},    {2, 2, 2}};
  std::vector<T> x, out(std::size(odd));
  for (const auto& row : odd) x.insert(x.end(), row.begin(), row.end());
  const auto n = static_cast<index_t>(std::size(odd));
  for (bool log : {false, true}) {
    const mixture m = support::random_mixture({.d = 3, .components = 3}, 4);
    const matrix_view<const T> points(x, n, 3);
    log ? mixture_logpdf(m, points, array_view<T>(out))
        : mixture_pdf(m, points, array_view<T>(out));
    for (std::size_t i = 0; i < std::size(odd); ++i) {
      CAPTURE(i);
      const bool finite =
          std::all_of(odd[i].begin(), odd[i].end(), [](T v) { return std::isfinite(v); });
      CHECK(std::isnan(out[i]) == !finite);
      if (std::any_of(odd[i].begin(), odd[i].end(), [](T v) { return std::abs(v) == max; }) &&
          finite) {
        CHECK(out[i] == (log ? -inf : T(0)));
      }
    }
  }
}

TEST_CASE_TEMPLATE("grid: a logarithm below the lowest number is -inf, of several components, too",
                   T, float, double) {
  // A million steps away and more, a standard deviation being 2^-500 steps: no double holds that
  // squared.
  const gaussian_component narrow{.mean = {0}, .covariance = {0x1p-1000}};
  const grid g{.origin = {1e6}, .step = {1}};
  for (const std::size_t components : {1U, 2U, 5U}) {
    for (const combination which : {combination::sum, combination::max}) {
      const mixture m{.components = {components, narrow}, .combination = which};
      std::vector<T> out(37);
      mixture_logpdf(m, g, array_view<T>(out));
      index_t wrong = 0;
      for (const T value : out) wrong += value != -std::numeric_limits<T>::infinity();
      CHECK(wrong == 0);
    }
  }
}

TEST_CASE_TEMPLATE("gaussian_2d: amplitudes, and thin ellipses", T, float, double) {
  std::vector<T> out(21 * 21), other(21 * 21);
  const matrix_view<T> view(out, 21, 21), view2(other, 21, 21);
  const std::array<double, 2> thin = {300, 0.003};
  const grid g = grid::between({-1, -1}, {1, 1}, {21, 21});
  gaussian_2d({.amplitude = 0, .stddev = thin}, g, view);
  CHECK(std::all_of(out.begin(), out.end(), [](T v) { return v == 0; }));
  gaussian_2d({.amplitude = 3, .stddev = thin, .theta = 0.7}, g, view);
  gaussian_2d({.amplitude = -3, .stddev = thin, .theta = 0.7}, g, view2);
  bool opposite = true, right = true;
  for (std::size_t i = 0; i < 21 * 21; ++i) {
    opposite = opposite && other[i] == -out[i];
    // Along the axes of the ellipse nothing cancels.
    const double u = g.origin[0] + static_cast<double>(i / 21) * g.step[0];
    const double v = g.origin[1] + static_cast<double>(i % 21) * g.step[1];
    const double a = (std::cos(0.7) * u + std::sin(0.7) * v) / thin[0];
    const double b = (std::cos(0.7) * v - std::sin(0.7) * u) / thin[1];
    const double e = (a * a + b * b) / 2;
    // b is off by the roundings of cosine and sine: some 2^-52 / 0.003, absolutely.
    const double wobble = std::abs(b) * 0x1p-50 / thin[1];
    const double want = 3 * std::exp(-e);
    const double allowed = want * (tolerance<T> * (1 + e) + wobble) + 1e-37;
    right = right && std::abs(static_cast<double>(out[i]) - want) <= allowed;
  }
  CHECK(opposite);
  CHECK(right);
}

TEST_CASE_TEMPLATE("mixture: a component of weight 0 leaves nothing behind, wherever it stands", T,
                   float, double) {
  for (const std::size_t d : {std::size_t(2), std::size_t(3)}) {
    gaussian_component none{.mean = std::vector<double>(d, 0.0), .covariance = {}, .weight = 0};
    for (std::size_t k = 0; k < d * d; ++k) none.covariance.push_back(k % (d + 1) == 0 ? 1 : 0.4);
    const gaussian_component round{.mean = std::vector<double>(d, 0.5), .covariance = {2}};
    const std::vector<T> x = support::normal<T>(9, static_cast<index_t>(d), 5);
    const matrix_view<const T> points(x, 9, static_cast<index_t>(d));
    const std::vector<index_t> shape(d, 3);
    for (const auto how : {combination::sum, combination::max}) {
      for (const bool log : {false, true}) {
        const auto values = [&](std::vector<gaussian_component> components) {
          const mixture m{.components = std::move(components), .combination = how};
          std::vector<T> out(9 + (d == 2 ? 9 : 27));
          const array_view<T> scattered(out.data(), {9}), cells(out.data() + 9, shape);
          const grid where;
          log ? mixture_logpdf(m, points, scattered) : mixture_pdf(m, points, scattered);
          log ? mixture_logpdf(m, where, cells, {.threads = 1})
              : mixture_pdf(m, where, cells, {.threads = 1});
          return out;
        };
        const std::vector<T> alone = values({round});
        CHECK(values({none, round}) == alone);
        CHECK(values({round, none}) == alone);
      }
    }
  }
}

TEST_CASE("gaussian_2d: ellipses of any thinness and any size") {
  // One standard deviation from the mean along the short axis, which theta turns: nothing
  // cancels there. With u = 2^-53 the point has 3 u, deviations 5 u, their correlation 20 u, the
  // root 13 u, and the products of them are off by some 60 u in the end: so is the density, whose
  // exponent is half a square and 1/2.
  const double want = std::exp(-0.5);
  for (const double thin : {1e-3, 1e-7, 1e-9, 1e-12, 1e-50, 1e-149, 0x1p-500}) {
    for (const double scale : {1.0, 1e-40, 1e40}) {
      for (const double theta : {0.7, 0.1, 1.5, -2.4, 0.785}) {
        const double s = thin * scale;
        double value = 0;
        gaussian_2d({.stddev = {{scale, s}}, .theta = theta},
                    {.origin = {-s * std::sin(theta), s * std::cos(theta)}, .step = {scale, scale}},
                    matrix_view<double>(&value, 1, 1));
        CAPTURE(thin);
        CAPTURE(scale);
        CAPTURE(theta);
        CHECK(std::fabs(value - want) <= 60 * 0x1p-53 * want);
        // The same ellipse with its axes named the other way round.
        gaussian_2d({.stddev = {{s, scale}}, .theta = theta},
                    {.origin = {s * std::cos(theta), s * std::sin(theta)}, .step = {scale, scale}},
                    matrix_view<double>(&value, 1, 1));
        CHECK(std::fabs(value - want) <= 60 * 0x1p-53 * want);
      }
    }
  }
  double value = 0;
  // Not turned, any ratio will do; each deviation is measured in steps of its axis.
  gaussian_2d({.stddev = {{1, 1e-160}}}, {.origin = {0, 1e-160}, .step = {1, 1e-100}},
              matrix_view<double>(&value, 1, 1));
  CHECK(std::fabs(value - want) <= 60 * 0x1p-53 * want);
  gaussian_2d({.stddev = {{1.7e308, 1.7e308}}, .theta = 1.2}, {},
              matrix_view<double>(&value, 1, 1));
  CHECK(value == 1);
}
