// What kernels are by mathematics: moments, limits, convergence, composition.
#include "support/random.hpp"

#include <bellcurve/kernels.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

using namespace bellcurve;

namespace {

constexpr discretization all[] = {discretization::sampled, discretization::mass,
                                  discretization::bessel};
constexpr normalization all_normalizations[] = {normalization::sum, normalization::density,
                                                normalization::none};

std::vector<double> kernel(const kernel_1d_params& p, std::size_t size) {
  std::vector<double> k(size);
  gaussian_kernel_1d(p, k);
  return k;
}

/// sum of (x - center)^power k(x)
double moment(const std::vector<double>& k, double center, int power) {
  double sum = 0;
  for (std::size_t i = 0; i < k.size(); ++i) {
    sum += std::pow(static_cast<double>(i) - center, power) * k[i];
  }
  return sum;
}

double factorial(int n) { return n <= 1 ? 1 : n * factorial(n - 1); }

}  // namespace

TEST_CASE("moments of a whole kernel") {
  for (discretization how : all) {
    for (double sigma : {0.9, 2.0, 5.3, 14.0}) {
      for (double f : {0.0, 0.25, 0.5, 0.83}) {
        const std::string name(to_string(how));
        CAPTURE(name);
        CAPTURE(sigma);
        CAPTURE(f);
        const double center = 300 + f;
        const auto k = kernel({.sigma = sigma,
                               .center = center,
                               .discretization = how,
                               .normalization = normalization::density},
                              601);
        // Poisson summation: a moment of the samples is off by the like derivative of
        // 2 exp(-w^2 sigma^2 / 2) at w = 2 pi, at most 2 (2 pi sigma^2)^2 times that.
        const double alias = 80 * std::pow(sigma, 4) * std::exp(-19.73 * sigma * sigma) + 1e-13;
        CHECK(std::abs(moment(k, center, 0) - 1) <=
              (how == discretization::sampled ? alias : 1e-14));
        CHECK(std::abs(moment(k, center, 1)) <=
              (how == discretization::bessel ? 1e-12 : alias * 10));
        double variance = sigma * sigma;
        if (how == discretization::mass) variance += 1.0 / 12;
        if (how == discretization::bessel) variance += f * (1 - f);
        CHECK(std::abs(moment(k, center, 2) - variance) <= alias + variance * 1e-13);
      }
    }
  }
}

TEST_CASE("moments of derivatives") {
  // Integration by parts: the moment n of the derivative n is (-1)^n n!, those below are 0.
  for (discretization how : all) {
    for (int order = 1; order <= max_kernel_order; ++order) {
      for (double f : {0.0, 0.3}) {
        const double sigma = 3.1, center = 50 + f;
        const auto k =
            kernel({.sigma = sigma, .center = center, .order = order, .discretization = how}, 101);
        CAPTURE(order);
        for (int n = 0; n <= order; ++n) {
          const double want = n < order ? 0 : (order % 2 == 0 ? 1 : -1) * factorial(order);
          CHECK(std::abs(moment(k, center, n) - want) <= 1e-11);
        }
      }
    }
  }
}

TEST_CASE("the discretizations converge as sigma grows") {
  for (int order = 0; order <= max_kernel_order; ++order) {
    double before = 1e9;
    for (double sigma : {4.0, 8.0, 16.0, 32.0, 64.0}) {
      const auto size = static_cast<std::size_t>(8 * sigma) | 1;
      const auto a = kernel({.sigma = sigma, .order = order}, size);
      double worst = 0;
      for (discretization how : {discretization::mass, discretization::bessel}) {
        const auto b = kernel({.sigma = sigma, .order = order, .discretization = how}, size);
        for (std::size_t i = 0; i < size; ++i) worst = std::fmax(worst, std::abs(a[i] - b[i]));
      }
      worst *= std::pow(sigma, order + 1);  // relative to the peak
      CHECK(worst < before / 3.5);          // as sigma^-2
      before = worst;
    }
  }
}

TEST_CASE("bessel: sigma 3, then sigma 4 is sigma 5") {
  const auto make = [](double sigma, std::size_t size) {
    return kernel({.sigma = sigma,
                   .discretization = discretization::bessel,
                   .normalization = normalization::density},
                  size);
  };
  // 12.0 is made by the expansion, 3 and 4 by the recurrence.
  const double triples[][3] = {{3, 4, 5}, {0.3, 0.4, 0.5}, {5, 12, 13}};
  for (const auto& s : triples) {
    constexpr std::size_t n = 501;
    const auto a = make(s[0], n), b = make(s[1], n), c = make(s[2], n);
    for (std::size_t x = 200; x <= 300; ++x) {
      double sum = 0;
      for (std::size_t k = 0; k < n; ++k) {
        const std::size_t other = x + n / 2 - k;  // wraps around below 0
        if (other < n) sum += a[k] * b[other];
      }
      CAPTURE(s[2]);
      CAPTURE(x);
      CHECK(std::abs(sum - c[x]) <= 1e-14 * c[x] + 1e-290);
    }
  }
}

TEST_CASE("bessel: far outside the weights fall as the ratio of neighbours does") {
  struct {
    double sigma, distance;
  } const cases[] = {{1e6, 1e13}, {1e6, 3e12}, {1e6, 1.5e10}, {1e3, 3e6},  {1e3, 7e6},   {1e3, 4e7},
                     {40, 2e4},   {1e9, 1e17}, {20, 1e4},     {1e-3, 1e9}, {1e70, 1e142}};
  for (const auto& c : cases) {
    CAPTURE(c.sigma);
    CAPTURE(c.distance);
    // T(n + 1) / T(n) = 1 / (2 (n + 1) / t + 1 / (2 (n + 2) / t + ...)), DLMF 10.33.1
    const long double t = static_cast<long double>(c.sigma) * c.sigma;
    long double ratio = 0;
    for (int j = 5000; j >= 1; --j) ratio = 1 / (2 * (c.distance + j) / t + ratio);
    const auto k = kernel(
        {.sigma = c.sigma, .center = -c.distance, .discretization = discretization::bessel}, 40);
    CHECK(std::abs(k[1] / k[0] / static_cast<double>(ratio) - 1) <= 4e-15);
  }
}

TEST_CASE("sigma 0 is an impulse") {
  for (discretization how : all) {
    for (normalization to : all_normalizations) {
      const auto at = [&](double center, std::size_t size = 4) {
        return kernel({.sigma = 0, .center = center, .discretization = how, .normalization = to},
                      size);
      };
      const bool sum = to == normalization::sum, split = how == discretization::bessel;
      using list = std::vector<double>;
      CHECK(at(2) == list{0, 0, 1, 0});
      CHECK(at(1.5) == list{0, 0.5, 0.5, 0});
      CHECK(at(1.25) == (split ? list{0, 0.75, 0.25, 0} : list{0, 1, 0, 0}));
      CHECK(at(-0.5) == (sum ? list{1, 0, 0, 0} : list{0.5, 0, 0, 0}));
      CHECK(at(3.5) == (sum ? list{0, 0, 0, 1} : list{0, 0, 0, 0.5}));
      CHECK(at(-0.25) == (split && !sum ? list{0.75, 0, 0, 0} : list{1, 0, 0, 0}));
      CHECK(at(-7) == (sum ? list{1, 0, 0, 0} : list{0, 0, 0, 0}));
      CHECK(at(1e300) == (sum ? list{0, 0, 0, 1} : list{0, 0, 0, 0}));
      CHECK(kernel({.sigma = 0, .discretization = how, .normalization = to}, 2) == list{0.5, 0.5});
    }
  }
}

TEST_CASE("a tiny sigma is that impulse, a huge one a box, and nothing is NaN") {
  for (discretization how : all) {
    for (double center : {2.0, 1.5, 1.25, 0.49999999999999994, -0.5, -0.25, -7.0, 1e20, -1e300}) {
      CAPTURE(center);
      const std::string name(to_string(how));
      CAPTURE(name);
      const auto limit = kernel({.sigma = 0, .center = center, .discretization = how}, 4);
      for (double sigma : {5e-324, 1e-308, 1e-200, 1e-100, 1e-31, 1e-20}) {
        // 0.49999999999999994 is 2^-54 from the border, which is less than some of these.
        if (center == 0.49999999999999994 && sigma > 1e-30) continue;
        CAPTURE(sigma);
        const auto k = kernel({.sigma = sigma, .center = center, .discretization = how}, 4);
        // The neighbours of bessel have sigma^2 / 2, which is not 0 in double.
        const double all_but_0 = how == discretization::bessel ? sigma * sigma : 0;
        for (std::size_t i = 0; i < 4; ++i) CHECK(std::abs(k[i] - limit[i]) <= all_but_0);
      }
      if (std::abs(center) > 1e100) continue;
      for (double sigma : {1e40, 1e155, 1e300, std::numeric_limits<double>::max()}) {
        CHECK(kernel({.sigma = sigma, .center = center, .discretization = how}, 4) ==
              std::vector<double>(4, 0.25));
      }
    }
  }
  // Everything finite, whatever is asked for and allowed.
  for (discretization how : all) {
    for (normalization to : all_normalizations) {
      for (double sigma : {5e-324, 1e-160, 1e-50, 1e-3, 1.0, 11.9, 13.0, 1e6, 1e80, 1e160, 1e308}) {
        for (double center : {0.0, 0.3, 1e-300, -1e9, 1e100, -1e308}) {
          for (int order = 0; order <= max_kernel_order; ++order) {
            std::vector<double> k(3, 0.0);
            try {
              gaussian_kernel_1d({.sigma = sigma,
                                  .center = center,
                                  .order = order,
                                  .discretization = how,
                                  .normalization = to},
                                 k);
            } catch (const error&) {
              continue;  // a peak that overflows
            }
            CAPTURE(sigma);
            CAPTURE(center);
            CAPTURE(order);
            const std::string name(to_string(how)), scaled(to_string(to));
            CAPTURE(name);
            CAPTURE(scaled);
            for (double x : k) CHECK(std::isfinite(x));
            if (order == 0 && to == normalization::sum) {
              CHECK(k[0] + k[1] + k[2] == doctest::Approx(1).epsilon(1e-15));
            }
          }
        }
      }
    }
  }
}

TEST_CASE("a turned kernel") {
  // Turned by 90 degrees it is the one with the sigmas exchanged.
  std::vector<double> turned(99), plain(99);
  for (normalization to : all_normalizations) {
    gaussian_kernel_2d({.sigma = {2.5, 1.1}, .theta = std::acos(0.0), .normalization = to},
                       {turned, 9, 11});
    gaussian_kernel_2d({.sigma = {1.1, 2.5}, .normalization = to}, {plain, 9, 11});
    for (std::size_t i = 0; i < 99; ++i) {
      CHECK(turned[i] == doctest::Approx(plain[i]).epsilon(1e-13));
    }
  }
  // From axis 0 towards axis 1: mass where both grow.
  gaussian_kernel_2d({.sigma = {3, 1}, .theta = 0.6}, {turned, 9, 11});
  const matrix_view<double> k(turned, 9, 11);
  CHECK(k(6, 6) > 2 * k(6, 4));
  CHECK(k(6, 6) == k(2, 4));
  // Tiny and huge.
  gaussian_kernel_2d({.sigma = {1e-200, 1e-200}, .theta = 1}, {turned, 9, 11});
  CHECK(k(4, 5) == 1);
  gaussian_kernel_2d({.sigma = {1e300, 1e300}, .theta = 1}, {turned, 9, 11});
  for (double x : turned) CHECK(x == doctest::Approx(1.0 / 99).epsilon(1e-15));
}

TEST_CASE("Bessel derivatives at the edge of what can be: an error or finite weights") {
  for (const double sigma : {1e-160, 1e-20, 1e-3, 1.9006591118602379e52, 1e200}) {
    for (const double center : {-1.0, -1.001, 0.0, 3.0, 1e17, -2.4101822373493964e206}) {
      for (int order = 0; order <= 4; ++order) {
        std::vector<double> k(3, 7.0);
        try {
          gaussian_kernel_1d({.sigma = sigma,
                              .center = center,
                              .order = order,
                              .discretization = discretization::bessel},
                             k);
        } catch (const error& e) {
          CHECK(e.code() == errc::bad_argument);
          continue;
        }
        CAPTURE(sigma);
        CAPTURE(center);
        CAPTURE(order);
        for (const double w : k) CHECK(std::isfinite(w));
      }
    }
  }
}

namespace {

/// Sigmas and centres from everywhere, and many from where derivatives are about to overflow: they
/// grow as (distance / sigma^2)^order.
struct edge_axis {
  double sigma, center;
  int order;
};

edge_axis edge_of(support::random& r) {
  constexpr double most = std::numeric_limits<double>::max();
  const auto power = [&r](double a, double b) { return std::exp2(a + (b - a) * r.uniform()); };
  edge_axis e{std::clamp(power(-1074, 1024), 5e-324, most), 0, static_cast<int>(r.below(5))};
  if (r.below(3) == 0) e.sigma = power(-20, 20);
  switch (r.below(5)) {
    case 0:
      e.center = static_cast<double>(r.below(7)) / 2 - 1;
      break;
    case 1:  // just outside
      e.center = (r.below(2) == 0 ? -1 : 1) * (1 + power(-60, 0));
      break;
    case 2:
      e.center = power(-1074, 1024);
      break;
    default:
      e.center = e.sigma * e.sigma * power(-40, 1100.0 / std::max(1, e.order));
  }
  e.center = std::min(e.center, most);
  if (r.below(2) == 0) e.center = -e.center;
  return e;
}

struct outcomes {
  int errors = 0, arrays = 0;
};

/// An error and nothing written, or nothing that is not finite.
template <class T, class F>
void error_or_finite(outcomes& o, std::size_t size, const F& fill) {
  std::vector<T> k(size, T(7));
  try {
    fill(k);
  } catch (const error& e) {
    ++o.errors;
    CHECK(e.code() == errc::bad_argument);
    CHECK(k == std::vector<T>(size, T(7)));
    return;
  }
  ++o.arrays;
  bool finite = true;
  for (const T w : k) finite = finite && std::isfinite(w);
  CHECK(finite);
}

}  // namespace

TEST_CASE_TEMPLATE("derivatives at the edge of what can be: an error or finite weights", T, float,
                   double) {
  support::random r(21);
  outcomes one, two;
  for (int turn = 0; turn < 4000; ++turn) {
    const edge_axis a = edge_of(r), b = edge_of(r);
    const discretization how = turn % 3 == 0 ? all[r.below(3)] : discretization::bessel;
    const normalization to = all_normalizations[r.below(3)];
    const index_t rows = 1 + r.below(5), cols = 1 + r.below(5);
    CAPTURE(a.sigma);
    CAPTURE(a.center);
    CAPTURE(a.order);
    CAPTURE(b.sigma);
    CAPTURE(b.center);
    CAPTURE(b.order);
    CAPTURE(rows);
    CAPTURE(cols);
    CAPTURE(static_cast<int>(how));
    CAPTURE(static_cast<int>(to));
    error_or_finite<T>(one, static_cast<std::size_t>(rows), [&](std::vector<T>& k) {
      gaussian_kernel_1d({.sigma = a.sigma,
                          .center = a.center,
                          .order = a.order,
                          .discretization = how,
                          .normalization = to},
                         k);
    });
    error_or_finite<T>(two, static_cast<std::size_t>(rows * cols), [&](std::vector<T>& k) {
      kernel_2d_params p{.sigma = {a.sigma, b.sigma},
                         .center = {{a.center, b.center}},
                         .order = {a.order, b.order}};
      p.discretization = how;
      p.normalization = to;
      gaussian_kernel_2d(p, {k, rows, cols});
    });
  }
  // Both happen.
  for (const outcomes& o : {one, two}) {
    CHECK(o.errors > 200);
    CHECK(o.arrays > 200);
  }
}
