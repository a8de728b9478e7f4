// Components in units of the walk: indices of the grid instead of coordinates.
#pragma once

#include "plan.hpp"

#include "../simd/kernels.hpp"

#include <array>

namespace bellcurve::normal {

/// With i the index along axis k of the walk, y_k = (i - whole_k - part_k) * per_deviation_k and
/// z = L^-1 y. Along the last axis the conditional mean is whole + part + sum_l shift_l z_l and
/// s = (j - mean) * scale. All in double; whole is an integer, so that differences of indices from
/// it are exact, and |part| <= 1/2.
struct walk_component {
  std::size_t last = 0;  ///< the axis of the rows: the others are the outer ones
  std::array<double, 3> whole{}, part{};
  std::array<double, 2> per_deviation{};
  double below = 0;                       ///< L(1, 0) of the outer axes
  std::array<double, 2> inverse_pivot{};  ///< 1 / their diagonal
  std::array<double, 2> shift{};
  double scale = 0;
  double reach = 0;    ///< exp vanishes at columns further than that from the mean
  double factor = 0;   ///< the peak, or its logarithm
  bool fixed = false;  ///< all shifts are 0: every row has the same mean
};

/// Fills one component.
template <class T>
walk_component prepare(const grid_problem<T>& p, const grid_plan<T>& plan, std::size_t which);

/// What the outer axes contribute to a row.
struct row_position {
  double squares;     ///< sum_l z_l^2
  double mean_shift;  ///< sum_l shift_l z_l
};

/// \param outer The indices along the outer axes.
row_position along(const walk_component& c, const std::array<index_t, 2>& outer) noexcept;

/// What one component is along a block of columns of a row, without a table.
/// \param column The first column of the block.
/// \param t Written field by field: a copy would wait for all of them.
/// \return The offset before it is rounded to T; NaN where it does not follow from an integer next
/// to the mean, as that is too far away.
template <class T>
double make_term(const walk_component& c, double mean_shift, double factor, index_t column,
                 index_t cols, simd::mixture_term<T>& t) noexcept;

}  // namespace bellcurve::normal
