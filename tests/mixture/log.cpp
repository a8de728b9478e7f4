// log of numbers from 1 on: at most 1 ulp (lib/simd/log.hpp), against MPFR.
#include "runtime/dispatch.hpp"

#include <doctest/doctest.h>
#include <mpfr.h>

#include "support/random.hpp"

#include <cmath>
#include <cstdio>
#include <limits>
#include <vector>

namespace {

namespace simd = bellcurve::simd;

class exact_log {
 public:
  exact_log() { mpfr_init2(value_, 113); }
  ~exact_log() { mpfr_clear(value_); }
  exact_log(const exact_log&) = delete;
  exact_log& operator=(const exact_log&) = delete;

  /// |y - log(x)| in ulps of the correctly rounded result in T.
  template <class T>
  double ulps(T x, T y) {
    mpfr_set_d(value_, static_cast<double>(x), MPFR_RNDN);
    mpfr_log(value_, value_, MPFR_RNDN);
    const auto rounded = static_cast<T>(mpfr_get_d(value_, MPFR_RNDN));
    const double ulp = std::ldexp(1.0, std::ilogb(rounded) + 1 - std::numeric_limits<T>::digits);
    mpfr_sub_d(value_, value_, static_cast<double>(y), MPFR_RNDN);
    return std::fabs(mpfr_get_d(value_, MPFR_RNDA)) / ulp;
  }

 private:
  mpfr_t value_;
};

template <class T>
std::vector<T> arguments() {
  std::vector<T> x;
  // About 1 and the changes of the exponent, densely; then everywhere.
  for (int k = 0; k < 60; ++k) {
    for (T m : {T(1), T(1.41421356237309504880L)}) {
      T at = std::ldexp(m, k);
      for (int i = 0; i < 40; ++i) at = std::nextafter(at, T(0));
      for (int i = 0; i < 80; ++i, at = std::nextafter(at, T(1e30)))
        if (at > 1) x.push_back(at);
    }
  }
  support::random r(5);
  for (int i = 0; i < 6000; ++i) {
    x.push_back(static_cast<T>(1 + r.uniform()));
    x.push_back(static_cast<T>(std::exp2(40 * r.uniform())));
    x.push_back(static_cast<T>(1 + std::exp2(-50 * r.uniform())));
  }
  std::erase_if(x, [](T v) { return !(v > 1); });
  return x;
}

template <class T>
void check(const char* type) {
  const simd::kernels<T>& kernels = simd::of<T>(bellcurve::runtime::active_kernels());
  const std::vector<T> x = arguments<T>();
  std::vector<T> y(x.size());
  kernels.log_from_one(x.data(), y.data(), x.size());
  exact_log exact;
  double worst = 0;
  T at = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double e = exact.ulps(x[i], y[i]);
    if (!(e <= worst)) {
      worst = e;
      at = x[i];
    }
  }
  std::printf("%s, %s: worst %.4f ulp at %a\n",
              bellcurve::to_string(bellcurve::active_isa()).data(), type, worst,
              static_cast<double>(at));
  CHECK(worst <= 1);
  const T one = 1;
  T zero = 1;
  kernels.log_from_one(&one, &zero, 1);
  CHECK(zero == 0);
}

}  // namespace

TEST_CASE("log from 1 on: within 1 ulp") {
  check<float>("float");
  check<double>("double");
}
