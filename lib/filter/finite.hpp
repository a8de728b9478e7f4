// Whether data is finite: recursive filters would carry what is not to the ends of its lines.
#pragma once

#include <bellcurve/view.hpp>

namespace bellcurve::filter {

/// \param in With elements.
template <class T>
bool finite_everywhere(array_view<const T> in, int threads);

}  // namespace bellcurve::filter
