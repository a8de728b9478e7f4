// What recursive filters are compared with, the Gaussian that is hardly truncated, and what is
// stated of them (docs/FILTERS-RECURSIVE.md).
#pragma once

#include "filter/recursive.hpp"
#include "filter/reference.hpp"

namespace reference {

/// The filter with so wide a kernel that what is cut off is below 1e-16 of it.
template <class S, class R>
field wide(const call<S, R>& c) {
  call<S, R> other = c;
  other.params.radius.clear();
  for (const double sigma : c.params.sigma)
    other.params.radius.push_back(static_cast<index_t>(9 * sigma) + 1);
  return filter_all<typename call<S, R>::T>(as_field(other), other.params, other.params.cval);
}

/// In a range of 1: what `recursive_error` and, in double, `recursive_rounding` say of each line,
/// and 2 u of T.
template <class T>
real stated(const filter_params& p) {
  real sum = 0;
  for (std::size_t k = 0; k < p.sigma.size(); ++k) {
    const int order = value_for(p.order, k);
    sum += bellcurve::filter::recursive_error(p.sigma[k], order);
    sum += bellcurve::filter::recursive_rounding(p.sigma[k], order, 0x1p-53);
    sum += std::numeric_limits<T>::epsilon();
  }
  return sum;
}

}  // namespace reference
