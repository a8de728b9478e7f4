// rbf_error_bound against the formulas of its documentation, written out again, and against errors
// over data that is hard on them.
#include "cases.hpp"

#include <bellcurve/info.hpp>

#include <cmath>
#include <limits>

using namespace cases;
using bellcurve::engine;
using bellcurve::rbf_bound;
using bellcurve::rbf_error_bound;

namespace {

/// Whether rbf_error_bound says that engine::automatic takes differences.
template <class T>
bool takes_differences(index_t d, const rbf_params& params = {}) {
  return rbf_error_bound<T>(d, params).least == 0;
}

template <class T>
constexpr double unit = std::numeric_limits<T>::epsilon() / 2;

/// Both sides of the bound, over all entries; \return the largest share of it.
template <class T>
double share(const std::vector<T>& xs, index_t d, double gamma, engine which) {
  const auto n = static_cast<index_t>(xs.size()) / d;
  const auto x = rows_of(xs, n, d);
  const rbf_params params{.gamma = gamma, .variance = 3};
  guarded<T> cross(n, n), symmetric(n, n);
  rbf_kernel(x, x, params, cross.view(), {.engine = which});
  rbf_kernel(x, params, symmetric.view(), {.engine = which});
  return std::max(worst<T>(cross, x, x, params, {}, which),
                  worst<T>(symmetric, x, x, params, {}, which));
}

std::vector<engine> engines() {
  std::vector<engine> all{engine::automatic, engine::fused};
  if (bellcurve::blas().usable) all.push_back(engine::blas);
  return all;
}

}  // namespace

TEST_CASE_TEMPLATE("rbf_error_bound: the formulas of the documentation", T, float, double) {
  constexpr double u = unit<T>;
  for (index_t d : {0, 1, 3, 8, 9, 16, 17, 255, 256, 257, 512, 513, 4000}) {
    CAPTURE(d);
    const double eps = static_cast<double>(std::min<index_t>(d, 256) +
                                           std::max<index_t>((d + 255) / 256, 1) + 17) *
                       u;
    for (engine which : {engine::blas, engine::fused}) {
      const rbf_bound bound = rbf_error_bound<T>(d, {}, which);
      CHECK(bound.absolute == doctest::Approx(12 * eps + 4 * u).epsilon(1e-14));
      for (double t : {0.0, 0.01, 0.375, 1.0, 80.0}) {
        CHECK(bound.relative(t) ==
              doctest::Approx(std::max(12 * eps, 32 * eps * t) + 4 * u).epsilon(1e-14));
      }
    }
    const rbf_bound by_default = rbf_error_bound<T>(d);
    if (takes_differences<T>(d)) {
      for (double t : {0.0, 0.3, 80.0})
        CHECK(by_default.relative(t) ==
              doctest::Approx((static_cast<double>(d + 6) * t + 4) * u).epsilon(1e-14));
      // The absolute one is the relative one at its worst: t exp(-t) <= 1 / e.
      CHECK(by_default.absolute ==
            doctest::Approx((static_cast<double>(d + 6) / std::exp(1.0) + 4) * u).epsilon(1e-14));
    } else {
      CHECK(by_default.absolute == rbf_error_bound<T>(d, {}, engine::fused).absolute);
    }
  }
}

TEST_CASE_TEMPLATE("rbf_error_bound: differences for few features and ordinary gamma", T, float,
                   double) {
  CHECK(takes_differences<T>(1));
  CHECK(takes_differences<T>(8));
  CHECK(!takes_differences<T>(17));
  const double far = sizeof(T) == 4 ? 0x1p61 : 0x1p601;
  CHECK(!takes_differences<T>(2, {.gamma = far}));
  CHECK(!takes_differences<T>(2, {.gamma = 1 / far}));
  CHECK(takes_differences<T>(2, {.lengthscale = {1.0, 3.0}}));
}

TEST_CASE_TEMPLATE("rbf_error_bound: no error is larger", T, float, double) {
  double largest = 0;
  for (engine which : engines()) {
    for (index_t d : {1, 2, 7, 8, 9, 16, 17, 40, 300}) {
      CAPTURE(d);
      CAPTURE(bellcurve::to_string(which));
      const index_t n = 48;
      // Far from 0; half of the rows are others moved by some units in the last place, or not.
      std::vector<T> x = support::normal<T>(n, d, 71, 1, 1e6);
      support::random r(72);
      for (index_t i = n / 2; i < n; ++i) {
        for (index_t k = 0; k < d; ++k) {
          T& v = x[static_cast<std::size_t>(i * d + k)];
          v = x[static_cast<std::size_t>((i - n / 2) * d + k)];
          for (index_t step = i % 3 == 0 ? 0 : r.below(4); step > 0; --step)
            v = std::nextafter(v, std::numeric_limits<T>::max());
        }
      }
      std::vector<T> dominated = support::normal<T>(n, d, 73);
      for (index_t i = 0; i < n; ++i) dominated[static_cast<std::size_t>(i * d)] *= T(1e4);
      for (double gamma : {1e-6, 0.02, 1.0, 1e3}) {
        CAPTURE(gamma);
        const double near = share(x, d, gamma, which);
        const double one = share(dominated, d, gamma, which);
        CHECK(near < 1);
        CHECK(one < 1);
        largest = std::max({largest, near, one});
      }
    }
  }
  MESSAGE("at most " << 100 * largest << " % of the bound");
  CHECK(largest > 0.01);
}

TEST_CASE("rbf_error_bound: bad arguments") {
  CHECK_THROWS_WITH_AS(rbf_error_bound<float>(-1),
                       doctest::Contains("features must be >= 0, got -1"), bellcurve::error);
  CHECK_THROWS_WITH_AS(rbf_error_bound<float>(3, {.gamma = -2.0}),
                       doctest::Contains("gamma must be finite and > 0, got -2"), bellcurve::error);
  CHECK_THROWS_WITH_AS(rbf_error_bound<double>(3, {}, static_cast<engine>(9)),
                       doctest::Contains("engine must be"), bellcurve::error);
}
