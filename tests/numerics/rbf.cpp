// The largest errors of RBF matrices, products and densities over data that are hard on them, in
// every way there is to ask for them.
#include "numerics/sets.hpp"
#include "rbf/apply_cases.hpp"
#include "rbf/cases.hpp"
#include "rbf/density_reference.hpp"
#include "support/worst.hpp"

#include <bellcurve/block_cyclic.hpp>
#include <bellcurve/density.hpp>
#include <bellcurve/rbf_plan.hpp>

#include <cmath>
#include <limits>
#include <numeric>
#include <string>

using namespace cases;
using bellcurve::engine;
using support::type_name;
using support::worst_errors;

namespace {

constexpr index_t dimensions[] = {1, 3, 8, 16, 17, 40, 256, 300};

/// So many points, the first half of which is x and the second y.
template <class T>
struct halves {
  index_t n, d;
  std::vector<T> all;
  halves(sets::set which, index_t rows, index_t features)
      : n(rows), d(features), all(sets::points<T>(which, 2 * rows, features, 91)) {}
  matrix_view<const T> x() const { return {all.data(), n, d}; }
  matrix_view<const T> y() const { return {all.data() + n * d, n, d}; }
};

std::string named(const char* function, engine which) {
  return std::string(function) + ", " + std::string(bellcurve::to_string(which));
}

/// Exponents of all pairs, which every call is compared with.
template <class T>
std::vector<long double> exponents(matrix_view<const T> x, matrix_view<const T> y, double gamma,
                                   const std::vector<double>& scale = {}) {
  std::vector<long double> t;
  for (index_t i = 0; i < x.rows(); ++i)
    for (index_t j = 0; j < y.rows(); ++j) t.push_back(support::exponent(x, i, y, j, gamma, scale));
  return t;
}

template <class T, class K>
void judge(const K& k, index_t rows, index_t cols, const std::vector<long double>& t, T variance,
           const bellcurve::rbf_bound& bound, std::string_view from, worst_errors::row& row) {
  for (index_t i = 0; i < rows; ++i) {
    for (index_t j = 0; j < cols; ++j) {
      const long double e = t[static_cast<std::size_t>(i * cols + j)];
      const T value = k(i, j);
      const long double off = std::abs(static_cast<long double>(value) - variance * std::exp(-e));
      row.add(from, off / variance, support::used_of_bound<T>(value, e, variance, bound));
    }
  }
}

/// The parts of four processes, put together.
template <class T>
std::vector<T> from_parts(matrix_view<const T> x, matrix_view<const T> y, const rbf_params& params,
                          engine which) {
  std::vector<T> whole(static_cast<std::size_t>(x.rows() * y.rows()));
  for (int process = 0; process < 4; ++process) {
    const auto layout = bellcurve::make_block_cyclic(
        x.rows(), y.rows(), 5, 7, {.rows = 2, .cols = 2, .row = process / 2, .col = process % 2});
    std::vector<T> local(static_cast<std::size_t>(bellcurve::local_span(layout)));
    bellcurve::rbf_kernel_local(x, y, params, layout, local, {.engine = which});
    const index_t ld = layout.descriptor[bellcurve::block_cyclic::lld_];
    for (index_t i = 0; i < bellcurve::local_rows(layout); ++i)
      for (index_t j = 0; j < bellcurve::local_cols(layout); ++j)
        whole[static_cast<std::size_t>(bellcurve::global_row(layout, i) * y.rows() +
                                       bellcurve::global_col(layout, j))] =
            local[static_cast<std::size_t>(j * ld + i)];
  }
  return whole;
}

template <class T>
void matrices(sets::set which, index_t d, worst_errors& table) {
  constexpr T variance = 5;
  const halves<T> data(which, 19, d);
  const auto from = sets::to_string(which);
  const auto type = type_name<T>;
  for (const double gamma : sets::gammas(data.all, d)) {
    const rbf_params params{.gamma = gamma, .variance = variance};
    const auto cross = exponents(data.x(), data.y(), gamma);
    const auto own = exponents(data.x(), data.x(), gamma);
    for_engines([&](engine e) {
      const auto bound = bellcurve::rbf_error_bound<T>(d, params, e);
      guarded<T> k(data.n, data.n);
      const auto take = [&](const char* function, const std::vector<long double>& t) {
        judge<T>(k, data.n, data.n, t, variance, bound, from,
                 table.of(named(function, e), type, "of variance"));
      };
      rbf_kernel(data.x(), data.y(), params, k.view(), {.engine = e});
      take("rbf_kernel", cross);
      rbf_kernel(data.x(), params, k.view(), {.engine = e});
      take("rbf_kernel", own);
      if (e == engine::blas) return;
      const bellcurve::rbf_plan<T> plan(data.x(), {.engine = e});
      plan.fill(params, k.view());
      take("rbf_plan", own);
      std::vector<index_t> rows(static_cast<std::size_t>(data.n));
      std::iota(rows.begin(), rows.end(), 0);
      plan.rows(rows, params, k.view());
      take("rbf_plan", own);
      const auto parts = from_parts(data.x(), data.y(), params, e);
      judge<T>(rows_of(parts, data.n, data.n), data.n, data.n, cross, variance, bound, from,
               table.of(named("rbf_kernel_local", e), type, "of variance"));
    });
  }
}

/// One lengthscale per feature, which makes up for a feature that dominates.
template <class T>
void lengthscales(index_t d, worst_errors& table) {
  const halves<T> data(sets::set::dominated, 19, d);
  rbf_params params{.variance = 5};
  std::vector<double> scale;
  for (index_t k = 0; k < d; ++k) {
    params.lengthscale.push_back((k == 0 ? 1e4 : 1.0 + 0.1 * static_cast<double>(k % 7)) *
                                 std::sqrt(static_cast<double>(d)));
    scale.push_back(1 / params.lengthscale.back());
  }
  const auto t = exponents(data.x(), data.y(), 0.5, scale);
  for_engines([&](engine e) {
    guarded<T> k(data.n, data.n);
    rbf_kernel(data.x(), data.y(), params, k.view(), {.engine = e});
    judge<T>(k, data.n, data.n, t, T(5), bellcurve::rbf_error_bound<T>(d, params, e),
             "one dominates, lengthscales",
             table.of(named("rbf_kernel", e), type_name<T>, "of variance"));
  });
}

template <class T, class V>
void products(sets::set which, index_t d, worst_errors& table) {
  const halves<T> data(which, 19, d);
  constexpr index_t columns = 2;
  const std::string type = std::string(type_name<T>) + (std::is_same_v<T, V> ? "" : ", v double");
  for (const double gamma : sets::gammas(data.all, d)) {
    const rbf_params params{.gamma = gamma, .variance = 1.5};
    for_engines([&](engine e) {
      const exact_matrix<T> cross(data.x(), data.y(), params, false, e);
      const exact_matrix<T> own(data.x(), data.x(), params, true, e);
      for (const sets::set vectors :
           {sets::set::ordinary, sets::set::subnormal, sets::set::huge, sets::set::mixed}) {
        const auto vs = sets::samples<V>(vectors, data.n, columns, 92);
        const auto v = rows_of(vs, data.n, columns);
        const std::string from =
            std::string(sets::to_string(which)) +
            (vectors == sets::set::ordinary ? "" : ", v " + std::string(sets::to_string(vectors)));
        guarded<V> out(data.n, columns);
        const auto take = [&](const char* function, const exact_matrix<T>& k) {
          auto& row = table.of(named(function, e), type, "of sum K abs(v)");
          for (index_t i = 0; i < data.n; ++i) {
            for (index_t c = 0; c < columns; ++c) {
              const auto judged = k.judge(out(i, c), i, v, c);
              REQUIRE(judged.share <= 1);
              // Of what may be 0 or not the bound says nothing that one would like to know.
              if (!judged.flushed) row.add(from, judged.relative, judged.share);
            }
          }
        };
        rbf_apply(data.x(), data.y(), v, params, out.view(), {.engine = e});
        take("rbf_apply", cross);
        rbf_apply(data.x(), v, params, out.view(), {.engine = e});
        take("rbf_apply", own);
        if (e == engine::blas) continue;
        bellcurve::rbf_plan<T>(data.x(), {.engine = e}).apply(params, v, out.view());
        take("rbf_plan::apply", own);
      }
    });
  }
}

template <class T>
void densities(sets::set which, index_t d, bool weighted, worst_errors& table) {
  namespace dr = density_reference;
  constexpr long double most = std::numeric_limits<double>::max();
  const halves<T> data(which, 19, d);
  std::vector<double> weights;
  for (index_t j = 0; weighted && j < data.n; ++j)
    weights.push_back(
        j % 5 == 3 ? 0
                   : std::ldexp(1.0 + static_cast<double>(j) / 50, static_cast<int>(j % 9) - 4));
  const long double shares = dr::largest_log_share(weights, data.n);
  for (const double gamma : sets::gammas(data.all, d)) {
    const rbf_params params{.gamma = gamma};
    for_engines([&](engine e) {
      const bool direct = bellcurve::rbf_error_bound<T>(d, params, e).least == 0;
      std::vector<double> values(static_cast<std::size_t>(data.n)), logs(values);
      bellcurve::rbf_density(data.x(), data.y(), weights, params, values, {.engine = e});
      bellcurve::rbf_log_density(data.x(), data.y(), weights, params, logs, {.engine = e});
      auto& of_value = table.of(named("rbf_density", e), type_name<T>, "relative");
      auto& of_log = table.of(named("rbf_log_density", e), type_name<T>, "of max(1, abs(log))");
      for (index_t i = 0; i < data.n; ++i) {
        const auto at = static_cast<std::size_t>(i);
        const dr::reference r = dr::exact(data.x(), i, data.y(), weights, gamma);
        const auto from = sets::to_string(which);
        if (std::isinf(logs[at])) {
          of_log.add(from, 0, logs[at] < 0 && r.density() < -0.999L * most ? 0 : 2);
        } else {
          const long double off = std::abs(logs[at] - r.density());
          of_log.add(from, off / std::max(1.0L, std::abs(r.density())),
                     off / dr::log_bound<T>(r, d, data.n, direct, shares));
        }
        // Where a double says something.
        const long double exact = std::exp(r.density());
        if (dr::far<T>(r) || exact > most * 0.999L || exact < 1e-290L) continue;
        const long double off = std::abs(values[at] - exact) / exact;
        of_value.add(from, off, off / dr::relative_bound<T>(r, d, data.n, direct));
      }
    });
  }
}

}  // namespace

TEST_CASE_TEMPLATE("worst errors: RBF matrices", T, float, double) {
  worst_errors table;
  for (const sets::set which : sets::every_set)
    for (const index_t d : dimensions) matrices<T>(which, d, table);
  for (const index_t d : dimensions)
    if (d > 1) lengthscales<T>(d, table);
  table.report();
}

TEST_CASE_TEMPLATE("worst errors: products", P, BELLCURVE_APPLY_TYPES) {
  worst_errors table;
  for (const sets::set which : sets::every_set)
    for (const index_t d : {1, 3, 16, 17, 300})
      products<typename P::T, typename P::V>(which, d, table);
  table.report();
}

TEST_CASE_TEMPLATE("worst errors: kernel densities", T, float, double) {
  worst_errors table;
  for (const sets::set which : sets::every_set)
    for (const index_t d : {1, 3, 16, 17, 65})
      for (const bool weighted : {false, true}) densities<T>(which, d, weighted, table);
  table.report();
}
