// Kernels, Gaussians and mixtures on grids and at points, pooling: the bits of C++.
#include "support.hpp"
#include "support/random.hpp"

#include <bellcurve/mixture.hpp>
#include <bellcurve/pool.hpp>

#include <array>

using namespace c_api;
using bellcurve::array_view;
using bellcurve::matrix_view;

namespace {

template <class T>
struct api;

#define GRID_API(T, S)                                                     \
  template <>                                                              \
  struct api<T> {                                                          \
    static constexpr auto kernel_1d = bellcurve_gaussian_kernel_1d_##S;    \
    static constexpr auto kernel_2d = bellcurve_gaussian_kernel_2d_##S;    \
    static constexpr auto gkern = bellcurve_gkern_##S;                     \
    static constexpr auto gaussian_2d = bellcurve_gaussian_2d_##S;         \
    static constexpr auto pdf = bellcurve_mixture_pdf_##S;                 \
    static constexpr auto logpdf = bellcurve_mixture_logpdf_##S;           \
    static constexpr auto pdf_grid = bellcurve_mixture_pdf_grid_##S;       \
    static constexpr auto logpdf_grid = bellcurve_mixture_logpdf_grid_##S; \
  };
GRID_API(float, f32)
GRID_API(double, f64)

}  // namespace

TEST_CASE_TEMPLATE("gaussian_kernel_1d: C's bits are those of C++", T, float, double) {
  std::vector<T> got(20, T(-1)), want(20, T(-1));
  bellcurve::gaussian_kernel_1d({}, array_view<T>(want));
  CHECK_OK(api<T>::kernel_1d(20, nullptr, got.data(), 1));
  CHECK(same_bits(got, want));

  bellcurve::gaussian_kernel_1d({.sigma = 2,
                                 .center = 3.5,
                                 .order = 1,
                                 .discretization = bellcurve::discretization::mass,
                                 .normalization = bellcurve::normalization::density},
                                array_view<T>(want.data() + 18, {10}, {-2}));
  INITIALIZED(kernel_1d_params, params);
  params.sigma = 2;
  params.center = 3.5;
  params.order = 1;
  params.discretization = BELLCURVE_DISCRETIZATION_MASS;
  params.normalization = BELLCURVE_NORMALIZATION_DENSITY;
  CHECK_OK(api<T>::kernel_1d(10, &params, got.data() + 18, -2));
  CHECK(same_bits(got, want));
}

TEST_CASE_TEMPLATE("2-D kernels: C's bits are those of C++", T, float, double) {
  std::vector<T> got(99, T(-1)), want(99, T(-1));
  INITIALIZED(kernel_2d_params, params);
  params.sigma[0] = 2;
  params.sigma[1] = 3;
  params.center[0] = 5.5;
  params.center[1] = 4.25;
  params.order[1] = 1;
  params.discretization = BELLCURVE_DISCRETIZATION_BESSEL;
  params.normalization = BELLCURVE_NORMALIZATION_NONE;
  bellcurve::gaussian_kernel_2d({.sigma = {2, 3},
                                 .center = {{5.5, 4.25}},
                                 .order = {0, 1},
                                 .discretization = bellcurve::discretization::bessel,
                                 .normalization = bellcurve::normalization::none},
                                matrix_view<T>(want.data(), 11, 9, 1, 11));
  CHECK_OK(api<T>::kernel_2d(11, 9, &params, got.data(), 1, 11));
  CHECK(same_bits(got, want));

  bellcurve::gaussian_kernel_2d({.theta = 0.5}, {want, 11, 9});
  CHECK_OK(bellcurve_kernel_2d_params_init(&params, sizeof params));
  params.theta = 0.5;
  CHECK_OK(api<T>::kernel_2d(11, 9, &params, got.data(), 9, 1));
  CHECK(same_bits(got, want));

  bellcurve::gkern(2.5, matrix_view<T>(want.data(), 5, 5));
  CHECK_OK(api<T>::gkern(5, 5, 2.5, got.data(), 5, 1));
  CHECK(same_bits(got, want));

  params.center[0] = 1;
  CHECK_FAILS(api<T>::kernel_2d(11, 9, &params, got.data(), 9, 1), BELLCURVE_BAD_ARGUMENT,
              "center must have all of its 2 values set or none, got 1");
  CHECK(same_bits(got, want));
}

TEST_CASE_TEMPLATE("gaussian_2d: C's bits are those of C++", T, float, double) {
  std::vector<T> got(99), want(99);
  const std::vector<double> first = {-3, -2}, last = {3, 4};
  const std::vector<std::ptrdiff_t> shape = {11, 9};
  INITIALIZED(grid, grid);
  CHECK_OK(bellcurve_grid_between(2, first.data(), last.data(), shape.data(), &grid));
  const auto where = bellcurve::grid::between({-3, -2}, {3, 4}, {11, 9});
  INITIALIZED(gaussian_2d_params, params);
  params.amplitude = 2;
  params.mean[0] = 0.5;

  SUBCASE("deviations") {
    params.stddev[0] = 1;
    params.stddev[1] = 2;
    params.theta = 0.25;
    bellcurve::gaussian_2d({.amplitude = 2, .mean = {0.5, 0}, .stddev = {{1, 2}}, .theta = 0.25},
                           where, {want, 11, 9});
  }
  SUBCASE("covariance") {
    const std::array<double, 4> covariance = {2, 0.5, 0.5, 1};
    std::copy(covariance.begin(), covariance.end(), params.covariance);
    bellcurve::gaussian_2d({.amplitude = 2, .mean = {0.5, 0}, .covariance = covariance}, where,
                           {want, 11, 9});
  }
  CHECK_OK(api<T>::gaussian_2d(11, 9, &params, &grid, got.data(), 9, 1, nullptr));
  CHECK(same_bits(got, want));
}

TEST_CASE_TEMPLATE("mixtures: C's bits are those of C++", T, float, double) {
  constexpr std::ptrdiff_t n = 41;
  const std::vector<double> means = {-1, -1, 1, 0.5}, weights = {0.25, 0.75};
  const std::vector<double> matrices = {1, 0, 0, 1, 2, 0.5, 0.5, 1};
  INITIALIZED(mixture, mixture);
  mixture.components = 2;
  mixture.dimensions = 2;
  mixture.means = means.data();
  bellcurve::mixture m;
  m.components = {{.mean = {-1, -1}}, {.mean = {1, 0.5}}};
  SUBCASE("of variance and weight 1") {}
  SUBCASE("of variances") {
    mixture.covariances = matrices.data() + 4;
    mixture.covariance_values = 2;
    m.components[0].covariance = {2, 0.5};
    m.components[1].covariance = {0.5, 1};
  }
  SUBCASE("of matrices and weights") {
    mixture.covariances = matrices.data();
    mixture.covariance_values = 4;
    mixture.weights = weights.data();
    mixture.combination = BELLCURVE_COMBINATION_MAX;
    m.components[0] = {{-1, -1}, {1, 0, 0, 1}, 0.25};
    m.components[1] = {{1, 0.5}, {2, 0.5, 0.5, 1}, 0.75};
    m.combination = bellcurve::combination::max;
  }
  const auto x = support::normal<T>(n, 2, 1);
  std::vector<T> got(2 * n, T(-1)), want(2 * n, T(-1));
  const array_view<T> spread(want.data(), {n}, {2});
  bellcurve::mixture_pdf(m, matrix_view<const T>(x.data(), n, 2), spread);
  CHECK_OK(api<T>::pdf(n, 2, &mixture, x.data(), 2, 1, got.data(), 2, nullptr));
  CHECK(same_bits(got, want));
  bellcurve::mixture_logpdf(m, matrix_view<const T>(x.data(), n, 2), spread);
  CHECK_OK(api<T>::logpdf(n, 2, &mixture, x.data(), 2, 1, got.data(), 2, nullptr));
  CHECK(same_bits(got, want));

  const std::vector<std::ptrdiff_t> shape = {9, 8}, strides = {1, 9};
  INITIALIZED(grid, grid);
  grid.origin[0] = -2;
  grid.step[1] = 0.25;
  const bellcurve::grid where{.origin = {-2, 0, 0}, .step = {1, 0.25, 1}};
  const array_view<T> by_columns(want.data(), {9, 8}, {1, 9});
  INITIALIZED(grid_options, options);
  options.threads = 2;
  bellcurve::mixture_pdf(m, where, by_columns);
  CHECK_OK(
      api<T>::pdf_grid(2, shape.data(), &mixture, &grid, got.data(), strides.data(), &options));
  CHECK(same_bits(got, want));
  bellcurve::mixture_logpdf(m, where, by_columns);
  CHECK_OK(
      api<T>::logpdf_grid(2, shape.data(), &mixture, &grid, got.data(), strides.data(), &options));
  CHECK(same_bits(got, want));
}

namespace {

template <class P>
struct pool_api;

template <class T, class R>
struct types {
  using cell = T;
  using result = R;
};

#define POOL_API(T, R, S)                                              \
  template <>                                                          \
  struct pool_api<types<T, R>> {                                       \
    static constexpr auto block_pool = bellcurve_block_pool_##S;       \
    static constexpr auto gaussian_pool = bellcurve_gaussian_pool_##S; \
  };
POOL_API(float, float, f32)
POOL_API(double, double, f64)
POOL_API(std::uint8_t, float, u8_f32)
POOL_API(std::uint16_t, float, u16_f32)
POOL_API(std::int16_t, float, i16_f32)

}  // namespace

TEST_CASE_TEMPLATE("pooling: C's bits are those of C++", P, types<float, float>,
                   types<double, double>, types<std::uint8_t, float>, types<std::uint16_t, float>,
                   types<std::int16_t, float>) {
  using T = typename P::cell;
  using R = typename P::result;
  std::vector<T> in(2 * 12 * 10);
  for (std::size_t i = 0; i < in.size(); ++i) in[i] = static_cast<T>(i % 200);
  const std::vector<R> kernel = {1, 2, 3, 4, 5, 6};
  const std::vector<std::uint8_t> mask = [] {
    std::vector<std::uint8_t> some(12 * 10, 1);
    some[3] = some[40] = 0;
    return some;
  }();
  std::vector<R> got(2 * 6 * 4, R(-1)), want(2 * 6 * 4, R(-1));
  const std::vector<std::ptrdiff_t> in_shape = {2, 12, 10}, out_shape = {2, 6, 4};
  const array_view<const T> images(in.data(), {2, 12, 10});
  const array_view<R> pooled(want.data(), {2, 6, 4});

  INITIALIZED(pool_options, options);
  options.batch_axes = 1;
  options.stride[0] = 2;
  options.stride[1] = 3;
  options.remainder = BELLCURVE_REMAINDER_PAD;
  options.mask = mask.data();
  options.mask_row_stride = 10;
  options.mask_col_stride = 1;
  const bellcurve::pool_options cpp{.stride = {{2, 3}},
                                    .remainder = bellcurve::remainder_mode::pad,
                                    .batch_axes = 1,
                                    .mask = matrix_view<const std::uint8_t>(mask.data(), 12, 10)};
  // 2 x 3 weights by columns
  bellcurve::block_pool(images, matrix_view<const R>(kernel.data(), 2, 3, 1, 2), pooled, cpp);
  CHECK_OK(pool_api<P>::block_pool(3, in_shape.data(), in.data(), nullptr, 2, 3, kernel.data(), 1,
                                   2, out_shape.data(), got.data(), nullptr, &options));
  CHECK(same_bits(got, want));

  INITIALIZED(kernel_2d_params, params);
  params.sigma[0] = 0.75;
  bellcurve::gaussian_pool(images, {2, 3}, {.sigma = {0.75, 1}}, pooled, cpp);
  CHECK_OK(pool_api<P>::gaussian_pool(3, in_shape.data(), in.data(), nullptr, 2, 3, &params,
                                      out_shape.data(), got.data(), nullptr, &options));
  CHECK(same_bits(got, want));

  options.batch_axes = 2;  // no rows and columns left for a mask
  CHECK(pool_api<P>::gaussian_pool(3, in_shape.data(), in.data(), nullptr, 2, 3, &params,
                                   out_shape.data(), got.data(), nullptr,
                                   &options) == BELLCURVE_BAD_SHAPE);
}

TEST_CASE("pooled_extent: that of C++") {
  std::ptrdiff_t blocks = -1;
  CHECK_OK(bellcurve_pooled_extent(10, 3, 2, BELLCURVE_REMAINDER_CROP, &blocks));
  CHECK(blocks == bellcurve::pooled_extent(10, 3, 2, bellcurve::remainder_mode::crop));
  CHECK_SAME_ERROR(bellcurve_pooled_extent(10, 3, 3, BELLCURVE_REMAINDER_ERROR, &blocks),
                   bellcurve::pooled_extent(10, 3, 3, bellcurve::remainder_mode::error));
}
