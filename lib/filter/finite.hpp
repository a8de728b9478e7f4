// Whether data is fit for recursive filters: what is not finite they would carry to the ends of its
// lines, and so they would what becomes infinite among the states.
#pragma once

#include <bellcurve/view.hpp>

namespace bellcurve::filter {

/// Whether all of it is finite, and below 2^-32 of the largest power of two: states come to
/// some sigma^2 / 4 times the difference of two samples.
template <class T>
bool tame(T x) noexcept;
/// \param in With elements.
template <class T>
bool tame_everywhere(array_view<const T> in, int threads);

}  // namespace bellcurve::filter
