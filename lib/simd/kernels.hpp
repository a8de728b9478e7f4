// The table that crosses from baseline code to ISA code: plain structs and
// function pointers, one table per instruction set, chosen once per call.
#pragma once

#include "filter_args.hpp"
#include "mixture_args.hpp"

#include <bellcurve/isa.hpp>

#include <cstddef>
#include <cstdint>

namespace bellcurve::simd {

using index_t = std::ptrdiff_t;

/// Rows of points as the caller holds them.
template <class T>
struct points {
  const T* data;
  index_t row_stride;
  index_t col_stride;
};

/// Copies a block of points into a panel, centred and scaled:
/// panel(r, k) = (x(r, k) - center[k]) * scale[k]. Without a centre: as they are,
/// infinities as NaN.
template <class T>
struct pack_args {
  points<T> x;  ///< first row and first feature of the block
  index_t rows;
  index_t features;
  const T* center;  ///< features values, or null
  const T* scale;   ///< features values, or null for 1
  T* panel;
  index_t ld;  ///< distance of rows (pack_rows) or of features (pack_columns)
};

/// sums[2 r] + sums[2 r + 1] += sum_k panel(r, k)^2 in double: the sum, and what
/// its roundings lost.
template <class T>
struct norms_args {
  const T* panel;
  index_t ld;
  index_t rows;
  index_t features;
  double* sums;
};

/// For each finite row: sums[k] += x(r, k) * weight. A row that holds a NaN or
/// an infinity is left out.
template <class T>
struct mean_args {
  points<T> x;
  index_t rows;
  index_t features;
  double weight;
  double* sums;
  index_t finite_rows;  ///< out
};

/// Features whose products are added up in one go; longer sums are cut so that the order of
/// additions is ours (OpenBLAS cuts at other places with and without threads).
inline constexpr index_t feature_chunk = 256;

/// Exponents are those of 2: K = variance 2^-t with t = gamma log2(e) |x - y|^2.
inline constexpr double log2_e = 1.44269504088896340736;

/// When the Gram form of a pair's exponent is too inaccurate to use, as a
/// function of s = a_i + b_j alone: see docs/ARCHITECTURE.md, "Lost pairs".
template <class T>
struct lost_rule {
  T eps;    ///< error of the Gram form is below eps * s
  T kappa;  ///< with s above s_min, exponents below kappa * s are repaired
  T s_min;
  T t_max;  ///< exponents above it give 0 in any case
};

/// Turns a tile of cross terms, 2 gamma log2(e) x_i.y_j / alpha, into K. a and b are gamma log2(e)
/// times the squared norms; NaN marks a row with non-finite values, +inf a finite row
/// whose products may overflow.
template <class T>
struct finish_args {
  T* tile;
  index_t ld;
  index_t rows, cols;
  const T* a;
  const T* b;  ///< like rows of the tile, can be read up to a whole register
  T alpha;
  T variance;
  // The repair of lost pairs by direct differences of the caller's points.
  lost_rule<T> lost;
  points<T> x, y;
  index_t features;
  const T* scale;  ///< null for 1
  double gamma;
  bool upper;  ///< row i from column i on; the elements before are left undefined
  // Where K goes: back into the tile, to rows of contiguous output, or both.
  bool keep;
  T* out;  ///< null for none
  index_t out_stride;
  bool stream;  ///< non-temporal stores to out
};

/// K of a tile from packed points: cross terms are formed in registers and finished there.
template <class T>
struct fused_args {
  const T* a;             ///< of pack_strips, from the first of a strip on
  const T* b;             ///< of pack_panels
  index_t features;       ///< at most a chunk
  bool first, last;       ///< of the chunks: sums begin with 0, not the tile; sums end and become K
  finish_args<T> finish;  ///< tile of whole strips and panels
};

/// sums(i, c) += sum_j k(i, j) v(j, c). Products and sums of a call are formed in V, in an order
/// that depends on `columns` and which of the strides is 1 alone.
template <class T, class V>
struct weigh_args {
  const T* k;
  index_t row_stride, col_stride;  ///< of k; one of them is 1
  index_t rows, cols;              ///< of k
  const V* v;                      ///< cols x columns
  index_t v_ld;                    ///< 1 for a single column; else padded to whole registers
  index_t columns;
  double* sums;  ///< rows x columns, contiguous
};

/// The most features that direct() takes.
inline constexpr index_t direct_features = 16;

/// K of a tile by direct differences: K(i, j) = variance exp(-gamma sum_k
/// weight_k (x_ik - y_jk)^2), NaN where x or y holds a NaN or an infinity.
template <class T>
struct direct_args {
  const T* b;  ///< features x cols, from pack_columns without a centre
  index_t ldb;
  index_t features;
  const T* weight;        ///< null for 1
  T gamma;                ///< times log2(e)
  finish_args<T> finish;  ///< norms, y and what is for lost pairs are not used
};

/// out(j, i) = in(i, j). Rows of `in` can be read up to a whole register.
template <class T>
struct transpose_args {
  const T* in;
  index_t in_stride;
  index_t rows, cols;  ///< of in
  T* out;
  index_t out_stride;
  bool stream;
};

/// Elements in the widest register, times what the loops unroll: how far beyond a period the
/// rows of weights of pool_args go on, and what may be read behind columns.
inline constexpr index_t pool_overhang = 128;

/// Blocks of a matrix whose rows are contiguous, weighted and summed; `blocks` in a row,
/// each of which is `width` elements wide, `channels` of them to a column, and begins `pitch`
/// elements behind the one before. Sums are formed in an order that depends on width and kernel
/// rows alone: see docs/ACCURACY.md.
template <class S, class T>
struct pool_args {
  const S* in;  ///< first element of the first block
  index_t row_stride;
  index_t block_row_stride;  ///< from one row of blocks to the next
  index_t block_rows, blocks;
  index_t kernel_rows;
  index_t width, pitch, channels;
  /// pool_blocks (pitch >= width): row k repeats what the columns of a pitch are multiplied by,
  /// zeros where that is between blocks, up to pitch + pool_overhang. pool_sliding
  /// (pitch = channels, or 2 for one channel): the weights of row k, one per column.
  const T* weights;
  index_t weights_ld;
  T* columns;  ///< to work in: at least width + a register
  index_t columns_size;
  T* out;  ///< channels contiguous, then blocks
  index_t out_row_stride;
};

template <class S, class T>
struct pool_kernels {
  void (*blocks)(const pool_args<S, T>&) noexcept;
  void (*sliding)(const pool_args<S, T>&) noexcept;
};

struct pool_table {
  pool_kernels<float, float> f32;
  pool_kernels<double, double> f64;
  pool_kernels<std::uint8_t, float> u8;
  pool_kernels<std::uint16_t, float> u16;
  pool_kernels<std::int16_t, float> i16;
};

template <class T>
struct kernels {
  index_t lanes;
  index_t strip, panel;  ///< rows and columns of a block of fused()
  void (*exp)(const T* in, T* out, std::size_t n) noexcept;
  void (*exp_nonpositive)(const T* in, T* out, std::size_t n) noexcept;
  void (*exp2_nonpositive)(const T* in, T* out, std::size_t n) noexcept;
  void (*pack_rows)(const pack_args<T>&) noexcept;
  void (*pack_columns)(const pack_args<T>&) noexcept;
  void (*norms)(const norms_args<T>&) noexcept;
  void (*mean)(mean_args<T>&) noexcept;
  void (*pack_strips)(const pack_args<T>&) noexcept;
  void (*pack_panels)(const pack_args<T>&) noexcept;
  void (*fused)(const fused_args<T>&) noexcept;
  void (*direct)(const direct_args<T>&) noexcept;
  void (*finish)(const finish_args<T>&) noexcept;
  void (*weigh)(const weigh_args<T, T>&) noexcept;
  void (*weigh_wide)(const weigh_args<T, double>&) noexcept;
  void (*transpose)(const transpose_args<T>&) noexcept;
  void (*log_from_one)(const T* in, T* out, std::size_t n) noexcept;
  void (*mixture_rows)(const mixture_rows_args<T>&) noexcept;
  void (*mixture_log_rows)(const mixture_rows_args<T>&) noexcept;
  void (*mixture_points)(const mixture_points_args<T>&) noexcept;
  void (*mixture_log_points)(const mixture_points_args<T>&) noexcept;
};

struct kernel_table {
  bellcurve::isa isa;
  kernels<float> f32;
  kernels<double> f64;
  pool_table pool;
  filter_table filter;
};

template <class T>
const kernels<T>& of(const kernel_table& table) noexcept;
template <>
inline const kernels<float>& of<float>(const kernel_table& table) noexcept {
  return table.f32;
}
template <>
inline const kernels<double>& of<double>(const kernel_table& table) noexcept {
  return table.f64;
}

}  // namespace bellcurve::simd
