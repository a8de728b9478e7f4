// What exp of an array owes besides accuracy: every length and alignment, no
// write beyond the end, the same bits for an argument wherever it stands, special
// values, and independence of the caller's flush-to-zero setting.
#include "runtime/dispatch.hpp"

#include <doctest/doctest.h>

#if defined(__SSE2__)
#include <xmmintrin.h>
#endif

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <type_traits>
#include <vector>

namespace {

using bellcurve::runtime::active_kernels;
namespace simd = bellcurve::simd;

template <class T>
using bits = std::conditional_t<sizeof(T) == 4, std::uint32_t, std::uint64_t>;
template <class T>
using array_function = void (*)(const T*, T*, std::size_t) noexcept;
template <class T>
using limits = std::numeric_limits<T>;

template <class T>
bits<T> bits_of(T x) {
  return std::bit_cast<bits<T>>(x);
}

template <class T>
constexpr T smallest = sizeof(T) == 4 ? T(-0x1.5d589ep6) : T(-0x1.6232bdd7abcd2p9);
template <class T>
constexpr T largest = sizeof(T) == 4 ? T(0x1.62e42ep6) : T(0x1.62e42fefa39efp9);

// Every kind of argument, in an order that mixes the paths inside a register.
template <class T>
std::vector<T> arguments(bool nonpositive) {
  std::vector<T> some{T(0),
                      -T(0),
                      smallest<T>,
                      std::nextafter(smallest<T>, T(-1000)),
                      -limits<T>::denorm_min(),
                      -limits<T>::min(),
                      -limits<T>::infinity(),
                      limits<T>::lowest(),
                      limits<T>::quiet_NaN(),
                      T(-1),
                      T(-0.5),
                      smallest<T> - T(0.3)};
  if (!nonpositive) {
    for (const T x :
         {largest<T>, std::nextafter(largest<T>, T(1000)), limits<T>::infinity(), T(1),
          limits<T>::denorm_min(), largest<T> - T(1), largest<T> - T(0.5), limits<T>::max()}) {
      some.push_back(x);
    }
  }
  std::vector<T> xs;
  for (int i = 0; i < 300; ++i) {
    xs.push_back(i % 3 == 0 ? some[static_cast<std::size_t>(i) % some.size()]
                            : smallest<T> * T(i) / T(290));
  }
  return xs;
}

template <class T>
std::vector<T> one_by_one(array_function<T> f, const std::vector<T>& xs) {
  std::vector<T> ys(xs.size());
  for (std::size_t i = 0; i < xs.size(); ++i) f(&xs[i], &ys[i], 1);
  return ys;
}

template <class T>
struct function {
  array_function<T> f;
  bool nonpositive;
  T least;  ///< argument whose result is not 0
};
template <class T>
std::vector<function<T>> functions() {
  const simd::kernels<T>& k = simd::of<T>(active_kernels());
  constexpr T least = T(limits<T>::min_exponent - 1);
  return {{k.exp, false, smallest<T>},
          {k.exp_nonpositive, true, smallest<T>},
          {k.exp2_nonpositive, true, least}};
}

}  // namespace

TEST_CASE_TEMPLATE("every length and alignment, in place and apart", T, float, double) {
  const auto w = static_cast<std::size_t>(simd::of<T>(active_kernels()).lanes);
  const T guard = T(-1234.5);
  for (const auto& [f, nonpositive, least] : functions<T>()) {
    const std::vector<T> xs = arguments<T>(nonpositive);
    const std::vector<T> expected = one_by_one(f, xs);
    for (const std::size_t n : {std::size_t{0}, std::size_t{1}, w - 1, w, w + 1, 2 * w + 3, 4 * w,
                                4 * w + 1, 7 * w + 1, 8 * w, 9 * w + 5}) {
      for (const std::size_t in_shift : {0u, 1u, 3u}) {
        for (const std::size_t out_shift : {0u, 1u, 2u}) {
          for (const std::size_t from : {0u, 1u, 7u, 50u}) {
            CAPTURE(n);
            std::vector<T> in(n + in_shift + 1, guard), out(n + out_shift + 1, guard);
            for (std::size_t i = 0; i < n; ++i) in[in_shift + i] = xs[from + i];
            f(in.data() + in_shift, out.data() + out_shift, n);
            std::size_t wrong = 0;
            for (std::size_t i = 0; i < n; ++i) {
              wrong += bits_of(out[out_shift + i]) != bits_of(expected[from + i]);
            }
            CHECK(wrong == 0);
            CHECK(out[out_shift + n] == guard);
            if (out_shift > 0) CHECK(out[out_shift - 1] == guard);
            f(in.data() + in_shift, in.data() + in_shift, n);
            for (std::size_t i = 0; i < n; ++i) {
              wrong += bits_of(in[in_shift + i]) != bits_of(expected[from + i]);
            }
            CHECK(wrong == 0);
            CHECK(in[in_shift + n] == guard);
          }
        }
      }
    }
  }
}

TEST_CASE_TEMPLATE("special values", T, float, double) {
  const T infinity = limits<T>::infinity();
  for (const auto& [f, nonpositive, least] : functions<T>()) {
    const auto at = [f = f](T x) {
      T y;
      f(&x, &y, 1);
      return y;
    };
    CHECK(bits_of(at(T(0))) == bits_of(T(1)));
    CHECK(bits_of(at(-T(0))) == bits_of(T(1)));
    CHECK(bits_of(at(-infinity)) == 0);
    CHECK(at(least) >= limits<T>::min());
    CHECK(bits_of(at(std::nextafter(least, -infinity))) == 0);
    // NaN of every payload that could leak into the exponent, both signs.
    const bits<T> nan_bits = bits_of(infinity);
    const bits<T> sign = bits<T>(1) << (8 * sizeof(T) - 1);
    for (bits<T> payload = 1; payload < 5000; ++payload) {
      const T x = std::bit_cast<T>(
          static_cast<bits<T>>(nan_bits | payload | ((payload & 1) ? sign : 0) |
                               ((payload & 2) ? bits<T>(1) << (limits<T>::digits - 2) : 0)));
      const T y = at(x);
      if (!(y != y)) FAIL("NaN lost, payload " << payload);
    }
    if (!nonpositive) {
      CHECK(at(infinity) == infinity);
      CHECK(at(largest<T>) < infinity);
      CHECK(at(std::nextafter(largest<T>, infinity)) == infinity);
      CHECK(at(limits<T>::max()) == infinity);
    }
  }
}

#if defined(__SSE2__)
TEST_CASE_TEMPLATE("flush-to-zero and denormals-are-zero change no bit", T, float, double) {
  for (const auto& [f, nonpositive, least] : functions<T>()) {
    std::vector<T> xs = arguments<T>(nonpositive);
    T below = smallest<T>, above = smallest<T>;
    for (int i = 0; i < 3000; ++i) {
      xs.push_back(below = std::nextafter(below, -limits<T>::infinity()));
      xs.push_back(above = std::nextafter(above, T(0)));
    }
    std::vector<T> plain(xs.size()), flushed(xs.size());
    f(xs.data(), plain.data(), xs.size());
    constexpr unsigned ftz = 0x8000, daz = 0x0040;
    const unsigned saved = _mm_getcsr();
    _mm_setcsr(saved | ftz | daz);
    f(xs.data(), flushed.data(), xs.size());
    _mm_setcsr(saved);
    std::size_t wrong = 0;
    for (std::size_t i = 0; i < xs.size(); ++i) wrong += bits_of(plain[i]) != bits_of(flushed[i]);
    CHECK(wrong == 0);
  }
}
#endif
