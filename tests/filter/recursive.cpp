// The recursive method as callers see it, against the Gaussian that is hardly truncated: in long
// double, 9 sigma to either side.
#include "recursive_reference.hpp"

#include <initializer_list>
#include <string>

using namespace reference;
using bellcurve::error;
using bellcurve::filter_choices;
using bellcurve::filter_method;

namespace {

/// The largest difference, of samples of a range of 1.
template <class S, class R>
real farthest(const call<S, R>& c, const array<R>& got) {
  const field f = wide(c);
  real most = 0;
  std::size_t at = 0;
  got.each([&](const auto& i) {
    const real off = std::abs(static_cast<real>(got(i)) - f.value[at++]);
    most = std::max(most, std::isnan(off) ? std::numeric_limits<real>::infinity() : off);
  });
  return most;
}

template <class T>
array<T> noise(std::vector<index_t> shape, support::random& random) {
  array<T> a(std::move(shape));
  a.each([&](const auto& i) { a(i) = static_cast<T>(random.uniform()); });
  return a;
}

}  // namespace

TEST_CASE_TEMPLATE("recursive: as far off as it says, whatever the border", T, float, double) {
  support::random random(41);
  for (const border mode : every_border) {
    for (const double sigma : {1.0, 3.7, 20.0}) {
      for (const std::vector<index_t>& shape :
           {std::vector<index_t>{257}, {1, 90}, {70, 33}, {5, 40, 3}}) {
        call<T> c{noise<T>(shape, random)};
        c.params = {.sigma = std::vector<double>(shape.size(), sigma),
                    .mode = {mode},
                    .cval = 0.25,
                    .method = filter_method::recursive};
        CAPTURE(sigma);
        CAPTURE(to_string(mode));
        CHECK(farthest(c, c.run()) <= stated<T>(c.params));
        c.params.tolerance = 1.5e-4;  // float will do
        CHECK(farthest(c, c.run()) <= 1.5e-4L);
      }
    }
  }
}

TEST_CASE("recursive: float only where all that is stated stays below the tolerance") {
  support::random random(48);
  // 15 stretches, each constant: worse than noise.
  call<float> c{array<float>({700})};
  c.in.each([&](const auto& i) { c.in(i) = (i[0] / 47 * 7 % 3) % 2 == 0 ? 0.0F : 1.0F; });
  const auto run = [&](double sigma, double tolerance) {
    c.params = {.sigma = {sigma}, .method = filter_method::recursive, .tolerance = tolerance};
    return c.run();
  };
  for (const double sigma : {1.0, 8.0, 60.0}) {
    CAPTURE(sigma);
    const double most = bellcurve::filter::recursive_error(sigma, 0) +
                        bellcurve::filter::recursive_rounding(sigma, 0, 0x1p-24);
    const array<float> in_double = run(sigma, 0);
    CHECK(same_bits(run(sigma, most * 0.999).values(), in_double.values()));
    const array<float> in_float = run(sigma, most * 1.001);
    CHECK(!same_bits(in_float.values(), in_double.values()));
    CHECK(farthest(c, in_float) <= most + std::numeric_limits<float>::epsilon());
  }
  CHECK(same_bits(run(300, 1e-2).values(), run(300, 0).values()));
}

TEST_CASE_TEMPLATE("recursive: what samples have in common does not matter", T, float, double) {
  support::random random(49);
  const T offset = 4096;
  call<T> c{noise<T>({90, 80}, random)};
  c.in.each([&](const auto& i) { c.in(i) += offset; });
  for (const double tolerance : {0.0, 1e-4}) {
    c.params = {.sigma = {12, 30}, .method = filter_method::recursive, .tolerance = tolerance};
    // Besides the stated error the roundings of what is stored, twice.
    const real stored = 2 * offset * std::numeric_limits<T>::epsilon();
    CHECK(farthest(c, c.run()) <= (tolerance > 0 ? real(tolerance) : stated<T>(c.params)) + stored);
  }
}

TEST_CASE_TEMPLATE("recursive: samples so large that states would not be finite", T, float,
                   double) {
  support::random random(50);
  call<T> c{noise<T>({300}, random)};
  const T large = std::numeric_limits<T>::max() / 2;
  c.in.each([&](const auto& i) { c.in(i) = c.in(i) < T(0.5) ? -large : large; });
  c.params = {.sigma = {60}, .method = filter_method::recursive, .tolerance = 1e-4};
  CHECK(farthest(c, c.run()) <= 2e-4L * static_cast<real>(large));
  c.in = noise<T>({300}, random);
  c.params.mode = {border::constant};
  c.params.cval = static_cast<double>(large);
  CHECK(farthest(c, c.run()) <= 2e-4L * static_cast<real>(large));
}

TEST_CASE("recursive: rows whose results are written past the caches, of any width") {
  support::random random(51);
  for (const index_t cols : {2049, 2056}) {
    call<float> c{noise<float>({2100, cols}, random)};
    c.params = {.sigma = {3, 3}, .method = filter_method::recursive};
    const array<float> whole = c.run();
    // In place nothing is.
    array<float> both = c.in;
    gaussian_filter(std::as_const(both).view(), c.params, both.view(), c.options);
    CHECK(same_bits(both.values(), whole.values()));
  }
}

TEST_CASE("recursive: derivatives along one axis") {
  support::random random(42);
  for (const int order : {1, 2}) {
    call<double> c{noise<double>({60, 50}, random)};
    c.params = {.sigma = {2.5, 4}, .order = {order, 0}, .method = filter_method::recursive};
    CHECK(farthest(c, c.run()) <= stated<double>(c.params));
  }
}

TEST_CASE("recursive: a border of cval is put on before other axes become derivatives, or after") {
  support::random random(43);
  call<double> c{noise<double>({40, 44}, random)};
  c.params = {.sigma = {2, 3},
              .order = {1, 0},
              .mode = {border::reflect, border::constant},
              .cval = 0.75,
              .method = filter_method::recursive};
  CHECK(farthest(c, c.run()) <= stated<double>(c.params));
}

TEST_CASE("recursive: integers, within half a step of what is exact") {
  support::random random(44);
  call<std::uint8_t> c{array<std::uint8_t>({70, 65})};
  c.in.each([&](const auto& i) { c.in(i) = static_cast<std::uint8_t>(random.below(256)); });
  c.params = {.sigma = {6, 6}, .method = filter_method::recursive};
  CHECK(farthest(c, c.run()) <= 0.5L + 255 * stated<float>(c.params));
}

TEST_CASE("recursive: the same bits in place and for any number of threads") {
  support::random random(45);
  call<float> c{noise<float>({150, 170}, random)};
  c.params = {.sigma = {9, 12}, .method = filter_method::recursive};
  c.options.threads = 1;
  const array<float> expected = c.run();
  for (const int threads : {2, 3, 8}) {
    c.options.threads = threads;
    CHECK(same_bits(c.run().values(), expected.values()));
  }
  array<float> both = c.in;
  gaussian_filter(std::as_const(both).view(), c.params, both.view(), c.options);
  CHECK(same_bits(both.values(), expected.values()));
}

TEST_CASE("recursive: NaN reaches what the truncated kernel covers and nothing else") {
  support::random random(46);
  call<float> c{noise<float>({200}, random)};
  c.in({90}) = std::numeric_limits<float>::quiet_NaN();
  c.params = {.sigma = {5}, .method = filter_method::recursive};
  const array<float> out = c.run();
  out.each([&](const auto& i) { CHECK(std::isnan(out(i)) == (std::abs(i[0] - 90) <= 20)); });
}

TEST_CASE_TEMPLATE("recursive: so does NaN at the far end of a line with gaps", T, float, double) {
  support::random random(48);
  support::placing gaps = c_order(2);
  gaps.gap = {0, 2};
  call<T> c{array<T>({3, 200}, gaps)};
  c.in.each([&](const auto& i) { c.in(i) = static_cast<T>(random.normal()); });
  c.in({2, 190}) = std::numeric_limits<T>::quiet_NaN();
  c.params = {.sigma = {5}, .axes = {1}, .method = filter_method::recursive};
  const array<T> out = c.run();
  out.each([&](const auto& i) {
    CHECK(std::isnan(out(i)) == (i[0] == 2 && std::abs(i[1] - 190) <= 20));
  });
}

TEST_CASE("recursive: automatic keeps to the tolerance with either method") {
  support::random random(47);
  bool seen_fir = false, seen_recursive = false;
  for (const double tolerance : {1e-2, 1e-4, 1e-6}) {
    for (const double sigma : {0.3, 1.0, 4.0, 40.0}) {
      call<double> c{noise<double>({90, 80}, random)};
      c.params = {.sigma = {sigma, sigma}, .tolerance = tolerance};
      CAPTURE(tolerance);
      CAPTURE(sigma);
      CHECK(farthest(c, c.run()) <= tolerance);
      for (const auto& choice : filter_choices(std::as_const(c.in).view(), c.params)) {
        seen_fir = seen_fir || choice.method == filter_method::fir;
        seen_recursive = seen_recursive || choice.method == filter_method::recursive;
      }
    }
  }
  CHECK(seen_fir);
  CHECK(seen_recursive);
  const array<float> any({4, 4});
  // What sizes the kernel asks for fir; so does no tolerance.
  for (const filter_params& p : {filter_params{.sigma = {40}},
                                 filter_params{.sigma = {40}, .truncate = 3, .tolerance = 1e-3},
                                 filter_params{.sigma = {40}, .radius = {9}, .tolerance = 1e-3}}) {
    CHECK(filter_choices(any.view(), p)[0].method == filter_method::fir);
  }
}

TEST_CASE("recursive: what it cannot do is an error, and nothing is written") {
  const array<float> in({6, 8});
  array<float> out({6, 8});
  const auto message = [&](const filter_params& p, const filter_options& o) -> std::string {
    try {
      gaussian_filter(in.view(), p, out.view(), o);
      return "no error";
    } catch (const error& e) {
      CHECK(e.code() == bellcurve::errc::bad_argument);
      return e.what();
    }
  };
  constexpr auto recursive = filter_method::recursive;
  CHECK(message({.sigma = {0.3}, .method = recursive}, {}) ==
        "sigma must be from 0.5 to 10000 with method recursive, got 0.3");
  CHECK(message({.sigma = {2}, .truncate = 3, .method = recursive}, {}) ==
        "method must be auto or fir with truncate or radius, got recursive");
  CHECK(message({.sigma = {2}, .method = recursive}, {.nan_is_missing = true}) ==
        "method must be auto or fir with missing samples, got recursive");
  CHECK(message({.sigma = {2}, .method = recursive, .tolerance = 1e-9}, {})
            .starts_with("tolerance must be at least "));
  CHECK(out.untouched());
}
