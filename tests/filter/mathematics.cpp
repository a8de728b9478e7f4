// What holds for a Gaussian filter whatever it is computed with.
#include "reference.hpp"

#include <bellcurve/kernels.hpp>

using namespace reference;
using bellcurve::gaussian_filter1d;
using bellcurve::gaussian_kernel_1d;

namespace {

template <class T>
constexpr double u = std::numeric_limits<T>::epsilon() / 2.0;

template <class T>
array<T> random_image(index_t rows, index_t cols, std::uint64_t seed) {
  support::random r(seed);
  array<T> a({rows, cols});
  a.each([&](const auto& i) { a(i) = static_cast<T>(r.normal()); });
  return a;
}

template <class T>
array<T> filtered(const array<T>& in, const filter_params& p) {
  return call<T>{.in = in, .params = p}.run();
}

template <class T>
double largest_difference(const array<T>& a, const array<T>& b) {
  double most = 0;
  a.each([&](const auto& i) {
    most = std::max(most, std::abs(static_cast<double>(a(i)) - static_cast<double>(b(i))));
  });
  return most;
}

}  // namespace

TEST_CASE_TEMPLATE("filter: sigma 3, then 4, is sigma 5", T, float, double) {
  // Exact but for sampling (2 exp(-2 pi^2 sigma^2), nothing at sigma 3), truncation and rounding:
  // what a kernel loses beyond 8 sigma is below 2e-15. Around, so that there is no border.
  const auto in = random_image<T>(150, 140, 1);
  const auto at = [](double sigma) {
    return filter_params{.sigma = {sigma}, .mode = {border::wrap}, .truncate = 8};
  };
  const double taps = 2 * 2 * (2 * 40 + 1) * 2;
  CHECK(largest_difference(filtered(filtered(in, at(3)), at(4)), filtered(in, at(5))) <
        1e-14 + taps * u<T> * 5);
}

TEST_CASE_TEMPLATE("filter: constants stay, for every border", T, float, double) {
  for (const border mode : every_border) {
    for (const double sigma : {0.4, 2.0, 13.0}) {
      array<T> in({60, 41});
      in.each([&](const auto& i) { in(i) = T(3.25); });
      const auto out = filtered(in, {.sigma = {sigma}, .mode = {mode}, .cval = 3.25});
      const double taps = 2 * (2 * (4 * sigma + 1) + 2);
      out.each([&](const auto& i) {
        REQUIRE(std::abs(static_cast<double>(out(i)) - 3.25) <= 3.25 * taps * u<T>);
      });
      // Of a constant every derivative is 0 up to the rounding of weights as large as W.
      for (int order = 1; order <= 4; ++order) {
        if (sigma < 1) continue;
        const auto slope = filtered(
            in, {.sigma = {sigma}, .order = {order}, .mode = {mode}, .cval = 3.25, .axes = {0}});
        // Sampled and cut off at 4 sigma, an even derivative sums to a few 1e-3 of sigma^-order.
        const double scale = std::pow(sigma, -order);
        slope.each([&](const auto& i) {
          REQUIRE(std::abs(static_cast<double>(slope(i))) < 3.25 * scale * 0.03);
          if (order % 2 == 1) {
            REQUIRE(std::abs(static_cast<double>(slope(i))) < 3.25 * scale * 4 * taps * u<T>);
          }
        });
      }
    }
  }
}

TEST_CASE_TEMPLATE("filter: an impulse becomes the kernel, reversed", T, float, double) {
  for (const double sigma : {0.6, 2.0, 7.5}) {
    for (int order = 0; order <= 4; ++order) {
      const auto radius = static_cast<index_t>(4 * sigma + 0.5);
      std::vector<T> weights(static_cast<std::size_t>(2 * radius + 1));
      gaussian_kernel_1d({.sigma = sigma, .order = order}, array_view<T>(weights));
      const index_t n = 4 * radius + 9, middle = n / 2;
      for (const index_t axis : {0, 1}) {
        array<T> in(axis == 0 ? std::vector<index_t>{n, 3} : std::vector<index_t>{3, n});
        const auto index = [&](index_t i) {
          return axis == 0 ? std::vector<index_t>{i, 1} : std::vector<index_t>{1, i};
        };
        in.each([&](const auto& i) { in(i) = T(0); });
        in(index(middle)) = T(1);
        array<T> out(in.shape());
        gaussian_filter1d(std::as_const(in).view(),
                          {.sigma = sigma, .axis = static_cast<int>(axis), .order = order},
                          out.view());
        out.each([&](const auto& i) {
          const index_t k = i[static_cast<std::size_t>(axis)] - middle + radius;
          const bool reached =
              i[static_cast<std::size_t>(1 - axis)] == 1 && k >= 0 && k <= 2 * radius;
          // The derivative of a Gaussian about the impulse: as gaussian_kernel_1d gives it.
          REQUIRE(out(i) == (reached ? weights[static_cast<std::size_t>(k)] : T(0)));
        });
      }
    }
  }
}

TEST_CASE_TEMPLATE("filter: a mirrored image gives the mirrored result", T, float, double) {
  // Sums go the other way, so this holds up to rounding.
  const auto in = random_image<T>(37, 53, 2);
  array<T> mirrored({37, 53});
  mirrored.each([&](const auto& i) { mirrored(i) = in({36 - i[0], 52 - i[1]}); });
  for (const border mode : every_border) {
    for (int order = 0; order <= 4; ++order) {
      const filter_params p{.sigma = {1.6, 2.4}, .order = {order, 0}, .mode = {mode}};
      const auto a = filtered(in, p), b = filtered(mirrored, p);
      const double sign = order % 2 == 0 ? 1 : -1;
      a.each([&](const auto& i) {
        const double got = static_cast<double>(b({36 - i[0], 52 - i[1]})) * sign;
        REQUIRE(std::abs(static_cast<double>(a(i)) - got) < 500 * u<T>);
      });
    }
  }
}

TEST_CASE_TEMPLATE("filter: axes one after the other are both at once", T, float, double) {
  const auto in = random_image<T>(45, 38, 3);
  const auto both = filtered(in, {.sigma = {2.0, 3.0}, .order = {1, 2}});
  const auto apart = filtered(filtered(in, {.sigma = {3.0}, .order = {2}, .axes = {1}}),
                              {.sigma = {2.0}, .order = {1}, .axes = {0}});
  CHECK(same_bits(both.values(), apart.values()));  // the contiguous one goes first
  const auto swapped = filtered(in, {.sigma = {3.0, 2.0}, .order = {2, 1}, .axes = {-1, 0}});
  CHECK(same_bits(both.values(), swapped.values()));
  // A Fortran-ordered image is the transposed one.
  array<T> turned({38, 45});
  turned.each([&](const auto& i) { turned(i) = in({i[1], i[0]}); });
  const auto across = filtered(turned, {.sigma = {3.0, 2.0}, .order = {2, 1}});
  both.each([&](const auto& i) {
    REQUIRE(std::abs(static_cast<double>(both(i)) - static_cast<double>(across({i[1], i[0]}))) <
            200 * u<T>);
  });
}

TEST_CASE_TEMPLATE("filter: derivatives of polynomials", T, float, double) {
  // Away from the borders, with a kernel that is not cut off where it matters: the n-th derivative
  // of x^n / n! is 1, that of lower powers 0.
  const index_t n = 120;
  const double sigma = 2.5;
  for (int order = 1; order <= 4; ++order) {
    std::vector<T> in(static_cast<std::size_t>(n)), out(in.size());
    for (int power = 0; power <= order; ++power) {
      double scale = 0;
      for (index_t i = 0; i < n; ++i) {
        double x = 1;
        for (int k = 1; k <= power; ++k) x *= static_cast<double>(i - n / 2) / k;
        in[static_cast<std::size_t>(i)] = static_cast<T>(x);
        scale = std::max(scale, std::abs(x));
      }
      gaussian_filter1d(array_view<const T>(in), {.sigma = sigma, .order = order, .truncate = 10},
                        array_view<T>(out));
      const double slack = 1e-12 + scale * 200 * u<T> * std::pow(sigma, -order);
      for (std::size_t i = 25; i < 95; ++i)
        REQUIRE(std::abs(static_cast<double>(out[i]) - (power == order ? 1 : 0)) < slack);
    }
  }
}

TEST_CASE("filter: integers are rounded to the nearest, once, and limited") {
  // A kernel of radius 0 is 1: a copy. Means of two neighbours that end in a half.
  array<std::uint8_t> in({1, 6});
  const std::uint8_t values[] = {0, 1, 2, 3, 254, 255};
  in.each([&](const auto& i) { in(i) = values[i[1]]; });
  CHECK(call<std::uint8_t>{.in = in, .params = {.radius = {0}}}.run().values() == in.values());
  // With a second derivative results leave the range: limited at both ends.
  call<std::int16_t> c{.in = array<std::int16_t>({1, 5})};
  c.in.each([&](const auto& i) {
    c.in(i) = i[1] % 2 == 0 ? std::numeric_limits<std::int16_t>::max()
                            : std::numeric_limits<std::int16_t>::min();
  });
  c.params = {.sigma = {0.4}, .order = {2}, .axes = {1}};
  const auto out = c.run();
  CHECK(out({0, 1}) == 32767);
  CHECK(out({0, 2}) == -32768);
  call<std::uint8_t> low{.in = array<std::uint8_t>({1, 5})};
  low.in.each([&](const auto& i) { low.in(i) = i[1] == 2 ? 255 : 0; });
  low.params = c.params;
  CHECK(low.run()({0, 2}) == 0);
  CHECK(low.run()({0, 1}) == 255);
}
