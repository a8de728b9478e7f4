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
// less (docs/ACCURACY.md, "Mixtures"); and it looks at i alone, so that a cell's bits are
// independent of its neighbours and of the direction of the walk.
#pragma once

#include "plan.hpp"
#include "prepare.hpp"

#include "../simd/kernels.hpp"

namespace bellcurve::normal {

template <class T>
struct profile {
  int degree = 0;     ///< of the series; 0: there is no profile
  double scale = 0;   ///< of the component
  double unit = 0;    ///< a power of 2: the series is one in i unit, which is at most 1
  double lowest = 0;  ///< below that exponent the table is 0
  index_t low = 0;    ///< the i of the table's first entry
  index_t size = 0;   ///< entries
  T* table = nullptr;
};

/// Of a component, by its scale and the shape of the grid; without the table.
template <class T>
profile<T> make_profile(const walk_component& c, const grid_plan<T>& plan);

using exp_function = void (*)(const double*, double*, std::size_t) noexcept;

/// Entries [first, first + count) of the table.
template <class T>
void fill_profile(const profile<T>& p, index_t first, index_t count, exp_function exp_nonpositive);

/// Gives a term its place in the table and its series. Where a row has no use for the profile the
/// term stays as it is.
/// \param rest o, from make_term.
template <class T>
void use_profile(const profile<T>& p, double factor, double rest,
                 simd::mixture_term<T>& term) noexcept;

}  // namespace bellcurve::normal
