#include "arrays.hpp"

#include <algorithm>
#include <bit>
#include <cstdlib>
#include <utility>
#include <vector>

namespace bellcurve::python {
namespace {

bool strides_are_whole(const py::array& a) {
  for (int k = 0; k < a.ndim(); ++k) {
    if (a.shape(k) > 1 && a.strides(k) % a.itemsize() != 0) return false;
  }
  return true;
}

/// Each stride steps over all that the narrower ones reach, as the library's views have it.
bool elements_are_apart(const py::array& a) {
  std::vector<std::pair<index_t, index_t>> axes;  // stride, extent
  for (int k = 0; k < a.ndim(); ++k) {
    if (a.shape(k) > 1) axes.emplace_back(std::abs(a.strides(k)), a.shape(k));
  }
  std::ranges::sort(axes);
  index_t reached = 0;
  for (const auto& [stride, extent] : axes) {
    if (stride <= reached) return false;
    reached += (extent - 1) * stride;
  }
  return true;
}

}  // namespace

bool is_viewable(const py::array& a) {
  constexpr char swapped = std::endian::native == std::endian::little ? '>' : '<';
  if (a.dtype().byteorder() == swapped) return false;
  if ((a.flags() & py::detail::npy_api::NPY_ARRAY_ALIGNED_) == 0) return false;
  if (a.size() == 0 || (a.flags() & py::array::c_style) != 0) return true;
  return strides_are_whole(a) && elements_are_apart(a);
}

std::string describe(const py::array& a) {
  std::string text = py::str(a.dtype());
  return text + " array of " + std::string(py::str(a.attr("shape")));
}

void refuse(const char* name, const std::string& expected, const py::array& got) {
  throw py::type_error(std::string(name) + " must be " + expected + ", got a " + describe(got));
}

void check_array(const char* name, const py::array& a, int axes, bool written) {
  if (axes >= 0 && a.ndim() != axes) refuse(name, "of " + std::to_string(axes) + " axes", a);
  if (a.ndim() > max_axes) {
    throw error(errc::bad_shape, std::string(name) + " must have at most " +
                                     std::to_string(max_axes) + " axes, got " +
                                     std::to_string(a.ndim()));
  }
  if (written && !a.writeable()) {
    throw error(errc::bad_argument,
                std::string(name) + " must be writeable, got a read-only array");
  }
  if (!is_viewable(a)) {
    throw error(errc::bad_stride, std::string(name) +
                                      " must be aligned, in native byte order, with strides of "
                                      "whole elements that do not overlap, got a " +
                                      describe(a));
  }
}

}  // namespace bellcurve::python
