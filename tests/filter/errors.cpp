// Bad input: one error that names the argument, its value and what was expected,
// and an output that is not touched.
#include "reference.hpp"

#include <functional>
#include <string>

using namespace reference;
using bellcurve::errc;
using bellcurve::filter1d_params;
using bellcurve::filter_method;

namespace {

constexpr double inf = std::numeric_limits<double>::infinity();
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

struct bad_call {
  array<float> in{{6, 8}}, out{{6, 8}};
  array<std::uint8_t> mask{{6, 8}};
  array_view<const float> from = std::as_const(in).view();
  array_view<float> to = out.view();
  filter_params params;
  filter_options options;

  /// \param spoil What makes it wrong.
  explicit bad_call(const std::function<void(bad_call&)>& spoil) { spoil(*this); }

  void fails(errc code, const std::string& text) {
    fails_as(code, text, [&] { gaussian_filter(from, params, to, options); });
  }
  void fails_as(errc code, const std::string& text, const std::function<void()>& run) {
    CAPTURE(text);
    try {
      run();
      FAIL_CHECK("no error");
    } catch (const bellcurve::error& e) {
      CHECK(e.code() == code);
      CHECK_MESSAGE(std::string(e.what()).find(text) != std::string::npos, e.what());
      CHECK(std::string(e.what()).find('\n') == std::string::npos);
    }
    CHECK(out.untouched());
  }
};

void fails(const std::string& text, const std::function<void(bad_call&)>& spoil) {
  bad_call(spoil).fails(errc::bad_argument, text);
}

}  // namespace

TEST_CASE("filter errors: the call that the others are spoilt from is right") {
  bad_call c([](bad_call&) {});
  gaussian_filter(c.from, c.params, c.to, c.options);
  CHECK(c.out({5, 7}) == doctest::Approx(77));
}

TEST_CASE("filter errors: shapes and views") {
  bad_call shape([](bad_call& c) { c.to = {c.out.view().data(), {8, 6}}; });
  shape.fails(errc::bad_shape, "out must be 6 x 8 (as in), got 8 x 6");
  bad_call axes([](bad_call& c) { c.to = {c.out.view().data(), {48}}; });
  axes.fails(errc::bad_shape, "out must be 6 x 8 (as in), got 48");
  bad_call none([](bad_call& c) {
    c.from = {};
    c.to = {};
  });
  none.fails(errc::bad_shape, "in must have at least 1 axis, got 0 axes");
  bad_call in([](bad_call& c) { c.from = {c.in.view().data(), {6, 8}, {4, 1}}; });
  in.fails(errc::bad_stride, "in must have a stride along axis 0 of at least 8, got 4");
  bad_call zero([](bad_call& c) { c.to = {c.out.view().data(), {6, 8}, {0, 1}}; });
  zero.fails(errc::bad_stride, "out must have strides other than 0");
  bad_call null([](bad_call& c) { c.from = {static_cast<const float*>(nullptr), {6, 8}}; });
  null.fails(errc::bad_shape, "in must not be null");
  bad_call negative([](bad_call& c) { c.from = {c.in.view().data(), {-6, 8}}; });
  negative.fails(errc::bad_shape, "in must have extents >= 0");
}

TEST_CASE("filter errors: memory shared") {
  bad_call shifted([](bad_call& c) { c.from = {c.out.view().data() - 4, {6, 8}}; });
  shifted.fails(errc::bad_alias, "out must not overlap in, got an offset of 16 bytes");
  // The same first element, but other strides.
  bad_call turned([](bad_call& c) {
    c.from = {c.out.view().data(), {6, 6}, {6, 1}};
    c.to = {c.out.view().data(), {6, 6}, {1, 6}};
  });
  turned.fails(errc::bad_alias, "out must not overlap in, got an offset of 0 bytes");
  bad_call mask([](bad_call& c) {
    c.options.mask = array_view<const std::uint8_t>(
        reinterpret_cast<const std::uint8_t*>(c.out.view().data()), {6, 8});
  });
  mask.fails(errc::bad_alias, "out must not overlap mask, got an offset of 0 bytes");
  // Of another type the same memory is never in place.
  array<float> memory({6, 8});
  CHECK_THROWS_WITH_AS(
      gaussian_filter(array_view<const std::uint8_t>(
                          reinterpret_cast<const std::uint8_t*>(memory.view().data()), {6, 8}),
                      {}, memory.view()),
      doctest::Contains("out must not overlap in"), bellcurve::error);
  CHECK(memory.untouched());
}

TEST_CASE("filter errors: axes, and how many values there are") {
  fails("axes[1] must be from -2 to 1, got 2", [](bad_call& c) { c.params.axes = {0, 2}; });
  fails("axes must be from -2 to 1, got -3", [](bad_call& c) { c.params.axes = {-3}; });
  fails("axes must not name an axis twice, got -1", [](bad_call& c) { c.params.axes = {1, -1}; });
  fails("sigma must have 1 value or 2, one for each filtered axis, got 3", [](bad_call& c) {
    c.params.sigma = {1, 1, 1};
  });
  fails("sigma must have 1 value or 2, one for each filtered axis, got 0",
        [](bad_call& c) { c.params.sigma.clear(); });
  fails("order must have 1 value or 2", [](bad_call& c) { c.params.order = {0, 0, 0}; });
  fails("mode must have 1 value or 2", [](bad_call& c) { c.params.mode.clear(); });
  fails("radius must have 1 value or 2", [](bad_call& c) { c.params.radius = {1, 2, 3}; });
  fails("sigma must have 1 value, got 2", [](bad_call& c) {
    c.params.axes = {0};
    c.params.sigma = {1, 2};
  });
}

TEST_CASE("filter errors: parameters") {
  for (const double bad : {-1.0, inf, -inf, not_a_number}) {
    fails("sigma must be finite and >= 0, got ", [&](bad_call& c) { c.params.sigma = {bad}; });
    fails("sigma[1] must be finite and >= 0, got ", [&](bad_call& c) {
      c.params.sigma = {1, bad};
    });
    fails("truncate must be finite and >= 0, got ", [&](bad_call& c) { c.params.truncate = bad; });
    fails("tolerance must be finite and >= 0, got ",
          [&](bad_call& c) { c.params.tolerance = bad; });
  }
  fails("order must be from 0 to 4, got 5", [](bad_call& c) { c.params.order = {5}; });
  fails("order[1] must be from 0 to 4, got -1", [](bad_call& c) { c.params.order = {0, -1}; });
  fails("radius must be from 0 to 8388608, got -1", [](bad_call& c) { c.params.radius = {-1}; });
  fails("radius[1] must be from 0 to 8388608, got 8388609", [](bad_call& c) {
    c.params.radius = {0, 8388609};
  });
  fails("truncate * sigma must be at most 8388608, got 4 * 1e+300; radius sets a smaller kernel",
        [](bad_call& c) { c.params.sigma = {1e300}; });
  fails("sigma must be > 1e-15 for a derivative, got 0", [](bad_call& c) {
    c.params.sigma = {0};
    c.params.order = {1};
  });
  fails("sigma[0] must be > 1e-15 for a derivative, got 1e-15", [](bad_call& c) {
    c.params.sigma = {1e-15, 1};
    c.params.order = {2};
  });
  // The peak of the derivative overflows: known only when the weights are made.
  fails("sigma", [](bad_call& c) {
    c.params.sigma = {1, 1e-12};
    c.params.order = {0, 4};
  });
  fails("mode must be a value of its enum, got 9",
        [](bad_call& c) { c.params.mode = {static_cast<border>(9)}; });
  fails("method must be a value of its enum, got 7",
        [](bad_call& c) { c.params.method = static_cast<filter_method>(7); });
  for (const double bad : {inf, not_a_number})
    fails("cval must be finite, got ", [&](bad_call& c) { c.params.cval = bad; });
  fails("cval must be within the range of the elements of in", [](bad_call& c) {
    c.params.cval = 1e300;
    c.params.mode = {border::constant};
  });
  // Not looked at under other borders.
  bad_call unused([](bad_call& c) { c.params.cval = 1e300; });
  CHECK_NOTHROW(gaussian_filter(unused.from, unused.params, unused.to));
  array<std::uint8_t> bytes({4, 4}), to({4, 4});
  CHECK_THROWS_WITH_AS(gaussian_filter(std::as_const(bytes).view(),
                                       {.mode = {border::constant}, .cval = -1}, to.view()),
                       doctest::Contains("0 to 255, got -1"), bellcurve::error);
  CHECK(to.untouched());
}

TEST_CASE("filter errors: options") {
  fails("threads must be >= 0, got -2", [](bad_call& c) { c.options.threads = -2; });
  for (const double bad : {-0.1, 1.1, inf, not_a_number}) {
    fails("min_weight must be from 0 to 1, got ", [&](bad_call& c) { c.options.min_weight = bad; });
  }
  for (const auto& shape : {std::vector<index_t>{8, 6}, {6, 2}, {48}, {1, 6, 8}}) {
    bad_call c([&](bad_call& spoilt) {
      spoilt.mask = array<std::uint8_t>(shape);
      spoilt.options.mask = std::as_const(spoilt.mask).view();
    });
    c.fails(errc::bad_shape, "mask must be 6 x 8 (the shape of in, or 1 along an axis), got ");
  }
  bad_call stride([](bad_call& c) {
    c.options.mask = array_view<const std::uint8_t>(c.mask.view().data(), {6, 8}, {0, 1});
  });
  stride.fails(errc::bad_stride, "mask must have strides other than 0");
  fails("order must be 0 with missing samples, got 1", [](bad_call& c) {
    c.options.mask = std::as_const(c.mask).view();
    c.params.order = {0, 1};
  });
  fails("order must be 0 with missing samples, got 2", [](bad_call& c) {
    c.options.nan_is_missing = true;
    c.params.order = {2};
  });
  fails("fill must be within the range of the elements of out",
        [](bad_call& c) { c.options.fill = -1e300; });
  array<std::int16_t> in({4, 4}), out({4, 4});
  for (const double bad : {0.5, 32768.0, -32769.0, inf, not_a_number}) {
    CHECK_THROWS_WITH_AS(gaussian_filter(std::as_const(in).view(), {}, out.view(), {.fill = bad}),
                         doctest::Contains("fill must be an integer from -32768 to 32767, got "),
                         bellcurve::error);
    CHECK(out.untouched());
  }
}

TEST_CASE("filter errors: along one axis") {
  bad_call c([](bad_call&) {});
  const auto one = [&](const filter1d_params& p) {
    return [&c, p] { gaussian_filter1d(c.from, p, c.to); };
  };
  c.fails_as(errc::bad_argument, "axis must be from -2 to 1, got 2", one({.axis = 2}));
  c.fails_as(errc::bad_argument, "axis must be from -2 to 1, got -3", one({.axis = -3}));
  c.fails_as(errc::bad_argument, "sigma must be finite and >= 0, got -1", one({.sigma = -1}));
  c.fails_as(errc::bad_argument, "order must be from 0 to 4, got 5", one({.order = 5}));
  c.fails_as(errc::bad_argument, "radius must be from 0 to 8388608, got -1", one({.radius = -1}));
  c.fails_as(errc::bad_argument, "mode must be a value of its enum, got 5",
             one({.mode = static_cast<border>(5)}));
  c.from = {};
  c.fails_as(errc::bad_shape, "in must have at least 1 axis",
             [&] { gaussian_filter1d(c.from, {}, array_view<float>()); });
}

TEST_CASE("filter errors: Laplacian, magnitude of the gradient, difference of Gaussians") {
  struct {
    const char* name;
    void (*run)(bad_call&);
  } const each[] = {
      {"gaussian_laplace",
       [](bad_call& c) { bellcurve::gaussian_laplace(c.from, c.params, c.to, c.options); }},
      {"gaussian_gradient_magnitude",
       [](bad_call& c) {
         bellcurve::gaussian_gradient_magnitude(c.from, c.params, c.to, c.options);
       }},
      {"difference_of_gaussians", [](bad_call& c) {
         bellcurve::difference_of_gaussians(c.from, c.params, {}, c.to, c.options);
       }}};
  for (const auto& f : each) {
    const std::string name = f.name;
    const auto fails = [&](const std::string& text, const std::function<void(bad_call&)>& spoil,
                           errc code = errc::bad_argument) {
      bad_call c(spoil);
      c.fails_as(code, text, [&] { f.run(c); });
    };
    fails("order must be 0 in " + name + ", got 1", [](bad_call& c) { c.params.order = {0, 1}; });
    fails("axes must be from -2 to 1, got 4", [](bad_call& c) { c.params.axes = {4}; });
    fails("sigma must have 1 value or 2", [](bad_call& c) { c.params.sigma.clear(); });
    fails(
        "out must be 6 x 8 (as in), got 8 x 6",
        [](bad_call& c) {
          c.to = {c.out.view().data(), {8, 6}};
        },
        errc::bad_shape);
    fails(
        "in must have at least 1 axis",
        [](bad_call& c) {
          c.from = {};
          c.to = {};
        },
        errc::bad_shape);
    fails(
        "out must not overlap in",
        [](bad_call& c) {
          c.from = {c.out.view().data() + 1, {6, 8}};
        },
        errc::bad_alias);
    fails("threads must be >= 0, got -1", [](bad_call& c) { c.options.threads = -1; });
    fails(
        "in must be finite, got nan at (2, 3)",
        [](bad_call& c) {
          c.in({2, 3}) = static_cast<float>(not_a_number);
          c.options.check_finite = true;
        },
        errc::non_finite);
    if (name == "difference_of_gaussians") continue;
    fails("mask must not be set for " + name + ", got one",
          [](bad_call& c) { c.options.mask = std::as_const(c.mask).view(); });
    fails("nan_is_missing must be false for " + name + ", got true",
          [](bad_call& c) { c.options.nan_is_missing = true; });
    fails("sigma[1] must be > 1e-15 for a derivative, got 0", [](bad_call& c) {
      c.params.sigma = {1, 0};
    });
  }
  bad_call c([](bad_call&) {});
  const auto dog = [&](const std::vector<double>& high) {
    return
        [&c, high] { bellcurve::difference_of_gaussians(c.from, c.params, high, c.to, c.options); };
  };
  c.params.sigma = {1, 2};
  c.fails_as(errc::bad_argument, "high_sigma must be finite and >= sigma, which is 2, got 1.5",
             dog({1.5}));
  c.fails_as(errc::bad_argument, "high_sigma must be finite and >= sigma, which is 1, got 0.5",
             dog({0.5, 3}));
  c.fails_as(errc::bad_argument, "high_sigma must be finite and >= sigma, which is 1, got nan",
             dog({not_a_number}));
  c.fails_as(errc::bad_argument,
             "high_sigma must have 1 value or one for each filtered axis, got 3", dog({3, 3, 3}));
  c.options.fill = 0;
  c.fails_as(errc::bad_argument, "fill must not be set for difference_of_gaussians, got 0",
             dog({}));
}

TEST_CASE("filter errors: names") {
  for (const border mode : every_border) CHECK(bellcurve::parse_border(to_string(mode)) == mode);
  CHECK(bellcurve::parse_border("grid-mirror") == border::reflect);
  CHECK(bellcurve::parse_border("grid-wrap") == border::wrap);
  CHECK(bellcurve::parse_border("grid-constant") == border::constant);
  CHECK_THROWS_WITH(bellcurve::parse_border("edge"),
                    "mode must be one of reflect, mirror, nearest, wrap, constant, grid-mirror, "
                    "grid-wrap, grid-constant, got edge");
  for (const auto method : {filter_method::automatic, filter_method::fir, filter_method::recursive})
    CHECK(bellcurve::parse_filter_method(to_string(method)) == method);
  CHECK_THROWS_WITH(bellcurve::parse_filter_method("fft"),
                    "method must be one of auto, fir, recursive, got fft");
}
