// Pointers, extents and strides of a call as views.
#pragma once

#include "../edge/views.hpp"
#include "status.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>

/// A matrix among the parameters of a function, and the view of it.
#define BELLCURVE_C_MATRIX(T, name) \
  T *name, ptrdiff_t name##_row_stride, ptrdiff_t name##_col_stride
#define BELLCURVE_C_VIEW(name, rows, cols) \
  bellcurve::matrix_view(name, rows, cols, name##_row_stride, name##_col_stride)

namespace bellcurve::c {

/// C order if there are no strides.
template <class T>
array_view<T> array(int axes, const ptrdiff_t* shape, T* data, const ptrdiff_t* strides) {
  if (axes < 0 || axes > max_axes) {
    throw error(errc::bad_shape, "axes must be from 0 to " + std::to_string(max_axes) + ", got " +
                                     std::to_string(axes));
  }
  const auto count = static_cast<std::size_t>(axes);
  if (count > 0) (void)at("shape", shape);
  if (!strides) return {data, std::span(shape, count)};
  return {data, std::span(shape, count), std::span(strides, count)};
}

/// count elements, one behind the other.
/// \throws error naming them: count < 0, null for elements, more than memory holds
template <class T>
std::span<T> list(const char* name, T* data, ptrdiff_t count) {
  // As bytes: one check for every type.
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(data);
  edge::check_view(name, array_view(bytes, {count}, {static_cast<index_t>(sizeof(T))}));
  return {data, static_cast<std::size_t>(count)};
}

inline std::optional<double> number(double value) {
  if (value == BELLCURVE_UNSET) return std::nullopt;
  return value;
}

/// Values of which all or none are set.
template <class V, std::size_t N>
std::optional<std::array<V, N>> all_or_none(const char* name, const V (&values)[N], V unset) {
  std::array<V, N> all;
  std::size_t set = 0;
  for (std::size_t i = 0; i < N; ++i) {
    all[i] = values[i];
    set += values[i] != unset;
  }
  if (set == 0) return std::nullopt;
  if (set == N) return all;
  throw error(errc::bad_argument, std::string(name) + " must have all of its " + std::to_string(N) +
                                      " values set or none, got " + std::to_string(set));
}

inline std::function<bool(double)> progress(bellcurve_progress call, void* context) {
  if (!call) return {};
  return [call, context](double fraction) { return call(fraction, context) != 0; };
}

}  // namespace bellcurve::c
