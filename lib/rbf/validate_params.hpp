// The parameters' part of the edge: numbers that do not depend on where data lies.
#pragma once

#include "problem.hpp"

#include <span>

namespace bellcurve::rbf {

/// Parameters for data of d features; shapes and views are left empty.
/// \throws error naming the argument, its value and what was expected.
template <class T>
problem<T> validate_params(index_t d, const rbf_params& params, engine which);

/// The point that takes the place of the mean, of p.d values; empty leaves the mean.
template <class T>
void set_center(problem<T>& p, std::span<const double> center);

}  // namespace bellcurve::rbf
