// Fills tiles, from whichever source the plan has chosen.
#pragma once

#include "cross_term.hpp"
#include "lost_rule.hpp"

namespace bellcurve::rbf {

/// Where K of a tile goes.
template <class T>
struct target {
  T* out = nullptr;  ///< rows of contiguous output
  index_t out_stride = 0;
  bool stream = false;  ///< non-temporal stores to out
  bool keep = false;    ///< in the tile
  bool upper = false;   ///< only from the diagonal on
};

template <class T>
class tile_source {
 public:
  tile_source(const problem<T>& p, const plan<T>& plan, const simd::kernels<T>& kernels,
              const memory<T>& memory)
      : p_(p), plan_(plan), kernels_(kernels), memory_(memory), lost_(make_lost_rule<T>(p.d)) {}

  /// Packs what `task` needs, if it is not packed yet, and forms what of the cross terms of
  /// `place`, which lies within it, has to be formed before compute().
  packed<T> prepare(const tile_place& task, const tile_place& place,
                    scratch<T>& mine) const noexcept {
    switch (plan_.source) {
      case exponents::direct:
        if (p_.known.panels) return {nullptr, p_.known.panels + place.col};
        pack_y(p_, plan_, kernels_, task, mine);
        return {nullptr, mine.panel_b + (place.col - task.col)};
      case exponents::blas:
        cross_term(p_, plan_, kernels_, memory_.center, task, place, mine);
        return {nullptr, nullptr};
      case exponents::fused:
        break;
    }
    return fused_sums(p_, plan_, kernels_, memory_.center, task, place, mine);
  }

  /// The points `cols` columns (whole tile rows) further on.
  packed<T> beside(const packed<T>& points, index_t cols) const noexcept {
    switch (plan_.source) {
      case exponents::direct:
        return {nullptr, points.b + cols};
      case exponents::blas:
        return points;
      case exponents::fused:
        break;
    }
    return {points.a, points.b + cols * plan_.last_chunk};
  }

  /// K of `at`. \param tile where `at` begins in a tile
  void compute(const tile_place& at, T* tile, const packed<T>& points,
               const target<T>& to) const noexcept {
    simd::points<T> x = p_.x, y = p_.y;
    x.data += at.row * x.row_stride;
    y.data += at.col * y.row_stride;
    const bool has_norms = plan_.source != exponents::direct;
    const simd::finish_args<T> finish{
        .tile = tile,
        .ld = plan_.tile_ld,
        .rows = at.rows,
        .cols = at.cols,
        .a = has_norms ? memory_.norms_x + at.row : nullptr,
        .b = has_norms ? memory_.norms_y + at.col : nullptr,
        .alpha =
            plan_.source == exponents::blas ? T(1) : static_cast<T>(2 * p_.gamma * simd::log2_e),
        .variance = p_.variance,
        .lost = lost_,
        .x = x,
        .y = y,
        .features = p_.d,
        .scale = p_.scale.empty() ? nullptr : p_.scale.data(),
        .gamma = p_.gamma,
        .upper = to.upper,
        .keep = to.keep,
        .out = to.out,
        .out_stride = to.out_stride,
        .stream = to.stream,
    };
    if (plan_.source == exponents::direct)
      return kernels_.direct({.b = points.b,
                              .ldb = plan_.panel_b_ld,
                              .features = p_.d,
                              .weight = p_.weight.empty() ? nullptr : p_.weight.data(),
                              .gamma = static_cast<T>(p_.gamma * simd::log2_e),
                              .finish = finish});
    if (plan_.source == exponents::blas) return kernels_.finish(finish);
    kernels_.fused({.a = points.a,
                    .b = points.b,
                    .features = plan_.last_chunk,
                    .first = plan_.last_chunk == p_.d,
                    .last = true,
                    .finish = finish});
  }

 private:
  const problem<T>& p_;
  const plan<T>& plan_;
  const simd::kernels<T>& kernels_;
  const memory<T>& memory_;
  const simd::lost_rule<T> lost_;
};

}  // namespace bellcurve::rbf
