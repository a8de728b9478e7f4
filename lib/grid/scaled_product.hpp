// Products that neither overflow nor underflow on the way.
#pragma once

#include <cmath>
#include <numbers>

namespace bellcurve::normal {

class scaled_product {
 public:
  void times(double x) noexcept { take(mantissa_ * x); }
  void over(double x) noexcept { take(mantissa_ / x); }

  double value() const noexcept { return std::ldexp(mantissa_, clamped()); }
  double log() const noexcept {
    return std::log(mantissa_) + static_cast<double>(exponent_) * std::numbers::ln2;
  }

 private:
  void take(double x) noexcept {
    int e = 0;
    mantissa_ = std::frexp(x, &e);
    exponent_ += e;
  }
  int clamped() const noexcept {
    return static_cast<int>(exponent_ < -5000 ? -5000 : exponent_ > 5000 ? 5000 : exponent_);
  }

  double mantissa_ = 1;
  long exponent_ = 0;
};

}  // namespace bellcurve::normal
