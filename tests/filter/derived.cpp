// What is made of several filters: each against its definition, and by its mathematics.
#include "derived_reference.hpp"

using namespace reference;
using bellcurve::difference_of_gaussians;
using bellcurve::gaussian_filter1d;
using bellcurve::gaussian_gradient_magnitude;
using bellcurve::gaussian_laplace;

namespace {

template <class S>
array<S> random_array(const std::vector<index_t>& shape, support::random& r) {
  array<S> a(shape, any_placing(static_cast<int>(shape.size()), r));
  a.each([&](const auto& i) {
    if constexpr (std::is_integral_v<S>) {
      a(i) = static_cast<S>(r.bits());
    } else {
      a(i) = static_cast<S>(r.normal());
    }
  });
  return a;
}

struct layout {
  std::vector<index_t> shape;
  std::vector<int> axes;
};

const layout layouts[] = {{{70}, {}},         {{33, 40}, {}},        {{9, 12, 10}, {}},
                          {{3, 4, 5, 6}, {}}, {{20, 21, 3}, {0, 1}}, {{4, 26, 27}, {-1, 1}},
                          {{17, 19, 2}, {0}}, {{1, 50}, {}},         {{2, 17000}, {}}};

}  // namespace

TEST_CASE_TEMPLATE("filter derived: the Laplacian is the sum of second derivatives", S, float,
                   double, std::uint8_t, std::uint16_t, std::int16_t) {
  using T = compute<S>;
  support::random r(61);
  for (const layout& l : layouts) {
    for (const border mode : every_border) {
      if (l.shape.back() > 1000 && mode != border::wrap) continue;
      const auto in = random_array<S>(l.shape, r);
      const filter_params p{.sigma = {1.2}, .mode = {mode}, .cval = 2, .axes = l.axes};
      array<T> out(l.shape, any_placing(static_cast<int>(l.shape.size()), r));
      gaussian_laplace(in.view(), p, out.view(), {.threads = 2});
      CHECK(too_far_off(out, expected_laplace(in, p)) == 0);
      CHECK(out.damage() == 0);
    }
  }
}

TEST_CASE_TEMPLATE("filter derived: the magnitude is the root of the sum of squares", S, float,
                   double, std::uint8_t, std::uint16_t, std::int16_t) {
  using T = compute<S>;
  support::random r(62);
  for (const layout& l : layouts) {
    const auto in = random_array<S>(l.shape, r);
    const filter_params p{.sigma = {1.2}, .mode = {border::mirror}, .axes = l.axes};
    array<T> out(l.shape, any_placing(static_cast<int>(l.shape.size()), r));
    gaussian_gradient_magnitude(in.view(), p, out.view());
    CHECK(too_far_off(out, expected_gradient_magnitude(in, p)) == 0);
    for (const T got : out.values()) REQUIRE(got >= 0);
    CHECK(out.damage() == 0);
  }
}

TEST_CASE_TEMPLATE("filter derived: no square overflows or vanishes", T, float, double) {
  // A plane that rises by 3 steps along one axis and 4 along the other, at both ends of the range.
  for (const double scale : {static_cast<double>(std::numeric_limits<T>::max()) / 1e4,
                             static_cast<double>(std::numeric_limits<T>::min()) * 1e4, 1.0}) {
    array<T> in({40, 40});
    in.each([&](const auto& i) {
      in(i) = static_cast<T>(static_cast<double>(3 * i[0] + 4 * i[1]) * scale);
    });
    array<T> out({40, 40});
    gaussian_gradient_magnitude(in.view(), {.sigma = {1.5}, .truncate = 8}, out.view());
    for (index_t i = 14; i < 26; ++i)
      for (index_t j = 14; j < 26; ++j)
        CHECK(static_cast<double>(out({i, j})) / scale == doctest::Approx(5).epsilon(1e-4));
  }
}

TEST_CASE_TEMPLATE("filter derived: the Laplacian of a quadratic, and of a plane", T, float,
                   double) {
  array<T> in({60, 50});
  in.each([&](const auto& i) {
    const auto x = static_cast<double>(i[0] - 30), y = static_cast<double>(i[1] - 25);
    in(i) = static_cast<T>(1.5 * x * x + 0.25 * y * y - 3 * x + y + 7);
  });
  array<T> out({60, 50});
  gaussian_laplace(in.view(), {.sigma = {1.5}, .truncate = 8}, out.view());
  const double slack = 1e-9 + 2000 * 300 * static_cast<double>(unit<T>);
  for (index_t i = 14; i < 46; ++i)
    for (index_t j = 14; j < 36; ++j)
      CHECK(std::abs(static_cast<double>(out({i, j})) - 3.5) < slack);
}

TEST_CASE_TEMPLATE("filter derived: difference of Gaussians", S, float, double, std::uint8_t,
                   std::uint16_t, std::int16_t) {
  using T = compute<S>;
  support::random r(63);
  const struct {
    std::vector<double> low, high;
  } sigmas[] = {{{1}, {}},     {{1, 0.5}, {}},    {{1}, {2.5}},
                {{1}, {2, 1}}, {{1, 0.7}, {1.5}}, {{0}, {1}}};
  for (const auto& s : sigmas) {
    for (const border mode : {border::nearest, border::wrap, border::constant}) {
      const auto in = random_array<S>({37, 45}, r);
      const filter_params p{.sigma = s.low, .mode = {mode}, .cval = 5};
      array<T> out({37, 45}, any_placing(2, r));
      difference_of_gaussians(in.view(), p, s.high, out.view());
      CHECK(too_far_off(out, expected_difference(in, p, s.high)) == 0);
      CHECK(out.damage() == 0);
    }
  }
}

TEST_CASE("filter derived: differences of Gaussians with missing samples are NaN where either is") {
  support::random r(64);
  auto in = random_array<float>({1, 40}, r);
  for (index_t j = 12; j < 40; ++j) in({0, j}) = std::numeric_limits<float>::quiet_NaN();
  const filter_params p{.sigma = {1}, .axes = {1}};
  array<float> out({1, 40}), low({1, 40}), high({1, 40});
  const filter_options options{.nan_is_missing = true};
  difference_of_gaussians(in.view(), p, {3}, out.view(), options);
  gaussian_filter(in.view(), p, low.view(), options);
  gaussian_filter(in.view(), {.sigma = {3}, .axes = {1}}, high.view(), options);
  index_t narrow = 0, wide = 0;
  out.each([&](const auto& i) {
    const float want = low(i) - high(i);
    CHECK((std::isnan(want) ? std::isnan(out(i)) : out(i) == want));
    narrow += std::isnan(low(i));
    wide += std::isnan(high(i));
  });
  CHECK(wide > 0);
  CHECK(narrow > wide);
}

TEST_CASE_TEMPLATE("filter derived: in place, and on any number of threads, the same", T, float,
                   double) {
  support::random r(65);
  for (const auto& shape : {std::vector<index_t>{150, 140}, {20, 30, 35}, {70000}}) {
    const auto in = random_array<T>(shape, r);
    const filter_params p{.sigma = {1.3}};
    const auto each = [&](const auto& run) {
      std::vector<std::vector<T>> apart, both;
      for (const int threads : {1, 2, 3, 8}) {
        array<T> out(shape), same = in;
        run(in.view(), out.view(), filter_options{.threads = threads});
        run(std::as_const(same).view(), same.view(), filter_options{.threads = threads});
        apart.push_back(out.values());
        both.push_back(same.values());
      }
      for (const auto& v : apart) CHECK(same_bits(v, apart.front()));
      for (const auto& v : both) CHECK(same_bits(v, both.front()));
      // In place the last filter rounds in another order.
      double most = 0;
      for (std::size_t k = 0; k < apart[0].size(); ++k)
        most = std::max(most, std::abs(static_cast<double>(apart[0][k] - both[0][k])));
      CHECK(most < 100 * static_cast<double>(unit<T>));
    };
    each([&](auto from, auto to, const filter_options& o) { gaussian_laplace(from, p, to, o); });
    each([&](auto from, auto to, const filter_options& o) {
      gaussian_gradient_magnitude(from, p, to, o);
    });
    each([&](auto from, auto to, const filter_options& o) {
      difference_of_gaussians(from, p, {}, to, o);
    });
  }
}

TEST_CASE("filter derived: arrays without elements") {
  for (const auto& shape : {std::vector<index_t>{0}, {0, 5}, {5, 0, 2}}) {
    const array<float> in(shape);
    array<float> out(shape);
    gaussian_laplace(in.view(), {}, out.view());
    gaussian_gradient_magnitude(in.view(), {}, out.view());
    difference_of_gaussians(in.view(), {}, {}, out.view());
    CHECK(out.untouched());
  }
}

TEST_CASE_TEMPLATE("filter derived: gaussian_filter1d is gaussian_filter along one axis", S, float,
                   double, std::uint8_t, std::uint16_t, std::int16_t) {
  support::random r(66);
  const auto in = random_array<S>({12, 31, 14}, r);
  for (int axis = -3; axis < 3; ++axis) {
    array<S> a(in.shape()), b(in.shape());
    gaussian_filter1d(
        in.view(), {.sigma = 1.4, .axis = axis, .mode = border::constant, .cval = 9, .truncate = 3},
        a.view());
    gaussian_filter(
        in.view(),
        {.sigma = {1.4}, .mode = {border::constant}, .cval = 9, .truncate = 3, .axes = {axis}},
        b.view());
    CHECK(same_bits(a.values(), b.values()));
    gaussian_filter1d(in.view(), {.sigma = 1.4, .axis = axis, .radius = 1}, a.view());
    gaussian_filter(in.view(), {.sigma = {1.4}, .radius = {1}, .axes = {axis}}, b.view());
    CHECK(same_bits(a.values(), b.values()));
  }
  array<S> last(in.shape()), unset(in.shape());
  gaussian_filter1d(in.view(), {.axis = 2}, last.view());
  gaussian_filter1d(in.view(), {}, unset.view());
  CHECK(same_bits(last.values(), unset.values()));
}
