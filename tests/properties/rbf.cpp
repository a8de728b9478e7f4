// RBF matrices, products and densities: what holds whatever the points are.
//
// With b(t) the documented bound of an element of exponent t, two ways to the same element are at
// most b(t) + b(t') apart, and the difference of the exact values, if there is one.
#include "properties/property.hpp"
#include "rbf/apply_cases.hpp"
#include "rbf/cases.hpp"
#include "rbf/density_reference.hpp"

#include <bellcurve/density.hpp>

#include <cmath>
#include <limits>
#include <numeric>
#include <string>
#include <vector>

using namespace cases;
using namespace property;
using bellcurve::engine;

namespace {

std::vector<engine> engines() {
  std::vector<engine> all{engine::automatic, engine::fused};
  if (bellcurve::blas().usable) all.push_back(engine::blas);
  return all;
}

/// Points whose coordinates are small multiples of a power of two, so that sums and multiples of
/// them can be formed without rounding.
template <class T>
struct cloud {
  index_t n, d;
  std::vector<T> values;
  cloud(index_t rows, index_t features, const char* name, int most = 256)
      : n(rows), d(features), values(numbers<T>(rows * features, name, most)) {}
  matrix_view<const T> view() const { return rows_of(values, n, d); }

  cloud rows(const std::vector<index_t>& order) const {
    cloud other = *this;
    for (index_t i = 0; i < n; ++i)
      for (index_t k = 0; k < d; ++k) other.at(i, k) = at(order[static_cast<std::size_t>(i)], k);
    return other;
  }
  cloud features(const std::vector<index_t>& order) const {
    cloud other = *this;
    for (index_t i = 0; i < n; ++i)
      for (index_t k = 0; k < d; ++k) other.at(i, k) = at(i, order[static_cast<std::size_t>(k)]);
    return other;
  }
  cloud times(T factor) const {
    cloud other = *this;
    for (T& v : other.values) v *= factor;
    return other;
  }
  cloud plus(T offset) const {
    cloud other = *this;
    for (T& v : other.values) v += offset;
    return other;
  }
  T& at(index_t i, index_t k) { return values[static_cast<std::size_t>(i * d + k)]; }
  const T& at(index_t i, index_t k) const { return values[static_cast<std::size_t>(i * d + k)]; }
};

/// Around the width of registers, and from 17 on by norms and cross terms.
index_t any_features() { return one_of<index_t>({1, 2, 3, 8, 16, 17, 20, 33}, "features"); }

/// From 2^-9 to 2^4 over the features: exponents from 0 to thousands.
double any_gamma(index_t d) {
  return std::ldexp(1.0, static_cast<int>(between(0, 13, "gamma")) - 9) / static_cast<double>(d);
}

template <class T>
guarded<T> matrix(const cloud<T>& x, const cloud<T>& y, const rbf_params& p, const rbf_options& o) {
  guarded<T> k(x.n, y.n);
  rbf_kernel(x.view(), y.view(), p, k.view(), o);
  return k;
}
template <class T>
guarded<T> matrix(const cloud<T>& x, const rbf_params& p, const rbf_options& o) {
  guarded<T> k(x.n, x.n);
  rbf_kernel(x.view(), p, k.view(), o);
  return k;
}

/// b(t) in parts of the variance, and what may be flushed.
template <class T>
long double allowed(long double t, const rbf_params& p, index_t d, engine e) {
  const auto bound = bellcurve::rbf_error_bound<T>(d, p, e);
  const long double relative = bound.relative(static_cast<double>(t)) * std::exp(-t);
  const long double flushed =
      std::exp(-t) < 2 * std::numeric_limits<T>::min() ? 2 * std::numeric_limits<T>::min() : 0;
  return std::min(static_cast<long double>(bound.absolute), relative) + flushed +
         std::numeric_limits<T>::denorm_min() / p.variance;
}

/// Whether two elements for the same pair are near enough to each other. \param apart Of their
/// exact values, in parts of the variance.
template <class T>
bool near(T a, T b, long double t, const rbf_params& p, index_t d, engine e,
          long double apart = 0) {
  const long double off = std::abs(static_cast<long double>(a) - static_cast<long double>(b));
  return off <= (2 * allowed<T>(t, p, d, e) + apart) * p.variance;
}

template <class T>
void for_each_engine(const std::string& what, void (*property)(engine)) {
  for (const engine e : engines())
    holds(what + ", " + (sizeof(T) == 4 ? "float, " : "double, ") +
              std::string(bellcurve::to_string(e)),
          [=] { property(e); });
}

const std::vector<double> origin(64, 0.0);
rbf_options centred(engine e, index_t d, const std::vector<double>& center = origin) {
  return {.engine = e, .center = std::span(center).first(static_cast<std::size_t>(d))};
}

// --- symmetry --------------------------------------------------------------------------------

/// K(x, y) = K(y, x)^T; and K(x) = K(x, x), its diagonal the variance.
template <class T>
void symmetry(engine e) {
  const index_t d = any_features();
  const cloud<T> x(between(1, 40, "rows of x"), d, "x"), y(between(1, 40, "rows of y"), d, "y");
  const rbf_params p{.gamma = any_gamma(d), .variance = 3};
  const auto k = matrix(x, y, p, centred(e, d)), turned = matrix(y, x, p, centred(e, d));
  for (index_t i = 0; i < x.n; ++i) {
    for (index_t j = 0; j < y.n; ++j) {
      const long double t = support::exponent(x.view(), i, y.view(), j, *p.gamma);
      // An element depends on its pair alone; with gemm on shapes, too.
      RC_ASSERT(
          (e == engine::blas ? near(k(i, j), turned(j, i), t, p, d, e) : k(i, j) == turned(j, i)));
    }
  }
  const auto own = matrix(x, p, centred(e, d)), cross = matrix(x, x, p, centred(e, d));
  for (index_t i = 0; i < x.n; ++i) {
    RC_ASSERT(own(i, i) == T(3));
    for (index_t j = 0; j < x.n; ++j) {
      RC_ASSERT(own(i, j) == own(j, i));
      const long double t = support::exponent(x.view(), i, x.view(), j, *p.gamma);
      RC_ASSERT(near(own(i, j), cross(i, j), t, p, d, e));
    }
  }
}

/// 0 <= K <= variance, and variance for rows that are the same, wherever they are.
template <class T>
void range(engine e) {
  const index_t d = any_features();
  const int power = static_cast<int>(between(0, 240, "power")) - 120;
  const auto scale = static_cast<T>(std::ldexp(1.0, sizeof(T) == 4 ? power : 8 * power));
  const cloud<T> x = cloud<T>(between(1, 30, "rows"), d, "x", 4).times(scale);
  const rbf_params p{.gamma = any_gamma(d), .variance = 0.3};
  const auto k = matrix(x, x, p, {.engine = e});
  for (index_t i = 0; i < x.n; ++i) {
    for (index_t j = 0; j < x.n; ++j) {
      RC_ASSERT(k(i, j) >= 0);
      RC_ASSERT(k(i, j) <= static_cast<T>(0.3));
      bool same = true;
      for (index_t f = 0; f < d; ++f) same = same && x.at(i, f) == x.at(j, f);
      if (same) RC_ASSERT(k(i, j) == static_cast<T>(0.3));
    }
  }
}

// --- permutations ----------------------------------------------------------------------------

template <class T>
void permuted_rows(engine e) {
  const index_t d = any_features();
  const cloud<T> x(between(1, 40, "rows of x"), d, "x"), y(between(1, 40, "rows of y"), d, "y");
  const auto rows = permutation(x.n, "order of rows"), cols = permutation(y.n, "of columns");
  const rbf_params p{.gamma = any_gamma(d), .variance = 3};
  const auto k = matrix(x, y, p, centred(e, d));
  const auto other = matrix(x.rows(rows), y.rows(cols), p, centred(e, d));
  for (index_t i = 0; i < x.n; ++i) {
    for (index_t j = 0; j < y.n; ++j) {
      const index_t a = rows[static_cast<std::size_t>(i)], b = cols[static_cast<std::size_t>(j)];
      const long double t = support::exponent(x.view(), a, y.view(), b, *p.gamma);
      RC_ASSERT(
          (e == engine::blas ? near(other(i, j), k(a, b), t, p, d, e) : other(i, j) == k(a, b)));
    }
  }
}

template <class T>
void permuted_features(engine e) {
  const index_t d = any_features();
  const cloud<T> x(between(1, 25, "rows of x"), d, "x"), y(between(1, 25, "rows of y"), d, "y");
  const auto order = permutation(d, "order of features");
  const rbf_params p{.gamma = any_gamma(d), .variance = 3};
  const auto k = matrix(x, y, p, {.engine = e});
  const auto other = matrix(x.features(order), y.features(order), p, {.engine = e});
  for (index_t i = 0; i < x.n; ++i) {
    for (index_t j = 0; j < y.n; ++j) {
      const long double t = support::exponent(x.view(), i, y.view(), j, *p.gamma);
      RC_ASSERT(near(k(i, j), other(i, j), t, p, d, e));
    }
  }
}

// --- scaling, translation ------------------------------------------------------------------------

/// x 2^k and gamma 4^-k: the same roundings throughout.
template <class T>
void scaled_by_powers_of_two(engine e) {
  const index_t d = any_features();
  const cloud<T> x(between(1, 25, "rows of x"), d, "x"), y(between(1, 25, "rows of y"), d, "y");
  const int power = static_cast<int>(between(0, 24, "power")) - 12;
  const rbf_params p{.gamma = any_gamma(d), .variance = 3};
  rbf_params q = p;
  q.gamma = std::ldexp(*p.gamma, -2 * power);
  const auto factor = static_cast<T>(std::ldexp(1.0, power));
  const auto k = matrix(x, y, p, {.engine = e});
  const auto other = matrix(x.times(factor), y.times(factor), q, {.engine = e});
  for (index_t i = 0; i < x.n; ++i)
    for (index_t j = 0; j < y.n; ++j) RC_ASSERT(k(i, j) == other(i, j));
}

/// x c and gamma / c^2. Coordinates times c are exact; gamma is rounded for each of the two: the
/// exponents are 2 u t apart, and 2 u t exp(-t) the elements, t + t^2 to allow for second order.
template <class T>
void scaled_by_integers(engine e) {
  const index_t d = any_features();
  const cloud<T> x(between(1, 25, "rows of x"), d, "x"), y(between(1, 25, "rows of y"), d, "y");
  const index_t c = between(2, 99, "factor");
  const rbf_params p{.gamma = any_gamma(d), .variance = 3};
  rbf_params q = p;
  q.gamma = *p.gamma / static_cast<double>(c * c);
  const auto k = matrix(x, y, p, {.engine = e});
  const auto other =
      matrix(x.times(static_cast<T>(c)), y.times(static_cast<T>(c)), q, {.engine = e});
  for (index_t i = 0; i < x.n; ++i) {
    for (index_t j = 0; j < y.n; ++j) {
      const long double t = support::exponent(x.view(), i, y.view(), j, *p.gamma);
      const long double apart = 2.001L * std::numeric_limits<T>::epsilon() * t * std::exp(-t);
      RC_ASSERT(near(k(i, j), other(i, j), t, p, d, e, apart));
    }
  }
}

/// All points and the centre moved by a whole number, which no coordinate is rounded by.
template <class T>
void translated(engine e) {
  const index_t d = any_features();
  const cloud<T> x(between(1, 25, "rows of x"), d, "x"), y(between(1, 25, "rows of y"), d, "y");
  const index_t by = between(0, 100000, "offset");
  const rbf_params p{.gamma = any_gamma(d), .variance = 3};
  const std::vector<double> center(64, static_cast<double>(by));
  const auto offset = static_cast<T>(by);
  const auto k = matrix(x, y, p, centred(e, d));
  const auto other = matrix(x.plus(offset), y.plus(offset), p, centred(e, d, center));
  for (index_t i = 0; i < x.n; ++i)
    for (index_t j = 0; j < y.n; ++j) RC_ASSERT(k(i, j) == other(i, j));
}

// --- distance
// --------------------------------------------------------------------------------------

/// Along a ray from x K falls, by no less than what both elements may be off.
template <class T>
void monotonicity(engine e) {
  const index_t d = any_features();
  const cloud<T> x(1, d, "x"), step(1, d, "step", 8);
  cloud<T> y = x;
  y.n = between(2, 60, "steps");
  y.values.clear();
  for (index_t s = 0; s < y.n; ++s)
    for (index_t k = 0; k < d; ++k)
      y.values.push_back(x.at(0, k) + static_cast<T>(s) * step.at(0, k));
  const rbf_params p{.gamma = any_gamma(d), .variance = 3};
  const auto k = matrix(x, y, p, {.engine = e});
  long double before = 0;
  for (index_t s = 1; s < y.n; ++s) {
    const long double t = support::exponent(x.view(), 0, y.view(), s, *p.gamma);
    RC_ASSERT(t >= before);
    const long double rises =
        static_cast<long double>(k(0, s)) - static_cast<long double>(k(0, s - 1));
    RC_ASSERT(rises <= (allowed<T>(t, p, d, e) + allowed<T>(before, p, d, e)) * p.variance);
    before = t;
  }
}

// --- positive semi-definiteness
// ----------------------------------------------------------------------

/// The least eigenvalue, by Jacobi's rotations (G. H. Golub, C. F. Van Loan, Matrix Computations,
/// 2013, section 8.5), in long double: good to some 1e-18 of the largest.
long double least_eigenvalue(std::vector<long double> a, std::size_t n) {
  for (int sweep = 0; sweep < 40; ++sweep) {
    long double off = 0;
    for (std::size_t p = 0; p < n; ++p) {
      for (std::size_t q = p + 1; q < n; ++q) {
        const long double apq = a[p * n + q];
        off += apq * apq;
        if (apq == 0) continue;
        const long double tau = (a[q * n + q] - a[p * n + p]) / (2 * apq);
        const long double t = (tau >= 0 ? 1 : -1) / (std::abs(tau) + std::sqrt(1 + tau * tau));
        const long double c = 1 / std::sqrt(1 + t * t), s = t * c;
        for (std::size_t k = 0; k < n; ++k) {
          const long double x = a[k * n + p], y = a[k * n + q];
          a[k * n + p] = c * x - s * y;
          a[k * n + q] = s * x + c * y;
        }
        for (std::size_t k = 0; k < n; ++k) {
          const long double x = a[p * n + k], y = a[q * n + k];
          a[p * n + k] = c * x - s * y;
          a[q * n + k] = s * x + c * y;
        }
      }
    }
    if (off < 1e-40L) break;
  }
  long double least = a[0];
  for (std::size_t k = 1; k < n; ++k) least = std::min(least, a[k * n + k]);
  return least;
}

/// The exact matrix has no eigenvalue below 0 (S. Bochner, 1932), and K differs from it by a
/// symmetric matrix with zeros on its diagonal and elements of at most B variance elsewhere, B the
/// absolute bound: its eigenvalues are at most (n - 1) B variance (Gershgorin), and so far can
/// those of K be below 0 (Weyl).
template <class T>
void positive_semidefiniteness(engine e) {
  const index_t d = any_features(), n = between(1, 14, "rows");
  // Near duplicates and clusters: a matrix that is nearly singular.
  const cloud<T> x(n, d, "x", one_of<int>({2, 16, 256}, "spread"));
  const rbf_params p{.gamma = std::ldexp(any_gamma(d), -static_cast<int>(between(0, 12, "wider"))),
                     .variance = 3};
  const auto k = matrix(x, p, {.engine = e});
  std::vector<long double> a;
  for (index_t i = 0; i < n; ++i)
    for (index_t j = 0; j < n; ++j) a.push_back(k(i, j));
  const long double bound = static_cast<long double>(n - 1) *
                            bellcurve::rbf_error_bound<T>(d, p, e).absolute * p.variance;
  RC_ASSERT(least_eigenvalue(a, static_cast<std::size_t>(n)) >=
            -bound - 1e-16L * static_cast<long double>(n));
}

// --- products
// --------------------------------------------------------------------------------------

template <class T>
void linearity(engine e) {
  const index_t d = any_features();
  const cloud<T> x(between(1, 25, "rows of x"), d, "x"), y(between(1, 40, "rows of y"), d, "y");
  const cloud<T> v(y.n, 2, "v"), w(y.n, 2, "w");
  cloud<T> sum = v, twice = v.times(4);
  for (std::size_t k = 0; k < sum.values.size(); ++k) sum.values[k] += w.values[k];
  const rbf_params p{.gamma = any_gamma(d), .variance = 1.5};
  const auto product = [&](const cloud<T>& vectors) {
    guarded<T> out(x.n, 2);
    rbf_apply(x.view(), y.view(), vectors.view(), p, out.view(), centred(e, d));
    return out;
  };
  const auto of_v = product(v), of_w = product(w), of_sum = product(sum), of_twice = product(twice);
  const exact_matrix<T> exact(x.view(), y.view(), p, false, e);
  for (index_t i = 0; i < x.n; ++i) {
    for (index_t c = 0; c < 2; ++c) {
      // To the bit, but for products that are subnormal.
      RC_ASSERT(std::abs(of_twice(i, c) - 4 * of_v(i, c)) <=
                static_cast<T>(4 * (y.n + 1)) * std::numeric_limits<T>::denorm_min());
      const long double off =
          std::abs(static_cast<long double>(of_sum(i, c)) - static_cast<long double>(of_v(i, c)) -
                   static_cast<long double>(of_w(i, c)));
      RC_ASSERT(off <= exact.judge(of_sum(i, c), i, sum.view(), c).allowed +
                           exact.judge(of_v(i, c), i, v.view(), c).allowed +
                           exact.judge(of_w(i, c), i, w.view(), c).allowed);
    }
  }
}

/// A product with a unit vector is a column of K, rounded; products with the rows of y, and v, in
/// another order are the same but for roundings.
template <class T>
void products_of_permuted_rows(engine e) {
  const index_t d = any_features();
  const cloud<T> x(between(1, 20, "rows of x"), d, "x"), y(between(1, 40, "rows of y"), d, "y");
  const cloud<T> v(y.n, 1, "v");
  const auto order = permutation(y.n, "order");
  const rbf_params p{.gamma = any_gamma(d), .variance = 1.5};
  guarded<T> a(x.n, 1), b(x.n, 1), column(x.n, 1);
  rbf_apply(x.view(), y.view(), v.view(), p, a.view(), centred(e, d));
  rbf_apply(x.view(), y.rows(order).view(), v.rows(order).view(), p, b.view(), centred(e, d));
  std::vector<T> unit(static_cast<std::size_t>(y.n));
  const index_t which = between(0, y.n - 1, "column");
  unit[static_cast<std::size_t>(which)] = 1;
  rbf_apply(x.view(), y.view(), rows_of(unit, y.n, 1), p, column.view(), centred(e, d));
  const auto k = matrix(x, y, p, centred(e, d));
  const exact_matrix<T> exact(x.view(), y.view(), p, false, e);
  for (index_t i = 0; i < x.n; ++i) {
    const long double off = std::abs(static_cast<long double>(a(i, 0)) - b(i, 0));
    RC_ASSERT(off <= 2 * exact.judge(a(i, 0), i, v.view(), 0).allowed);
    const long double t = support::exponent(x.view(), i, y.view(), which, *p.gamma);
    RC_ASSERT(near(column(i, 0), k(i, which), t, p, d, e,
                   4 * std::numeric_limits<T>::epsilon() * std::exp(-t)));
  }
}

/// Weights of a density are shares: three times all of them are the same, but for their roundings
/// and those of their logarithms.
template <class T>
void shares(engine e) {
  namespace dr = density_reference;
  const index_t d = any_features();
  const cloud<T> x(between(1, 20, "rows of x"), d, "x"), y(between(1, 40, "rows of y"), d, "y");
  std::vector<double> weights, more;
  for (const int w : integers(y.n, 50, "weights")) {
    weights.push_back(std::abs(w) + (weights.empty() ? 1 : 0));
    more.push_back(3 * weights.back());
  }
  const rbf_params p{.gamma = any_gamma(d)};
  std::vector<double> a(static_cast<std::size_t>(x.n)), b(a);
  bellcurve::rbf_log_density(x.view(), y.view(), weights, p, a, {.engine = e});
  bellcurve::rbf_log_density(x.view(), y.view(), more, p, b, {.engine = e});
  const bool direct = bellcurve::rbf_error_bound<T>(d, p, e).least == 0;
  const long double largest = dr::largest_log_share(weights, y.n);
  for (index_t i = 0; i < x.n; ++i) {
    const auto at = static_cast<std::size_t>(i);
    const auto exact = dr::exact(x.view(), i, y.view(), weights, *p.gamma);
    RC_ASSERT(std::abs(a[at] - b[at]) <= 2 * dr::log_bound<T>(exact, d, y.n, direct, largest));
  }
}

template <class T>
void all() {
  for_each_engine<T>("symmetry", symmetry<T>);
  for_each_engine<T>("range", range<T>);
  for_each_engine<T>("rows in another order", permuted_rows<T>);
  for_each_engine<T>("features in another order", permuted_features<T>);
  for_each_engine<T>("x 2^k, gamma 4^-k", scaled_by_powers_of_two<T>);
  for_each_engine<T>("x c, gamma / c^2", scaled_by_integers<T>);
  for_each_engine<T>("translation", translated<T>);
  for_each_engine<T>("monotonicity", monotonicity<T>);
  for_each_engine<T>("positive semi-definiteness", positive_semidefiniteness<T>);
  for_each_engine<T>("linearity", linearity<T>);
  for_each_engine<T>("products, rows in another order", products_of_permuted_rows<T>);
  for_each_engine<T>("weights of a density are shares", shares<T>);
}

}  // namespace

TEST_CASE("properties: rbf, float") { all<float>(); }
TEST_CASE("properties: rbf, double") { all<double>(); }
