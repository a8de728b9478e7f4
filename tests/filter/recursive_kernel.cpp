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

/// Lanes that tests take at a time.
template <class T>
index_t chunk() {
  return std::max<index_t>(kernels<T>().blocking.recursive_lanes, 2);
}

/// Samples of `chunks` chunks of lines, and their place among others that must not be looked at.
template <class T>
struct columns {
  index_t before, rows, after, chunks;
  index_t stride = (chunks + 3) * chunk<T>();
  std::vector<T> samples =
      std::vector<T>(static_cast<std::size_t>(stride * (before + rows + after)),
                     std::numeric_limits<T>::quiet_NaN());

  T& at(index_t i, index_t lane, index_t c = 0) {
    return samples[static_cast<std::size_t>(i * stride + c * chunk<T>() + lane)];
  }
  index_t all() const { return before + rows + after; }
  index_t width() const { return chunks * chunk<T>(); }

  template <class F>
  void fill(const F& f) {
    for (index_t i = 0; i < all(); ++i)
      for (index_t lane = 0; lane < width(); ++lane) at(i, lane) = static_cast<T>(f(i, lane));
  }
};

/// rows x width results at `out`. \param block Rows of a call.
template <class T>
void run(columns<T>& in, const recursive_filter& f, T* out, index_t out_stride, index_t block) {
  using pass = simd::recursive_pass;
  const index_t stride = in.stride;
  const auto bytes = static_cast<std::size_t>(in.width() * simd::recursive_states_bytes);
  std::vector<double> states(bytes / sizeof(double));
  const std::vector<T> origin(&in.at(in.before, 0), &in.at(in.before, 0) + in.width());
  const auto call = [&](pass p, index_t first, index_t by, index_t rows, T* to) {
    kernels<T>().recursive({.pass = p,
                            .filter = &f.coefficients,
                            .in = &in.at(first, 0),
                            .in_stride = by * stride,
                            .rows = rows,
                            .lanes = in.width(),
                            .origin = origin.data(),
                            .states = states.data(),
                            .out = to,
                            .out_stride = by * out_stride});
  };
  call(pass::settle, 0, 1, 1, nullptr);
  if (in.before > 0) call(pass::advance, 0, 1, in.before, nullptr);
  for (index_t i = 0; i < in.rows; i += block)
    call(pass::forward, in.before + i, 1, std::min(block, in.rows - i), out + i * out_stride);
  call(pass::settle, in.all() - 1, -1, 1, nullptr);
  if (in.after > 0) call(pass::advance, in.all() - 1, -1, in.after, nullptr);
  for (index_t i = in.rows - 1; i >= 0; i -= block)
    call(pass::backward, in.before + i, -1, std::min(block, i + 1), out + i * out_stride);
}
template <class T>
std::vector<T> run(columns<T>& in, const recursive_filter& f, index_t block = 1 << 20) {
  std::vector<T> out(static_cast<std::size_t>(in.rows * in.width()), T(-7));
  run(in, f, out.data(), in.width(), block);
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

/// What samples are, and what the states are.
template <class Sample, bool Single>
struct arithmetic {
  using type = Sample;
  static constexpr bool single = Single;
  static constexpr double unit = Single ? FLT_EPSILON / 2 : DBL_EPSILON / 2;
  static recursive_filter make(double sigma, int order) {
    return make_recursive(sigma, order, Single);
  }
  static bool has(double sigma) { return !Single || sigma <= bellcurve::filter::max_single_sigma; }
  /// Of lines of a range of 1, whose results are at most `most`: of the recursion, and 2 u for the
  /// half and the whole as they are stored.
  static double rounding(double sigma, int order, double most) {
    return bellcurve::filter::recursive_rounding(sigma, order, unit) +
           static_cast<double>(std::numeric_limits<Sample>::epsilon()) * most;
  }
};
using floats = arithmetic<float, false>;
using doubles = arithmetic<double, false>;
using singles = arithmetic<float, true>;

}  // namespace

TEST_CASE_TEMPLATE("responses to impulses, steps and the worst input lie within the stated error",
                   A, floats, doubles, singles) {
  using T = typename A::type;
  for (const double sigma : {0.5, 0.8, 1.0, 2.0, 3.7, 8.0, 32.0, 200.0, 1000.0}) {
    if (!A::has(sigma)) continue;
    for (int order = 0; order <= bellcurve::filter::max_recursive_order; ++order) {
      CAPTURE(sigma);
      CAPTURE(order);
      const recursive_filter f = A::make(sigma, order);
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
      const double bound = recursive_error(sigma, order) +
                           A::rounding(sigma, order, static_cast<double>(g.weight()));
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
      const recursive_filter f = make_recursive(sigma, order, false);
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

TEST_CASE("what roundings can add, one by one, is no more than is stated") {
  const auto norm = [](const std::vector<double>& x) {
    double sum = 0;
    for (const double y : x) sum += std::abs(y);
    return sum;
  };
  for (const double sigma :
       {0.5, 0.6, 0.8, 1.0, 1.5, 2.0, 3.0, 5.0, 8.0, 16.0, 40.0, 100.0, 256.0}) {
    for (int order = 0; order <= bellcurve::filter::max_recursive_order; ++order) {
      CAPTURE(sigma);
      CAPTURE(order);
      const simd::recursive_coefficients c = make_recursive(sigma, order, false).coefficients;
      const auto n = static_cast<std::size_t>(14 * sigma) + 30;
      // Each rounding is at most that of the largest number there, of samples of at most 1, and
      // reaches results as an addition to that number does: sums of absolute responses.
      std::vector<double> by_v(n), by_w(n), half(n);  // m v, n w and all of both, summed over pairs
      double states = 0, sums = 0;
      for (std::size_t p = 0; p < simd::recursive_pairs; ++p) {
        const auto response = [&](double v, double w, auto&& each) {
          for (std::size_t i = 0; i < n; ++i) {
            each(i, v, w);
            const double drive = -c.e[p] * v;
            v += w;
            w = c.k[p] * w + drive;
          }
        };
        std::vector<double> vs(n), ws(n), from_w(n), from_v(n), mv(n), nw(n);
        response(0, 1, [&](std::size_t i, double v, double w) {
          vs[i] = v;
          ws[i] = w;
          mv[i] = c.m[p] * v;
          nw[i] = c.n[p] * w;
          from_w[i] = mv[i] + nw[i];
          by_v[i] += mv[i];
          by_w[i] += nw[i];
          half[i] += from_w[i];
        });
        response(1, 0,
                 [&](std::size_t i, double v, double w) { from_v[i] = c.m[p] * v + c.n[p] * w; });
        // drive and its product, both of the products of w, w; e, and k, which is below 1, as they
        // are rounded themselves.
        const double ev = c.e[p] * norm(vs), kw = std::abs(c.k[p]) * norm(ws);
        states += norm(from_w) * (1 + ev + ev + ev + kw + kw / 2 + norm(ws));
        states += norm(from_v) * norm(vs);
        states += 2 * (norm(mv) + norm(nw));  // products, and m and n
        sums += norm(by_v) + norm(by_w);
      }
      const double side = norm(half), middle = std::abs(c.middle);
      const double forward = sums + side;
      const double backward = sums + 4 * (side + middle) + (2 * side + middle);
      const double samples = 2 * side + middle;  // less the first of the line
      const double all = 2 * states + forward + backward + samples + 2 * middle;
      CHECK(all <= bellcurve::filter::recursive_rounding(sigma, order, 1));
    }
  }
}

TEST_CASE_TEMPLATE("lines as short as one sample, and around the warm-up", A, floats, doubles,
                   singles) {
  using T = typename A::type;
  for (const double sigma : {0.5, 2.0, 8.0}) {
    for (const int order : {0, 1, 2}) {
      const recursive_filter f = A::make(sigma, order);
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
        const double bound = recursive_error(sigma, order) +
                             A::rounding(sigma, order, static_cast<double>(g.weight()));
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

TEST_CASE_TEMPLATE("constants stay what they are, and have no derivative", A, floats, doubles,
                   singles) {
  using T = typename A::type;
  for (const double sigma : {0.5, 2.0, 8.0, 200.0, 1000.0}) {
    if (!A::has(sigma)) continue;
    for (int order = 0; order <= bellcurve::filter::max_recursive_order; ++order) {
      CAPTURE(sigma);
      CAPTURE(order);
      const recursive_filter f = A::make(sigma, order);
      const kernel g(sigma, order);
      // Also without any samples beyond the ends.
      for (const index_t beyond : {index_t(0), f.warmup}) {
        columns<T> in{beyond, 100, beyond, 1};
        in.fill([&](index_t, index_t lane) { return lane % 2 == 0 ? 255.0 : -1.0 / 3; });
        const std::vector<T> out = run(in, f);
        long double sum = 0;
        for (const long double t : g.taps) sum += t;
        const double bound = A::rounding(sigma, order, static_cast<double>(g.weight()));
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

TEST_CASE_TEMPLATE("bits do not depend on what is filtered together, nor on blocks", A, floats,
                   doubles, singles) {
  using T = typename A::type;
  const recursive_filter f = A::make(3.7, 0);
  support::random r(5);
  columns<T> many{f.warmup, 50, f.warmup, 5};
  many.fill([&](index_t, index_t) { return r.normal(); });
  const std::vector<T> all = run(many, f);
  for (const index_t block : {1, 7, 64}) CHECK(run(many, f, block) == all);
  for (index_t c = 0; c < many.chunks; ++c) {
    columns<T> one{f.warmup, 50, f.warmup, 1};
    one.fill([&](index_t i, index_t lane) { return many.at(i, lane, c); });
    const std::vector<T> alone = run(one, f);
    for (index_t i = 0; i < 50; ++i)
      for (index_t lane = 0; lane < chunk<T>(); ++lane)
        REQUIRE(alone[static_cast<std::size_t>(i * chunk<T>() + lane)] ==
                all[static_cast<std::size_t>((i * 5 + c) * chunk<T>() + lane)]);
  }
}

TEST_CASE_TEMPLATE("rows become lines side by side, and rows again", T, float, double) {
  const index_t lanes = kernels<T>().blocking.recursive_lanes;
  for (index_t count = 1; count <= lanes; ++count) {
    for (const index_t samples : {1, 2, 7, 8, 9, 16, 31, 40}) {
      CAPTURE(count);
      CAPTURE(samples);
      // No element behind the last of a row may be read.
      const index_t ld = samples + 3;
      std::vector<T> rows(static_cast<std::size_t>((count - 1) * ld + samples));
      for (std::size_t i = 0; i < rows.size(); ++i) rows[i] = static_cast<T>(i);
      std::vector<T> side_by_side(static_cast<std::size_t>(lanes * samples), T(-1));
      kernels<T>().recursive_lanes_of({rows.data(), side_by_side.data(), ld, count, samples});
      for (index_t j = 0; j < samples; ++j)
        for (index_t i = 0; i < lanes; ++i)
          REQUIRE(side_by_side[static_cast<std::size_t>(j * lanes + i)] ==
                  static_cast<T>(std::min(i, count - 1) * ld + j));
      std::vector<T> again(rows.size(), T(-1));
      kernels<T>().recursive_rows_of({side_by_side.data(), again.data(), ld, count, samples});
      for (std::size_t i = 0; i < rows.size(); ++i) {
        const bool between = static_cast<index_t>(i) % ld >= samples;
        REQUIRE(again[i] == (between ? T(-1) : rows[i]));
      }
    }
  }
}

TEST_CASE_TEMPLATE("what is not finite stays in its lane", A, floats, doubles, singles) {
  using T = typename A::type;
  const recursive_filter f = A::make(2.0, 0);
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

TEST_CASE_TEMPLATE("sigma 3, then 4, is sigma 5", A, floats, doubles, singles) {
  using T = typename A::type;
  const recursive_filter three = A::make(3, 0), four = A::make(4, 0), five = A::make(5, 0);
  const index_t rows = 300;
  support::random r(11);
  columns<T> in{0, rows, 0, 1};
  in.fill([&](index_t, index_t) { return r.uniform(); });
  const std::vector<T> once = run(in, five);
  columns<T> again{0, rows, 0, 1};
  const std::vector<T> first = run(in, three);
  again.fill([&](index_t i, index_t lane) {
    return first[static_cast<std::size_t>(i * chunk<T>() + lane)];
  });
  const std::vector<T> twice = run(again, four);
  // Sampled Gaussians of sigma 3 and 4 make one of sigma 5 to within exp(-2 pi^2 3^2).
  const double bound = recursive_error(3, 0) + recursive_error(4, 0) + recursive_error(5, 0) +
                       3 * A::rounding(5, 0, 1);
  for (index_t i = 60; i < rows - 60; ++i)
    for (index_t lane = 0; lane < chunk<T>(); ++lane) {
      const auto at = static_cast<std::size_t>(i * chunk<T>() + lane);
      CHECK(std::abs(static_cast<double>(once[at]) - static_cast<double>(twice[at])) <= bound);
    }
}

TEST_CASE_TEMPLATE("an impulse dies away to zero, and the caller's environment is kept", A, floats,
                   doubles, singles) {
  using T = typename A::type;
  const recursive_filter f = A::make(2.0, 0);
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
