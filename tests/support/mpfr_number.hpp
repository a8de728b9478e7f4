// MPFR's numbers as a value type, for references of many digits.
#pragma once

#include <mpfr.h>

#include <cmath>
#include <utility>

namespace support {

/// A number of the precision that mpfr_set_default_prec() was last called with.
class number {
 public:
  number(double x = 0) {  // NOLINT(google-explicit-constructor): so that formulas read as such
    mpfr_init(v_);
    mpfr_set_d(v_, x, MPFR_RNDN);
  }
  number(const number& o) : number(0.0) { mpfr_set(v_, o.v_, MPFR_RNDN); }
  number(number&& o) noexcept : number(0.0) { mpfr_swap(v_, o.v_); }
  number& operator=(number o) noexcept {
    mpfr_swap(v_, o.v_);
    return *this;
  }
  ~number() { mpfr_clear(v_); }

  /// f(result, x, rounding) as MPFR's functions of one argument are.
  template <class F>
  friend number apply(F f, const number& x) {
    number r;
    f(r.v_, x.v_, MPFR_RNDN);
    return r;
  }
  template <class F>
  friend number apply(F f, const number& x, const number& y) {
    number r;
    f(r.v_, x.v_, y.v_, MPFR_RNDN);
    return r;
  }
  friend number operator+(const number& a, const number& b) { return apply(mpfr_add, a, b); }
  friend number operator-(const number& a, const number& b) { return apply(mpfr_sub, a, b); }
  friend number operator*(const number& a, const number& b) { return apply(mpfr_mul, a, b); }
  friend number operator/(const number& a, const number& b) { return apply(mpfr_div, a, b); }
  friend bool operator<(const number& a, const number& b) { return mpfr_less_p(a.v_, b.v_) != 0; }
  friend number exp(const number& x) { return apply(mpfr_exp, x); }
  friend number erfc(const number& x) { return apply(mpfr_erfc, x); }
  friend number sqrt(const number& x) { return apply(mpfr_sqrt, x); }
  friend number abs(const number& x) { return apply(mpfr_abs, x); }
  static number pi() {
    number r;
    mpfr_const_pi(r.v_, MPFR_RNDN);
    return r;
  }

  double value() const { return mpfr_get_d(v_, MPFR_RNDN); }
  /// The largest e with 2^e <= |x|.
  long exponent() const { return mpfr_get_exp(v_) - 1; }
  bool zero() const { return mpfr_zero_p(v_) != 0; }
  number scaled(long e) const {
    number r;
    mpfr_mul_2si(r.v_, v_, e, MPFR_RNDN);
    return r;
  }

 private:
  mpfr_t v_;
};

}  // namespace support
