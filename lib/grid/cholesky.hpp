// The factor of a correlation matrix.
#pragma once

#include <cstddef>
#include <span>

namespace bellcurve::normal {

/// How much of a diagonal element must be left as pivot: below it the pivot is rounding errors.
constexpr double least_pivot(std::size_t d) noexcept { return 0x1p-52 * static_cast<double>(d); }

/// A pivot that is not above least_pivot.
struct failed_pivot {
  std::size_t row;
  double pivot;
};

/// lower (d x d): L with L L^T = the correlation matrix, zeros above the diagonal. A pivot that is
/// too small stands as least_pivot. \param root For d = 2 the second pivot's root: it stands as it
/// is, also where it is too small to have come from a covariance.
/// \return The first pivot that was too small; row d for none.
failed_pivot cholesky(std::span<const double> correlation, std::size_t d, double root,
                      std::span<double> lower) noexcept;

/// cholesky(), but in three dimensions it fails if any order of the axes would. Grids are walked in
/// the order of their strides, and no rule on one order holds for the others: exactly, the last
/// pivot depends on which axis is last; in rounding, on the order before it, too. All six are few,
/// and are what will be computed, bit for bit: a walk finds no pivot that this has not seen, and
/// whether a covariance is taken does not depend on how its axes are numbered.
/// \return Of the order as given, if that fails.
failed_pivot cholesky_in_any_order(std::span<const double> correlation, std::size_t d, double root,
                                   std::span<double> lower) noexcept;

/// covariance / (a b) for standard deviations a and b, which may be exchanged: to the same bits.
double correlation_of(double covariance, double a, double b) noexcept;

/// sqrt(1 - c01^2 / (c00 c11)) with a relative error of a few units in the last place, however
/// close to 0 it is; negative, the root of the absolute value, if it is not real.
double conditional_root(double c00, double c01, double c11) noexcept;

}  // namespace bellcurve::normal
