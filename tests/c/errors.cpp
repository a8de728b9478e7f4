// Wrong calls: a status, the message of C++, and outputs as they were.
#include "c/status.hpp"

#include "support.hpp"

#include <bellcurve/exp.hpp>
#include <bellcurve/filter.hpp>
#include <bellcurve/info.hpp>
#include <bellcurve/isa.hpp>
#include <bellcurve/kernels.hpp>
#include <bellcurve/mixture.hpp>
#include <bellcurve/pool.hpp>
#include <bellcurve/rbf.hpp>

#include <array>
#include <cstdint>
#include <limits>
#include <stdexcept>
#include <thread>

using namespace c_api;

namespace {

constexpr auto huge = std::numeric_limits<std::ptrdiff_t>::max();

/// rbf_kernel of a few float points, and the same of C++.
struct call {
  std::vector<float> x = {0, 0, 1, 0, 0, 2}, out = std::vector<float>(9, 7);
  bellcurve_rbf_params params{};
  bellcurve_rbf_options options{};
  call() {
    CHECK_OK(bellcurve_rbf_params_init(&params, sizeof params));
    CHECK_OK(bellcurve_rbf_options_init(&options, sizeof options));
  }
  bellcurve_status operator()() {
    return bellcurve_rbf_kernel_symmetric_f32(3, 2, x.data(), 2, 1, &params, out.data(), 3, 1,
                                              &options);
  }
  void cpp(const bellcurve::rbf_params& p, const bellcurve::rbf_options& o = {}) {
    bellcurve::rbf_kernel({x, 3, 2}, p, {out, 3, 3}, o);
  }
  ~call() { CHECK(out == std::vector<float>(9, 7)); }
};

}  // namespace

TEST_CASE("parameters outside their domain") {
  call c;
  for (double wrong : {0.0, -1.0, std::numeric_limits<double>::quiet_NaN(), 1e300}) {
    c.params.gamma = wrong;
    CHECK_SAME_ERROR(c(), c.cpp({.gamma = wrong}));
  }
  const std::vector<double> lengths = {1, 2, 3};
  c.params.gamma = 1;
  c.params.lengthscale = lengths.data();
  c.params.lengthscale_count = 1;
  CHECK_SAME_ERROR(c(), c.cpp({.gamma = 1.0, .lengthscale = {1}}));
  c.params.gamma = BELLCURVE_UNSET;
  c.params.lengthscale_count = 3;
  CHECK_SAME_ERROR(c(), c.cpp({.lengthscale = lengths}));
  c.params.lengthscale = nullptr;
  CHECK_FAILS(c(), BELLCURVE_BAD_SHAPE, "lengthscale must not be null, got null for 3 elements");
  c.params.lengthscale_count = -1;
  CHECK_FAILS(c(), BELLCURVE_BAD_SHAPE, "lengthscale must have extents >= 0, got -1");
}

TEST_CASE("options outside their domain") {
  call c;
  SUBCASE("no such engine") {
    c.options.engine = 3;
    CHECK_SAME_ERROR(c(), c.cpp({}, {.engine = static_cast<bellcurve::engine>(3)}));
  }
  SUBCASE("no such triangle") {
    c.options.uplo = -1;
    CHECK_SAME_ERROR(c(), c.cpp({}, {.uplo = static_cast<bellcurve::uplo>(-1)}));
  }
  SUBCASE("threads") {
    c.options.threads = -2;
    CHECK_SAME_ERROR(c(), c.cpp({}, {.threads = -2}));
  }
  SUBCASE("center") {
    const std::array<double, 2> center = {0, std::numeric_limits<double>::infinity()};
    c.options.center = center.data();
    CHECK_SAME_ERROR(c(), c.cpp({}, {.center = center}));
  }
  SUBCASE("no memory behind a workspace") {
    c.options.workspace_size = 100;
    CHECK_FAILS(c(), BELLCURVE_BAD_SHAPE, "workspace must not be null, got null for 100 elements");
  }
  SUBCASE("a workspace as large as the address space") {
    c.options.workspace = &c;
    c.options.workspace_size = SIZE_MAX;
    CHECK(c() == BELLCURVE_BAD_SHAPE);
  }
  SUBCASE("a workspace that is the output") {
    c.options.workspace = c.out.data();
    c.options.workspace_size = sizeof(float) * 9;
    CHECK(c() == BELLCURVE_BAD_ALIAS);
  }
  SUBCASE("data that must be finite") {
    c.x[3] = std::numeric_limits<float>::quiet_NaN();
    c.options.check_finite = 1;
    CHECK_SAME_ERROR(c(), c.cpp({}, {.check_finite = true}));
  }
}

TEST_CASE("null, extents and strides") {
  std::vector<float> x(6, 1), out(9, 7);
  const auto kernel = [&](std::ptrdiff_t n, std::ptrdiff_t d, const float* from,
                          std::ptrdiff_t stride, float* to, std::ptrdiff_t to_stride) {
    return bellcurve_rbf_kernel_symmetric_f32(n, d, from, stride, 1, nullptr, to, to_stride, 1,
                                              nullptr);
  };
  CHECK_FAILS(kernel(3, 2, nullptr, 2, out.data(), 3), BELLCURVE_BAD_SHAPE,
              "x must not be null, got null for 3 x 2 elements");
  CHECK_FAILS(kernel(3, 2, x.data(), 2, nullptr, 3), BELLCURVE_BAD_SHAPE,
              "out must not be null, got null for 3 x 3 elements");
  CHECK_FAILS(kernel(-1, 2, x.data(), 2, out.data(), 3), BELLCURVE_BAD_SHAPE,
              "x must have extents >= 0, got -1 x 2");
  CHECK(kernel(huge, 2, x.data(), 2, out.data(), 3) == BELLCURVE_BAD_SHAPE);
  CHECK(kernel(huge, huge, x.data(), huge, out.data(), huge) == BELLCURVE_BAD_SHAPE);
  CHECK(kernel(3, 2, x.data(), 2, out.data(), 2) == BELLCURVE_BAD_STRIDE);
  CHECK(kernel(3, 2, x.data(), 0, out.data(), 3) == BELLCURVE_BAD_STRIDE);
  CHECK(kernel(3, 2, x.data(), std::numeric_limits<std::ptrdiff_t>::min(), out.data(), 3) ==
        BELLCURVE_BAD_SHAPE);
  CHECK(kernel(2, 2, out.data(), 2, out.data(), 2) == BELLCURVE_BAD_ALIAS);
  CHECK(out == std::vector<float>(9, 7));
  // Nothing to read and nothing to write.
  CHECK_OK(kernel(0, 2, nullptr, 2, nullptr, 0));
  CHECK_OK(kernel(0, 0, nullptr, 0, nullptr, 0));
  CHECK_OK(kernel(3, 0, nullptr, 0, out.data(), 3));
  CHECK(out == std::vector<float>(9, 1));
}

TEST_CASE("exp") {
  std::vector<double> in = {0, 1, 2}, out(3, 7);
  CHECK_FAILS(bellcurve_exp_f64(3, nullptr, out.data()), BELLCURVE_BAD_SHAPE,
              "in must not be null, got null for 3 elements");
  CHECK_FAILS(bellcurve_exp_f64(-1, in.data(), out.data()), BELLCURVE_BAD_SHAPE,
              "in must have extents >= 0, got -1");
  CHECK(bellcurve_exp_f64(huge, in.data(), out.data()) == BELLCURVE_BAD_SHAPE);
  CHECK(bellcurve_exp_f64(2, in.data(), in.data() + 1) == BELLCURVE_BAD_ALIAS);
  CHECK_OK(bellcurve_exp_f64(0, nullptr, nullptr));
  CHECK(out == std::vector<double>(3, 7));
  CHECK_OK(bellcurve_exp_f64(3, in.data(), out.data()));
  std::vector<double> want(3);
  bellcurve::exp(in, want);
  CHECK(same_bits(out, want));
  std::vector<float> single = {0, 1}, single_want(2);
  bellcurve::exp(single, single_want);
  CHECK_OK(bellcurve_exp_f32(2, single.data(), single.data()));
  CHECK(same_bits(single, single_want));
}

TEST_CASE("arrays of axes") {
  std::vector<float> data(8, 7);
  const std::ptrdiff_t shape[9] = {2, 2, 2, 1, 1, 1, 1, 1, 1}, wide[2] = {huge, huge};
  const auto filter = [&](int axes, const std::ptrdiff_t* s, float* at) {
    return bellcurve_gaussian_filter_f32(axes, s, at, nullptr, nullptr, at, nullptr, nullptr);
  };
  CHECK_FAILS(filter(9, shape, data.data()), BELLCURVE_BAD_SHAPE,
              "axes must be from 0 to 8, got 9");
  CHECK_FAILS(filter(-1, shape, data.data()), BELLCURVE_BAD_SHAPE,
              "axes must be from 0 to 8, got -1");
  CHECK_FAILS(filter(2, nullptr, data.data()), BELLCURVE_BAD_ARGUMENT,
              "shape must not be null, got null");
  CHECK_FAILS(filter(0, nullptr, data.data()), BELLCURVE_BAD_SHAPE,
              "in must have at least 1 axis, got 0 axes");
  CHECK_FAILS(filter(3, shape, nullptr), BELLCURVE_BAD_SHAPE,
              "in must not be null, got null for 2 x 2 x 2 elements");
  CHECK(filter(2, wide, data.data()) == BELLCURVE_BAD_SHAPE);
  INITIALIZED(filter_params, params);
  const auto with = [&] {
    return bellcurve_gaussian_filter_f32(3, shape, data.data(), nullptr, &params, data.data(),
                                         nullptr, nullptr);
  };
  params.sigma_count = 9;
  CHECK_FAILS(with(), BELLCURVE_BAD_ARGUMENT, "sigma_count must be from 0 to 8, got 9");
  params.sigma_count = -1;
  CHECK_FAILS(with(), BELLCURVE_BAD_ARGUMENT, "sigma_count must be from 0 to 8, got -1");
  params.sigma_count = 2;
  const bellcurve::array_view<float> cpp(data.data(), {2, 2, 2});
  CHECK_SAME_ERROR(with(), bellcurve::gaussian_filter(cpp, {.sigma = {1, 0}}, cpp));
  params.sigma_count = 1;
  params.mode[0] = 5;
  CHECK_SAME_ERROR(
      with(), bellcurve::gaussian_filter(cpp, {.mode = {static_cast<bellcurve::border>(5)}}, cpp));
  CHECK(data == std::vector<float>(8, 7));
}

TEST_CASE("enums that C cannot check") {
  std::vector<float> out(4, 7);
  INITIALIZED(kernel_1d_params, kernel);
  kernel.discretization = 3;
  CHECK(bellcurve_gaussian_kernel_1d_f32(4, &kernel, out.data(), 1) == BELLCURVE_BAD_ARGUMENT);
  kernel.discretization = 0;
  kernel.normalization = -1;
  CHECK(bellcurve_gaussian_kernel_1d_f32(4, &kernel, out.data(), 1) == BELLCURVE_BAD_ARGUMENT);
  std::ptrdiff_t blocks = 7;
  CHECK(bellcurve_pooled_extent(4, 2, 2, 3, &blocks) == BELLCURVE_BAD_ARGUMENT);
  CHECK(blocks == 7);
  INITIALIZED(filter_params, filter);
  filter.method = 3;
  const std::ptrdiff_t four = 4;
  CHECK(bellcurve_gaussian_filter_f32(1, &four, out.data(), nullptr, &filter, out.data(), nullptr,
                                      nullptr) == BELLCURVE_BAD_ARGUMENT);
  const double mean = 0;
  INITIALIZED(mixture, mixture);
  mixture.components = mixture.dimensions = 1;
  mixture.means = &mean;
  mixture.combination = 2;
  CHECK(bellcurve_mixture_pdf_grid_f32(1, &four, &mixture, nullptr, out.data(), nullptr, nullptr) ==
        BELLCURVE_BAD_ARGUMENT);
  CHECK(bellcurve_set_isa(99) == BELLCURVE_UNAVAILABLE);
  CHECK(bellcurve_set_isa(-1) == BELLCURVE_UNAVAILABLE);
  CHECK(out == std::vector<float>(4, 7));
}

TEST_CASE("mixtures") {
  std::vector<double> out(4, 7);
  const double mean = 0, covariance = -1;
  const std::ptrdiff_t four = 4;
  INITIALIZED(mixture, mixture);
  const auto pdf = [&](const bellcurve_mixture* m) {
    return bellcurve_mixture_pdf_grid_f64(1, &four, m, nullptr, out.data(), nullptr, nullptr);
  };
  CHECK_FAILS(pdf(nullptr), BELLCURVE_BAD_ARGUMENT, "mixture must not be null, got null");
  CHECK(pdf(&mixture) != BELLCURVE_OK);  // without components
  mixture.components = mixture.dimensions = 1;
  CHECK_FAILS(pdf(&mixture), BELLCURVE_BAD_SHAPE,
              "means must not be null, got null for 1 x 1 elements");
  mixture.components = huge;
  mixture.means = &mean;
  CHECK(pdf(&mixture) == BELLCURVE_BAD_SHAPE);
  mixture.components = 1;
  mixture.covariances = &covariance;
  mixture.covariance_values = 1;
  bellcurve::mixture m;
  m.components = {{{0}, {-1}, 1}};
  CHECK_SAME_ERROR(pdf(&mixture), bellcurve::mixture_pdf(m, bellcurve::grid{},
                                                         bellcurve::array_view<double>(out)));
  mixture.covariance_values = 0;
  m.components[0].covariance = {};
  CHECK_SAME_ERROR(pdf(&mixture), bellcurve::mixture_pdf(m, bellcurve::grid{},
                                                         bellcurve::array_view<double>(out)));
  CHECK(out == std::vector<double>(4, 7));
  const double ends[4] = {0, 1, 2, 3};
  const std::ptrdiff_t extents[4] = {2, 2, 2, 2};
  INITIALIZED(grid, grid);
  CHECK_SAME_ERROR(bellcurve_grid_between(4, ends, ends, extents, &grid),
                   (void)bellcurve::grid::between(ends, ends, extents));
  CHECK_SAME_ERROR(bellcurve_grid_between(1, ends, ends, extents, &grid),
                   (void)bellcurve::grid::between({0}, {0}, {2}));
}

TEST_CASE("progress, and a callback that cancels") {
  std::vector<float> x(600 * 20, 0.5f), out(600 * 600);
  int calls = 0;
  INITIALIZED(rbf_options, options);
  options.progress = cancel;
  options.progress_context = &calls;
  CHECK(bellcurve_rbf_kernel_symmetric_f32(600, 20, x.data(), 20, 1, nullptr, out.data(), 600, 1,
                                           &options) == BELLCURVE_CANCELLED);
  CHECK(calls == 1);
  calls = 0;
  options.progress = [](double fraction, void* seen) {
    *static_cast<int*>(seen) += fraction >= 0 && fraction <= 1;
    return 1;
  };
  CHECK_OK(bellcurve_rbf_kernel_symmetric_f32(600, 20, x.data(), 20, 1, nullptr, out.data(), 600, 1,
                                              &options));
  CHECK(calls > 0);

  // The others take it from their own options.
  calls = 0;
  INITIALIZED(filter_options, filter);
  filter.progress = cancel;
  filter.progress_context = &calls;
  const std::ptrdiff_t square[] = {600, 600}, pooled[] = {300, 300};
  CHECK(bellcurve_gaussian_filter_f32(2, square, out.data(), nullptr, nullptr, out.data(), nullptr,
                                      &filter) == BELLCURVE_CANCELLED);
  INITIALIZED(pool_options, pool);
  pool.progress = cancel;
  pool.progress_context = &calls;
  std::vector<float> small(300 * 300);
  CHECK(bellcurve_gaussian_pool_f32(2, square, out.data(), nullptr, 2, 2, nullptr, pooled,
                                    small.data(), nullptr, &pool) == BELLCURVE_CANCELLED);
  INITIALIZED(grid_options, grid);
  grid.progress = cancel;
  grid.progress_context = &calls;
  CHECK(bellcurve_gaussian_2d_f32(600, 600, nullptr, nullptr, out.data(), 600, 1, &grid) ==
        BELLCURVE_CANCELLED);
  INITIALIZED(rbf_call_options, call);
  call.progress = cancel;
  call.progress_context = &calls;
  bellcurve_rbf_plan_f32* plan = nullptr;
  CHECK_OK(bellcurve_rbf_plan_create_f32(600, 20, x.data(), 20, 1, nullptr, &plan));
  CHECK(bellcurve_rbf_plan_fill_f32(plan, nullptr, out.data(), 600, 1, &call) ==
        BELLCURVE_CANCELLED);
  bellcurve_rbf_plan_destroy_f32(plan);
  CHECK(calls == 4);
}

TEST_CASE("no exception leaves, whatever it is") {
  using bellcurve::c::run;
  CHECK_FAILS(run([] { throw std::bad_alloc(); }), BELLCURVE_OUT_OF_MEMORY, "out of memory");
  CHECK_FAILS(run([] { throw std::length_error("vector"); }), BELLCURVE_OUT_OF_MEMORY,
              "out of memory");
  CHECK_FAILS(run([] { throw std::runtime_error("what"); }), BELLCURVE_INTERNAL, "what");
  CHECK_FAILS(run([] { throw 1; }), BELLCURVE_INTERNAL, "an exception of unknown type");
  const std::string longer(5000, 'a');
  CHECK_FAILS(run([&] { throw std::runtime_error(longer); }), BELLCURVE_INTERNAL,
              std::string(1023, 'a'));
  // A success says nothing of earlier failures.
  CHECK_OK(run([] {}));
  CHECK(std::string(bellcurve_last_error()) == std::string(1023, 'a'));
}

TEST_CASE("a callback of C++ that throws, though it may not") {
  std::vector<float> x(600 * 20, 0.5f), out(600 * 600);
  INITIALIZED(rbf_options, options);
  options.progress = [](double, void*) -> int { throw std::runtime_error("thrown"); };
  CHECK_FAILS(bellcurve_rbf_kernel_symmetric_f32(600, 20, x.data(), 20, 1, nullptr, out.data(), 600,
                                                 1, &options),
              BELLCURVE_INTERNAL, "thrown");
}

TEST_CASE("each thread has its own last error") {
  CHECK(bellcurve_exp_f32(-1, nullptr, nullptr) == BELLCURVE_BAD_SHAPE);
  const std::string here = bellcurve_last_error();
  std::vector<std::thread> threads;
  std::array<bool, 8> right{};
  for (std::size_t t = 0; t < right.size(); ++t) {
    threads.emplace_back([&right, t] {
      right[t] = std::string(bellcurve_last_error()).empty();
      const auto n = -2 - static_cast<std::ptrdiff_t>(t);
      const std::string want = "in must have extents >= 0, got " + std::to_string(n);
      for (int i = 0; i < 1000; ++i) {
        right[t] = right[t] && bellcurve_exp_f32(n, nullptr, nullptr) == BELLCURVE_BAD_SHAPE &&
                   want == bellcurve_last_error();
      }
    });
  }
  for (std::thread& t : threads) t.join();
  for (bool r : right) CHECK(r);
  CHECK(here == bellcurve_last_error());
}

TEST_CASE("threads that call at once") {
  constexpr std::ptrdiff_t n = 64, d = 20;
  std::vector<float> x(n * d), want(n * n);
  for (std::size_t i = 0; i < x.size(); ++i) x[i] = static_cast<float>(i * 7 % 13);
  bellcurve::rbf_kernel({x, n, d}, {}, {want, n, n});
  bellcurve_rbf_plan_f32* plan = nullptr;
  CHECK_OK(bellcurve_rbf_plan_create_f32(n, d, x.data(), d, 1, nullptr, &plan));
  std::vector<std::thread> threads;
  std::array<bool, 8> right{};
  for (std::size_t t = 0; t < right.size(); ++t) {
    threads.emplace_back([&, t] {
      std::vector<float> got(n * n), filled(n * n);
      right[t] = true;
      for (int i = 0; i < 20; ++i) {
        right[t] = right[t] &&
                   bellcurve_rbf_kernel_symmetric_f32(n, d, x.data(), d, 1, nullptr, got.data(), n,
                                                      1, nullptr) == BELLCURVE_OK &&
                   bellcurve_rbf_plan_fill_f32(plan, nullptr, filled.data(), n, 1, nullptr) ==
                       BELLCURVE_OK &&
                   same_bits(got, want) && same_bits(filled, want);
      }
    });
  }
  for (std::thread& t : threads) t.join();
  for (bool r : right) CHECK(r);
  bellcurve_rbf_plan_destroy_f32(plan);
}

TEST_CASE("names of values") {
  const auto name = [](const char* text) { return std::string(text ? text : "none"); };
#define CHECK_NAMES(enumeration, count)                                                          \
  {                                                                                              \
    for (int value = 0; value < count; ++value) {                                                \
      int parsed = -1;                                                                           \
      CHECK_OK(bellcurve_##enumeration##_parse(bellcurve_##enumeration##_name(value), &parsed)); \
      CHECK(parsed == value);                                                                    \
    }                                                                                            \
    CHECK(name(bellcurve_##enumeration##_name(count)) == "none");                                \
    CHECK(name(bellcurve_##enumeration##_name(-1)) == "none");                                   \
    int untouched = 7;                                                                           \
    CHECK(bellcurve_##enumeration##_parse("other", &untouched) == BELLCURVE_BAD_ARGUMENT);       \
    CHECK(bellcurve_##enumeration##_parse(nullptr, &untouched) == BELLCURVE_BAD_ARGUMENT);       \
    CHECK(bellcurve_##enumeration##_parse("sum", nullptr) == BELLCURVE_BAD_ARGUMENT);            \
    CHECK(untouched == 7);                                                                       \
  }
  CHECK_NAMES(engine, 3)
  CHECK_NAMES(uplo, 3)
  CHECK_NAMES(discretization, 3)
  CHECK_NAMES(normalization, 3)
  CHECK_NAMES(combination, 2)
  CHECK_NAMES(border, 5)
  CHECK_NAMES(filter_method, 3)
  CHECK_NAMES(remainder, 3)
  CHECK_NAMES(isa, 5)
  int parsed = 0;
  CHECK_SAME_ERROR(bellcurve_engine_parse("gpu", &parsed), bellcurve::parse_engine("gpu"));
  CHECK(name(bellcurve_status_name(BELLCURVE_BAD_ALIAS)) == "BELLCURVE_BAD_ALIAS");
  CHECK(name(bellcurve_status_name(BELLCURVE_INTERNAL)) == "BELLCURVE_INTERNAL");
  CHECK(name(bellcurve_status_name(BELLCURVE_INTERNAL + 1)) == "none");
  CHECK(name(bellcurve_status_name(-1)) == "none");
}

TEST_CASE("versions, instruction sets, BLAS") {
  CHECK(std::string(bellcurve_version()) == bellcurve::version());
  CHECK(std::string(bellcurve_version()) == std::to_string(BELLCURVE_VERSION_MAJOR) + '.' +
                                                std::to_string(BELLCURVE_VERSION_MINOR) + '.' +
                                                std::to_string(BELLCURVE_VERSION_PATCH));
  CHECK(bellcurve_default_threads() == bellcurve::default_threads());
  const auto all = bellcurve::available_isas();
  int isas[8] = {-1, -1, -1, -1, -1, -1, -1, -1}, which = -1;
  std::ptrdiff_t count = 0;
  CHECK_OK(bellcurve_available_isas(0, nullptr, &count));
  CHECK(count == std::ssize(all));
  CHECK_OK(bellcurve_available_isas(8, isas, &count));
  for (std::size_t i = 0; i < all.size(); ++i) CHECK(isas[i] == static_cast<int>(all[i]));
  CHECK(isas[all.size()] == -1);
  CHECK_FAILS(bellcurve_available_isas(8, isas, nullptr), BELLCURVE_BAD_ARGUMENT,
              "count must not be null, got null");
  CHECK_OK(bellcurve_active_isa(&which));
  const int before = which;
  CHECK_OK(bellcurve_set_isa(BELLCURVE_ISA_SCALAR));
  CHECK(bellcurve::active_isa() == bellcurve::isa::scalar);
  CHECK_OK(bellcurve_set_isa(before));
  bellcurve_blas_info info = {};
  CHECK_OK(bellcurve_blas(&info));
  const bellcurve::blas_info want = bellcurve::blas();
  CHECK((info.built_in != 0) == want.built_in);
  CHECK((info.usable != 0) == want.usable);
  CHECK(info.config == want.config);
  CHECK(info.core == want.core);
  CHECK(info.problem == want.problem);
}
