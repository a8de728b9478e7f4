// Checks of views, shared by every area's validation.
#pragma once

#include <bellcurve/view.hpp>

#include <string>

namespace bellcurve::edge {

/// "got 3 x 4"
std::string shape(index_t rows, index_t cols);

/// The shortest text that tells the number: for messages.
std::string number(double value);

/// Extents >= 0, data where there are elements, strides under which no two
/// elements share memory, and a byte span that fits ptrdiff_t.
/// \throws error(errc::bad_shape) or error(errc::bad_stride)
template <class T>
void check_view(const char* name, matrix_view<T> view);

/// \throws error(errc::bad_alias) if the spans of memory overlap. A view without
/// elements overlaps nothing.
template <class T>
void check_apart(const char* name, matrix_view<const T> out, const char* other_name,
                 matrix_view<const T> other);

}  // namespace bellcurve::edge
