// Filters: the bits of C++, for every combination of types.
#include "support.hpp"

#include <bellcurve/filter.hpp>

#include <limits>

using namespace c_api;
using bellcurve::array_view;

namespace {

template <class T, class R>
struct types {
  using sample = T;
  using result = R;
};

template <class P>
struct api;

#define FILTER_API(T, R, S)                                           \
  template <>                                                         \
  struct api<types<T, R>> {                                           \
    static constexpr auto filter = bellcurve_gaussian_filter_##S;     \
    static constexpr auto filter1d = bellcurve_gaussian_filter1d_##S; \
  };
FILTER_API(float, float, f32)
FILTER_API(double, double, f64)
FILTER_API(std::uint8_t, std::uint8_t, u8)
FILTER_API(std::uint16_t, std::uint16_t, u16)
FILTER_API(std::int16_t, std::int16_t, i16)
FILTER_API(std::uint8_t, float, u8_f32)
FILTER_API(std::uint16_t, float, u16_f32)
FILTER_API(std::int16_t, float, i16_f32)

template <class P>
struct derived_api;

#define DERIVED_API(T, R, S)                                                    \
  template <>                                                                   \
  struct derived_api<types<T, R>> {                                             \
    static constexpr auto laplace = bellcurve_gaussian_laplace_##S;             \
    static constexpr auto gradient = bellcurve_gaussian_gradient_magnitude_##S; \
    static constexpr auto difference = bellcurve_difference_of_gaussians_##S;   \
  };
DERIVED_API(float, float, f32)
DERIVED_API(double, double, f64)
DERIVED_API(std::uint8_t, float, u8_f32)
DERIVED_API(std::uint16_t, float, u16_f32)
DERIVED_API(std::int16_t, float, i16_f32)

template <class T>
struct choices_api;

#define CHOICES_API(T, S)                                         \
  template <>                                                     \
  struct choices_api<T> {                                         \
    static constexpr auto choices = bellcurve_filter_choices_##S; \
  };
CHOICES_API(float, f32)
CHOICES_API(double, f64)
CHOICES_API(std::uint8_t, u8)
CHOICES_API(std::uint16_t, u16)
CHOICES_API(std::int16_t, i16)

constexpr std::ptrdiff_t shape[] = {7, 9, 5};
constexpr std::size_t size = 7 * 9 * 5;
// Fortran's order.
constexpr std::ptrdiff_t columns[] = {1, 7, 63};

template <class T>
std::vector<T> samples() {
  std::vector<T> all(size);
  for (std::size_t i = 0; i < size; ++i) all[i] = static_cast<T>(i * i % 201);
  return all;
}

}  // namespace

TEST_CASE_TEMPLATE("gaussian_filter: C's bits are those of C++", P, types<float, float>,
                   types<double, double>, types<std::uint8_t, std::uint8_t>,
                   types<std::uint16_t, std::uint16_t>, types<std::int16_t, std::int16_t>,
                   types<std::uint8_t, float>, types<std::uint16_t, float>,
                   types<std::int16_t, float>) {
  using T = typename P::sample;
  using R = typename P::result;
  const auto in = samples<T>();
  std::vector<R> got(size, R(1)), want(size, R(2));
  const array_view<const T> volume(in.data(), shape);
  const array_view<R> out(want.data(), shape);

  SUBCASE("the defaults") {
    bellcurve::gaussian_filter(volume, {}, out);
    CHECK_OK(api<P>::filter(3, shape, in.data(), nullptr, nullptr, got.data(), nullptr, nullptr));
  }
  SUBCASE("each axis its own, in Fortran's order") {
    bellcurve::gaussian_filter(array_view<const T>(in.data(), shape, columns),
                               {.sigma = {1.5, 0.5},
                                .order = {0, 1},
                                .mode = {bellcurve::border::constant, bellcurve::border::mirror},
                                .cval = 3,
                                .truncate = 3,
                                .radius = {4, 2},
                                .axes = {-1, 0}},
                               array_view<R>(want.data(), shape, columns), {.threads = 2});
    INITIALIZED(filter_params, params);
    params.sigma[0] = 1.5;
    params.sigma[1] = 0.5;
    params.order[1] = 1;
    params.mode[0] = BELLCURVE_BORDER_CONSTANT;
    params.mode[1] = BELLCURVE_BORDER_MIRROR;
    params.sigma_count = params.order_count = params.mode_count = 2;
    params.cval = 3;
    params.truncate = 3;
    params.radius[0] = 4;
    params.radius[1] = 2;
    params.radius_count = 2;
    params.axes[0] = -1;
    params.axes[1] = 0;
    params.axes_count = 2;
    INITIALIZED(filter_options, options);
    options.threads = 2;
    CHECK_OK(api<P>::filter(3, shape, in.data(), columns, &params, got.data(), columns, &options));
  }
  SUBCASE("missing samples") {
    // One value along the first axis.
    std::vector<std::uint8_t> mask(9 * 5, 1);
    for (std::size_t i = 0; i < 20; ++i) mask[i] = 0;
    constexpr std::ptrdiff_t mask_shape[] = {1, 9, 5};
    bellcurve::gaussian_filter(volume, {}, out,
                               {.mask = array_view<const std::uint8_t>(mask.data(), mask_shape),
                                .min_weight = 0.25,
                                .fill = 9.0});
    INITIALIZED(filter_options, options);
    options.mask = mask.data();
    options.mask_shape = mask_shape;
    options.min_weight = 0.25;
    options.fill = 9;
    CHECK_OK(api<P>::filter(3, shape, in.data(), nullptr, nullptr, got.data(), nullptr, &options));
  }
  SUBCASE("recursive") {
    bellcurve::gaussian_filter(volume,
                               {.sigma = {2}, .method = bellcurve::filter_method::recursive}, out);
    INITIALIZED(filter_params, params);
    params.sigma[0] = 2;
    params.method = BELLCURVE_FILTER_METHOD_RECURSIVE;
    CHECK_OK(api<P>::filter(3, shape, in.data(), nullptr, &params, got.data(), nullptr, nullptr));
  }
  SUBCASE("one axis") {
    bellcurve::gaussian_filter1d(
        volume,
        {.sigma = 2, .axis = 1, .mode = bellcurve::border::wrap, .radius = std::ptrdiff_t(3)}, out);
    INITIALIZED(filter1d_params, params);
    params.sigma = 2;
    params.axis = 1;
    params.mode = BELLCURVE_BORDER_WRAP;
    params.radius = 3;
    CHECK_OK(api<P>::filter1d(3, shape, in.data(), nullptr, &params, got.data(), nullptr, nullptr));
  }
  SUBCASE("the last axis") {
    bellcurve::gaussian_filter1d(volume, {}, out);
    CHECK_OK(api<P>::filter1d(3, shape, in.data(), nullptr, nullptr, got.data(), nullptr, nullptr));
  }
  CHECK(same_bits(got, want));
}

TEST_CASE("gaussian_filter in place, with NaN missing") {
  auto in = samples<double>(), want = in;
  in[17] = want[17] = std::numeric_limits<double>::quiet_NaN();
  const array_view<double> cpp(want.data(), shape);
  bellcurve::gaussian_filter(cpp, {}, cpp, {.nan_is_missing = true});
  INITIALIZED(filter_options, options);
  options.nan_is_missing = 1;
  CHECK_OK(bellcurve_gaussian_filter_f64(3, shape, in.data(), nullptr, nullptr, in.data(), nullptr,
                                         &options));
  CHECK(same_bits(in, want));
}

TEST_CASE_TEMPLATE("derived filters: C's bits are those of C++", P, types<float, float>,
                   types<double, double>, types<std::uint8_t, float>, types<std::uint16_t, float>,
                   types<std::int16_t, float>) {
  using T = typename P::sample;
  using R = typename P::result;
  const auto in = samples<T>();
  std::vector<R> got(size, R(1)), want(size, R(2));
  const array_view<const T> volume(in.data(), shape);
  const array_view<R> out(want.data(), shape);
  bellcurve::gaussian_laplace(volume, {}, out);
  CHECK_OK(
      derived_api<P>::laplace(3, shape, in.data(), nullptr, nullptr, got.data(), nullptr, nullptr));
  CHECK(same_bits(got, want));
  bellcurve::gaussian_gradient_magnitude(volume, {}, out);
  CHECK_OK(derived_api<P>::gradient(3, shape, in.data(), nullptr, nullptr, got.data(), nullptr,
                                    nullptr));
  CHECK(same_bits(got, want));
  bellcurve::difference_of_gaussians(volume, {}, {2, 3, 4}, out);
  const double high[] = {2, 3, 4};
  CHECK_OK(derived_api<P>::difference(3, shape, in.data(), nullptr, nullptr, 3, high, got.data(),
                                      nullptr, nullptr));
  CHECK(same_bits(got, want));
  bellcurve::difference_of_gaussians(volume, {}, {}, out);
  CHECK_OK(derived_api<P>::difference(3, shape, in.data(), nullptr, nullptr, 0, nullptr, got.data(),
                                      nullptr, nullptr));
  CHECK(same_bits(got, want));
}

TEST_CASE_TEMPLATE("filter_choices: those of C++", T, float, double, std::uint8_t, std::uint16_t,
                   std::int16_t) {
  const auto in = samples<T>();
  INITIALIZED(filter_params, params);
  params.sigma[0] = 2;
  params.sigma[1] = 1e-16;
  params.sigma[2] = 3;
  params.sigma_count = 3;
  const auto want =
      bellcurve::filter_choices(array_view<const T>(in.data(), shape), {.sigma = {2, 1e-16, 3}});
  REQUIRE(want.size() == 2);
  bellcurve_filter_choice got[BELLCURVE_MAX_AXES] = {};
  std::ptrdiff_t count = 0;
  CHECK_OK(choices_api<T>::choices(3, shape, in.data(), nullptr, &params, nullptr,
                                   BELLCURVE_MAX_AXES, got, &count));
  CHECK(count == 2);
  for (std::size_t i = 0; i < want.size(); ++i) {
    CHECK(got[i].axis == want[i].axis);
    CHECK(got[i].method == static_cast<int>(want[i].method));
    CHECK(got[i].sigma == want[i].sigma);
    CHECK(got[i].order == want[i].order);
    CHECK(got[i].radius == want[i].radius);
  }
  CHECK_OK(
      choices_api<T>::choices(3, shape, in.data(), nullptr, &params, nullptr, 0, nullptr, &count));
  CHECK(count == 2);
}
