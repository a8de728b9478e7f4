// Pooling: what holds whatever the cells and the kernel are. Two ways to the same result are no
// further apart than its bounds by either (docs/ACCURACY.md, "Pooling").
#include "pool/cases.hpp"
#include "properties/property.hpp"

#include <cmath>
#include <limits>
#include <numeric>
#include <string>
#include <vector>

using namespace cases;
using namespace property;

namespace {

template <class T>
void fill(array<T>& a, const char* name, int most = 256) {
  const auto values = numbers<T>(a.size(), name, most);
  std::size_t at = 0;
  a.each([&](const auto& i) { a(i) = values[at++]; });
}

/// Blocks that fill the matrix, or, with `overlapping`, at any stride.
template <class T>
call<T> any_call(bool overlapping = false) {
  const index_t k = between(1, 7, "rows of block"), l = between(1, 9, "columns of block");
  const index_t m = between(1, 4, "blocks down"), n = between(1, 9, "blocks across");
  call<T> c{.in = array<T>({m * k, n * l}), .kernel = array<T>({k, l})};
  if (overlapping) {
    c.options.stride = {{between(1, k + 2, "stride down"), between(1, l + 2, "stride across")}};
    c.options.remainder = remainder_mode::crop;
  }
  fill(c.in, "cells");
  fill(c.kernel, "kernel");
  return c;
}

/// What a result may be off, and the smallest number.
template <class T>
long double allowed(const call<T>& c, const std::vector<index_t>& index) {
  constexpr long double u = std::numeric_limits<T>::epsilon() / 2;
  const auto terms = static_cast<long double>(c.kernel.shape()[0] + c.kernel.shape()[1] - 1);
  return terms * u * 1.001L * reference(c, index).magnitude + std::numeric_limits<T>::min();
}

template <class T>
long double distance(T a, T b) {
  return std::abs(static_cast<long double>(a) - static_cast<long double>(b));
}

/// A constant times the sum of the weights.
template <class T>
void constants() {
  call<T> c = any_call<T>(true);
  const T value = static_cast<T>(between(0, 100, "value"));
  c.in.each([&](const auto& i) { c.in(i) = value; });
  long double weights = 0;
  for (const T w : c.kernel.values()) weights += static_cast<long double>(w);
  const array<T> out = c.run();
  out.each([&](const auto& i) {
    RC_ASSERT(std::abs(static_cast<long double>(out(i)) -
                       static_cast<long double>(value) * weights) <= allowed(c, i));
  });
}

/// Ones: the sum of a block, exactly, where no sum rounds; an impulse: one of its cells.
template <class T>
void sums_and_cells() {
  call<T> c = any_call<T>(true);
  c.kernel.each([&](const auto& i) { c.kernel(i) = 1; });
  const array<T> sums = c.run();
  sums.each([&](const auto& i) {
    RC_ASSERT(static_cast<long double>(sums(i)) == reference(c, i).value);
  });
  const index_t k = between(0, c.kernel.shape()[0] - 1, "row"),
                l = between(0, c.kernel.shape()[1] - 1, "column");
  c.kernel.each([&](const auto& i) { c.kernel(i) = i[0] == k && i[1] == l ? 1 : 0; });
  const array<T> cells = c.run();
  cells.each([&](const auto& i) {
    RC_ASSERT(cells(i) == c.in({i[0] * c.stride()[0] + k, i[1] * c.stride()[1] + l}));
  });
}

/// In the cells and in the kernel.
template <class T>
void linearity() {
  const call<T> a = any_call<T>(true);
  const bool of_kernels = between(0, 1, "in the kernel") == 1;
  call<T> b = a, sum = a, four = a;
  const auto part = [&](call<T>& c) -> array<T>& { return of_kernels ? c.kernel : c.in; };
  fill(part(b), "second");
  part(sum).each([&](const auto& i) {
    part(sum)(i) += part(b)(i);
    part(four)(i) *= 4;
  });
  const auto of_a = a.run(), of_b = b.run(), of_sum = sum.run(), of_four = four.run();
  of_a.each([&](const auto& i) {
    RC_ASSERT(of_four(i) == 4 * of_a(i));
    const long double off =
        std::abs(static_cast<long double>(of_sum(i)) - static_cast<long double>(of_a(i)) -
                 static_cast<long double>(of_b(i)));
    RC_ASSERT(off <= allowed(a, i) + allowed(b, i) + allowed(sum, i));
  });
}

/// At any stride it is the correlation at stride 1, of which it takes some, to the bit.
template <class T>
void strided_correlation() {
  const call<T> c = any_call<T>(true);
  call<T> everywhere = c;
  everywhere.options.stride = {{1, 1}};
  const array<T> out = c.run(), correlation = everywhere.run();
  out.each([&](const auto& i) {
    RC_ASSERT(out(i) == correlation({i[0] * c.stride()[0], i[1] * c.stride()[1]}));
  });
}

template <class T>
void transposition() {
  const call<T> c = any_call<T>();
  call<T> turned{.in = array<T>({c.in.shape()[1], c.in.shape()[0]}),
                 .kernel = array<T>({c.kernel.shape()[1], c.kernel.shape()[0]})};
  c.in.each([&](const auto& i) { turned.in({i[1], i[0]}) = c.in(i); });
  c.kernel.each([&](const auto& i) { turned.kernel({i[1], i[0]}) = c.kernel(i); });
  const array<T> out = c.run(), other = turned.run();
  out.each([&](const auto& i) {
    RC_ASSERT(distance(out(i), other({i[1], i[0]})) <= 2 * allowed(c, i));
  });
}

/// Masked cells have no say, and a mask that masks none changes nothing, to the bit.
template <class T>
void masks() {
  call<T> c = any_call<T>(true);
  c.kernel.each([&](const auto& i) { c.kernel(i) = std::abs(c.kernel(i)); });
  c.kernel({0, 0}) += 1;  // weights have a sum
  const array<T> plain = c.run();
  c.mask.emplace(c.in.shape());
  c.mask->each([&](const auto& i) { (*c.mask)(i) = 1; });
  RC_ASSERT(same_bits(plain.values(), c.run().values()));
  const auto marks = integers(c.in.size(), 2, "mask");
  std::size_t at = 0;
  c.mask->each([&](const auto& i) { (*c.mask)(i) = marks[at++] != 0 ? 0 : 1; });
  call<T> other = c;
  other.in.each([&](const auto& i) {
    if ((*c.mask)(i) == 0) other.in(i) = std::numeric_limits<T>::quiet_NaN();
  });
  RC_ASSERT(same_bits(c.run().values(), other.run().values()));
}

template <class T>
void all() {
  const std::string type = sizeof(T) == 4 ? ", float" : ", double";
  holds("pool: constants" + type, constants<T>);
  holds("pool: sums and cells" + type, sums_and_cells<T>);
  holds("pool: linearity" + type, linearity<T>);
  holds("pool: strided correlation" + type, strided_correlation<T>);
  holds("pool: transposition" + type, transposition<T>);
  holds("pool: masks" + type, masks<T>);
}

}  // namespace

TEST_CASE("properties: pool") {
  all<float>();
  all<double>();
}
