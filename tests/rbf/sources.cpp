// The ways to form exponents, each forced where the automatic choice would take
// another: in particular the loop that stands in for a missing BLAS.
#include "cases.hpp"

#include "rbf/execute.hpp"
#include "rbf/validate.hpp"
#include "runtime/dispatch.hpp"

using namespace cases;
using bellcurve::rbf::exponents;

namespace {

template <class T, class... Args>
void run(exponents source, const Args&... args) {
  const bellcurve::runtime::default_fp_environment environment;
  const rbf_options options;
  const auto p = bellcurve::rbf::validate<T>(args..., options);
  const auto& table = bellcurve::runtime::active_kernels();
  bellcurve::rbf::execute(p, bellcurve::rbf::make_plan(p, table, source), table,
                          bellcurve::runtime::progress_report(options.progress, environment));
}

template <class T>
void check(exponents source, index_t n, index_t m, index_t d, double offset) {
  CAPTURE(n);
  CAPTURE(m);
  CAPTURE(d);
  const auto xs = support::normal<T>(n, d, 51, 1, offset);
  auto ys = support::normal<T>(m, d, 52, 1, offset);
  for (index_t k = 0; k < d; ++k) ys[static_cast<std::size_t>(k)] = xs[static_cast<std::size_t>(k)];
  const auto x = rows_of(xs, n, d), y = rows_of(ys, m, d);
  const rbf_params params{.gamma = 1.0 / static_cast<double>(d), .variance = 3};
  guarded<T> k(n, m), s(n, n);
  run<T>(source, x, y, params, k.view());
  CHECK(worst<T>(k, x, y, params) < 1);
  CHECK(k(0, 0) == T(3));
  CHECK(k.damage() == 0);
  run<T>(source, x, params, s.view());
  CHECK(worst<T>(s, x, x, params) < 1);
  CHECK(s.damage() == 0);
  for (index_t i = 0; i < n; ++i) {
    CHECK(s(i, i) == T(3));
    for (index_t j = 0; j < i; ++j) REQUIRE(s(i, j) == s(j, i));
  }
}

}  // namespace

TEST_CASE_TEMPLATE("rbf sources: cross terms formed in registers", T, float, double) {
  for (index_t d : {1, 5, 16, 17, 255, 256, 257, 1030})
    for (double offset : {0.0, 1e5}) check<T>(exponents::fused, 23, 37, d, offset);
  for (auto [n, m] : {std::pair<index_t, index_t>{1, 1},
                      {13, 15},
                      {14, 16},
                      {15, 33},
                      {29, 512},
                      {7, 35},
                      {97, 131},
                      {257, 513},
                      {600, 31}}) {
    check<T>(exponents::fused, n, m, 7, 0);
  }
}

TEST_CASE_TEMPLATE("rbf sources: direct differences up to their limit of features", T, float,
                   double) {
  for (index_t d : {1, 2, 3, 4, 5, 8, 15, 16})
    for (double offset : {0.0, 1e6}) check<T>(exponents::direct, 23, 37, d, offset);
  for (auto [n, m] : {std::pair<index_t, index_t>{1, 1},
                      {2, 15},
                      {3, 16},
                      {127, 31},
                      {128, 256},
                      {129, 257},
                      {513, 33}}) {
    check<T>(exponents::direct, n, m, 3, 0);
  }
}

TEST_CASE_TEMPLATE("rbf sources: direct differences keep the tighter bound that is documented", T,
                   float, double) {
  const long double u = std::numeric_limits<T>::epsilon() / 2;
  for (index_t d : {1, 2, 7, 16}) {
    for (double offset : {0.0, 1e4, 1e7}) {
      const index_t n = 60;
      const auto xs = support::normal<T>(n, d, 53, 3, offset);
      const auto x = rows_of(xs, n, d);
      const double gamma = 0.7;
      guarded<T> k(n, n);
      rbf_kernel(x, {.gamma = gamma}, k.view());
      long double used = 0;
      for (index_t i = 0; i < n; ++i) {
        for (index_t j = 0; j < n; ++j) {
          const long double t = support::exponent(x, i, x, j, gamma), exact = std::exp(-t);
          if (exact < 2 * std::numeric_limits<T>::min()) continue;
          const long double allowed = (static_cast<long double>(d + 6) * t + 4) * u * exact;
          used = std::max(used, std::abs(k(i, j) - exact) / allowed);
        }
      }
      CHECK(used < 1);
    }
  }
}
