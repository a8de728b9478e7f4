#include "apply.hpp"

#include "../runtime/rounding.hpp"
#include "../runtime/workspace.hpp"
#include "memory.hpp"
#include "prepare.hpp"
#include "tile_source.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>

namespace bellcurve::rbf {
namespace {

using runtime::divide_up;

/// Fewer blocks of rows than that leave threads idle: segments are tasks, too, and so many of them
/// at a time keep any team busy.
constexpr index_t few_blocks = 16, segments_at_a_time = 64;

template <class T, class V>
void weigh(const simd::kernels<T>& kernels, const simd::weigh_args<T, V>& args) noexcept {
  if constexpr (std::is_same_v<T, V>) {
    kernels.weigh(args);
  } else {
    kernels.weigh_wide(args);
  }
}

/// The parts of memory.product.
template <class T, class V, class R>
struct product_memory {
  V* v;           ///< packed: rows of v_ld
  double* total;  ///< n x columns
  double* part;  ///< a segment: of all rows for each of a wave if split, else of a block per thread

  product_memory(const product<T, V, R>& p, const product_plan<T>& plan, std::byte* at) {
    const auto sizes = counts(p, plan);
    v = reinterpret_cast<V*>(at);
    at += runtime::aligned_size(sizes[0] * sizeof(V));
    total = reinterpret_cast<double*>(at);
    at += runtime::aligned_size(sizes[1] * sizeof(double));
    part = reinterpret_cast<double*>(at);
  }

  static std::size_t bytes(const product<T, V, R>& p, const product_plan<T>& plan) {
    const auto sizes = counts(p, plan);
    return runtime::aligned_size(sizes[0] * sizeof(V)) +
           runtime::aligned_size(sizes[1] * sizeof(double)) +
           runtime::aligned_size(sizes[2] * sizeof(double));
  }

 private:
  static std::array<std::size_t, 3> counts(const product<T, V, R>& p, const product_plan<T>& plan) {
    const index_t columns = p.v.cols(), n = p.points.n;
    index_t parts = 0;
    if (plan.segments > 1) parts = plan.split ? plan.wave * n : plan.tiles.threads * plan.rows;
    return {static_cast<std::size_t>(p.points.m * plan.v_ld), static_cast<std::size_t>(n * columns),
            static_cast<std::size_t>(parts * columns)};
  }
};

/// A stretch of points.
struct stretch {
  index_t first, count;
};

template <class T, class V, class R>
class multiplier {
 public:
  multiplier(const product<T, V, R>& p, const product_plan<T>& plan,
             const simd::kernel_table& table)
      : p_(p),
        plan_(plan),
        kernels_(simd::of<T>(table)),
        memory_(p.points, plan.tiles),
        mine_(p, plan, memory_.product),
        source_(p.points, plan.tiles, kernels_, memory_) {
    const problem<T>& points = p.points;
    prepare(points, plan.tiles, kernels_, memory_);
    for (index_t j = 0; j < points.m; ++j) {
      V* to = mine_.v + j * plan.v_ld;
      for (index_t c = 0; c < p.v.cols(); ++c) to[c] = p.v(j, c);
      std::fill(to + p.v.cols(), to + plan.v_ld, V(0));
    }
    std::fill_n(mine_.total, points.n * columns(), 0.0);
  }

  void operator()(const std::function<bool(double)>& progress,
                  const runtime::default_fp_environment& environment) {
    if (p_.points.symmetric) {
      symmetric(progress, environment);
    } else if (plan_.split) {
      cross_split(progress, environment);
    } else {
      cross(runtime::progress_report(progress, environment));
    }
    for (index_t i = 0; i < p_.points.n; ++i)
      for (index_t c = 0; c < columns(); ++c)
        p_.out(i, c) = static_cast<R>(mine_.total[i * columns() + c]);
  }

 private:
  index_t columns() const noexcept { return p_.v.cols(); }
  stretch block(index_t number) const noexcept {
    const index_t first = number * plan_.rows;
    return {first, std::min(plan_.rows, p_.points.n - first)};
  }

  // Cross: a task is a block of rows, or a segment of one.

  void cross(const runtime::progress_report& report) {
    runtime::for_each_task(plan_.tiles.threads, plan_.blocks, &report,
                           [&](int worker, index_t task) {
                             const stretch rows = block(task);
                             double* total = mine_.total + rows.first * columns();
                             if (plan_.segments == 1) return forward(worker, rows, 0, total);
                             double* part = mine_.part + worker * plan_.rows * columns();
                             for (index_t s = 0; s < plan_.segments; ++s) {
                               std::fill_n(part, rows.count * columns(), 0.0);
                               forward(worker, rows, s, part);
                               for (index_t i = 0; i < rows.count * columns(); ++i)
                                 total[i] += part[i];
                             }
                           });
  }

  void cross_split(const std::function<bool(double)>& progress,
                   const runtime::default_fp_environment& environment) {
    const index_t size = p_.points.n * columns();
    for (index_t first = 0; first < plan_.segments; first += plan_.wave) {
      const index_t wave = std::min(plan_.wave, plan_.segments - first);
      const auto part = share(progress, first, wave, plan_.segments);
      const runtime::progress_report report(part, environment);
      std::fill_n(mine_.part, wave * size, 0.0);
      runtime::for_each_task(
          plan_.tiles.threads, plan_.blocks * wave, &report, [&](int worker, index_t task) {
            const stretch rows = block(task / wave);
            const index_t s = task % wave;
            forward(worker, rows, first + s, mine_.part + s * size + rows.first * columns());
          });
      for (index_t s = 0; s < wave; ++s)
        for (index_t i = 0; i < size; ++i) mine_.total[i] += mine_.part[s * size + i];
    }
  }

  /// Progress of steps [first, first + count) of so many.
  static std::function<bool(double)> share(const std::function<bool(double)>& progress,
                                           index_t first, index_t count, index_t all) {
    if (!progress) return {};
    return [&progress, first, count, all](double done) {
      return progress((static_cast<double>(first) + static_cast<double>(count) * done) /
                      static_cast<double>(all));
    };
  }

  /// sums += K v for a segment of columns.
  void forward(int worker, const stretch& rows, index_t segment, double* sums) noexcept {
    const index_t first = segment * plan_.segment;
    const stretch cols{first, std::min(plan_.segment, p_.points.m - first)};
    for_tiles(worker, rows, cols, [&](const tile_place& at, const T* tile) {
      multiply(at, tile, sums + (at.row - rows.first) * columns());
    });
  }

  void multiply(const tile_place& at, const T* tile, double* sums) const noexcept {
    weigh<T, V>(kernels_, {.k = tile,
                           .row_stride = plan_.tiles.tile_ld,
                           .col_stride = 1,
                           .rows = at.rows,
                           .cols = at.cols,
                           .v = mine_.v + at.col * plan_.v_ld,
                           .v_ld = plan_.v_ld,
                           .columns = columns(),
                           .sums = sums});
  }
  /// The same tile below the diagonal.
  void multiply_mirrored(const tile_place& at, const T* tile) const noexcept {
    weigh<T, V>(kernels_, {.k = tile,
                           .row_stride = 1,
                           .col_stride = plan_.tiles.tile_ld,
                           .rows = at.cols,
                           .cols = at.rows,
                           .v = mine_.v + at.row * plan_.v_ld,
                           .v_ld = plan_.v_ld,
                           .columns = columns(),
                           .sums = mine_.total + at.col * columns()});
  }

  // Symmetric: a task is a pair of blocks, and adds to the sums of both. Pairs are taken in rounds
  // in which no block occurs twice, as in a tournament where everybody meets everybody (the circle
  // method): so the order in which sums grow does not depend on threads, and nobody waits.

  void symmetric(const std::function<bool(double)>& progress,
                 const runtime::default_fp_environment& environment) {
    const index_t players = plan_.blocks + plan_.blocks % 2;
    const index_t rounds = players;  // the first: everybody for himself
    for (index_t round = 0; round < rounds; ++round) {
      const auto part = share(progress, round, 1, rounds);
      const runtime::progress_report report(part, environment);
      const index_t tasks = round == 0 ? plan_.blocks : players / 2;
      runtime::for_each_task(plan_.tiles.threads, tasks, &report, [&](int worker, index_t task) {
        if (round == 0) return square(worker, block(task));
        const index_t others = players - 1, at = round - 1;
        const index_t a = task == 0 ? others : (at + task) % others;
        const index_t b = task == 0 ? at : (at - task + others) % others;
        if (std::max(a, b) >= plan_.blocks) return;  // an odd number: one sits out
        both(worker, block(std::min(a, b)), block(std::max(a, b)));
      });
    }
  }

  void both(int worker, const stretch& rows, const stretch& cols) noexcept {
    for_tiles(worker, rows, cols, [&](const tile_place& at, const T* tile) {
      multiply(at, tile, mine_.total + at.row * columns());
      multiply_mirrored(at, tile);
    });
  }

  /// A block on the diagonal, both of its halves: there are few.
  void square(int worker, const stretch& rows) noexcept {
    const index_t ld = plan_.tiles.tile_ld;
    for_tiles(worker, rows, rows, [&](const tile_place& at, T* tile) {
      const index_t end = std::min(at.row + at.rows, at.col + at.cols);
      for (index_t i = std::max(at.row, at.col); i < end; ++i) {
        T& k = tile[(i - at.row) * ld + (i - at.col)];
        if (!std::isnan(k)) k = p_.points.diagonal;
      }
      multiply(at, tile, mine_.total + at.row * columns());
    });
  }

  /// Calls use(place, tile) for all tiles of a block.
  template <class Use>
  void for_tiles(int worker, const stretch& rows, const stretch& cols, const Use& use) noexcept {
    scratch<T>& mine = memory_.threads[static_cast<std::size_t>(worker)];
    const blocking& tiles = plan_.tiles.block;
    for (index_t j = 0; j < cols.count; j += tiles.tile_cols) {
      const tile_place task{rows.first, cols.first + j, rows.count,
                            std::min(tiles.tile_cols, cols.count - j)};
      for (index_t i = 0; i < rows.count; i += tiles.tile_rows) {
        const tile_place at{rows.first + i, task.col, std::min(tiles.tile_rows, rows.count - i),
                            task.cols};
        source_.compute(at, mine.tile, source_.prepare(task, at, mine), {.keep = true});
        use(at, mine.tile);
      }
    }
  }

  const product<T, V, R>& p_;
  const product_plan<T>& plan_;
  const simd::kernels<T>& kernels_;
  memory<T> memory_;
  const product_memory<T, V, R> mine_;
  const tile_source<T> source_;
};

}  // namespace

template <class T, class V, class R>
product_plan<T> make_product_plan(const product<T, V, R>& p, const simd::kernel_table& table,
                                  std::optional<exponents> source) {
  const problem<T>& points = p.points;
  product_plan<T> plan{};
  plan.tiles = make_plan(points, table, source, purpose::product);
  if (points.n == 0 || points.m == 0) return plan;
  plan.rows = plan.tiles.block.task_rows();
  plan.blocks = divide_up(points.n, plan.rows);
  plan.segment = points.symmetric ? points.m : rbf_apply_block;
  plan.segments = divide_up(points.m, plan.segment);
  plan.split = plan.segments > 1 && plan.blocks < few_blocks;
  const index_t lanes = simd::of<V>(table).lanes;
  plan.v_ld = p.v.cols() <= 1 ? p.v.cols() : divide_up(p.v.cols(), lanes) * lanes;
  plan.wave = std::min(plan.segments, segments_at_a_time);
  const index_t tasks = plan.blocks * (plan.split ? plan.wave : 1);
  plan.tiles.threads = static_cast<int>(std::min<index_t>(plan.tiles.threads, tasks));
  plan.tiles.product_bytes = product_memory<T, V, R>::bytes(p, plan);
  return plan;
}

template <class T, class V, class R>
void apply(const product<T, V, R>& p, const product_plan<T>& plan, const simd::kernel_table& table,
           const std::function<bool(double)>& progress,
           const runtime::default_fp_environment& environment) {
  if (p.points.n == 0 || p.v.cols() == 0) return;
  if (p.points.m == 0) {
    for (index_t i = 0; i < p.points.n; ++i)
      for (index_t c = 0; c < p.v.cols(); ++c) p.out(i, c) = R(0);
    return;
  }
  multiplier<T, V, R>(p, plan, table)(progress, environment);
}

#define BELLCURVE_INSTANTIATE(T, V, R)                                                            \
  template product_plan<T> make_product_plan(const product<T, V, R>&, const simd::kernel_table&,  \
                                             std::optional<exponents>);                           \
  template void apply(const product<T, V, R>&, const product_plan<T>&, const simd::kernel_table&, \
                      const std::function<bool(double)>&, const runtime::default_fp_environment&);
BELLCURVE_INSTANTIATE(float, float, float)
BELLCURVE_INSTANTIATE(double, double, double)
BELLCURVE_INSTANTIATE(float, double, double)
BELLCURVE_INSTANTIATE(float, float, double)
#undef BELLCURVE_INSTANTIATE

}  // namespace bellcurve::rbf
