// Bits do not depend on the number of threads: every function that takes one, for work that is
// enough for 16.
#include "filter/reference.hpp"
#include "rbf/cases.hpp"

#include <bellcurve/block_cyclic.hpp>
#include <bellcurve/density.hpp>
#include <bellcurve/kernels.hpp>
#include <bellcurve/mixture.hpp>
#include <bellcurve/pool.hpp>
#include <bellcurve/rbf_plan.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <numeric>
#include <string_view>
#include <vector>

using bellcurve::array_view;
using bellcurve::engine;
using bellcurve::index_t;
using bellcurve::matrix_view;
using bellcurve::uplo;
using cases::for_engines;
using cases::rows_of;

namespace {

/// Every commit tries two of them, nightly runs all.
std::vector<int> counts() {
  if (std::getenv("BELLCURVE_TEST_ALL_THREADS") != nullptr) return {2, 3, 5, 8, 16};
  return {3, 16};
}

/// \param run Writes its results.
template <class V, class Run>
void same_for_any_number(std::string_view what, std::size_t size, const Run& run) {
  CAPTURE(what);
  const std::vector<V> blank(size, V(113));
  std::vector<V> one = blank;
  run(1, one);
  CHECK(!support::same_bits(one, blank));
  for (const int threads : counts()) {
    CAPTURE(threads);
    std::vector<V> many = blank;
    run(threads, many);
    CHECK(support::same_bits(one, many));
  }
}

template <class T>
struct points {
  index_t n, m, d;
  std::vector<T> xs = support::normal<T>(n, d, 61), ys = support::normal<T>(m, d, 62);
  bellcurve::rbf_params params{.gamma = 0.5 / static_cast<double>(d), .variance = 2};
  matrix_view<const T> x() const { return rows_of(xs, n, d); }
  matrix_view<const T> y() const { return rows_of(ys, m, d); }
  std::size_t size() const { return static_cast<std::size_t>(n * m); }
};

}  // namespace

TEST_CASE_TEMPLATE("threads: RBF matrices", T, float, double) {
  for (const index_t d : {3, 40}) {
    const points<T> p{.n = 1500, .m = 500, .d = d};
    const auto square = static_cast<std::size_t>(p.n * p.n);
    for_engines([&](engine e) {
      same_for_any_number<T>("rbf_kernel", p.size(), [&](int threads, std::vector<T>& k) {
        rbf_kernel(p.x(), p.y(), p.params, matrix_view<T>(k, p.n, p.m),
                   {.engine = e, .threads = threads});
      });
      for (const uplo part : {uplo::full, uplo::lower}) {
        same_for_any_number<T>("rbf_kernel, symmetric", square,
                               [&](int threads, std::vector<T>& k) {
                                 rbf_kernel(p.x(), p.params, matrix_view<T>(k, p.n, p.n),
                                            {.engine = e, .uplo = part, .threads = threads});
                               });
      }
      if (e == engine::blas) return;
      same_for_any_number<T>("rbf_plan", square, [&](int threads, std::vector<T>& k) {
        bellcurve::rbf_plan<T>(p.x(), {.engine = e, .threads = threads})
            .fill(p.params, matrix_view<T>(k, p.n, p.n), {.threads = threads});
      });
      std::vector<index_t> rows(900);
      std::iota(rows.begin(), rows.end(), 300);
      const bellcurve::rbf_plan<T> plan(p.x(), {.engine = e});
      same_for_any_number<T>("rbf_plan::rows", 900 * static_cast<std::size_t>(p.n),
                             [&](int threads, std::vector<T>& k) {
                               plan.rows(rows, p.params, matrix_view<T>(k, 900, p.n),
                                         {.threads = threads});
                             });
      const auto layout = bellcurve::make_block_cyclic(p.n, p.m, 32, 48, {.rows = 2});
      const auto local = static_cast<std::size_t>(bellcurve::local_span(layout));
      same_for_any_number<T>("rbf_kernel_local", local, [&](int threads, std::vector<T>& k) {
        bellcurve::rbf_kernel_local(p.x(), p.y(), p.params, layout, k,
                                    {.engine = e, .threads = threads});
      });
    });
  }
}

TEST_CASE_TEMPLATE("threads: products and densities", T, float, double) {
  for (const index_t d : {3, 40}) {
    const points<T> p{.n = 640, .m = 400, .d = d};
    // Few rows, whose columns are shared out instead.
    const points<T> wide{.n = 12, .m = 8700, .d = d};
    for_engines([&](engine e) {
      for (const points<T>& q : {p, wide}) {
        for (const index_t columns : {3}) {
          const auto vs = support::normal<T>(q.m, columns, 63);
          same_for_any_number<T>("rbf_apply", static_cast<std::size_t>(q.n * columns),
                                 [&](int threads, std::vector<T>& out) {
                                   rbf_apply(q.x(), q.y(), rows_of(vs, q.m, columns), q.params,
                                             matrix_view<T>(out, q.n, columns),
                                             {.engine = e, .threads = threads});
                                 });
        }
        bellcurve::rbf_params params = q.params;
        params.variance = 1;
        same_for_any_number<double>("rbf_density", static_cast<std::size_t>(q.n),
                                    [&](int threads, std::vector<double>& out) {
                                      bellcurve::rbf_density(q.x(), q.y(), params, out,
                                                             {.engine = e, .threads = threads});
                                    });
        params.gamma = 300.0;  // so that points are far from all data
        same_for_any_number<double>("rbf_log_density", static_cast<std::size_t>(q.n),
                                    [&](int threads, std::vector<double>& out) {
                                      bellcurve::rbf_log_density(q.x(), q.y(), params, out,
                                                                 {.engine = e, .threads = threads});
                                    });
      }
      const auto us = support::normal<double>(p.n, 2, 64);
      const auto single = support::normal<T>(p.n, 2, 65);
      const std::size_t size = static_cast<std::size_t>(p.n) * 2;
      same_for_any_number<double>(
          "rbf_apply, symmetric", size, [&](int threads, std::vector<double>& out) {
            rbf_apply(p.x(), rows_of(us, p.n, 2), p.params, matrix_view<double>(out, p.n, 2),
                      {.engine = e, .threads = threads});
          });
      if (e == engine::blas) return;
      const bellcurve::rbf_plan<T> plan(p.x(), {.engine = e});
      same_for_any_number<T>("rbf_plan::apply", size, [&](int threads, std::vector<T>& out) {
        plan.apply(p.params, rows_of(single, p.n, 2), matrix_view<T>(out, p.n, 2),
                   {.threads = threads});
      });
    });
  }
  const auto xs = support::normal<T>(20000, 7, 66);
  same_for_any_number<double>("rbf_center", 7, [&](int threads, std::vector<double>& out) {
    out = bellcurve::rbf_center(rows_of(xs, 20000, 7), threads);
  });
}

TEST_CASE_TEMPLATE("threads: filters", S, float, double, std::uint8_t) {
  using namespace reference;
  using T = compute<S>;
  support::random r(67);
  for (const std::vector<index_t>& shape :
       {std::vector<index_t>{2000, 70}, {1, 60000}, {40, 70, 60}}) {
    array<S> in(shape);
    randomize(in, r);
    const auto source = std::as_const(in).view();
    const auto size = static_cast<std::size_t>(in.size());
    array<std::uint8_t> mask(shape);
    mask.each([&](const auto& i) { mask(i) = static_cast<std::uint8_t>(r.below(4)); });
    const auto run = [&](std::string_view what, const auto& filter) {
      same_for_any_number<T>(what, size, [&](int threads, std::vector<T>& out) {
        filter(array_view<T>(out.data(), shape), filter_options{.threads = threads});
      });
    };
    for (const double sigma : {1.2, 9.0}) {
      const filter_params p{.sigma = {sigma}};
      filter_params recursive = p;
      recursive.method = bellcurve::filter_method::recursive;
      run("gaussian_filter", [&](auto out, const auto& o) { gaussian_filter(source, p, out, o); });
      run("gaussian_filter, recursive",
          [&](auto out, const auto& o) { gaussian_filter(source, recursive, out, o); });
      run("gaussian_filter, missing samples", [&](auto out, filter_options o) {
        o.mask = std::as_const(mask).view();
        gaussian_filter(source, p, out, o);
      });
    }
    const filter_params p{.sigma = {1}};  // the wider, the fewer tasks
    run("gaussian_filter1d", [&](auto out, const auto& o) {
      bellcurve::gaussian_filter1d(source, {.sigma = 2, .axis = 0}, out, o);
    });
    run("gaussian_laplace",
        [&](auto out, const auto& o) { bellcurve::gaussian_laplace(source, p, out, o); });
    run("gaussian_gradient_magnitude", [&](auto out, const auto& o) {
      bellcurve::gaussian_gradient_magnitude(source, p, out, o);
    });
    run("difference_of_gaussians", [&](auto out, const auto& o) {
      bellcurve::difference_of_gaussians(source, p, {}, out, o);
    });
  }
}

TEST_CASE_TEMPLATE("threads: pooling", S, float, double, std::int16_t) {
  using T = reference::compute<S>;
  support::random r(68);
  // A task is some 2^17 products.
  support::array<S> in({1600, 1500});
  support::randomize(in, r);
  for (const auto& [block, step] : {std::pair<index_t, index_t>{4, 4}, {5, 3}}) {
    const index_t k = block, s = step;  // clang 14 cannot capture bindings
    const auto weights = support::normal<T>(k, k, 69);
    bellcurve::pool_options options{.stride = {{s, s}},
                                    .remainder = bellcurve::remainder_mode::pad};
    const index_t m = bellcurve::pooled_extent(1600, k, s, options.remainder);
    const index_t n = bellcurve::pooled_extent(1500, k, s, options.remainder);
    const auto size = static_cast<std::size_t>(m * n);
    same_for_any_number<T>("block_pool", size, [&](int threads, std::vector<T>& out) {
      options.threads = threads;
      bellcurve::block_pool(std::as_const(in).view(), matrix_view<const T>(weights, k, k),
                            matrix_view<T>(out, m, n), options);
    });
    same_for_any_number<T>("gaussian_pool", size, [&](int threads, std::vector<T>& out) {
      options.threads = threads;
      bellcurve::gaussian_pool(std::as_const(in).view(), {k, k}, {}, matrix_view<T>(out, m, n),
                               options);
    });
  }
}

TEST_CASE_TEMPLATE("threads: densities on grids and at points", T, float, double) {
  const bellcurve::mixture m{{{.mean = {100, 120}, .covariance = {900, 200, 200, 400}},
                              {.mean = {300, 90}, .covariance = {300, 500}},
                              {.mean = {20, 300}, .covariance = {9, 2, 2, 4}}}};
  constexpr index_t rows = 660, cols = 1700, n = 66000;
  const auto xs = support::normal<T>(n, 2, 70, 80, 100);
  for (const bool logarithm : {false, true}) {
    same_for_any_number<T>("mixture, grid", rows * cols, [&](int threads, std::vector<T>& out) {
      bellcurve::grid_options o;
      o.threads = threads;
      const array_view<T> cells = matrix_view<T>(out, rows, cols);
      logarithm ? mixture_logpdf(m, bellcurve::grid{}, cells, o)
                : mixture_pdf(m, bellcurve::grid{}, cells, o);
    });
    same_for_any_number<T>("mixture, points", n, [&](int threads, std::vector<T>& out) {
      bellcurve::grid_options o;
      o.threads = threads;
      logarithm ? mixture_logpdf(m, rows_of(xs, n, 2), array_view<T>(out), o)
                : mixture_pdf(m, rows_of(xs, n, 2), array_view<T>(out), o);
    });
  }
  same_for_any_number<T>("gaussian_2d", rows * cols, [&](int threads, std::vector<T>& out) {
    bellcurve::grid_options o;
    o.threads = threads;
    bellcurve::gaussian_2d({.mean = {200, 210}, .stddev = {{30.0, 60.0}}, .theta = 0.4},
                           bellcurve::grid{}, matrix_view<T>(out, rows, cols), o);
  });
}
