// The micro-kernel of recursive filters and the filters that it runs, against the sampled Gaussian
// summed in long double over all of it. What lies beyond both ends is the outermost sample of the
// buffer, in the reference as in the kernel.
#include "filter/recursive.hpp"
#include "runtime/dispatch.hpp"
#include "support/random.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cfloat>
#include <cmath>
#include <limits>
#include <vector>

namespace {

using bellcurve::index_t;
using bellcurve::filter::make_recursive;
using bellcurve::filter::recursive_error;
using bellcurve::filter::recursive_filter;
namespace simd = bellcurve::simd;

template <class T>
const simd::filter_kernels<T>& kernels() {
  const simd::filter_table& table = bellcurve::runtime::active_kernels().filter;
  if constexpr (sizeof(T) == sizeof(float)) {
    return table.f32;
  } else {
    return table.f64;
  }
}

template <class T>
index_t chunk() {
  return kernels<T>().blocking.chunk;
}

/// Samples of `chunks` chunks, and their place among others that must not be looked at.
template <class T>
struct columns {
  index_t before, rows, after, chunks;
  index_t stride = (before + rows + after) * chunk<T>() + 3 * chunk<T>();
  std::vector<T> samples = std::vector<T>(static_cast<std::size_t>(stride * chunks),
                                          std::numeric_limits<T>::quiet_NaN());

  T& at(index_t i, index_t lane, index_t c = 0) {
    return samples[static_cast<std::size_t>(c * stride + i * chunk<T>() + lane)];
  }
  index_t all() const { return before + rows + after; }

  template <class F>
  void fill(const F& f) {
    for (index_t c = 0; c < chunks; ++c)
      for (index_t i = 0; i < all(); ++i)
        for (index_t lane = 0; lane < chunk<T>(); ++lane)
          at(i, lane, c) = static_cast<T>(f(i, c * chunk<T>() + lane));
  }
};

/// rows x (chunks * chunk) results.
template <class T>
std::vector<T> run(columns<T>& in, const recursive_filter& f) {
  const index_t width = in.chunks * chunk<T>();
  std::vector<T> out(static_cast<std::size_t>(in.rows * width), T(-7));
  std::vector<T> work(static_cast<std::size_t>(in.rows * chunk<T>()));
  kernels<T>().recursive_columns({.in = in.samples.data(),
                                  .chunks = in.chunks,
                                  .chunk_stride = in.stride,
                                  .before = in.before,
                                  .rows = in.rows,
                                  .after = in.after,
                                  .filter = &f.coefficients,
                                  .work = work.data(),
                                  .out = out.data(),
                                  .out_stride = width,
                                  .out_chunk_stride = chunk<T>()});
  return out;
}

/// The derivative of the Gaussian at n, to be divided by the sum of the Gaussian.
long double gaussian(index_t n, double sigma, int order) {
  const long double t = static_cast<long double>(n) / sigma, p = t * t;
  const long double polynomial[] = {1, -t, p - 1, t * (3 - p), p * (p - 6) + 3};
  return polynomial[order] / std::pow(static_cast<long double>(sigma), order) * std::exp(-p / 2);
}

/// Taps -reach to reach of the filter that is to be had.
struct kernel {
  index_t reach;
  std::vector<long double> taps;
  kernel(double sigma, int order) : reach(static_cast<index_t>(std::ceil(9 * sigma))) {
    long double sum = 0;
    for (index_t n = -reach; n <= reach; ++n) sum += gaussian(n, sigma, 0);
    for (index_t n = -reach; n <= reach; ++n) taps.push_back(gaussian(n, sigma, order) / sum);
  }
  long double operator()(index_t n) const { return taps[static_cast<std::size_t>(n + reach)]; }
  long double weight() const {
    long double w = 0;
    for (const long double t : taps) w += std::abs(t);
    return w;
  }
};

template <class T>
long double reference(columns<T>& in, const kernel& g, index_t i, index_t lane, index_t c = 0) {
  long double sum = 0;
  for (index_t n = -g.reach; n <= g.reach; ++n) {
    const index_t from = std::clamp<index_t>(in.before + i - n, 0, in.all() - 1);
    sum += g(n) * static_cast<long double>(in.at(from, lane, c));
  }
  return sum;
}

/// Of results that are at most `weight` times samples of at most 1: 2 u for each half and their sum
/// stored in T, and those of the recursion in double, which come back sigma^2 times.
template <class T>
double rounding(double sigma, double weight) {
  return (static_cast<double>(std::numeric_limits<T>::epsilon()) +
          (4 + sigma * sigma) * (DBL_EPSILON / 2)) *
         weight;
}

}  // namespace

TEST_CASE_TEMPLATE("responses to impulses, steps and the worst input lie within the stated error",
                   T, float, double) {
  for (const double sigma : {0.5, 0.8, 1.0, 2.0, 3.7, 8.0, 32.0, 200.0, 1000.0}) {
    for (int order = 0; order <= bellcurve::filter::max_recursive_order; ++order) {
      CAPTURE(sigma);
      CAPTURE(order);
      const recursive_filter f = make_recursive(sigma, order);
      const kernel g(sigma, order);
      const index_t at = f.warmup, rows = 2 * f.warmup + 1;
      columns<T> in{f.warmup, rows, f.warmup, 1};
      // Lane 0: an impulse. 1: a step. Then what the response to the impulse says is worst for
      // the middle row.
      in.fill([&](index_t i, index_t lane) {
        return lane == 0 ? i == f.warmup + at : i > f.warmup + at ? 1 : 0;
      });
      const std::vector<T> response = run(in, f);
      const auto result = [&](const std::vector<T>& v, index_t i, index_t lane) {
        return static_cast<long double>(v[static_cast<std::size_t>(i * chunk<T>() + lane)]);
      };
      const double bound =
          recursive_error(sigma, order) + rounding<T>(sigma, static_cast<double>(g.weight()));
      long double impulse = 0, step = 0;
      const index_t stride = std::max<index_t>(1, rows / 200);
      for (index_t i = 0; i < rows; i += stride) {
        for (index_t lane = 0; lane < 2; ++lane) {
          long double& most = lane == 0 ? impulse : step;
          most = std::max(most, std::abs(result(response, i, lane) - reference(in, g, i, lane)));
        }
      }
      CHECK(impulse <= bound);
      CHECK(step <= bound);

      in.fill([&](index_t i, index_t lane) {
        const index_t n = std::clamp<index_t>(at - (i - f.warmup), -at, at);
        const bool over = result(response, at + n, 0) > g(n);
        return lane % 2 == 0 ? over : !over;
      });
      const std::vector<T> worst = run(in, f);
      for (index_t lane = 0; lane < 2; ++lane)
        CHECK(std::abs(result(worst, at, lane) - reference(in, g, at, lane)) <= bound);
    }
  }
}

TEST_CASE("the stated error is that of the worst input, where samples end with the warm-up") {
  for (const double sigma : {0.5, 0.9, 2.0, 3.7, 8.0, 33.3}) {
    for (int order = 0; order <= bellcurve::filter::max_recursive_order; ++order) {
      CAPTURE(sigma);
      CAPTURE(order);
      const recursive_filter f = make_recursive(sigma, order);
      const kernel g(sigma, order);
      // Every lane an impulse of its own, at all places from which it reaches the single row.
      const index_t w = f.warmup, width = 2 * w + 1;
      columns<double> in{w, 1, w, (width + chunk<double>() - 1) / chunk<double>()};
      in.fill([&](index_t i, index_t lane) { return i == lane; });
      const std::vector<double> h = run(in, f);
      long double sum = 0;
      for (index_t n = -g.reach; n <= g.reach; ++n) {
        const bool seen = -w <= n && n <= w;
        sum += std::abs((seen ? h[static_cast<std::size_t>(w - n)] : 0) - g(n));
      }
      CHECK(sum / 2 <= recursive_error(sigma, order) * (1 + 1e-9));
      // One that ends further out may be worse; among a few samples, by much.
      if (sigma > 0.5) CHECK(sum / 2 >= recursive_error(sigma, order) * 0.6);
    }
  }
}

TEST_CASE("the error that is stated is what a tolerance of 1e-4 needs") {
  for (double sigma = 0.5; sigma < 1e4; sigma *= 1.07) {
    CAPTURE(sigma);
    CHECK(recursive_error(sigma, 0) < 6e-6);
    CHECK(recursive_error(sigma, 1) < 4e-5 / sigma);
    CHECK(recursive_error(sigma, 2) < 3e-4 / (sigma * sigma));
  }
}

TEST_CASE_TEMPLATE("lines as short as one sample, and around the warm-up", T, float, double) {
  for (const double sigma : {0.5, 2.0, 8.0}) {
    for (const int order : {0, 1, 2}) {
      const recursive_filter f = make_recursive(sigma, order);
      const kernel g(sigma, order);
      const index_t w = f.warmup;
      for (const index_t rows : {index_t(1), index_t(2), index_t(3), index_t(4), index_t(5), w - 1,
                                 w, w + 1, 2 * w + 3}) {
        CAPTURE(sigma);
        CAPTURE(order);
        CAPTURE(rows);
        support::random r(static_cast<std::uint64_t>(rows));
        columns<T> in{w, rows, w, 2};
        in.fill([&](index_t, index_t) { return r.uniform(); });
        const std::vector<T> out = run(in, f);
        const double bound =
            recursive_error(sigma, order) + rounding<T>(sigma, static_cast<double>(g.weight()));
        for (index_t i = 0; i < rows; ++i)
          for (index_t c = 0; c < 2; ++c)
            for (const index_t lane : {index_t(0), chunk<T>() / 2, chunk<T>() - 1}) {
              const auto at = static_cast<std::size_t>((2 * i + c) * chunk<T>() + lane);
              CHECK(std::abs(static_cast<double>(out[at] - reference(in, g, i, lane, c))) <= bound);
            }
      }
    }
  }
}

TEST_CASE_TEMPLATE("constants stay what they are, and have no derivative", T, float, double) {
  for (const double sigma : {0.5, 2.0, 8.0, 200.0, 1000.0}) {
    for (int order = 0; order <= bellcurve::filter::max_recursive_order; ++order) {
      CAPTURE(sigma);
      CAPTURE(order);
      const recursive_filter f = make_recursive(sigma, order);
      const kernel g(sigma, order);
      // Also without any samples beyond the ends.
      for (const index_t beyond : {index_t(0), f.warmup}) {
        columns<T> in{beyond, 100, beyond, 1};
        in.fill([&](index_t, index_t lane) { return lane % 2 == 0 ? 255.0 : -1.0 / 3; });
        const std::vector<T> out = run(in, f);
        long double sum = 0;
        for (const long double t : g.taps) sum += t;
        const double bound = rounding<T>(sigma, static_cast<double>(g.weight()));
        for (index_t i = 0; i < 100; ++i)
          for (index_t lane = 0; lane < chunk<T>(); ++lane) {
            const auto x = static_cast<long double>(in.at(0, lane));
            const T y = out[static_cast<std::size_t>(i * chunk<T>() + lane)];
            CHECK(std::abs(y - sum * x) <= bound * std::abs(x));
          }
      }
    }
  }
}

TEST_CASE_TEMPLATE("bits do not depend on the number of chunks, nor on where results go", T, float,
                   double) {
  const recursive_filter f = make_recursive(3.7, 0);
  support::random r(5);
  columns<T> many{f.warmup, 50, f.warmup, 5};
  many.fill([&](index_t, index_t) { return r.normal(); });
  const std::vector<T> all = run(many, f);
  for (index_t c = 0; c < many.chunks; ++c) {
    columns<T> one{f.warmup, 50, f.warmup, 1};
    one.fill([&](index_t i, index_t lane) { return many.at(i, lane, c); });
    const std::vector<T> alone = run(one, f);
    for (index_t i = 0; i < 50; ++i)
      for (index_t lane = 0; lane < chunk<T>(); ++lane)
        REQUIRE(alone[static_cast<std::size_t>(i * chunk<T>() + lane)] ==
                all[static_cast<std::size_t>((i * 5 + c) * chunk<T>() + lane)]);
  }
  std::vector<T> work(static_cast<std::size_t>(50 * chunk<T>()));
  const columns<T> untouched = many;
  T* rows = many.samples.data() + many.before * chunk<T>();
  kernels<T>().recursive_columns({.in = many.samples.data(),
                                  .chunks = 5,
                                  .chunk_stride = many.stride,
                                  .before = many.before,
                                  .rows = 50,
                                  .after = many.after,
                                  .filter = &f.coefficients,
                                  .work = work.data(),
                                  .out = rows,
                                  .out_stride = chunk<T>(),
                                  .out_chunk_stride = many.stride});
  for (index_t c = 0; c < 5; ++c)
    for (index_t i = 0; i < many.all(); ++i)
      for (index_t lane = 0; lane < chunk<T>(); ++lane) {
        const index_t row = i - many.before;
        const auto place = static_cast<std::size_t>(c * many.stride + i * chunk<T>() + lane);
        REQUIRE(many.samples[place] ==
                (row < 0 || row >= 50
                     ? untouched.samples[place]
                     : all[static_cast<std::size_t>((row * 5 + c) * chunk<T>() + lane)]));
      }
}

TEST_CASE_TEMPLATE("what is not finite stays in its lane", T, float, double) {
  const recursive_filter f = make_recursive(2.0, 0);
  columns<T> in{f.warmup, 20, f.warmup, 1};
  in.fill([&](index_t i, index_t lane) {
    if (i == f.warmup + 3 && lane == 1) return std::numeric_limits<double>::quiet_NaN();
    return i == 0 && lane == 0 ? std::numeric_limits<double>::infinity() : 1.0;
  });
  const std::vector<T> out = run(in, f);
  for (index_t i = 0; i < 20; ++i) {
    CHECK(!std::isfinite(out[static_cast<std::size_t>(i * chunk<T>())]));
    for (index_t lane = 2; lane < chunk<T>(); ++lane)
      CHECK(out[static_cast<std::size_t>(i * chunk<T>() + lane)] ==
            doctest::Approx(1).epsilon(1e-6));
  }
}

TEST_CASE_TEMPLATE("sigma 3, then 4, is sigma 5", T, float, double) {
  const recursive_filter three = make_recursive(3, 0), four = make_recursive(4, 0),
                         five = make_recursive(5, 0);
  const index_t rows = 300;
  support::random r(11);
  columns<T> in{0, rows, 0, 1};
  in.fill([&](index_t, index_t) { return r.uniform(); });
  const std::vector<T> once = run(in, five);
  columns<T> again{0, rows, 0, 1};
  const std::vector<T> first = run(in, three);
  std::copy(first.begin(), first.end(), again.samples.begin());
  const std::vector<T> twice = run(again, four);
  // Sampled Gaussians of sigma 3 and 4 make one of sigma 5 to within exp(-2 pi^2 3^2).
  const double bound =
      recursive_error(3, 0) + recursive_error(4, 0) + recursive_error(5, 0) + 3 * rounding<T>(5, 1);
  for (index_t i = 60; i < rows - 60; ++i)
    for (index_t lane = 0; lane < chunk<T>(); ++lane) {
      const auto at = static_cast<std::size_t>(i * chunk<T>() + lane);
      CHECK(std::abs(static_cast<double>(once[at]) - static_cast<double>(twice[at])) <= bound);
    }
}

TEST_CASE_TEMPLATE("an impulse dies away to zero, and the caller's environment is kept", T, float,
                   double) {
  const recursive_filter f = make_recursive(2.0, 0);
  columns<T> in{0, 6000, 0, 1};
  in.fill([&](index_t i, index_t) { return i == 3000; });
  const std::vector<T> out = run(in, f);
  CHECK(out.front() == T(0));
  CHECK(out.back() == T(0));
#ifdef __SSE2__
  for (const T y : out) REQUIRE((y == T(0) || std::abs(y) >= std::numeric_limits<T>::min()));
#endif
  volatile T tiny = std::numeric_limits<T>::min();
  CHECK(tiny / 2 > 0);
}
