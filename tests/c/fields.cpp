// Every field of every struct arrives: a wrong value in it is refused by name.
#include "support.hpp"

#include <limits>
#include <utility>

using namespace c_api;

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

/// The call fails, and says what for.
void check_refused(bellcurve_status status, const std::string& begin) {
  CHECK(status != BELLCURVE_OK);
  const std::string message = bellcurve_last_error();
  CHECK_MESSAGE(message.substr(0, begin.size()) == begin, message);
}

/// Sets a field of a struct that is otherwise as its init left it, and calls.
#define REFUSED(S, call, field, value, begin) \
  do {                                        \
    INITIALIZED(S, s);                        \
    s.field = value;                          \
    check_refused(call(&s), begin);           \
  } while (false)

}  // namespace

TEST_CASE("fields of the RBF kernel") {
  std::vector<float> x = {1, static_cast<float>(nan)}, out(4, 7);
  const auto params = [&](const bellcurve_rbf_params* p) {
    return bellcurve_rbf_kernel_symmetric_f32(2, 1, x.data(), 1, 1, p, out.data(), 2, 1, nullptr);
  };
  REFUSED(rbf_params, params, gamma, nan, "gamma must be finite and > 0, got nan");
  REFUSED(rbf_params, params, variance, -1, "variance must be finite and > 0, got -1");
  REFUSED(rbf_params, params, noise, -1, "noise must be finite and >= 0, got -1");

  bellcurve_rbf_plan_f32* plan = nullptr;
  const auto create = [&](const bellcurve_rbf_plan_options* o) {
    return bellcurve_rbf_plan_create_f32(2, 1, x.data(), 1, 1, o, &plan);
  };
  const double center = nan;
  REFUSED(rbf_plan_options, create, engine, BELLCURVE_ENGINE_BLAS, "engine must");
  REFUSED(rbf_plan_options, create, threads, -1, "threads must be >= 0, got -1");
  REFUSED(rbf_plan_options, create, check_finite, 1, "x must be finite, got nan at (1, 0)");
  REFUSED(rbf_plan_options, create, center, &center, "center must be finite in float32, got nan");

  CHECK_OK(create(nullptr));
  const auto fill = [&](const bellcurve_rbf_call_options* o) {
    return bellcurve_rbf_plan_fill_f32(plan, nullptr, out.data(), 2, 1, o);
  };
  REFUSED(rbf_call_options, fill, uplo, 3, "uplo must be a value of its enum, got 3");
  REFUSED(rbf_call_options, fill, threads, -1, "threads must be >= 0, got -1");
  bellcurve_rbf_plan_destroy_f32(plan);
  CHECK(out == std::vector<float>(4, 7));
}

TEST_CASE("fields of filters") {
  std::vector<float> data = {1, 2, static_cast<float>(nan), 4};
  const std::ptrdiff_t four = 4;
  const auto params = [&](const bellcurve_filter_params* p) {
    return bellcurve_gaussian_filter_f32(1, &four, data.data(), nullptr, p, data.data(), nullptr,
                                         nullptr);
  };
  REFUSED(filter_params, params, sigma[0], -1, "sigma must be finite and >= 0, got -1");
  REFUSED(filter_params, params, sigma_count, 0, "sigma must have 1 value, got 0");
  REFUSED(filter_params, params, order[0], 5, "order must be from 0 to 4, got 5");
  REFUSED(filter_params, params, order_count, 2, "order must have 1 value, got 2");
  REFUSED(filter_params, params, mode_count, 2, "mode must have 1 value, got 2");
  REFUSED(filter_params, params, radius_count, 2, "radius must have 1 value, got 2");
  REFUSED(filter_params, params, axes_count, 2, "axes must not name an axis twice, got 0");
  REFUSED(filter_params, params, cval, nan, "cval must be finite, got nan");
  REFUSED(filter_params, params, truncate, -1, "truncate must be finite and >= 0, got -1");
  REFUSED(filter_params, params, tolerance, -1, "tolerance must be finite and >= 0, got -1");

  const auto one = [&](const bellcurve_filter1d_params* p) {
    return bellcurve_gaussian_filter1d_f32(1, &four, data.data(), nullptr, p, data.data(), nullptr,
                                           nullptr);
  };
  REFUSED(filter1d_params, one, sigma, -1, "sigma must be finite and >= 0, got -1");
  REFUSED(filter1d_params, one, axis, 1, "axis must be from -1 to 0, got 1");
  REFUSED(filter1d_params, one, order, 5, "order must be from 0 to 4, got 5");
  REFUSED(filter1d_params, one, mode, 5, "mode must be a value of its enum, got 5");
  REFUSED(filter1d_params, one, method, 3, "method must be a value of its enum, got 3");
  REFUSED(filter1d_params, one, radius, -1, "radius must be from 0");
  REFUSED(filter1d_params, one, cval, nan, "cval must be finite, got nan");
  REFUSED(filter1d_params, one, truncate, -1, "truncate must be finite and >= 0, got -1");
  REFUSED(filter1d_params, one, tolerance, -1, "tolerance must be finite and >= 0, got -1");

  const std::uint8_t mask[4] = {1, 1, 1, 1};
  const std::ptrdiff_t three = 3, none = 0;
  const auto options = [&](bellcurve_filter_options* o) {
    o->mask = mask;
    return bellcurve_gaussian_filter_f32(1, &four, data.data(), nullptr, nullptr, data.data(),
                                         nullptr, o);
  };
  REFUSED(filter_options, options, mask_shape, &three, "mask must be 4");
  REFUSED(filter_options, options, mask_strides, &none, "mask must have strides other than 0");
  REFUSED(filter_options, options, min_weight, 2, "min_weight must be from 0 to 1, got 2");
  REFUSED(filter_options, options, fill, 1e300, "fill must be within the range");
  REFUSED(filter_options, options, threads, -1, "threads must be >= 0, got -1");
  REFUSED(filter_options, options, check_finite, 1, "in must be finite, got nan at (2)");
}

TEST_CASE("fields of kernels, grids and mixtures") {
  std::vector<float> out(4, 7);
  const auto kernel = [&](const bellcurve_kernel_1d_params* p) {
    return bellcurve_gaussian_kernel_1d_f32(4, p, out.data(), 1);
  };
  REFUSED(kernel_1d_params, kernel, sigma, -1, "sigma must");
  REFUSED(kernel_1d_params, kernel, center, nan, "center must");
  REFUSED(kernel_1d_params, kernel, order, 5, "order must");

  const auto gaussian = [&](const bellcurve_gaussian_2d_params* p) {
    return bellcurve_gaussian_2d_f32(2, 2, p, nullptr, out.data(), 2, 1, nullptr);
  };
  REFUSED(gaussian_2d_params, gaussian, amplitude, nan, "amplitude must");
  REFUSED(gaussian_2d_params, gaussian, mean[1], nan, "mean must be finite, got nan");
  REFUSED(gaussian_2d_params, gaussian, theta, nan, "theta must");

  const auto grid = [&](const bellcurve_grid* g) {
    return bellcurve_gaussian_2d_f32(2, 2, nullptr, g, out.data(), 2, 1, nullptr);
  };
  REFUSED(grid, grid, origin[1], nan, "grid.origin[1] must be finite, got nan");
  REFUSED(grid, grid, step[1], 0, "grid.step[1] must be finite and not 0, got 0");

  const float x = static_cast<float>(nan);
  const double mean = 0;
  INITIALIZED(mixture, mixture);
  mixture.components = mixture.dimensions = 1;
  mixture.means = &mean;
  const auto options = [&](const bellcurve_grid_options* o) {
    return bellcurve_mixture_pdf_f32(1, 1, &mixture, &x, 1, 1, out.data(), 1, o);
  };
  REFUSED(grid_options, options, threads, -1, "threads must be >= 0, got -1");
  REFUSED(grid_options, options, check_finite, 1, "x must be finite, got nan");
  CHECK(out == std::vector<float>(4, 7));
}

TEST_CASE("fields of pooling") {
  std::vector<float> in(8, static_cast<float>(nan)), out(2, 7);
  const std::ptrdiff_t shape[] = {2, 2, 2}, pooled[] = {1, 1, 2};
  const auto pool = [&](bellcurve_pool_options* o) {
    if (o->batch_axes == 0) o->channels = 1;
    return bellcurve_gaussian_pool_f32(3, shape, in.data(), nullptr, 2, 2, nullptr, pooled,
                                       out.data(), nullptr, o);
  };
  INITIALIZED(pool_options, options);
  CHECK_OK(pool(&options));  // channels arrive
  out.assign(2, 7);
  REFUSED(pool_options, pool, batch_axes, -1, "batch_axes must");
  REFUSED(pool_options, pool, remainder, 3, "remainder must be a value of its enum, got 3");
  REFUSED(pool_options, pool, threads, -1, "threads must be >= 0, got -1");
  REFUSED(pool_options, pool, check_finite, 1, "in must be finite, got nan");
  CHECK(out == std::vector<float>(2, 7));
}
