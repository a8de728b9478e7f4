// The bytes of a fuzzer as choices and numbers. Where they end, all further choices are the
// plainest.
#pragma once

#include <bellcurve/error.hpp>
#include <bellcurve/view.hpp>

#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <iterator>
#include <limits>
#include <string_view>

/// A finding: ends the process, and libFuzzer keeps the input.
#define FUZZ_CHECK(condition) \
  ((condition) ? static_cast<void>(0) : fuzz::fail(#condition, __FILE__, __LINE__))

namespace fuzz {

using bellcurve::index_t;

[[noreturn]] inline void fail(const char* what, const char* file, int line) {
  std::fprintf(stderr, "%s:%d: must hold: %s\n", file, line, what);
  std::abort();
}

class input {
 public:
  input(const std::uint8_t* data, std::size_t size) : at_(data), end_(data + size) {}

  std::uint8_t byte() { return at_ == end_ ? std::uint8_t{0} : *at_++; }
  std::uint64_t bits() {
    std::uint64_t all = 0;
    for (int k = 0; k < 8; ++k) all = all << 8 | byte();
    return all;
  }
  /// From 0 to n - 1.
  index_t below(index_t n) {
    std::uint64_t value = byte();
    if (n > 256) value = value << 8 | byte();
    return static_cast<index_t>(value % static_cast<std::uint64_t>(n));
  }
  /// Not so where the bytes have ended.
  bool once_in(index_t n) { return below(n) == n - 1; }
  template <class V, std::size_t N>
  V one_of(const V (&values)[N]) {
    return values[below(static_cast<index_t>(N))];
  }

  /// Ordinary, or any power of two away from it, or from the ends of the range, or any bits.
  double number() {
    constexpr double edges[] = {0.0,
                                -0.0,
                                -1.0,
                                std::numeric_limits<double>::denorm_min(),
                                std::numeric_limits<double>::min(),
                                std::numeric_limits<double>::max(),
                                -std::numeric_limits<double>::max(),
                                std::numeric_limits<float>::denorm_min(),
                                std::numeric_limits<float>::min(),
                                std::numeric_limits<float>::max(),
                                std::numeric_limits<double>::infinity(),
                                -std::numeric_limits<double>::infinity(),
                                std::numeric_limits<double>::quiet_NaN()};
    switch (below(8)) {
      case 5:
        return std::ldexp(1 + byte() / 256.0, static_cast<int>(below(2100)) - 1050);
      case 6:
        return one_of(edges);
      case 7: {
        const std::uint64_t b = bits();
        double x = 0;
        std::memcpy(&x, &b, sizeof x);
        return x;
      }
      default:
        return std::ldexp(1 + byte() / 256.0, static_cast<int>(below(16)) - 8);
    }
  }
  /// Above 0 and within 2^-8 and 2^9.
  double ordinary() { return std::ldexp(1 + byte() / 256.0, static_cast<int>(below(16)) - 8); }

 private:
  const std::uint8_t *at_, *end_;
};

/// A message is one line, and says something.
inline void check_message(std::string_view message) {
  FUZZ_CHECK(!message.empty());
  FUZZ_CHECK(message.find('\n') == std::string_view::npos);
}

/// Calls f. \return Whether it threw an error of the library; nothing else may come out of it.
template <class F>
bool throws(const F& f) {
  try {
    f();
    return false;
  } catch (const bellcurve::error& e) {
    check_message(e.what());
    return true;
  }
}

}  // namespace fuzz
