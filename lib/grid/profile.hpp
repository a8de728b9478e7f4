// What the rows of a component have in common when its conditional mean moves from row to row.
//
// With i the column counted from the integer next to the mean and o what is left of it (times
// -scale, so |o| <= scale / 2),
//
//   exp(-(i scale + o)^2) = exp(-(i scale)^2) exp(-2 scale o i) exp(-o^2).
//
// The first factor, the profile, is one table for all rows, each of which begins elsewhere in it;
// the last is a number per row. The exponent between them is small where the Gaussian is wide
// beside a column: a short series in i. That is a fraction of the operations of an exp and rounds
// no more (docs/ACCURACY.md, "Mixtures"). It looks at i alone, so a cell's bits do not depend on
// its neighbours or the direction of the walk; and not on the grid: where a table does not pay, the
// kernel computes what would be its entries.
#pragma once

#include "plan.hpp"
#include "prepare.hpp"

#include "../simd/kernels.hpp"

#include <array>

namespace bellcurve::normal {

template <class T>
struct profile {
  int degree = 0;    ///< of the series; 0: there is no profile
  double scale = 0;  ///< of the component
  double unit = 0;   ///< a power of 2: the series is one in i unit, which is at most 1
  /// For a remainder o the series' coefficient n + 1 is that of n times o ratio[n].
  std::array<double, simd::mixture_degree> ratio{};
  index_t low = 0;   ///< the i of the table's first entry
  index_t size = 0;  ///< entries; 0: no table
  T* table = nullptr;
};

/// Of a component; its scale alone decides whether there is one. Without the table.
template <class T>
profile<T> make_profile(const walk_component& c, const grid_plan<T>& plan);

/// The term whose values at columns 0, 1, ... count - 1 are the table's entries from `first` on.
template <class T>
simd::mixture_term<T> table_term(const profile<T>& p, index_t first, index_t count) noexcept;

/// Makes a term a series times the profile.
/// \param rest o, from make_term; if it is NaN the term stays as it is.
template <class T>
void use_profile(const profile<T>& p, double factor, double rest,
                 simd::mixture_term<T>& term) noexcept;

}  // namespace bellcurve::normal
