#include "alpha.hpp"

#include "samples.hpp"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace bellcurve::command {
namespace {

/// Finds what is wrong with the call: there is no row to filter. The shape of a mask was checked.
template <class S>
void check(array_view<const S> in, const filter_params& params, array_view<S> out,
           filter_options options) {
  options.mask.reset();
  options.progress = {};
  const index_t cols = in.extent(1), channels = in.extent(2);
  gaussian_filter(array_view<const S>(in.data(), {0, cols, channels}), params,
                  array_view<S>(out.data(), {0, cols, channels}), options);
}

/// The part [from, to] of the work.
std::function<bool(double)> part(const std::function<bool(double)>& whole, double from, double to) {
  if (!whole) return {};
  return [&whole, from, to](double done) { return whole(from + (to - from) * done); };
}

}  // namespace

template <class S>
void filter_with_alpha(array_view<const S> in, const filter_params& params, array_view<S> out,
                       const filter_options& options) {
  check(in, params, out, options);
  const index_t rows = in.extent(0), cols = in.extent(1), colours = in.extent(2) - 1;
  std::vector<float> colour(static_cast<std::size_t>(rows * cols * colours));
  std::vector<float> alpha(static_cast<std::size_t>(rows * cols));
  const S* sample = in.data();
  for (std::size_t i = 0, c = 0; i < alpha.size(); ++i, ++sample) {
    alpha[i] = sample[colours];
    for (index_t k = 0; k < colours; ++k) colour[c++] = static_cast<float>(*sample++) * alpha[i];
  }

  filter_params p = params;
  filter_options o = options;
  o.fill.reset();  // NaN, until all are samples again
  const auto in_place = [&](std::vector<float>& plane, index_t channels) {
    gaussian_filter(array_view<const float>(plane, {rows, cols, channels}), p,
                    array_view<float>(plane, {rows, cols, channels}), o);
  };
  const double share = 1 / static_cast<double>(colours + 1);
  o.progress = part(options.progress, 0, share);
  in_place(alpha, 1);
  p.cval = params.cval * params.cval;
  o.progress = part(options.progress, share, 1);
  in_place(colour, colours);

  const auto fill = static_cast<S>(options.fill.value_or(0));
  S* result = out.data();
  for (std::size_t i = 0, c = 0; i < alpha.size(); ++i) {
    const float a = alpha[i];
    for (index_t k = 0; k < colours; ++k, ++c)
      *result++ = std::isnan(a) ? fill : a > 0 ? nearest_sample<S>(colour[c] / a) : S{0};
    *result++ = std::isnan(a) ? fill : nearest_sample<S>(a);
  }
}

template void filter_with_alpha(array_view<const std::uint8_t>, const filter_params&,
                                array_view<std::uint8_t>, const filter_options&);
template void filter_with_alpha(array_view<const std::uint16_t>, const filter_params&,
                                array_view<std::uint16_t>, const filter_options&);

}  // namespace bellcurve::command
