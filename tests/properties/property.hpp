// Properties that hold for all inputs, which RapidCheck draws, and shrinks where one fails.
#pragma once

#include <bellcurve/view.hpp>

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <cstdlib>
#include <numeric>
#include <string>
#include <vector>

namespace property {

using bellcurve::index_t;

/// What every commit draws is the same every time; RC_PARAMS in the environment says otherwise
/// (`seed=7 max_success=1000`). RapidCheck prints the seed, and, where a property fails, the least
/// input that it could find and what to set to see it again.
template <class Property>
void holds(const std::string& what, const Property& property) {
  static const bool fixed = ::setenv("RC_PARAMS", "seed=20261126 max_success=200", 0) == 0;
  REQUIRE(fixed);
  INFO(what);
  CHECK(rc::check(what, property));
}

/// From least to most; shrinks towards least.
inline index_t between(index_t least, index_t most, const char* name) {
  // Of the whole range from the first case on.
  return *rc::gen::resize(100, rc::gen::inRange<index_t>(least, most + 1)).as(name);
}

/// One of these; shrinks towards the first.
template <class V>
V one_of(const std::vector<V>& values, const char* name) {
  return values[static_cast<std::size_t>(
      between(0, static_cast<index_t>(values.size()) - 1, name))];
}

/// Integers within +-most, for numbers that no test rounds; shrink towards 0 (ranges of RapidCheck
/// do so towards their least).
inline std::vector<int> integers(index_t count, int most, const char* name) {
  const auto signs = [](int k) { return k % 2 == 0 ? k / 2 : -(k + 1) / 2; };
  return *rc::gen::container<std::vector<int>>(
              static_cast<std::size_t>(count),
              rc::gen::map(rc::gen::inRange(0, 2 * most + 1), signs))
              .as(name);
}

/// As fractions of 64.
template <class T>
std::vector<T> numbers(index_t count, const char* name, int most = 256) {
  std::vector<T> v;
  for (const int i : integers(count, most, name)) v.push_back(static_cast<T>(i) / T(64));
  return v;
}

/// Shrinks towards the identity.
inline std::vector<index_t> permutation(index_t n, const char* name) {
  const std::vector<int> keys = integers(n, 1000, name);
  std::vector<index_t> order(static_cast<std::size_t>(n));
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(), [&](index_t a, index_t b) {
    return keys[static_cast<std::size_t>(a)] < keys[static_cast<std::size_t>(b)];
  });
  return order;
}

}  // namespace property
