// Bad input: one error that names the argument, its value and what was expected,
// and an output that is not touched.
#include <bellcurve/kernels.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <limits>
#include <string>
#include <vector>

using namespace bellcurve;

namespace {

constexpr double inf = std::numeric_limits<double>::infinity();
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

template <class F>
void fails(errc code, const std::string& text, const F& call) {
  CAPTURE(text);
  try {
    call();
    FAIL_CHECK("no error");
  } catch (const error& e) {
    const std::string what = e.what();
    CHECK(e.code() == code);
    CHECK_MESSAGE(what.find(text) == 0, what);
    CHECK(what.find('\n') == std::string::npos);
  }
}

template <class T = double>
void fails_1d(const kernel_1d_params& p, const std::string& text) {
  std::vector<T> out(5, T(-77));
  fails(errc::bad_argument, text, [&] { gaussian_kernel_1d(p, out); });
  CHECK(out == std::vector<T>(5, T(-77)));
}

template <class T = double>
void fails_2d(const kernel_2d_params& p, const std::string& text) {
  std::vector<T> out(12, T(-77));
  fails(errc::bad_argument, text, [&] { gaussian_kernel_2d(p, {out, 3, 4}); });
  CHECK(out == std::vector<T>(12, T(-77)));
}

}  // namespace

TEST_CASE("kernel errors: along one axis") {
  for (double s : {-1.0, -1e-300, inf, -inf, not_a_number}) {
    fails_1d({.sigma = s}, "sigma must be finite and >= 0, got ");
  }
  for (double c : {inf, -inf, not_a_number}) {
    fails_1d({.center = c}, "center must be finite, got ");
  }
  fails_1d({.order = -1}, "order must be from 0 to 4, got -1");
  fails_1d({.order = 5}, "order must be from 0 to 4, got 5");
  fails_1d({.sigma = 0, .order = 1}, "sigma must be > 0 when order is > 0, got 0");
  fails_1d({.discretization = static_cast<discretization>(3)},
           "discretization must be a value of its enum, got 3");
  fails_1d({.normalization = static_cast<normalization>(-1)},
           "normalization must be a value of its enum, got ");
}

TEST_CASE("kernel errors: a peak that overflows") {
  fails_1d<float>({.sigma = 1e-39, .normalization = normalization::density},
                  "sigma must be so large that the peak of the kernel about 2 is finite in "
                  "float32, got 1e-39");
  fails_1d({.sigma = 1e-309, .normalization = normalization::density}, "sigma must be so large ");
  fails_1d<float>({.sigma = 1e-10, .order = 4}, "sigma must be so large ");
  fails_1d({.sigma = 1e-78, .order = 4}, "sigma must be so large ");
  fails_1d({.sigma = 1e-78, .order = 4, .discretization = discretization::mass},
           "sigma must be so large ");
  // Two axes that are finite each, and not their product.
  fails_2d<float>({.sigma = {1e-20, 1e-20}, .normalization = normalization::density},
                  "sigma[1] must be so large ");
  // What needs no such height passes.
  std::vector<float> out(5);
  gaussian_kernel_1d({.sigma = 1e-38, .normalization = normalization::density}, out);
  CHECK(out[2] == doctest::Approx(3.989422804e37));
  for (discretization how : {discretization::mass, discretization::bessel}) {
    gaussian_kernel_1d(
        {.sigma = 1e-300, .discretization = how, .normalization = normalization::density}, out);
    CHECK(out[2] == 1);
  }
  gaussian_kernel_1d({.sigma = 1e-300, .order = 4, .discretization = discretization::bessel}, out);
  CHECK(out == std::vector<float>{1, -4, 6, -4, 1});
}

TEST_CASE("kernel errors: along two axes") {
  fails_2d({.sigma = {1, not_a_number}}, "sigma[1] must be finite and >= 0, got nan");
  fails_2d({.sigma = {-2, 1}}, "sigma[0] must be finite and >= 0, got -2");
  fails_2d({.center = {{0, inf}}}, "center[1] must be finite, got inf");
  fails_2d({.order = {0, 7}}, "order[1] must be from 0 to 4, got 7");
  fails_2d({.theta = not_a_number}, "theta must be finite, got nan");
  fails_2d({.sigma = {0, 1}, .order = {1, 0}}, "sigma[0] must be > 0 when order is > 0, got 0");
  fails_2d({.order = {0, 1}, .theta = 0.5}, "theta must be 0 unless both orders are 0, got 0.5");
  fails_2d({.theta = 0.5, .discretization = discretization::mass},
           "theta must be 0 unless the discretization is sampled, got 0.5");
  fails_2d({.sigma = {1, 0}, .theta = 0.5},
           "theta must be 0 unless both values of sigma are > 0, got 0.5");
}

TEST_CASE("kernel errors: views") {
  std::vector<double> v(12, -77);
  const kernel_1d_params p;
  fails(errc::bad_shape, "out must have 1 axis, got 2", [&] {
    gaussian_kernel_1d(p, array_view<double>(v, {3, 4}));
  });
  fails(errc::bad_shape, "out must have 1 axis, got 0",
        [&] { gaussian_kernel_1d(p, array_view<double>()); });
  fails(errc::bad_stride, "out must have strides other than 0",
        [&] { gaussian_kernel_1d(p, array_view<double>(v.data(), {3}, {0})); });
  fails(errc::bad_shape, "out must have extents >= 0",
        [&] { gaussian_kernel_2d({}, matrix_view<double>(v.data(), -1, 3)); });
  fails(errc::bad_shape, "out must not be null",
        [&] { gkern(3, matrix_view<double>(nullptr, 2, 3)); });
  fails(errc::bad_stride, "out must have a row stride of at least 4",
        [&] { gkern(3, matrix_view<double>(v.data(), 3, 4, 2)); });
  CHECK(v == std::vector<double>(12, -77));
}

TEST_CASE("kernel errors: gkern") {
  std::vector<double> v(4, -77);
  for (double nsig : {0.0, -1.0, inf, not_a_number}) {
    fails(errc::bad_argument, "nsig must be finite and > 0, got ", [&] { gkern(nsig, {v, 2, 2}); });
    fails(errc::bad_argument, "nsig must be finite and > 0, got ", [&] { (void)gkern(5, nsig); });
  }
  CHECK(v == std::vector<double>(4, -77));
  fails(errc::bad_argument, "kernlen must be from 0 to ", [] { (void)gkern(-1); });
  fails(errc::bad_argument, "kernlen must be from 0 to ", [] { (void)gkern(PTRDIFF_MAX); });
}

TEST_CASE("names of discretizations and normalizations") {
  for (const char* name : {"sampled", "mass", "bessel"}) {
    CHECK(to_string(parse_discretization(name)) == name);
  }
  for (const char* name : {"sum", "density", "none"}) {
    CHECK(to_string(parse_normalization(name)) == name);
  }
  fails(errc::bad_argument, "discretization must be one of sampled, mass, bessel, got Mass",
        [] { (void)parse_discretization("Mass"); });
  fails(errc::bad_argument, "normalization must be one of sum, density, none, got ",
        [] { (void)parse_normalization(""); });
}
