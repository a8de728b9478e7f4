// A kernel along one axis: what is asked for, and a form in which the weight of any cell can be
// computed by itself. That needs no memory for the weights, so neither the size of an array
// nor a product of two axes needs the heap.
#pragma once

#include "double_double.hpp"

#include <bellcurve/kernels.hpp>

#include <array>

namespace bellcurve::kernels {

/// One axis that passed validation.
struct axis {
  index_t size = 0;
  double sigma = 1;
  double center = 0;
  int order = 0;
  bellcurve::discretization discretization = discretization::sampled;
  bellcurve::normalization normalization = normalization::sum;
};

/// Cells handled together, their weights in doubles on the stack: rows, and columns, of which it
/// takes more, since the weights of rows are made anew for each strip of columns.
inline constexpr index_t block = 256, strip = 1024;

/// Entries of a table of Bessel functions: T(n) > 2^-1074 for n <= 568 where variance < 144; and
/// 2 for differences, 16 for good measure.
inline constexpr int table_capacity = 592;

/// Exponents from here on give 0: exp(-746) does in double.
inline constexpr double no_weight = 760;

enum class method { impulse, sampled, mass, bessel_table, bessel_wide };

/// weight(i) = raw(i) / divisor * factor.
///
/// `unit` is what a raw weight is multiplied with to be that of a density. The raw weight of
/// a Gaussian whose centre is far outside the array would be 0 everywhere; where a sum divides,
/// it is therefore `relative` to the height of the Gaussian at the point `reference`.
struct line {
  method how = method::impulse;
  index_t size = 0;
  double center = 0, sigma = 1;
  int order = 0;
  bool mirrored = false;  ///< The centre is the middle: the second half mirrors the first.
  dd inverse, inverse2;   ///< 1 / sigma, 1 / sigma^2.
  bool relative = false;
  double reference = 0;
  double unit = 1, divisor = 1, factor = 1;

  /// impulse: the shares of the cells impulse_at and impulse_at + 1.
  index_t impulse_at = 0;
  std::array<double, 2> share = {0, 0};

  /// bessel: the cell at or below the centre, and the weights of the kernels about it and about
  /// the next.
  double lower = 0, lower_share = 1, upper_share = 0;
  dd nearest;             ///< Where relative, the least distance that occurs; otherwise 0.
  dd reference_exponent;  ///< bessel_wide: of the nearest.
  bool far = false;       ///< bessel_wide: the difference of two exponents would cancel.
  int pivot = 0;          ///< bessel_table: table[k] is for the distance nearest + (k - pivot).
  int table_size = 0;
  std::array<double, static_cast<std::size_t>(table_capacity)> table;

  /// The raw weights of the first cells, needed for the sum and then again.
  index_t kept = 0;
  std::array<double, static_cast<std::size_t>(strip)> raw;
};

/// Makes `l` the kernel of `a`. Takes time O(size) where it is normalized to its sum.
void prepare(line& l, const axis& a) noexcept;

/// The weights of `count` cells from `first` on.
void weights(const line& l, index_t first, index_t count, double* out) noexcept;

/// The cell of the array that is nearest to x; of two the lower.
index_t nearest_cell(index_t size, double x) noexcept;

/// exp(-((x - center) / sigma)^2 / 2) at a multiple of 1/2, relative to the reference if the line
/// is. Within 1.1 ulp.
double height(const line& l, double x) noexcept;

/// (-1)^order sigma^-order He_order((x - center) / sigma): what makes a Gaussian its derivative.
dd derivative_factor(const line& l, double x, int order) noexcept;

// Raw weights of a single cell, by method.
double sampled_weight(const line& l, index_t i) noexcept;
double mass_weight(const line& l, index_t i) noexcept;
double table_weight(const line& l, index_t i) noexcept;
double wide_weight(const line& l, index_t i) noexcept;

/// Decides between the two ways to Bessel functions; fills the table.
void prepare_bessel(line& l) noexcept;
void fill_table(line& l, double steps) noexcept;
/// ln of sqrt(2 pi) sigma T(n) for n = x sigma^2 >= 0, without the factor (1 + x^2)^(-1/4).
dd wide_exponent(const line& l, dd n, dd x) noexcept;

/// The kernel about the cell `lower` and the one about the next, mixed.
/// \param at The value at an integer distance >= 0, as a function of that distance.
template <class F>
double mix(const line& l, index_t i, const F& at) noexcept {
  const double odd = l.order % 2 == 0 ? 1 : -1;
  const auto about = [&](double cell) {
    const dd n = two_sum(cell, -l.lower);
    return n.hi < 0 ? odd * at(-n) : at(n);
  };
  const auto x = static_cast<double>(i);
  double w = l.lower_share * about(x);
  if (l.upper_share != 0) w += l.upper_share * about(x - 1);
  return w;
}

}  // namespace bellcurve::kernels
