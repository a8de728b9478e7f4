// What crosses to the kernels of mixtures of normal distributions.
#pragma once

#include <cstddef>
#include <cstdint>

namespace bellcurve::simd {

/// The highest degree of a term's series.
inline constexpr int mixture_degree = 8;
/// What a profile is multiplied by, as a power of 2: where exp would be flushed to 0 a series above
/// 1 may still be to come.
inline constexpr int mixture_profile_power = 2;

/// One component along one row of a grid. With s = (j - shift) scale + offset at column j it is
/// factor exp(-s^2), in a logarithm factor - s^2. With a profile it is 2^mixture_profile_power
/// exp(-s^2) times a polynomial of y = (j - shift) unit: factor + series[0] y + series[1] y^2 ...
template <class T>
struct mixture_term {
  T shift;   ///< an integer: the column nearest to the conditional mean, or far outside
  T scale;   ///< 1 / (sqrt(2) sigma), sigma in columns
  T offset;  ///< what is left of the conditional mean
  T factor;
  std::int32_t first, last;  ///< exp is 0 at columns before `first` and from `last` on
  std::int32_t degree;       ///< of the polynomial
  bool profile;
  T unit;          ///< a power of 2, so that y is exact
  const T* table;  ///< of the exponential: column j's at table_at + j; or null
  std::ptrdiff_t table_at;
  T series[mixture_degree];
};

/// Density, or its logarithm, of rows of a grid. Columns are counted from 0; there are less
/// than 2^23 of them.
template <class T>
struct mixture_rows_args {
  const mixture_term<T>* terms;
  std::ptrdiff_t stride;       ///< from the terms of one row to those of the next
  const std::int32_t* counts;  ///< how many terms each row has
  T* const* out;               ///< where each row goes, contiguous
  std::ptrdiff_t rows, cols;
  bool maximum;  ///< of the components; else their sum
  bool stream;   ///< non-temporal stores
};

/// Columns that tables must be readable beyond the last and, save those that begin with the first
/// column, before the first: the longest strip.
inline constexpr std::ptrdiff_t mixture_table_slack = 4 * 64 / sizeof(float);

/// A component at scattered points: with h_k = x_k / 2 - half_mean_k (the mean in two parts)
/// z = L^-1 (scale h), exponent -|z|^2.
template <class T>
struct mixture_at_points {
  const T* half_mean;      ///< d
  const T* half_mean_low;  ///< d
  const T* scale;          ///< d: sqrt(2) / standard deviation
  const T* lower;          ///< L without its diagonal, row by row: d (d - 1) / 2
  const T* inverse_pivot;  ///< d: 1 / diagonal of L
  T factor;                ///< of the density, or the logarithm to be added
};

template <class T>
struct mixture_points_args {
  const mixture_at_points<T>* components;
  std::ptrdiff_t count;
  const T* panel;  ///< dimensions x points, from pack_columns without a centre
  std::ptrdiff_t ld;
  std::ptrdiff_t points, dimensions;
  T* out;
  T* z;          ///< room for dimensions x 4 registers
  T* exponents;  ///< room for count x 4 registers
  bool maximum;
};

}  // namespace bellcurve::simd
