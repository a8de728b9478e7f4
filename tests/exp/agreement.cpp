// Every instruction set flushes and overflows for the same arguments.
#include "runtime/dispatch.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <vector>

namespace simd = bellcurve::simd;

TEST_CASE_TEMPLATE("the arguments that give 0 or infinity are the same everywhere", T, float,
                   double) {
  constexpr T infinity = std::numeric_limits<T>::infinity();
  std::vector<T> xs;
  for (const T x :
       {std::log(std::numeric_limits<T>::min()), std::log(std::numeric_limits<T>::max()),
        std::log(std::numeric_limits<T>::denorm_min())}) {
    T below = x, above = x;
    for (int i = 0; i < 5000; ++i) {
      xs.push_back(below = std::nextafter(below, -infinity));
      xs.push_back(above = std::nextafter(above, infinity));
    }
  }
  std::vector<T> reference(xs.size()), got(xs.size());
  simd::of<T>(bellcurve::runtime::kernels_of(bellcurve::isa::scalar))
      .exp(xs.data(), reference.data(), xs.size());
  for (const bellcurve::isa which : bellcurve::available_isas()) {
    CAPTURE(bellcurve::to_string(which));
    const simd::kernels<T>& k = simd::of<T>(bellcurve::runtime::kernels_of(which));
    for (const bool nonpositive : {false, true}) {
      (nonpositive ? k.exp_nonpositive : k.exp)(xs.data(), got.data(), xs.size());
      std::size_t wrong = 0;
      for (std::size_t i = 0; i < xs.size(); ++i) {
        if (nonpositive && xs[i] > 0) continue;
        wrong += (got[i] == 0) != (reference[i] == 0);
        wrong += (got[i] == infinity) != (reference[i] == infinity);
      }
      CHECK(wrong == 0);
    }
  }
}
