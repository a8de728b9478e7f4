// out = K v, tile by tile, K never stored.
#pragma once

#include "plan.hpp"

namespace bellcurve::rbf {

/// How the tiles of a product are put together.
template <class T>
struct product_plan {
  plan<T> tiles;
  index_t rows;      ///< of a block of x, and of y if symmetric
  index_t blocks;    ///< of rows
  index_t segment;   ///< columns whose sums are formed before they are added to others
  index_t segments;  ///< 1 if symmetric
  bool split;        ///< segments are tasks of their own: few rows
  index_t wave;      ///< segments that are at work at a time if split
  index_t v_ld;      ///< of v packed
};

template <class T, class V, class R>
product_plan<T> make_product_plan(const product<T, V, R>& p, const simd::kernel_table& table,
                                  std::optional<exponents> source = std::nullopt);

template <class T, class V, class R>
void apply(const product<T, V, R>& p, const product_plan<T>& plan, const simd::kernel_table& table,
           const std::function<bool(double)>& progress,
           const runtime::default_fp_environment& environment);

}  // namespace bellcurve::rbf
