/// \file alpha.hpp
/// Filters of pictures that are transparent in places.
#pragma once

#include <bellcurve/filter.hpp>

namespace bellcurve::command {

/// Filters the alpha of a picture, and its colours by how much of them is seen: the weighted mean
/// of the colours with alpha as their weight (T. Porter and T. Duff, Compositing digital images,
/// SIGGRAPH 1984: colours multiplied by alpha are what may be added). Hence what is invisible does
/// not shine through. Where nothing is seen, the colour is 0.
/// \param S std::uint8_t or std::uint16_t.
/// \param in Rows, columns, channels, the last of which is alpha. \param params Of rows and
/// columns, of order 0. \param out Of the same shape, other memory. \param options A mask has one
/// channel. \throws as gaussian_filter().
template <class S>
void filter_with_alpha(array_view<const S> in, const filter_params& params, array_view<S> out,
                       const filter_options& options);

}  // namespace bellcurve::command
