// NumPy arrays as the library's views. Arrays come here with a dtype that the package's Python
// files have chosen; what is checked is what must hold lest memory be misread.
#pragma once

#include <pybind11/numpy.h>
#include <bellcurve/view.hpp>

#include <array>
#include <concepts>
#include <cstdint>
#include <string>
#include <type_traits>

namespace bellcurve::python {

namespace py = pybind11;

/// Whether the memory can be looked at as it is: native byte order, aligned, strides of whole
/// elements, no two elements in one place.
bool is_viewable(const py::array& a);

/// "float32 array of (3, 4)"
std::string describe(const py::array& a);

/// Elements that are numbers of T in native order.
template <class T>
bool holds(const py::array& a) {
  // A complex number or a date of this size is of another kind.
  constexpr char kind = std::floating_point<T> ? 'f' : std::is_signed_v<T> ? 'i' : 'u';
  const py::dtype type = a.dtype();
  return type.kind() == kind && type.itemsize() == py::ssize_t{sizeof(T)};
}

/// \throws py::type_error that says what the argument must be.
[[noreturn]] void refuse(const char* name, const std::string& expected, const py::array& got);

/// \throws py::type_error or error unless `a` is a viewable array of so many axes (-1: any).
void check_array(const char* name, const py::array& a, int axes, bool written);

template <class T>
struct type_of {
  using type = T;
};

/// Calls f(type_of<T>) with the T out of Ts that the array holds.
template <class... Ts, class F>
void with_type(const char* name, const py::array& a, F&& f) {
  if (!((holds<Ts>(a) && (f(type_of<Ts>{}), true)) || ...)) {
    refuse(name, "of a dtype that this function takes", a);
  }
}

template <class T>
array_view<T> as_array(const char* name, const py::array& a) {
  using element = std::remove_const_t<T>;
  constexpr bool written = !std::is_const_v<T>;
  if (!holds<element>(a))
    refuse(name, "of dtype " + std::string(py::str(py::dtype::of<element>())), a);
  check_array(name, a, -1, written);
  const auto axes = static_cast<std::size_t>(a.ndim());
  std::array<index_t, max_axes> shape{}, strides{};
  for (std::size_t k = 0; k < axes; ++k) {
    shape[k] = a.shape(static_cast<int>(k));
    strides[k] = a.strides(static_cast<int>(k)) / index_t{sizeof(T)};
  }
  // Const or not is what check_array has asked.
  auto* data = static_cast<T*>(const_cast<void*>(a.data()));
  return {data, std::span(shape.data(), axes), std::span(strides.data(), axes)};
}

template <class T>
matrix_view<T> as_matrix(const char* name, const py::array& a) {
  if (a.ndim() != 2) refuse(name, "of 2 axes", a);
  const array_view<T> v = as_array<T>(name, a);
  return {v.data(), v.extent(0), v.extent(1), v.stride(0), v.stride(1)};
}

/// One axis, contiguous.
template <class T>
std::span<T> as_span(const char* name, const py::array& a) {
  if (a.ndim() != 1) refuse(name, "of 1 axis", a);
  const array_view<T> v = as_array<T>(name, a);
  if (v.extent(0) > 1 && v.stride(0) != 1) refuse(name, "contiguous", a);
  return {v.data(), static_cast<std::size_t>(v.extent(0))};
}

}  // namespace bellcurve::python
