// Missing samples: the normalized convolution, what is filled, and what is not looked at.
#include "reference.hpp"

using namespace reference;

namespace {

template <class S>
void fill_in(array<S>& a, support::random& r) {
  a.each([&](const auto& i) {
    if constexpr (std::is_integral_v<S>) {
      a(i) = static_cast<S>(r.bits());
    } else {
      a(i) = static_cast<S>(r.normal());
    }
  });
}

array<std::uint8_t> random_mask(const std::vector<index_t>& shape, double valid,
                                support::random& r) {
  array<std::uint8_t> mask(shape, any_placing(static_cast<int>(shape.size()), r));
  mask.each([&](const auto& i) {
    mask(i) = r.uniform() < valid ? static_cast<std::uint8_t>(1 + r.below(255)) : 0;
  });
  return mask;
}

template <class S, class R>
struct types {
  using in = S;
  using out = R;
};

}  // namespace

TEST_CASE_TEMPLATE("filter missing: drawn calls against the reference", P, types<float, float>,
                   types<double, double>, types<std::uint8_t, std::uint8_t>,
                   types<std::int16_t, std::int16_t>, types<std::uint16_t, float>) {
  using S = typename P::in;
  using R = typename P::out;
  for (std::uint64_t seed = 0; seed < 150; ++seed) {
    support::random r(500 + seed);
    CAPTURE(seed);
    const auto axes = static_cast<std::size_t>(1 + r.below(3));
    constexpr index_t most[] = {300, 60, 20};
    std::vector<index_t> shape, mask_shape;
    for (std::size_t k = 0; k < axes; ++k) {
      shape.push_back(1 + r.below(most[axes - 1]));
      mask_shape.push_back(r.below(4) == 0 ? 1 : shape.back());  // stands for all along the axis
    }
    call<S, R> c{.in = array<S>(shape, any_placing(static_cast<int>(axes), r))};
    fill_in(c.in, r);
    c.params.sigma.clear();
    c.params.mode.clear();
    for (std::size_t k = 0; k < axes; ++k) {
      c.params.sigma.push_back(r.below(6) == 0 ? 0 : 0.4 + r.uniform() * 4);
      c.params.mode.push_back(every_border[r.below(5)]);
    }
    if (r.below(2) == 0) c.params.cval = 3;
    const double valid[] = {1, 0.7, 0.2, 0.02, 0};
    if (r.below(5) != 0 || std::is_integral_v<S>)
      c.mask = random_mask(mask_shape, valid[r.below(5)], r);
    if constexpr (std::is_floating_point_v<S>) {
      if (!c.mask || r.below(2) == 0) {
        c.options.nan_is_missing = true;
        c.in.each([&](const auto& i) {
          if (r.below(5) == 0) c.in(i) = std::numeric_limits<S>::quiet_NaN();
        });
      }
    }
    const double least[] = {0, 1e-3, 0.3, 0.8};
    c.options.min_weight = least[r.below(4)];
    if (r.below(2) == 0) c.options.fill = 42;
    c.options.threads = static_cast<int>(1 + r.below(3));
    array<R> out(shape, any_placing(static_cast<int>(axes), r));
    c.run(out);
    REQUIRE(worst(c, out) <= 1);
    REQUIRE(out.damage() == 0);
    if constexpr (std::is_same_v<S, R>) {
      array<R> both = c.in;
      gaussian_filter(std::as_const(both).view(), c.params, both.view(), c.with_mask());
      REQUIRE(worst(c, both) <= 1);
    }
  }
}

TEST_CASE_TEMPLATE("filter missing: channels and images with masks of their own", S, float,
                   std::uint8_t) {
  support::random r(33);
  for (index_t channels = 1; channels <= 5; ++channels) {
    for (const auto& mask_shape : {std::vector<index_t>{2, 20, 23, channels},
                                   {2, 20, 23, 1},
                                   {1, 20, 23, channels},
                                   {2, 1, 1, channels}}) {
      call<S, float> c{.in = array<S>({2, 20, 23, channels}),
                       .params = {.sigma = {1.5}, .axes = {1, 2}}};
      fill_in(c.in, r);
      c.mask = random_mask(mask_shape, 0.5, r);
      REQUIRE(worst(c, c.run()) <= 1);
    }
  }
}

TEST_CASE_TEMPLATE("filter missing: what is masked is not looked at", T, float, double) {
  support::random r(31);
  const T bad[] = {std::numeric_limits<T>::quiet_NaN(), std::numeric_limits<T>::infinity(),
                   -std::numeric_limits<T>::infinity(), std::numeric_limits<T>::max()};
  for (const double sigma : {0.6, 2.0, 7.0}) {
    for (const border mode : every_border) {
      call<T> c{.in = array<T>({47, 52})};
      fill_in(c.in, r);
      c.params = {.sigma = {sigma}, .mode = {mode}};
      c.mask = random_mask({47, 52}, 0.6, r);
      const auto clean = c.run();
      c.in.each([&](const auto& i) {
        if ((*c.mask)(i) == 0) c.in(i) = bad[r.below(4)];
      });
      c.options.check_finite = true;  // nor is it found by this
      REQUIRE(same_bits(clean.values(), c.run().values()));
      clean.each([&](const auto& i) { REQUIRE(std::isfinite(clean(i))); });
      // NaN as a mark says the same as the mask.
      c.in.each([&](const auto& i) {
        if ((*c.mask)(i) == 0) c.in(i) = bad[0];
      });
      c.mask.reset();
      c.options.nan_is_missing = true;
      REQUIRE(same_bits(clean.values(), c.run().values()));
    }
  }
}

TEST_CASE_TEMPLATE("filter missing: infinities are valid, and reach what they are under", T, float,
                   double) {
  call<T> c{.in = array<T>({1, 60}), .params = {.sigma = {1}, .axes = {1}}};
  c.in.each([&](const auto& i) { c.in(i) = T(2); });
  c.in({0, 30}) = std::numeric_limits<T>::infinity();
  c.in({0, 10}) = std::numeric_limits<T>::quiet_NaN();
  c.options.nan_is_missing = true;
  const auto out = c.run();
  out.each([&](const auto& i) {
    const bool covered = std::abs(i[1] - 30) <= 4;
    REQUIRE(std::isinf(out(i)) == covered);
    REQUIRE(!std::isnan(out(i)));
  });
  // Where the weight is too small there is the fill, not an infinity over it.
  c.in.each(
      [&](const auto& i) { c.in(i) = i[1] == 30 ? c.in(i) : std::numeric_limits<T>::quiet_NaN(); });
  c.options.min_weight = 0.2;
  c.options.fill = -1;
  const auto sparse = c.run();
  CHECK(std::isinf(sparse({0, 30})));  // weight 0.4
  CHECK(std::isinf(sparse({0, 31})));  // 0.24
  CHECK(sparse({0, 32}) == T(-1));     // 0.05
  CHECK(sparse({0, 40}) == T(-1));     // none
}

TEST_CASE_TEMPLATE("filter missing: nothing is valid", S, float, double, std::uint8_t,
                   std::uint16_t, std::int16_t) {
  call<S> c{.in = array<S>({30, 31}), .params = {.sigma = {1.5}}};
  c.in.each([&](const auto& i) { c.in(i) = S(9); });
  for (const auto& shape : {std::vector<index_t>{30, 31}, {30, 1}, {1, 31}, {1, 1}}) {
    c.mask.emplace(shape);
    c.mask->each([&](const auto& i) { (*c.mask)(i) = 0; });
    c.options.fill.reset();
    const auto unset = c.run();
    unset.each([&](const auto& i) {
      if constexpr (std::is_floating_point_v<S>) REQUIRE(std::isnan(unset(i)));
      if constexpr (std::is_integral_v<S>) REQUIRE(unset(i) == 0);
    });
    c.options.fill = 200;
    const auto set = c.run();
    set.each([&](const auto& i) { REQUIRE(set(i) == S(200)); });
  }
}

TEST_CASE_TEMPLATE("filter missing: a constant stays itself where anything is valid", T, float,
                   double) {
  support::random r(32);
  for (const border mode : every_border) {
    call<T> c{.in = array<T>({70, 45}), .params = {.sigma = {2}, .mode = {mode}, .cval = 5}};
    c.mask = random_mask({70, 45}, 0.1, r);
    c.in.each([&](const auto& i) { c.in(i) = (*c.mask)(i) == 0 ? T(-99) : T(5); });
    const auto out = c.run();
    out.each([&](const auto& i) {
      const double off = std::abs(static_cast<double>(out(i)) - 5);
      REQUIRE((std::isnan(out(i)) || off <= 5 * 100 * std::numeric_limits<T>::epsilon()));
    });
  }
}

TEST_CASE_TEMPLATE("filter missing: min_weight 1 keeps what has no missing sample in reach", T,
                   float, double) {
  // Rounding must not cost a sample whose kernel is valid throughout.
  for (const double sigma : {0.5, 1.0, 3.3, 11.0}) {
    const auto radius = static_cast<index_t>(4 * sigma + 0.5);
    call<T> c{.in = array<T>({2 * radius + 9, 3 * radius + 50}), .params = {.sigma = {sigma}}};
    c.in.each([&](const auto& i) { c.in(i) = T(1.5); });
    c.options.min_weight = 1;
    c.mask.emplace(c.in.shape());
    const std::vector<index_t> hole = {radius + 2, radius + 5};
    c.mask->each([&](const auto& i) { (*c.mask)(i) = i != hole; });
    const auto out = c.run();
    out.each([&](const auto& i) {
      // What a truncated corner of the kernel weighs is lost in rounding: nothing is said there.
      const index_t down = std::abs(i[0] - hole[0]), along = std::abs(i[1] - hole[1]);
      if (down > radius || along > radius) {
        REQUIRE(!std::isnan(out(i)));
      } else if (down <= radius / 4 && along <= radius / 4) {
        REQUIRE(std::isnan(out(i)));
      }
    });
  }
}

TEST_CASE("filter missing: beyond the borders samples are as valid as those they repeat") {
  // Sample 0 is missing: with reflect so are all that repeat it, with wrap the last one is not.
  call<double> c{.in = array<double>({1, 8}), .params = {.sigma = {1}, .axes = {1}}};
  c.in.each([&](const auto& i) { c.in(i) = 1; });
  c.mask.emplace(std::vector<index_t>{1, 8});
  c.mask->each([&](const auto& i) { (*c.mask)(i) = i[1] == 0 ? 0 : 1; });
  // The share of a kernel at sample 0 that misses: 0 and -1 with reflect, all up to 0 with nearest.
  const double g[] = {1, std::exp(-0.5), std::exp(-2.0), std::exp(-4.5), std::exp(-8.0)};
  const double sum = g[0] + 2 * (g[1] + g[2] + g[3] + g[4]);
  const struct {
    border mode;
    double weight;
  } cases[] = {{border::reflect, 1 - (g[0] + g[1]) / sum},
               {border::mirror, 1 - g[0] / sum},
               {border::nearest, (g[1] + g[2] + g[3] + g[4]) / sum},
               {border::wrap, 1 - g[0] / sum},
               {border::constant, 1 - g[0] / sum}};
  for (const auto& one : cases) {
    c.params.mode = {one.mode};
    c.params.cval = 1;
    c.options.min_weight = one.weight - 1e-9;
    CHECK(c.run()({0, 0}) == doctest::Approx(1));
    c.options.min_weight = one.weight + 1e-9;
    CHECK(std::isnan(c.run()({0, 0})));
  }
}
