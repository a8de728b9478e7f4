// Views: how they are made, and what edge::check_view() and edge::span_of() make of them.
#include "edge/views.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cstdint>
#include <string>
#include <vector>

using bellcurve::array_view;
using bellcurve::errc;
using bellcurve::index_t;
using bellcurve::matrix_view;
using bellcurve::edge::check_view;
using bellcurve::edge::memory_span;
using bellcurve::edge::span_of;

namespace {

constexpr index_t most = PTRDIFF_MAX;

/// Memory to point into. Nothing is read.
float memory[64];

template <class View>
void fails(const View& v, errc code, const std::string& text) {
  CAPTURE(text);
  try {
    check_view("a", v);
    FAIL_CHECK("no error");
  } catch (const bellcurve::error& e) {
    CHECK(e.code() == code);
    CHECK(std::string(e.what()) == text);
  }
}

bool passes(array_view<float> v) {
  check_view("a", v);
  return true;
}

/// In elements from memory.
template <class View>
std::array<index_t, 2> elements_of(const View& v) {
  const memory_span span = span_of(v);
  const auto base = reinterpret_cast<std::uintptr_t>(&memory[0]);
  const auto place = [base](std::uintptr_t p) {
    return static_cast<std::intptr_t>(p - base) / static_cast<index_t>(sizeof(float));
  };
  return {place(span.first), place(span.last)};
}

using range = std::array<index_t, 2>;

}  // namespace

TEST_CASE("array_view: C order") {
  const array_view<float> v(memory, {2, 3, 4});
  CHECK(v.axes() == 3);
  CHECK(v.data() == memory);
  const std::array<index_t, 3> extents{2, 3, 4}, strides{12, 4, 1};
  for (int k = 0; k < 3; ++k) {
    CHECK(v.extent(k) == extents[static_cast<std::size_t>(k)]);
    CHECK(v.stride(k) == strides[static_cast<std::size_t>(k)]);
  }
  CHECK(v.shape().size() == 3);
  CHECK(v.strides()[0] == 12);
  const array_view<float> none(memory, std::initializer_list<index_t>{});
  CHECK(none.axes() == 0);
  CHECK(array_view<float>().axes() == 0);
  CHECK(array_view<float>().data() == nullptr);
}

TEST_CASE("array_view: what it is made from") {
  std::vector<float> values(24);
  const array_view<const float> line(values);
  CHECK(line.axes() == 1);
  CHECK(line.extent(0) == 24);
  const array_view<float> box(values, {2, 3, 4});
  const array_view<const float> read_only = box;
  CHECK(read_only.data() == values.data());
  CHECK(read_only.stride(0) == 12);
  const array_view<const float> matrix = matrix_view<float>(values.data(), 4, 3, -6, 2);
  CHECK(matrix.axes() == 2);
  CHECK(matrix.extent(0) == 4);
  CHECK(matrix.stride(0) == -6);
  CHECK(matrix.stride(1) == 2);
  const std::vector<index_t> shape{2, 2}, strides{5, -1};
  const array_view<float> strided(values.data() + 1, shape, strides);
  CHECK(strided.stride(1) == -1);
}

TEST_CASE("array_view: what it cannot be made from") {
  std::vector<float> values(23);
  const auto too_few = [&](std::initializer_list<index_t> shape) {
    CHECK_THROWS_WITH_AS(array_view<float>(values, shape),
                         "array_view: 23 elements do not hold the shape", bellcurve::error);
  };
  too_few({2, 3, 4});
  too_few({24});
  too_few({most, most});
  too_few({1, most, 2});
  CHECK_NOTHROW(array_view<float>(values, {23}));
  CHECK_NOTHROW(array_view<float>(values, {2, 11}));
  CHECK_NOTHROW(array_view<float>(values, {most, 0}));
  CHECK_NOTHROW(array_view<float>(values, {0, most, most}));
  CHECK_NOTHROW(array_view<float>(memory, {1, 1, 1, 1, 1, 1, 1, 1}));
  CHECK_THROWS_WITH_AS(array_view<float>(memory, {1, 1, 1, 1, 1, 1, 1, 1, 1}),
                       "array_view: shape must have at most 8 axes, got 9", bellcurve::error);
  CHECK_THROWS_WITH_AS(array_view<float>(memory, {2, 3}, {1}),
                       "array_view: strides must have 2 (axes) values, got 1", bellcurve::error);
}

TEST_CASE("check_view: strides that keep elements apart") {
  CHECK(passes({memory, {2, 3, 4}}));
  CHECK(passes({memory, {2, 3, 4}, {1, 2, 6}}));          // Fortran order
  CHECK(passes({memory + 30, {2, 3, 4}, {-12, 4, -1}}));  // reversed
  CHECK(passes({memory, {2, 3, 4}, {4, 8, 1}}));          // axes in another order
  CHECK(passes({memory, {2, 1, 4}, {4, 0, 1}}));          // an extent of 1: any stride
  CHECK(passes({memory, {1, 1}, {0, most}}));
  CHECK(passes({memory, {5, 2}, {3, 2}}));  // 2 steps over 0 alone, 3 over 0 and 2
  CHECK(passes({memory, std::initializer_list<index_t>{}}));
  fails(array_view<float>(memory, {2, 3, 4}, {11, 4, 1}), errc::bad_stride,
        "a must have a stride along axis 0 of at least 12, got 11");
  fails(array_view<float>(memory, {2, 3, 4}, {12, -3, 1}), errc::bad_stride,
        "a must have a stride along axis 1 of at least 4, got 3");
  fails(array_view<float>(memory, {3, 2}, {2, 3}), errc::bad_stride,
        "a must have a stride along axis 1 of at least 5, got 3");
  fails(array_view<float>(memory, {2, 2}, {-1, 1}), errc::bad_stride,
        "a must have a stride along axis 0 of at least 2, got 1");
  fails(array_view<float>(memory, {2, 3}, {3, 0}), errc::bad_stride,
        "a must have strides other than 0, got (3, 0)");
  fails(matrix_view<float>(memory, 2, 3, 2), errc::bad_stride,
        "a must have a row stride of at least 3, got 2");
  fails(matrix_view<float>(memory, 3, 2, 1, 2), errc::bad_stride,
        "a must have a column stride of at least 3, got 2");
}

TEST_CASE("check_view: extents, null, and spans that no memory has") {
  fails(array_view<float>(memory, {2, -1, 3}), errc::bad_shape,
        "a must have extents >= 0, got 2 x -1 x 3");
  fails(array_view<float>(nullptr, {2, 3}), errc::bad_shape,
        "a must not be null, got null for 2 x 3 elements");
  fails(array_view<float>(nullptr, std::initializer_list<index_t>{}), errc::bad_shape,
        "a must not be null, got null for 0 axes elements");
  // An array without elements may be null, and its strides anything.
  CHECK(passes({nullptr, {2, 0, 3}}));
  CHECK(passes({nullptr, {most, 0}, {most, 0}}));
  const std::string bound = "a must span less than 2^63 bytes, got ";
  const std::string text = std::to_string(most);
  fails(array_view<float>(memory, {most}), errc::bad_shape, bound + text + " with strides (1)");
  fails(array_view<float>(memory, {2}, {most}), errc::bad_shape,
        bound + "2 with strides (" + text + ")");
  fails(array_view<float>(memory, {2}, {-most - 1}), errc::bad_shape,
        bound + "2 with strides (-" + "9223372036854775808)");
  // Each axis alone would do.
  const index_t half = most / 2 / 4 + 1;
  CHECK(passes({memory, {2}, {half}}));
  fails(array_view<float>(memory, {2, 2}, {half, half + 1}), errc::bad_shape,
        bound + "2 x 2 with strides (" + std::to_string(half) + ", " + std::to_string(half + 1) +
            ")");
  // C order that wraps.
  const index_t large = index_t(1) << 32;
  CHECK_THROWS_AS(passes({memory, {large, large, 2}}), bellcurve::error);
}

TEST_CASE("span_of: from the lowest element to behind the highest") {
  CHECK(elements_of(array_view<float>(memory, {2, 3, 4})) == range{0, 24});
  CHECK(elements_of(array_view<float>(memory + 30, {2, 3, 4}, {-12, 4, -1})) == range{15, 39});
  CHECK(elements_of(array_view<float>(memory + 5, {2, 1, 2}, {10, 99, -1})) == range{4, 16});
  CHECK(elements_of(array_view<float>(memory + 5, {1, 1})) == range{5, 6});
  CHECK(elements_of(matrix_view<float>(memory + 7, 3, 2, -3, 1)) == range{1, 9});
  CHECK(elements_of(array_view<float>(memory + 5, std::initializer_list<index_t>{})) ==
        range{5, 6});
  CHECK(span_of(array_view<float>(memory, {3, 0})).empty());
  CHECK(span_of(array_view<float>()).empty() == false);  // no axes: one element
  CHECK(span_of(matrix_view<float>()).empty());
}

TEST_CASE("check_apart: overlap") {
  using bellcurve::edge::check_apart;
  const memory_span a = span_of(array_view<float>(memory, {8}));
  const auto apart = [&](memory_span b) { check_apart("b", b, "a", a); };
  CHECK_NOTHROW(apart(span_of(array_view<float>(memory + 8, {4}))));
  CHECK_NOTHROW(apart(span_of(array_view<float>(memory + 2, {0}))));
  CHECK_THROWS_WITH_AS(apart(span_of(array_view<float>(memory + 7, {4}))),
                       "b must not overlap a, got an offset of 28 bytes", bellcurve::error);
  CHECK_THROWS_AS(apart(span_of(array_view<float>(memory + 2, {2}))), bellcurve::error);
}
