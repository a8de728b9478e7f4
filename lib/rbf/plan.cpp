#include "plan.hpp"

#include "../runtime/blas.hpp"
#include "../runtime/rounding.hpp"
#include "../runtime/workspace.hpp"
#include "lost_rule.hpp"
#include "memory.hpp"

#include <algorithm>
#include <limits>
#include <new>
#include <numeric>
#include <string>

namespace bellcurve::rbf {
namespace {

using runtime::divide_up;
using runtime::round_up;

/// Direct differences lose nothing to cancellation, and small problems gain from
/// having nothing to prepare (perf/compare/small.cpp). They cost two operations a pair and
/// feature where cross terms cost one, but nothing else: with AVX-512 (Zen 5) exponents::fused
/// takes 1.4 and 1.3 of their time at 2 and 8 features in float, 1.05 at 8 in double (rbf of
/// bellcurve-compare); at 16 the two are level.
constexpr index_t most_direct_features = simd::direct_features;

/// Squared differences must neither overflow nor underflow where that matters,
/// and no weight may have lost digits to underflow.
template <class T>
bool moderate(const problem<T>& p) {
  constexpr double range = sizeof(T) == 4 ? 0x1p60 : 0x1p600;
  const auto normal = [](T weight) { return weight >= std::numeric_limits<T>::min(); };
  return p.gamma >= 1 / range && p.gamma <= range &&
         std::all_of(p.weight.begin(), p.weight.end(), normal);
}

template <class T>
exponents choose_source(const problem<T>& p) {
  if (takes_differences(p)) return exponents::direct;
  // Faster than gemm and a pass of its own for any number of features (perf/compare/engines.cpp).
  if (p.which != engine::blas) return exponents::fused;
  const runtime::blas_report& blas = runtime::blas();
  if (blas.usable) return exponents::blas;
  throw error(errc::unavailable,
              "engine blas needs a working BLAS, got one that is not usable: " + blas.problem);
}

/// tile_cols is a multiple of tile_rows, so that the diagonal of a symmetric
/// matrix enters a tile, if at all, at a multiple of tile_rows.
template <class T>
blocking choose_blocking(const problem<T>& p, exponents source, const simd::kernels<T>& kernels) {
  const index_t n = p.n, features = p.d;
  // Bound by exp and stores. Long rows, as the line at either end of a stored row costs more than
  // others (384 to 3072 columns: 1536 is as good as more); but a symmetric tile is read again, and
  // has to fit the second cache.
  if (source == exponents::direct) return {128, (p.symmetric ? 4 : 12) * 128, 4, feature_chunk};
  // A symmetric matrix wastes half a square of tile_rows on the diagonal, and gemm
  // packs the rows of a tile again for each tile: low and wide. With 256 rows, 512
  // to 1024 columns come out best in the whole call, 512 for the larger type. A
  // few tiles share the packed panel of y, which costs about as much as 20 rows
  // of gemm; fewer when that would leave few tasks.
  constexpr bool is_float = sizeof(T) == 4;
  constexpr index_t panel = (is_float ? 4 : 2) * feature_chunk;
  if (source == exponents::fused) {
    // Tiles of whole strips and panels: as wide for few features, narrower for many, so that a
    // chunk of the panels fits the second cache. Packing a panel costs as much as 12 to 20 rows of
    // sums, and is shared by up to 10 tiles.
    const index_t square = std::lcm(kernels.strip, kernels.panel);
    const index_t rows = std::max<index_t>(96 / square, 1) * square;
    const index_t group = features <= panel ? std::clamp<index_t>(n / (8 * rows), 1, 10) : 1;
    constexpr index_t second_cache = (256 << 10) / sizeof(T);
    const index_t chunk = std::clamp<index_t>(features, 1, feature_chunk);
    const index_t wide = std::clamp<index_t>(second_cache / chunk / rows, 4, 16);
    return {rows, (p.symmetric ? 4 : wide) * rows, group, panel};
  }
  const index_t group = features <= panel ? std::clamp<index_t>(n / 2048, 1, is_float ? 2 : 4) : 1;
  return {256, is_float ? 1024 : 512, group, panel};
}

/// Products read a tile once: it stays in the first cache, two strips low. Panels of y stay in the
/// second; they are packed again for each task, which costs as much as 12 to 20 rows.
template <class T>
blocking choose_product_blocking(const problem<T>& p, exponents source,
                                 const simd::kernels<T>& kernels) {
  constexpr index_t first_cache = (24 << 10) / sizeof(T), second_cache = (256 << 10) / sizeof(T);
  const index_t rows = source == exponents::blas ? 96 : 2 * kernels.strip;
  const index_t chunk = std::clamp<index_t>(p.d, 1, feature_chunk);
  const index_t wide = source == exponents::blas ? 512 : first_cache / rows;
  const index_t cols = std::min(wide, second_cache / chunk) / kernels.panel * kernels.panel;
  constexpr index_t panel = (sizeof(T) == 4 ? 4 : 2) * feature_chunk;
  const index_t most = std::max<index_t>(480 / rows, 1);
  // Blocks of rows are tasks; in the symmetric form each also costs a fork (apply.cpp).
  const index_t blocks = p.symmetric ? 16 : 32;
  const index_t group = p.d <= panel ? std::clamp<index_t>(p.n / (blocks * rows), 1, most) : 1;
  return {rows, std::max(cols, kernels.panel), group,
          source == exponents::direct ? feature_chunk : panel};
}

}  // namespace

template <class T>
bool takes_differences(const problem<T>& p) {
  return p.which == engine::automatic && p.d <= most_direct_features && moderate(p);
}

template <class T>
plan<T> make_plan(const problem<T>& p, const simd::kernel_table& table,
                  std::optional<exponents> source, purpose what) {
  plan<T> plan{};
  plan.source = source ? *source : choose_source(p);
  if (p.n == 0 || p.m == 0) return plan;  // nothing to cut; the other extent may be anything
  plan.block = what == purpose::matrix
                   ? choose_blocking<T>(p, plan.source, simd::of<T>(table))
                   : choose_product_blocking<T>(p, plan.source, simd::of<T>(table));
  const index_t lanes = simd::of<T>(table).lanes;
  const index_t strip = simd::of<T>(table).strip, panel = simd::of<T>(table).panel;

  blocking& block = plan.block;
  block.tile_rows = std::clamp<index_t>(p.n, 1, block.tile_rows);
  block.tile_cols = std::clamp<index_t>(p.m, 1, block.tile_cols);
  block.group = std::clamp<index_t>(divide_up(p.n, block.tile_rows), 1, block.group);
  block.panel_features = std::clamp<index_t>(p.d, 1, block.panel_features);

  plan.tasks_down = divide_up(p.n, block.task_rows());
  plan.tasks_across = divide_up(p.m, block.tile_cols);
  // Points without features take no memory, so their number may be anything.
  constexpr index_t most_tasks = index_t(1) << 50;
  if (plan.tasks_down > most_tasks / plan.tasks_across) throw std::bad_alloc();
  plan.tasks = plan.tasks_down * plan.tasks_across;
  if (p.symmetric && what == purpose::matrix) {
    for (index_t down = 0; down < plan.tasks_down; ++down) plan.tasks -= plan.first_across(down);
  }

  // A fork costs a few microseconds: below that much work (pairs times the cost
  // of a pair in features) it does not pay.
  constexpr index_t smallest_fork = 500'000;
  const double work =
      static_cast<double>(p.n) * static_cast<double>(p.m) * static_cast<double>(p.d + 16);
  plan.threads = work < smallest_fork ? 1 : runtime::team_size(p.threads);
  plan.threads =
      static_cast<int>(std::min<index_t>(plan.threads, std::max<index_t>(plan.tasks, 1)));

  // Streaming stores skip reading the lines to be written; below about the size
  // of the last-level cache the caller's next read would miss instead.
  constexpr double smallest_stream = 16 << 20;
  plan.stream = static_cast<double>(p.n) * static_cast<double>(p.m) * sizeof(T) > smallest_stream;

  // One cache line more than whole registers, so that rows of a tile do not fall
  // into the same cache set.
  constexpr index_t line = 64 / sizeof(T);
  plan.tile_ld = round_up(block.tile_cols, panel) + line;
  plan.tile_size = round_up(block.tile_rows, strip) * plan.tile_ld;
  const bool gram = plan.source != exponents::direct;
  plan.panel_a_ld = block.panel_features + line;
  // As many as fill a thread's time, however few rows a tile has: the other side may be long.
  plan.norm_rows = std::clamp<index_t>(std::max(p.n, p.m), 1, 64);
  const index_t a_rows = std::max(round_up(block.task_rows(), strip), plan.norm_rows);
  plan.panel_a_size = gram ? a_rows * plan.panel_a_ld : 0;
  plan.last_chunk = p.d - (std::max<index_t>(p.d, 1) - 1) / feature_chunk * feature_chunk;
  if (plan.source == exponents::blas) {  // rows of y
    plan.panel_b_ld = plan.panel_a_ld;
    plan.panel_b_size = block.tile_cols * plan.panel_b_ld;
  } else if (plan.source == exponents::fused) {
    plan.panel_b_size = round_up(block.tile_cols, panel) * block.panel_features + lanes * panel;
  } else {  // features, each padded to whole registers
    plan.panel_b_ld = plan.tile_ld;
    plan.panel_b_size = block.panel_features * plan.panel_b_ld;
  }
  if (p.known.panels) {
    plan.panel_b_ld = p.known.panels_ld;
    plan.panel_b_size = 0;
  }
  plan.mean_blocks = gram && p.center.empty() ? std::clamp<index_t>(p.mean_rows / 64, 1, 16) : 0;
  plan.mean_block_rows = plan.mean_blocks > 0 ? divide_up(p.mean_rows, plan.mean_blocks) : 0;

  using runtime::aligned_size;
  const auto bytes = [](index_t count, std::size_t size) {
    return aligned_size(static_cast<std::size_t>(count) * size);
  };
  plan.bytes_per_thread = bytes(plan.panel_a_size, sizeof(T)) +
                          bytes(plan.panel_b_size, sizeof(T)) + bytes(plan.tile_size, sizeof(T)) +
                          bytes(2 * plan.norm_rows, sizeof(double)) + bytes(1, sizeof(scratch<T>));
  plan.norms_x = gram && !p.known.norms_x ? p.n + norms_padding<T> : 0;
  plan.norms_y = gram && !p.symmetric && !p.known.norms_y ? p.m + norms_padding<T> : 0;
  plan.shared_bytes = bytes(p.d, sizeof(T)) + bytes(plan.norms_x, sizeof(T)) +
                      bytes(plan.norms_y, sizeof(T)) +
                      bytes(plan.mean_blocks * (p.d + 1), sizeof(double));
  return plan;
}

template bool takes_differences(const problem<float>&);
template bool takes_differences(const problem<double>&);
template plan<float> make_plan(const problem<float>&, const simd::kernel_table&,
                               std::optional<exponents>, purpose);
template plan<double> make_plan(const problem<double>&, const simd::kernel_table&,
                                std::optional<exponents>, purpose);

}  // namespace bellcurve::rbf
