// The documented bounds against a long-double reference, over data that is hard
// on the Gram form. Bounds and their derivation: lib/rbf/lost_rule.hpp.
#include "cases.hpp"

#include <cmath>
#include <limits>
#include <utility>

using namespace cases;

namespace {

/// The largest share of the documented bound that any entry used.
template <class T>
double largest_use = 0;

template <class T>
void check(const std::vector<T>& xs, const std::vector<T>& ys, index_t d, double gamma,
           bellcurve::engine engine, double variance = 5) {
  const auto n = static_cast<index_t>(xs.size()) / d, m = static_cast<index_t>(ys.size()) / d;
  const auto x = rows_of(xs, n, d), y = rows_of(ys, m, d);
  const rbf_params params{.gamma = gamma, .variance = variance};
  CAPTURE(d);
  CAPTURE(gamma);
  guarded<T> k(n, m);
  rbf_kernel(x, y, params, k.view(), {.engine = engine});
  const double cross = worst<T>(k, x, y, params);
  CHECK(cross < 1);
  guarded<T> s(n, n);
  rbf_kernel(x, params, s.view(), {.engine = engine});
  const double symmetric = worst<T>(s, x, x, params);
  CHECK(symmetric < 1);
  largest_use<T> = std::max({largest_use<T>, cross, symmetric});
  for (index_t i = 0; i < n; ++i) {
    CHECK(s(i, i) == static_cast<T>(variance));
    for (index_t j = 0; j < i; ++j) REQUIRE(s(i, j) == s(j, i));
  }
}

}  // namespace

TEST_CASE_TEMPLATE("rbf accuracy: random data, few and many features", T, float, double) {
  for_engines([](auto engine) {
    for (index_t d : {1, 2, 3, 4, 7, 8, 15, 16, 17, 33, 64, 100, 255, 256, 257, 513, 1030}) {
      const auto x = support::normal<T>(37, d, 1), y = support::normal<T>(29, d, 2);
      for (double t : {0.01, 1.0, 30.0}) check(x, y, d, t / static_cast<double>(d), engine);
    }
  });
}

TEST_CASE_TEMPLATE("rbf accuracy: everything translated by 1e4 and 1e6", T, float, double) {
  for_engines([](auto engine) {
    for (double offset : {1e4, -1e6}) {
      for (index_t d : {1, 5, 40}) {
        check(support::normal<T>(33, d, 3, 1, offset), support::normal<T>(20, d, 4, 1, offset), d,
              0.5, engine);
      }
    }
  });
}

TEST_CASE_TEMPLATE("rbf accuracy: two clusters far from each other and from the mean", T, float,
                   double) {
  for_engines([](auto engine) {
    for (double distance : {1e2, 1e5, 1e7}) {
      for (index_t d : {2, 20}) {
        auto x = support::normal<T>(30, d, 5, 1, distance);
        const auto other = support::normal<T>(30, d, 6, 1, -distance);
        x.insert(x.end(), other.begin(), other.end());
        check(x, x, d, 0.3, engine);
      }
    }
  });
}

TEST_CASE_TEMPLATE("rbf accuracy: near duplicates", T, float, double) {
  for_engines([](auto engine) {
    for (index_t d : {1, 3, 24, 300}) {
      auto x = support::normal<T>(40, d, 7, 10);
      support::random r(8);
      // Rows 20.. are rows 0.. moved by a few units in the last place.
      for (index_t i = 0; i < 20; ++i) {
        for (index_t k = 0; k < d; ++k) {
          T& v = x[static_cast<std::size_t>((i + 20) * d + k)];
          v = x[static_cast<std::size_t>(i * d + k)];
          for (index_t step = r.below(4); step > 0; --step)
            v = std::nextafter(v, std::numeric_limits<T>::max());
        }
      }
      for (double gamma : {1e-3, 1.0, 1e3, 1e6}) check(x, x, d, gamma, engine);
    }
  });
}

TEST_CASE_TEMPLATE("rbf accuracy: one feature dominates", T, float, double) {
  for_engines([](auto engine) {
    const index_t d = 18;
    auto x = support::normal<T>(50, d, 9);
    for (index_t i = 0; i < 50; ++i) x[static_cast<std::size_t>(i * d)] *= T(1e4);
    check(x, x, d, 1e-2, engine);
    check(x, x, d, 1e-8, engine);
  });
}

TEST_CASE_TEMPLATE("rbf accuracy: subnormal, huge and overflowing data", T, float, double) {
  for_engines([](auto engine) {
    constexpr T tiny = std::numeric_limits<T>::denorm_min(), max = std::numeric_limits<T>::max();
    for (index_t d : {1, 2, 20}) {
      auto x = support::normal<T>(24, d, 10);
      auto scaled = [&](T factor) {
        auto v = x;
        for (T& e : v) e *= factor;
        return v;
      };
      const auto small = scaled(tiny * 100), large = scaled(std::sqrt(max) * T(10));
      check(small, x, d, 0.7, engine);
      check(large, x, d, 0.7, engine);
      check(large, large, d, static_cast<double>(T(1) / max) * 4, engine);
      auto ends = scaled(max / 8);
      ends[0] = max;
      ends[static_cast<std::size_t>(d)] = -max;
      check(ends, ends, d, 1.0, engine);
      check(ends, x, d, 1e-30, engine);
      // gamma at both ends of its range.
      check(x, x, d, static_cast<double>(max), engine);
      check(small, small, d, static_cast<double>(max), engine);
      check(x, x, d, static_cast<double>(std::numeric_limits<T>::min()), engine);
    }
  });
}

TEST_CASE_TEMPLATE("rbf accuracy: exponents around the flush to zero", T, float, double) {
  for_engines([](auto engine) {
    // Points on a line: t runs through the threshold in fine steps.
    const double threshold = -std::log(static_cast<double>(std::numeric_limits<T>::min()));
    std::vector<T> x{T(0)}, y;
    for (int i = -200; i <= 200; ++i)
      y.push_back(static_cast<T>(std::sqrt(threshold * (1 + i * 1e-4))));
    check(x, y, 1, 1.0, engine, 1.0);
    check(x, y, 1, 1.0, engine, 1e20);
  });
}

TEST_CASE_TEMPLATE("rbf accuracy: norms and cross terms that err in opposite directions", T, float,
                   double) {
  // Features behind the first add a square just above half a unit in the last
  // place to the norms, which rounds up each time, and take it from the cross term,
  // which rounds down.
  constexpr T u = std::numeric_limits<T>::epsilon() / 2;
  for (index_t d : {17, 64, 256, 700}) {
    std::vector<T> xs(static_cast<std::size_t>(d), std::sqrt(T(1.02) * u)), ys = xs;
    for (T& v : ys) v = -v;
    xs[0] = ys[0] = T(1.02);
    const auto x = rows_of(xs, 1, d), y = rows_of(ys, 1, d);
    const std::vector<double> center(static_cast<std::size_t>(d), 0.0);
    for_engines([&](auto engine) {
      for (double gamma : {1.0, 5.5, 5.7, 9.0, 20.0}) {  // s up to 42: around s_min = 12
        CAPTURE(d);
        CAPTURE(gamma);
        const rbf_params params{.gamma = gamma};
        guarded<T> k(1, 1);
        rbf_kernel(x, y, params, k.view(), {.engine = engine, .center = center});
        CHECK(worst<T>(k, x, y, params) < 1);
      }
    });
  }
}

TEST_CASE("rbf accuracy: many squares that vanish before an extreme gamma") {
  for (index_t d : {100, 5000}) {
    const std::vector<double> xs(static_cast<std::size_t>(d), 0.0);
    const std::vector<double> ys(static_cast<std::size_t>(d), 1.55e-162);
    const auto x = rows_of(xs, 1, d), y = rows_of(ys, 1, d);
    for_engines([&](auto engine) {
      const rbf_params params{.gamma = 1.7e308};
      guarded<double> k(1, 1);
      rbf_kernel(x, y, params, k.view(), {.engine = engine});
      CHECK(worst<double>(k, x, y, params) < 1);
    });
  }
}

TEST_CASE_TEMPLATE("rbf accuracy: lengthscales at both ends of their range", T, float, double) {
  const auto max = static_cast<double>(std::numeric_limits<T>::max());
  const double longest = 0.9 / std::sqrt(static_cast<double>(std::numeric_limits<T>::denorm_min()));
  for (double length : {longest, longest / 50, 1.1 / std::sqrt(max)}) {
    const std::vector<T> xs{T(0), T(0)}, ys{static_cast<T>(length), static_cast<T>(length / -2)};
    const auto x = rows_of(xs, 1, 2), y = rows_of(ys, 1, 2);
    const rbf_params params{.lengthscale = {length, length}};
    for_engines([&](auto engine) {
      guarded<T> k(1, 1);
      rbf_kernel(x, y, params, k.view(), {.engine = engine});
      CHECK(worst<T>(k, x, y, params, {1 / length, 1 / length}) < 1);
    });
  }
}

TEST_CASE_TEMPLATE("rbf: identical rows give exactly variance wherever they are", T, float,
                   double) {
  for_engines([](auto engine) {
    for (index_t d : {1, 2, 9, 16, 31, 270}) {
      for (double scale : {1e-20, 1e-3, 1.0, 1e3, 1e15}) {
        const auto x = support::normal<T>(61, d, 11, scale, 0.3 * scale);
        guarded<T> k(61, 61);
        for (double gamma : {1e-6, 0.1, 1e4}) {
          rbf_kernel(rows_of(x, 61, d), rows_of(x, 61, d), {.gamma = gamma, .variance = 0.3},
                     k.view(), {.engine = engine});
          for (index_t i = 0; i < 61; ++i) REQUIRE(k(i, i) == static_cast<T>(0.3));
        }
      }
    }
  });
}

TEST_CASE_TEMPLATE("rbf: one lengthscale per feature", T, float, double) {
  for_engines([](auto engine) {
    for (index_t d : {2, 19, 1100}) {
      const auto xs = support::normal<T>(40, d, 12), ys = support::normal<T>(31, d, 13);
      rbf_params params{.variance = 2};
      std::vector<double> scale;
      support::random r(14);
      for (index_t k = 0; k < d; ++k) {
        params.lengthscale.push_back((0.5 + 3 * r.uniform()) * std::sqrt(static_cast<double>(d)));
        scale.push_back(1 / params.lengthscale.back());
      }
      guarded<T> k(40, 31);
      rbf_kernel(rows_of(xs, 40, d), rows_of(ys, 31, d), params, k.view(), {.engine = engine});
      CHECK(worst<T>(k, rows_of(xs, 40, d), rows_of(ys, 31, d), params, scale) < 1);
    }
  });
}

TEST_CASE_TEMPLATE("rbf: a lengthscale is gamma = 1 / (2 l^2), and the default 1 / features", T,
                   float, double) {
  const index_t d = 6;
  const auto x = support::normal<T>(20, d, 15);
  guarded<T> a(20, 20), b(20, 20);
  rbf_kernel(rows_of(x, 20, d), {.lengthscale = {2.0}}, a.view());
  rbf_kernel(rows_of(x, 20, d), {.gamma = 0.125}, b.view());
  for (index_t i = 0; i < 20; ++i)
    for (index_t j = 0; j < 20; ++j) REQUIRE(a(i, j) == b(i, j));
  rbf_kernel(rows_of(x, 20, d), {}, a.view());
  rbf_kernel(rows_of(x, 20, d), {.gamma = 1.0 / 6}, b.view());
  for (index_t i = 0; i < 20; ++i)
    for (index_t j = 0; j < 20; ++j) REQUIRE(a(i, j) == b(i, j));
}

TEST_CASE_TEMPLATE("rbf accuracy: what was used of the bounds, for docs/ACCURACY.md", T, float,
                   double) {
  MESSAGE("at most " << 100 * largest_use<T> << " % of the bound");
  CHECK(largest_use<T> > 0);
}
