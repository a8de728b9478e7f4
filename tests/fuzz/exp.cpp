// exp of arrays of any length and alignment, in place or not.
#include <bellcurve/exp.hpp>

#include "fuzz/support/input.hpp"

#include <cmath>
#include <cstring>
#include <span>
#include <vector>

using namespace fuzz;

namespace {

/// At most 1 ulp, and the rules at both ends.
template <class T>
void check_value(T x, T y) {
  using limits = std::numeric_limits<T>;
  if (std::isnan(x)) return FUZZ_CHECK(std::isnan(y));
  const long double exact = std::exp(static_cast<long double>(x));
  const auto least = static_cast<long double>(limits::min());
  const auto most = static_cast<long double>(limits::max());
  if (x <= 0) FUZZ_CHECK(y <= 1);
  if (x == 0) FUZZ_CHECK(y == 1);
  if (exact < least * 0.999999L) return FUZZ_CHECK(y == 0);
  if (exact > most * 1.000001L) return FUZZ_CHECK(y == limits::infinity());
  if (y == 0) return FUZZ_CHECK(exact < least * 1.000001L);
  if (std::isinf(y)) return FUZZ_CHECK(exact > most * 0.999999L);
  int exponent = 0;
  (void)std::frexp(exact, &exponent);
  const long double ulp = std::ldexp(1.0L, exponent - limits::digits);
  // Half an ulp of the correctly rounded result; of the reference, 2^-10.
  FUZZ_CHECK(std::abs(static_cast<long double>(y) - exact) <= 1.501L * ulp);
}

template <class T>
void run(input& in) {
  const auto n = static_cast<std::size_t>(in.below(100));
  const auto lead_in = static_cast<std::size_t>(in.below(4));
  const auto lead_out = static_cast<std::size_t>(in.below(4));
  std::vector<T> from(n + lead_in), to(n + lead_out, T(77));
  for (T& x : from) {
    switch (in.below(4)) {
      case 0:
        x = static_cast<T>(in.number());
        break;
      case 1:
        x = static_cast<T>(static_cast<double>(in.below(65536) - 32768) *
                           (sizeof(T) == 4 ? 0x1p-8 : 0x1p-5));
        break;
      default:  // about the ends of the range
        x = static_cast<T>((in.once_in(2) ? -1 : 1) * (sizeof(T) == 4 ? 87.5 : 709) +
                           static_cast<double>(in.below(65536)) * 0x1p-15);
    }
  }
  const std::span<const T> source = std::span<const T>(from).subspan(lead_in);
  const bool wrong = in.once_in(16) && n > 0;
  const std::span<T> target = std::span<T>(to).subspan(lead_out, wrong ? n - 1 : n);
  FUZZ_CHECK(throws([&] { bellcurve::exp(source, target); }) == wrong);
  for (std::size_t i = 0; i < lead_out; ++i) FUZZ_CHECK(to[i] == T(77));
  if (wrong) {
    for (const T y : to) FUZZ_CHECK(y == T(77));
    return;
  }
  for (std::size_t i = 0; i < n; ++i) check_value(source[i], target[i]);
  if (n == 0) return;
  if (in.once_in(2)) {
    std::vector<T> both(source.begin(), source.end());
    bellcurve::exp(std::span<const T>(both), std::span<T>(both));
    for (std::size_t i = 0; i < n; ++i)
      FUZZ_CHECK(both[i] == target[i] || (std::isnan(both[i]) && std::isnan(target[i])));
  }
  if (n > 2) {  // an overlap in part
    const std::span<T> shifted = std::span<T>(from).subspan(lead_in, n - 1);
    const std::vector<T> before = from;
    FUZZ_CHECK(throws(
        [&] { bellcurve::exp(std::span<const T>(from).subspan(lead_in + 1, n - 1), shifted); }));
    FUZZ_CHECK(std::memcmp(before.data(), from.data(), from.size() * sizeof(T)) == 0);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  input in(data, size);
  in.once_in(2) ? run<double>(in) : run<float>(in);
  return 0;
}
