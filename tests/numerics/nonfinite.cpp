// One NaN, one infinity, in each input of each function: exactly what the documentation names is
// no longer finite, and nothing else changes, to the bit.
#include "filter/derived_reference.hpp"
#include "rbf/cases.hpp"

#include <bellcurve/block_cyclic.hpp>
#include <bellcurve/density.hpp>
#include <bellcurve/exp.hpp>
#include <bellcurve/mixture.hpp>
#include <bellcurve/pool.hpp>
#include <bellcurve/rbf_plan.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <cstring>
#include <functional>
#include <limits>
#include <span>
#include <string_view>
#include <vector>

using bellcurve::array_view;
using bellcurve::engine;
using bellcurve::index_t;
using bellcurve::matrix_view;
using cases::for_engines;
using cases::rows_of;

namespace {

template <class T>
constexpr T bad_values[] = {std::numeric_limits<T>::quiet_NaN(), std::numeric_limits<T>::infinity(),
                            -std::numeric_limits<T>::infinity()};

/// What may become of a result.
enum class fate { same, nan, not_finite };

/// Whether each result has met its fate.
template <class V>
void compare(const std::vector<V>& before, const std::vector<V>& after,
             const std::function<fate(std::size_t)>& expected) {
  REQUIRE(before.size() == after.size());
  std::ptrdiff_t wrong = 0;
  for (std::size_t i = 0; i < before.size(); ++i) {
    switch (expected(i)) {
      case fate::same:
        wrong += std::memcmp(&before[i], &after[i], sizeof(V)) != 0;
        break;
      case fate::nan:
        wrong += !std::isnan(after[i]);
        break;
      case fate::not_finite:
        wrong += std::isfinite(after[i]);
        break;
    }
    REQUIRE(std::isfinite(before[i]));
  }
  CHECK(wrong == 0);
}

/// Points and vectors, a centre that does not move with them, and where something bad is put.
template <class T, class V = T>
struct problem {
  index_t n = 37, m = 29, d, columns = 3;
  std::vector<T> xs = support::normal<T>(n, d, 51), ys = support::normal<T>(m, d, 52);
  std::vector<V> vs = support::normal<V>(m, columns, 53), us = support::normal<V>(n, columns, 54);
  std::vector<double> center = std::vector<double>(static_cast<std::size_t>(d), 0.125);
  bellcurve::rbf_params params{.gamma = 0.4 / static_cast<double>(d), .variance = 3};

  explicit problem(index_t features) : d(features) {}
  matrix_view<const T> x() const { return rows_of(xs, n, d); }
  matrix_view<const T> y() const { return rows_of(ys, m, d); }
  matrix_view<const V> v() const { return rows_of(vs, m, columns); }
  matrix_view<const V> u() const { return rows_of(us, n, columns); }
  bellcurve::rbf_options with(engine e) const { return {.engine = e, .center = center}; }
};

constexpr index_t dimensions[] = {1, 3, 16, 17, 40, 300};
constexpr index_t bad_row = 30, bad_column = 1;

template <class T>
T& of_row(std::vector<T>& values, index_t row, index_t width, index_t place) {
  return values[static_cast<std::size_t>(row * width + place % width)];
}

/// `call` before and after x, then y, have a bad row.
template <class T, class Call>
void bad_points(index_t d, engine e, index_t outputs, bool rows_alone, const Call& call) {
  const problem<T> clean(d);
  const auto before = call(clean, e);
  for (const T bad : bad_values<T>) {
    for (const index_t place : {index_t(0), d - 1, d / 2}) {
      problem<T> p = clean;
      of_row(p.xs, bad_row, d, place) = bad;
      compare<T>(before, call(p, e), [&](std::size_t k) {
        return static_cast<index_t>(k) / outputs == bad_row ? fate::nan : fate::same;
      });
      p = clean;
      of_row(p.ys, 11, d, place) = bad;
      compare<T>(before, call(p, e), [&](std::size_t k) {
        return rows_alone || static_cast<index_t>(k) % outputs == 11 ? fate::nan : fate::same;
      });
    }
  }
}

}  // namespace

TEST_CASE_TEMPLATE("non-finite: x and y of RBF matrices", T, float, double) {
  for (const index_t d : dimensions) {
    for_engines([&](engine e) {
      bad_points<T>(d, e, 29, false, [](const problem<T>& p, engine which) {
        std::vector<T> k(static_cast<std::size_t>(p.n * p.m));
        rbf_kernel(p.x(), p.y(), p.params, matrix_view<T>(k, p.n, p.m), p.with(which));
        return k;
      });
      if (e == engine::blas) return;
      bad_points<T>(d, e, 29, false, [](const problem<T>& p, engine which) {
        const auto layout = bellcurve::make_block_cyclic(p.n, p.m, 5, 7, {});
        std::vector<T> local(static_cast<std::size_t>(bellcurve::local_span(layout))), k;
        bellcurve::rbf_kernel_local(p.x(), p.y(), p.params, layout, local, p.with(which));
        for (index_t i = 0; i < p.n; ++i)
          for (index_t j = 0; j < p.m; ++j)
            k.push_back(local[static_cast<std::size_t>(j * p.n + i)]);
        return k;
      });
    });
  }
}

TEST_CASE_TEMPLATE("non-finite: x of symmetric RBF matrices and of plans", T, float, double) {
  const auto row_and_column = [](std::size_t k) {
    const auto at = static_cast<index_t>(k);
    return at / 37 == bad_row || at % 37 == bad_row ? fate::nan : fate::same;
  };
  for (const index_t d : dimensions) {
    for_engines([&](engine e) {
      const auto matrix = [&](const problem<T>& p) {
        std::vector<T> k(static_cast<std::size_t>(p.n * p.n));
        rbf_kernel(p.x(), p.params, matrix_view<T>(k, p.n, p.n), p.with(e));
        return k;
      };
      const auto planned = [&](const problem<T>& p) {
        std::vector<T> k(static_cast<std::size_t>(p.n * p.n));
        bellcurve::rbf_plan<T>(p.x(), {.engine = e, .center = p.center})
            .fill(p.params, matrix_view<T>(k, p.n, p.n));
        return k;
      };
      const problem<T> clean(d);
      for (const T bad : bad_values<T>) {
        problem<T> p = clean;
        of_row(p.xs, bad_row, d, d / 2) = bad;
        compare<T>(matrix(clean), matrix(p), row_and_column);
        if (e != engine::blas) compare<T>(planned(clean), planned(p), row_and_column);
      }
    });
  }
}

TEST_CASE_TEMPLATE("non-finite: x, y and v of products", T, float, double) {
  for (const index_t d : dimensions) {
    for_engines([&](engine e) {
      const auto cross = [](const problem<T>& p, engine which) {
        std::vector<T> out(static_cast<std::size_t>(p.n * p.columns));
        rbf_apply(p.x(), p.y(), p.v(), p.params, matrix_view<T>(out, p.n, p.columns),
                  p.with(which));
        return out;
      };
      bad_points<T>(d, e, 3, true, cross);
      const auto square = [](const problem<T>& p, engine which) {
        std::vector<T> out(static_cast<std::size_t>(p.n * p.columns));
        rbf_apply(p.x(), p.u(), p.params, matrix_view<T>(out, p.n, p.columns), p.with(which));
        return out;
      };
      const problem<T> clean(d);
      for (const T bad : bad_values<T>) {
        problem<T> p = clean;
        of_row(p.vs, 11, p.columns, bad_column) = bad;
        of_row(p.us, 11, p.columns, bad_column) = bad;
        const auto column = [&](std::size_t k) {
          if (k % 3 != bad_column) return fate::same;
          return std::isnan(bad) ? fate::nan : fate::not_finite;
        };
        compare<T>(cross(clean, e), cross(p, e), column);
        compare<T>(square(clean, e), square(p, e), column);
        p = clean;
        of_row(p.xs, bad_row, d, d / 2) = bad;
        compare<T>(square(clean, e), square(p, e), [](std::size_t) { return fate::nan; });
      }
    });
  }
}

TEST_CASE_TEMPLATE("non-finite: x and y of kernel densities", T, float, double) {
  for (const index_t d : dimensions) {
    for_engines([&](engine e) {
      for (const bool logarithm : {false, true}) {
        const auto density = [&](const problem<T>& p) {
          std::vector<double> out(static_cast<std::size_t>(p.n));
          bellcurve::rbf_params params = p.params;
          params.variance = 1;
          logarithm ? bellcurve::rbf_log_density(p.x(), p.y(), params, out, p.with(e))
                    : bellcurve::rbf_density(p.x(), p.y(), params, out, p.with(e));
          return out;
        };
        const problem<T> clean(d);
        for (const T bad : bad_values<T>) {
          problem<T> p = clean;
          of_row(p.xs, bad_row, d, d / 2) = bad;
          compare<double>(density(clean), density(p),
                          [](std::size_t k) { return k == bad_row ? fate::nan : fate::same; });
          p = clean;
          of_row(p.ys, 11, d, d / 2) = bad;
          compare<double>(density(clean), density(p), [](std::size_t) { return fate::nan; });
        }
      }
    });
  }
}

TEST_CASE_TEMPLATE("non-finite: a sample of a picture", T, float, double) {
  using namespace reference;
  support::random r(55);
  const std::vector<index_t> shape{23, 41};
  array<T> clean(shape);
  clean.each([&](const auto& i) { clean(i) = static_cast<T>(r.normal()); });
  using apply = std::function<void(array_view<const T>, const filter_params&, array_view<T>)>;
  const struct {
    std::string_view name;
    apply run;
    double reach;  ///< sigma of the widest kernel, to that given
  } functions[] = {
      {"gaussian_filter", [](auto in, const auto& p, auto out) { gaussian_filter(in, p, out); }, 1},
      {"gaussian_laplace",
       [](auto in, const auto& p, auto out) { bellcurve::gaussian_laplace(in, p, out); }, 1},
      {"gaussian_gradient_magnitude",
       [](auto in, const auto& p, auto out) { bellcurve::gaussian_gradient_magnitude(in, p, out); },
       1},
      {"difference_of_gaussians",
       [](auto in, const auto& p, auto out) { bellcurve::difference_of_gaussians(in, p, {}, out); },
       1.6}};
  for (const auto& f : functions) {
    CAPTURE(f.name);
    for (const border mode : every_border) {
      for (const T bad : bad_values<T>) {
        array<T> in = clean;
        in({r.below(23), r.below(41)}) = bad;
        call<T> c{.in = in, .params = {.sigma = {1.3}, .mode = {mode}}};
        array<T> before(shape), after(shape);
        f.run(std::as_const(clean).view(), c.params, before.view());
        f.run(std::as_const(in).view(), c.params, after.view());
        c.params.sigma = {1.3 * f.reach};
        const auto reached = covered(c);
        compare<T>(before.values(), after.values(), [&](std::size_t k) {
          if (!reached[k]) return fate::same;
          return std::isnan(bad) ? fate::nan : fate::not_finite;
        });
      }
    }
  }
}

TEST_CASE_TEMPLATE("non-finite: recursive filters leave it to fir; what is missing has no say", T,
                   float, double) {
  using namespace reference;
  support::random r(56);
  array<T> clean({30, 50}), marked({30, 50});
  clean.each([&](const auto& i) { clean(i) = static_cast<T>(r.normal()); });
  array<std::uint8_t> mask({30, 50});
  mask.each([&](const auto& i) { mask(i) = 1; });
  mask({12, 20}) = 0;
  for (const T bad : bad_values<T>) {
    array<T> in = clean, fir({30, 50}), recursive({30, 50});
    in({12, 20}) = bad;
    gaussian_filter(std::as_const(in).view(), {.sigma = {3}}, fir.view());
    gaussian_filter(std::as_const(in).view(),
                    {.sigma = {3}, .method = bellcurve::filter_method::recursive},
                    recursive.view());
    CHECK(same_bits(fir.values(), recursive.values()));
    const filter_options options{.mask = std::as_const(mask).view()};
    array<T> before({30, 50}), after({30, 50});
    gaussian_filter(std::as_const(clean).view(), {.sigma = {3}}, before.view(), options);
    gaussian_filter(std::as_const(in).view(), {.sigma = {3}}, after.view(), options);
    CHECK(same_bits(before.values(), after.values()));
  }
}

TEST_CASE_TEMPLATE("non-finite: a cell of a matrix that is pooled", T, float, double) {
  support::random r(57);
  const index_t rows = 31, cols = 45;
  const auto clean = support::normal<T>(rows, cols, 58);
  for (const auto& [block, step] :
       {std::pair<index_t, index_t>{1, 1}, {3, 3}, {4, 2}, {5, 1}, {2, 5}}) {
    const index_t k = block, s = step;  // clang 14 cannot capture bindings
    const auto weights = support::normal<T>(k, k, 59);
    const bellcurve::pool_options options{.stride = {{s, s}},
                                          .remainder = bellcurve::remainder_mode::crop};
    const index_t m = bellcurve::pooled_extent(rows, k, s, options.remainder);
    const index_t n = bellcurve::pooled_extent(cols, k, s, options.remainder);
    const auto pooled = [&](const std::vector<T>& in) {
      std::vector<T> out(static_cast<std::size_t>(m * n));
      bellcurve::block_pool(matrix_view<const T>(in, rows, cols),
                            matrix_view<const T>(weights, k, k), matrix_view<T>(out, m, n),
                            options);
      return out;
    };
    for (const T bad : bad_values<T>) {
      auto in = clean;
      const index_t i = r.below(rows), j = r.below(cols);
      in[static_cast<std::size_t>(i * cols + j)] = bad;
      compare<T>(pooled(clean), pooled(in), [&](std::size_t at) {
        const index_t a = static_cast<index_t>(at) / n * s, b = static_cast<index_t>(at) % n * s;
        const bool holds = i >= a && i < a + k && j >= b && j < b + k;
        if (!holds) return fate::same;
        return std::isnan(bad) ? fate::nan : fate::not_finite;
      });
    }
  }
}

TEST_CASE_TEMPLATE("non-finite: a point of a mixture, an argument of exp", T, float, double) {
  for (const index_t d : {1, 2, 3, 7}) {
    std::vector<double> mean(static_cast<std::size_t>(d), 0.25);
    const bellcurve::mixture m{{{.mean = mean}, {.mean = mean, .covariance = {4}}}};
    const index_t n = 70;
    const auto clean = support::normal<T>(n, d, 60);
    for (const bool logarithm : {false, true}) {
      const auto density = [&](const std::vector<T>& x) {
        std::vector<T> out(static_cast<std::size_t>(n));
        logarithm ? bellcurve::mixture_logpdf(m, rows_of(x, n, d), array_view<T>(out))
                  : bellcurve::mixture_pdf(m, rows_of(x, n, d), array_view<T>(out));
        return out;
      };
      for (const T bad : bad_values<T>) {
        for (const index_t row : {index_t(0), bad_row, n - 1}) {
          auto x = clean;
          of_row(x, row, d, d - 1) = bad;
          compare<T>(density(clean), density(x), [&](std::size_t k) {
            return static_cast<index_t>(k) == row ? fate::nan : fate::same;
          });
        }
      }
    }
  }
  const auto clean = support::normal<T>(1, 67, 61);
  std::vector<T> before(67), after(67);
  bellcurve::exp(std::span<const T>(clean), std::span<T>(before));
  for (const std::size_t at : {std::size_t{0}, std::size_t{30}, std::size_t{66}}) {
    for (const T bad : bad_values<T>) {
      auto in = clean;
      in[at] = bad;
      bellcurve::exp(std::span<const T>(in), std::span<T>(after));
      CHECK((std::isnan(bad) ? std::isnan(after[at]) : after[at] == (bad > 0 ? bad : T(0))));
      after[at] = before[at];
      CHECK(support::same_bits(before, after));
    }
  }
}
