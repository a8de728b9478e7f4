// Structs of other versions of the header, and structs that nobody initialized.
#include "c/structs.hpp"

#include "support.hpp"

#include <cstddef>
#include <memory>

using namespace c_api;

namespace {

// A struct as versions of the library have it; the second has one number more.
struct first_version {
  std::size_t size;
  double a;
};
struct second_version {
  std::size_t size;
  double a, b;
};

}  // namespace

namespace bellcurve::c {
template <>
second_version defaults() {
  return {sizeof(second_version), 1, 2};
}
}  // namespace bellcurve::c

TEST_CASE("a library takes its default for what a program of an earlier version does not know") {
  const first_version given{sizeof given, 7};
  const auto s = bellcurve::c::read("s", reinterpret_cast<const second_version*>(&given),
                                    sizeof(first_version));
  CHECK(s.size == sizeof s);
  CHECK(s.a == 7);
  CHECK(s.b == 2);
}

TEST_CASE("and initializes no more than it has room for") {
  // A first_version, and what is behind it.
  double memory[4] = {5, 5, 5, 5};
  auto* given = reinterpret_cast<second_version*>(memory);
  CHECK_OK(bellcurve::c::init("s", given, sizeof(first_version), sizeof(first_version)));
  CHECK(given->size == sizeof(first_version));
  CHECK(given->a == 1);
  CHECK(memory[2] == 5);
}

namespace {

// What a later version may have.
struct longer_params {
  bellcurve_rbf_params known;
  double added;
  double more;
};

}  // namespace

TEST_CASE("of a longer struct, what is unknown must be 0") {
  longer_params later;
  std::memset(static_cast<void*>(&later), 0xff, sizeof later);
  CHECK_OK(bellcurve_rbf_params_init(&later.known, sizeof later));
  CHECK(later.known.size == sizeof later);
  CHECK(later.known.variance == 1);
  CHECK(later.added == 0);
  CHECK(later.more == 0);

  const float x = 1;
  float out = 7;
  CHECK_OK(bellcurve_rbf_kernel_symmetric_f32(1, 1, &x, 1, 1, &later.known, &out, 1, 1, nullptr));
  CHECK(out == 1);

  out = 7;
  later.more = 1;  // 0x3ff0000000000000: its last two bytes
  const std::size_t known = sizeof(bellcurve_rbf_params);
  CHECK_FAILS(bellcurve_rbf_kernel_symmetric_f32(1, 1, &x, 1, 1, &later.known, &out, 1, 1, nullptr),
              BELLCURVE_BAD_ARGUMENT,
              "params must be 0 beyond the " + std::to_string(known) +
                  " bytes that this version of the library knows, got 240 at byte " +
                  std::to_string(known + 14));
  CHECK(out == 7);
}

#define FOR_STRUCTS(CASE)          \
  CASE(rbf_params, params)         \
  CASE(rbf_options, options)       \
  CASE(rbf_plan_options, options)  \
  CASE(rbf_call_options, options)  \
  CASE(kernel_1d_params, params)   \
  CASE(kernel_2d_params, params)   \
  CASE(gaussian_2d_params, params) \
  CASE(grid, grid)                 \
  CASE(grid_options, options)      \
  CASE(mixture, mixture)           \
  CASE(filter_params, params)      \
  CASE(filter1d_params, params)    \
  CASE(filter_options, options)    \
  CASE(pool_options, options)

TEST_CASE("a wrong size is refused, and remembered"){
#define CASE(S, name)                                                                            \
  {                                                                                              \
    bellcurve_##S s;                                                                             \
    std::memset(static_cast<void*>(&s), 0x55, sizeof s);                                         \
    CHECK_OK(bellcurve_##S##_init(&s, sizeof s));                                                \
    CHECK(s.size == sizeof s);                                                                   \
    const std::string expectation = std::string(#name) + ".size must be from " +                 \
                                    std::to_string(sizeof s) +                                   \
                                    " to 4096 bytes, as its init function sets it, got ";        \
    CHECK_FAILS(bellcurve_##S##_init(&s, sizeof &s), BELLCURVE_BAD_ARGUMENT, expectation + "8"); \
    CHECK(s.size == 8);                                                                          \
    CHECK_FAILS(bellcurve_##S##_init(&s, 4097), BELLCURVE_BAD_ARGUMENT, expectation + "4097");   \
    CHECK_FAILS(bellcurve_##S##_init(nullptr, sizeof s), BELLCURVE_BAD_ARGUMENT,                 \
                std::string(#name) + " must not be null, got null");                             \
  }
    FOR_STRUCTS(CASE)
#undef CASE
}

// What a later version adds must not fall into bytes that callers of this one leave as they were.
#define CASE(S, name)                                \
  static_assert(offsetof(bellcurve_##S, size) == 0); \
  static_assert(alignof(bellcurve_##S) == sizeof(std::size_t));
FOR_STRUCTS(CASE)
#undef CASE
#define ENDS_WITH(S, last, bytes) \
  static_assert(offsetof(bellcurve_##S, last) + (bytes) == sizeof(bellcurve_##S))
    ENDS_WITH(rbf_params, noise, sizeof(double));
ENDS_WITH(rbf_options, progress_context, sizeof(void*));
ENDS_WITH(rbf_plan_options, reserved, sizeof(int));
ENDS_WITH(rbf_call_options, threads, sizeof(int));
ENDS_WITH(kernel_1d_params, reserved, sizeof(int));
ENDS_WITH(kernel_2d_params, normalization, sizeof(int));
ENDS_WITH(gaussian_2d_params, covariance, 4 * sizeof(double));
ENDS_WITH(grid, step, BELLCURVE_MAX_GRID_AXES * sizeof(double));
ENDS_WITH(grid_options, check_finite, sizeof(int));
ENDS_WITH(mixture, reserved, sizeof(int));
ENDS_WITH(filter_params, tolerance, sizeof(double));
ENDS_WITH(filter1d_params, method, sizeof(int));
ENDS_WITH(filter_options, reserved, sizeof(int));
ENDS_WITH(pool_options, reserved, sizeof(int));

TEST_CASE("a struct of garbage is refused") {
  const float x = 1;
  float out = 7;
  bellcurve_rbf_params params;
  std::memset(static_cast<void*>(&params), 0x55, sizeof params);
  CHECK(bellcurve_rbf_kernel_symmetric_f32(1, 1, &x, 1, 1, &params, &out, 1, 1, nullptr) ==
        BELLCURVE_BAD_ARGUMENT);
  CHECK(out == 7);
  bellcurve_grid grid = {};
  const double zero = 0, one = 1;
  const std::ptrdiff_t two = 2;
  CHECK(bellcurve_grid_between(1, &zero, &one, &two, &grid) == BELLCURVE_BAD_ARGUMENT);
  INITIALIZED(rbf_plan_options, options);
  options.reserved = 1;
  bellcurve_rbf_plan_f32* plan = nullptr;
  CHECK_FAILS(bellcurve_rbf_plan_create_f32(1, 1, &x, 1, 1, &options, &plan),
              BELLCURVE_BAD_ARGUMENT, "options.reserved must be 0, got 1");
}
