#include "weights.hpp"

#include <algorithm>

namespace bellcurve::filter {

template <class T>
std::vector<T> make_taps(const line& l) {
  std::vector<T> taps(static_cast<std::size_t>(2 * l.radius + 1));
  gaussian_kernel_1d({.sigma = l.sigma, .order = l.order}, array_view<T>(taps));
  std::ranges::reverse(taps);
  return taps;
}

template std::vector<float> make_taps(const line&);
template std::vector<double> make_taps(const line&);

}  // namespace bellcurve::filter
