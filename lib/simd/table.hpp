// Fills the kernel table of the ISA that includes it.
#pragma once

#include "convert.hpp"
#include "direct.hpp"
#include "exp.hpp"
#include "finish.hpp"
#include "fir.hpp"
#include "fused.hpp"
#include "kernels.hpp"
#include "log.hpp"
#include "mixture.hpp"
#include "mixture_points.hpp"
#include "pack.hpp"
#include "pack_panels.hpp"
#include "pool.hpp"
#include "recursive.hpp"
#include "store_row.hpp"
#include "transpose.hpp"
#include "weigh.hpp"

namespace bellcurve::simd::BELLCURVE_ISA {
namespace {

template <class T>
constexpr kernels<T> make_kernels() {
  return {
      .lanes = vec<T>::size,
      .strip = fused_rows,
      .panel = fused_cols<T>,
      .exp = map<T, full_exp<T>>,
      .exp_nonpositive = map<T, nonpositive_exp<T>>,
      .exp2_nonpositive = map<T, nonpositive_exp2<T>>,
      .pack_rows = pack_rows<T>,
      .pack_columns = pack_columns<T>,
      .norms = norms<T>,
      .mean = mean<T>,
      .pack_strips = pack_strips<T>,
      .pack_panels = pack_panels<T>,
      .fused = fused<T>,
      .direct = direct<T>,
      .finish = finish<T>,
      .weigh = weigh<T, T>,
      .weigh_wide = weigh<T, double>,
      .transpose = transpose<T>,
      .log_from_one = map<T, log_from_one_of<T>>,
      .mixture_rows = mixture_rows<T>,
      .mixture_log_rows = mixture_log_rows<T>,
      .mixture_points = mixture_points<T>,
      .mixture_log_points = mixture_log_points<T>,
  };
}

template <class S, class T>
constexpr pool_kernels<S, T> make_pool_kernels() {
  return {.blocks = pool_blocks<S, T>, .sliding = pool_sliding<S, T>};
}

constexpr pool_table make_pool_table() {
  return {
      .f32 = make_pool_kernels<float, float>(),
      .f64 = make_pool_kernels<double, double>(),
      .u8 = make_pool_kernels<std::uint8_t, float>(),
      .u16 = make_pool_kernels<std::uint16_t, float>(),
      .i16 = make_pool_kernels<std::int16_t, float>(),
  };
}

template <class T>
constexpr filter_kernels<T> make_filter_kernels() {
  return {.blocking = {.chunk = fir_chunk<T>,
                       .row_piece = fir_row_piece<T>,
                       .lines = fir_chunk<T>,
                       .lines_from = fir_lines_from<T>,
                       .recursive_from = recursive_from<T>,
                       .recursive_single_from = recursive_single_from<T>,
                       .recursive_lanes = recursive_lanes},
          .fir_columns = fir_columns<T>,
          .fir_rows = fir_rows<T>,
          .fir_lines = fir_lines<T>,
          .stream_rows = stream_rows<T>,
          .stream_fence = stream_fence,
          .recursive = recursive<T>,
          .recursive_lanes_of = recursive_lanes_of<T>,
          .recursive_rows_of = recursive_rows_of<T>};
}

template <class S>
constexpr convert_kernels<S, float> make_convert_kernels() {
  return {.widen = widen_row<S>, .round = round_row<S>};
}

constexpr filter_table make_filter_table() {
  return {
      .f32 = make_filter_kernels<float>(),
      .f64 = make_filter_kernels<double>(),
      .u8 = make_convert_kernels<std::uint8_t>(),
      .u16 = make_convert_kernels<std::uint16_t>(),
      .i16 = make_convert_kernels<std::int16_t>(),
  };
}

}  // namespace

extern const kernel_table table;
constinit const kernel_table table{bellcurve::isa::BELLCURVE_ISA, make_kernels<float>(),
                                   make_kernels<double>(), make_pool_table(), make_filter_table()};

}  // namespace bellcurve::simd::BELLCURVE_ISA
