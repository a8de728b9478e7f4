// Covariances at the limit of what counts as positive definite: whether one is taken depends
// neither on how its axes are numbered nor on how the grid lies in memory, and what is taken is
// within its bound.
#include "cases.hpp"
#include "reference.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cstdio>
#include <limits>
#include <numbers>
#include <span>

using namespace bellcurve;
using support::exact_mixture;
using support::real;

namespace {

using order = std::array<std::size_t, 3>;
constexpr order orders[] = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};

/// Covariances whose pivots are small parts of the diagonal, by powers of two drawn evenly.
struct thinness {
  double second_from, second_to;  ///< the second pivot: 2^-from to 2^-to
  double third_from, third_to;    ///< and the third
  double scale = 3;               ///< standard deviations: 2^-scale to 2^scale
};

gaussian_component thin(const thinness& s, support::random& r) {
  const auto between = [&](double a, double b) { return a + (b - a) * r.uniform(); };
  const real p1 = std::exp2(static_cast<real>(-between(s.second_from, s.second_to)));
  const real p2 = std::exp2(static_cast<real>(-between(s.third_from, s.third_to)));
  const real angle = between(0, 2 * std::numbers::pi), rest = std::sqrt(1 - p2);
  const real l[3][3] = {{1, 0, 0},
                        {std::sqrt(1 - p1), std::sqrt(p1), 0},
                        {rest * std::cos(angle), rest * std::sin(angle), std::sqrt(p2)}};
  std::array<double, 3> deviation{};
  for (double& v : deviation) v = std::exp2(between(-s.scale, s.scale));
  gaussian_component c{.mean = {0, 0, 0}, .covariance = std::vector<double>(9)};
  for (std::size_t i = 0; i < 3; ++i) {
    for (std::size_t j = 0; j <= i; ++j) {
      real sum = 0;
      for (std::size_t k = 0; k < 3; ++k) sum += l[i][k] * l[j][k];
      c.covariance[i * 3 + j] = c.covariance[j * 3 + i] =
          static_cast<double>(sum * deviation[i] * deviation[j]);
    }
  }
  return c;
}

/// Axis k of the result is axis o[k] of c.
gaussian_component turned(const gaussian_component& c, const order& o) {
  gaussian_component t = c;
  const std::size_t d = c.mean.size();
  for (std::size_t i = 0; i < d; ++i) {
    t.mean[i] = c.mean[o[i]];
    for (std::size_t j = 0; j < d; ++j) t.covariance[i * d + j] = c.covariance[o[i] * d + o[j]];
  }
  return t;
}

/// The steps are the standard deviations: all in one unit.
grid in_deviations(const gaussian_component& c, double origin) {
  grid g;
  const std::size_t d = c.mean.size();
  for (std::size_t k = 0; k < d; ++k) {
    g.step[k] = std::sqrt(c.covariance[k * (d + 1)]);
    g.origin[k] = origin * g.step[k];
  }
  return g;
}

bool is_taken(const gaussian_component& c) {
  double out = 0;
  const std::array<index_t, 3> one = {1, 1, 1};
  try {
    mixture_logpdf({{c}}, grid{}, {&out, std::span(one).first(c.mean.size())});
  } catch (const error&) {
    return false;
  }
  return !std::isnan(out);
}

struct tally {
  int taken = 0, refused = 0, differ = 0;
  double worst = 0;
};

/// Every order of the axes in memory, against long double with the axes in that order.
void compare(const gaussian_component& c, double& worst) {
  const grid g = in_deviations(c, -0.5);
  for (const order& o : orders) {
    const exact_mixture exact({{turned(c, o)}});
    std::array<index_t, 3> strides{};
    for (std::size_t k = 0; k < 3; ++k) strides[o[k]] = k == 0 ? 4 : k == 1 ? 2 : 1;
    std::array<double, 8> out{};
    mixture_logpdf({{c}}, g, {out.data(), std::array<index_t, 3>{2, 2, 2}, strides});
    for (std::size_t i = 0; i < 8; ++i) {
      const std::size_t digit[3] = {i / 4, i / 2 % 2, i % 2};
      std::array<real, 3> x{};
      for (std::size_t k = 0; k < 3; ++k) {
        x[k] = static_cast<real>(g.origin[o[k]]) +
               static_cast<real>(digit[k]) * static_cast<real>(g.step[o[k]]);
      }
      const support::bounded want = exact.log_density<double>(x, true);
      // The covariance, as rounded to double, may have no factor: nothing to compare with.
      if (std::isnan(want.value)) continue;
      const double used = support::used(out[i], want);
      worst = std::max(worst, std::isnan(used) ? std::numeric_limits<double>::infinity() : used);
    }
  }
}

tally walk(const thinness& s, int count, int compared, std::uint64_t seed) {
  support::random r(seed);
  tally t;
  for (int i = 0; i < count; ++i) {
    const gaussian_component c = thin(s, r);
    int taken = 0;
    for (const order& o : orders) taken += is_taken(turned(c, o)) ? 1 : 0;
    t.taken += taken == 6 ? 1 : 0;
    t.refused += taken == 0 ? 1 : 0;
    t.differ += taken == 0 || taken == 6 ? 0 : 1;
    if (taken == 6 && t.taken <= compared) compare(c, t.worst);
  }
  return t;
}

}  // namespace

TEST_CASE("three axes: taken or refused in any order alike, and within the bound") {
  const auto check = [](const char* what, const thinness& s, int count) {
    const tally t = walk(s, count, count / 20, 5);
    std::printf("%s: %d taken, %d refused, at most %.3f of the bound\n", what, t.taken, t.refused,
                t.worst);
    CHECK(t.differ == 0);
    CHECK(t.taken > count / 10);
    CHECK(t.worst <= 1);
    return t;
  };
  CHECK(check("ordinary", {0, 4, 0, 4}, 500).refused == 0);
  CHECK(check("ordinary, of any scale", {0, 4, 0, 4, 498}, 500).refused == 0);
  CHECK(check("a third pivot at the limit", {0, 4, 46, 54}, 2000).refused > 0);
  CHECK(check("a second pivot at the limit", {46, 54, 0, 4}, 2000).refused > 0);
  CHECK(check("two small pivots", {20, 28, 20, 28}, 2000).refused > 0);
  CHECK(check("at the limit, of any scale", {0, 4, 46, 54, 498}, 2000).refused > 0);
}

TEST_CASE("two axes: taken or refused in either order alike") {
  support::random r(7);
  int taken = 0, refused = 0, differ = 0;
  for (int i = 0; i < 4000; ++i) {
    gaussian_component c = thin({46, 54, 0, 1, i % 2 == 0 ? 3.0 : 498.0}, r);
    const std::vector<double> v = c.covariance;
    c.mean = {0, 0};
    c.covariance = {v[0], v[1], v[3], v[4]};
    const bool one = is_taken(c), other = is_taken(turned(c, {1, 0}));
    ++(one != other ? differ : one ? taken : refused);
  }
  CHECK(differ == 0);
  CHECK(taken > 400);
  CHECK(refused > 400);
}
