// Checks of views, shared by every area's validation.
#pragma once

#include <bellcurve/view.hpp>

#include <cstdint>
#include <span>
#include <string>

namespace bellcurve::edge {

/// "got 3 x 4"
std::string shape(index_t rows, index_t cols);

/// "2 x 3 x 4"; "0 axes" for none.
std::string shape(std::span<const index_t> extents);

/// The shortest text that tells the number: for messages.
std::string number(double value);

/// Extents >= 0, data where there are elements, strides under which no two
/// elements share memory, and a byte span that fits ptrdiff_t.
/// \throws error(errc::bad_shape) or error(errc::bad_stride)
template <class T>
void check_view(const char* name, matrix_view<T> view);
template <class T>
void check_view(const char* name, array_view<T> view);

/// Addresses: the first byte and one past the last.
struct memory_span {
  std::uintptr_t first = 0, last = 0;
  bool empty() const noexcept { return first == last; }
};

/// What a checked view touches; empty for one without elements.
template <class T>
memory_span span_of(matrix_view<T> view) noexcept;
template <class T>
memory_span span_of(array_view<T> view) noexcept;

/// \throws error(errc::bad_alias) if the two overlap. An empty span overlaps
/// nothing.
void check_apart(const char* name, memory_span span, const char* other_name, memory_span other);

}  // namespace bellcurve::edge
