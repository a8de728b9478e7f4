#include "plan.hpp"

#include "../runtime/rounding.hpp"
#include "../runtime/threads.hpp"
#include "types.hpp"

#include <algorithm>
#include <cstdlib>
#include <numeric>
#include <optional>

namespace bellcurve::filter {
namespace {

using runtime::divide_up;
using runtime::round_up;

/// The arrays of a walk, axis by axis.
using axes = std::vector<axis>;

index_t width_of(const axis& a) { return std::abs(a.step.out); }

/// Whether b continues a: one axis of both extents would do for every array.
bool continues(const axis& a, const axis& b) {
  const auto follows = [&](index_t inner, index_t outer) { return outer == inner * a.extent; };
  return follows(a.step.in, b.step.in) && follows(a.step.out, b.step.out) &&
         follows(a.step.mask, b.step.mask);
}

/// Takes the axis with the narrowest step out of `rest`, and all that continue it.
axis take_narrowest(axes& rest) {
  if (rest.empty()) return {};
  const auto narrower = [](const axis& a, const axis& b) { return width_of(a) < width_of(b); };
  const auto first = std::ranges::min_element(rest, narrower);
  axis taken = *first;
  rest.erase(first);
  for (;;) {
    const auto next =
        std::ranges::find_if(rest, [&](const axis& b) { return continues(taken, b); });
    if (next == rest.end()) return taken;
    taken.extent *= next->extent;
    rest.erase(next);
  }
}

/// The most elements of a cell.
constexpr index_t most_channels = 4;

/// What goes through, down and along in a walk.
struct lines_of_walk {
  const line* down;
  const line* along;
  const line* through = nullptr;
};

/// The axes that are neither filtered nor of extent 1.
axes others(const axes& all, const lines_of_walk& lines) {
  axes rest;
  for (std::size_t k = 0; k < all.size(); ++k) {
    const auto is = [k](const line* l) { return l != nullptr && l->axis == static_cast<int>(k); };
    const bool filtered = is(lines.through) || is(lines.down) || is(lines.along);
    if (!filtered && all[k].extent != 1) rest.push_back(all[k]);
  }
  return rest;
}

bool is_channel(const axis& channel, const axis& col) {
  return channel.extent <= most_channels && width_of(channel) == 1 &&
         col.step.out == channel.extent * channel.step.out;
}

raster make_raster(const axes& all, const lines_of_walk& lines) {
  const auto& [down, along, through] = lines;
  raster r;
  axes rest = others(all, lines);
  const auto of = [&](const line* l) { return all[static_cast<std::size_t>(l->axis)]; };
  if (along != nullptr) {
    r.col = of(along);
    const auto channel =
        std::ranges::find_if(rest, [&](const axis& a) { return is_channel(a, r.col); });
    if (channel != rest.end()) {
      r.channel = *channel;
      rest.erase(channel);
    }
  } else {
    r.col = take_narrowest(rest);
  }
  r.row = down != nullptr ? of(down) : take_narrowest(rest);
  if (through != nullptr) r.depth = of(through);
  while (!rest.empty()) {
    r.images[r.image_axes++] = take_narrowest(rest);
    r.image_count *= r.images[r.image_axes - 1].extent;
  }
  return r;
}

/// The line along which rows are contiguous, or cells of rows; null if it is not filtered.
const line* contiguous_line(const std::vector<line>& lines, const axes& all) {
  const line* narrowest = nullptr;
  for (const line& l : lines) {
    const auto width = [&](const line& m) {
      return width_of(all[static_cast<std::size_t>(m.axis)]);
    };
    if (l.extent > 1 && (narrowest == nullptr || width(l) < width(*narrowest))) narrowest = &l;
  }
  if (narrowest == nullptr) return lines.empty() ? nullptr : &lines.back();
  const axis& a = all[static_cast<std::size_t>(narrowest->axis)];
  index_t inner = 1;  // elements within a cell
  for (const axis& b : others(all, {nullptr, narrowest})) {
    if (width_of(b) >= width_of(a)) continue;
    if (inner > 1 || !is_channel(b, a)) return nullptr;
    inner = b.extent;
  }
  return narrowest;
}

/// Whether the order of walks shows: a border of cval is put on before or after another axis
/// became a derivative.
bool order_matters(const std::vector<line>& lines, double cval) {
  if (cval == 0 || lines.size() < 2) return false;
  const auto constant = [](const line& l) { return l.mode == border::constant; };
  const auto derivative = [](const line& l) { return l.order != 0; };
  return std::ranges::any_of(lines, constant) && std::ranges::any_of(lines, derivative);
}

/// Sheets that are filtered at once: as with rows of results, those share the loads of the sheets
/// that they need.
constexpr index_t sheets_at_once = 12;

bool is_recursive(const line* l) { return l != nullptr && l->method == filter_method::recursive; }

/// Whether three lines are better filtered in one walk than in two. The sheets that a slab needs
/// must still be in the last cache when the next slab needs most of them; else they would be read
/// from memory more often than the array between two walks is. Few sheets have no next slab, and
/// would be few tasks for the second walk.
bool pays(const raster& r, const line& through, index_t sample_bytes) {
  constexpr index_t longest = 32;         // from there on sums bind, and memory of threads grows
  constexpr double last_cache = 8 << 20;  // 16 MB or more, from which results are kept as well
  if (through.radius > longest) return false;
  if (r.depth.extent <= 2 * sheets_at_once) return true;
  const index_t sheets = std::min(r.depth.extent, sheets_at_once + 2 * through.radius);
  return static_cast<double>(sheets) * static_cast<double>(r.row.extent) *
             static_cast<double>(r.width()) * static_cast<double>(sample_bytes) <=
         last_cache;
}

/// \param in_order Whether the order of lines shows. \param one_by_one Whether lines must not share
/// walks. \param sample_bytes Where three may; else 0.
std::vector<lines_of_walk> divide(const std::vector<line>& lines, const axes& all, bool in_order,
                                  bool one_by_one, index_t sample_bytes) {
  std::vector<lines_of_walk> walks;
  const line* along = contiguous_line(lines, all);
  const auto alone = [along](const line* l) {
    return l == along ? lines_of_walk{nullptr, l} : lines_of_walk{l, nullptr};
  };
  // A recursive filter along rows can write past the caches if it comes first.
  std::vector<const line*> rest;
  rest.reserve(lines.size());
  for (const line& l : lines) rest.push_back(&l);
  if (!in_order && is_recursive(along))
    std::stable_partition(rest.begin(), rest.end(), [along](const line* l) { return l == along; });
  if (one_by_one && !lines.empty()) {
    for (const line* l : rest) walks.push_back(alone(l));
    return walks;
  }
  // The last axis but `along` shares its walk. Recursive filters have one each.
  std::vector<const line*> down;
  for (const line* l : rest) {
    if (is_recursive(l)) walks.push_back(alone(l));
    if (!is_recursive(l) && l != along) down.push_back(l);
  }
  if (is_recursive(along)) along = nullptr;
  const line* with_along = down.empty() ? nullptr : down.back();
  if (with_along != nullptr) down.pop_back();
  // So may one more, in front; it goes first in any case. Nor does the order depend on whether the
  // last axis is contiguous, and goes along: of two axes the last is first; of more the third last,
  // the last, the one between them, and then those further out.
  const line* through = nullptr;
  if (sample_bytes != 0 && !down.empty()) {
    const std::size_t before = along == nullptr && down.size() > 1 ? 2 : 1;
    const auto first = down.end() - static_cast<std::ptrdiff_t>(before);
    through = *first;
    down.erase(first);
    if (along == nullptr && before == 1) std::swap(through, with_along);
    if (before == 2) std::rotate(down.begin(), down.end() - 1, down.end());
    if (!pays(make_raster(all, {with_along, along, through}), *through, sample_bytes)) {
      walks.push_back({through, nullptr});
      through = nullptr;
    }
  }
  if (along != nullptr || with_along != nullptr || lines.empty())
    walks.push_back({with_along, along, through});
  for (const line* l : down) walks.push_back({l, nullptr});
  return walks;
}

index_t taps_of(const line* l) { return l == nullptr ? 1 : 2 * l->radius + 1; }

/// What a thread's rows may take of the second cache, which is 512 KB or more wherever AVX2 is.
constexpr index_t cache_bytes = 256 << 10;

/// Elements of a row that are taken before the same of the next: with all rows of a group they stay
/// in the first caches. Of copies, which overlap; and of results.
constexpr index_t copied_piece = 512, results_piece = 256;

/// Rows of results share the loads of the rows that they need, most of all where those are many;
/// where they are few the rows kept should be few, too.
constexpr index_t rows_at_once(index_t taps) { return taps < 41 ? 12 : taps < 65 ? 24 : 48; }

/// Rows, and strips as wide as `bytes` allow, or `least` columns.
template <class T>
void cut_strips(walk& w, const simd::filter_blocking& blocking, int planes, index_t bytes,
                index_t least) {
  const raster& r = w.where;
  const index_t taps = taps_of(w.down), radius = (taps - 1) / 2;
  const bool wraps = w.down != nullptr && w.down->mode == border::wrap;
  w.rows_at_once = rows_at_once(taps);
  w.slots = w.rows_at_once + 2 * radius + (w.as_lanes ? w.group - 1 : 0);
  // Rows at the other end are gone when they are needed once more.
  w.keeps_all = r.row.extent <= w.slots || (wraps && w.in_place);
  if (w.keeps_all) w.slots = r.row.extent;

  // Chunks begin an odd number of rows apart, and meet all sets of the caches.
  const index_t column = w.places() * static_cast<index_t>(sizeof(T)) * planes * w.sheets;
  const index_t unit = w.unit = std::lcm(blocking.chunk, r.channel.extent);
  w.in_piece = round_up(blocking.row_piece, unit);
  w.copied_piece = round_up(copied_piece, unit);
  w.out_piece = round_up(results_piece, unit);
  const index_t whole = round_up(r.width(), unit);
  const index_t most = std::max(bytes / column / unit, least / unit + 1) * unit;
  w.strips = w.in_place && w.along != nullptr ? 1 : divide_up(whole, most);
  w.strip = round_up(divide_up(whole, w.strips), unit);
  w.strips = divide_up(whole, w.strip);
}

/// Tasks enough to share out.
constexpr index_t enough_tasks = 32;

/// \param most Rows of a task, but no fewer than pay for those that two tasks compute.
void cut_rows(walk& w, index_t most) {
  constexpr index_t least_rows = 64;
  const index_t rows = w.where.row.extent, radius = (taps_of(w.down) - 1) / 2;
  w.rows_per_task = rows;
  if (!w.keeps_all && !w.in_place)
    w.rows_per_task = std::min(rows, std::max({most, 16 * radius, least_rows}));
  w.blocks = divide_up(rows, w.rows_per_task);
}

template <class T>
void cut(walk& w, const simd::filter_blocking& blocking, int planes) {
  const raster& r = w.where;
  w.as_lanes = taps_of(w.along) >= blocking.lines_from;
  w.group = w.as_lanes ? blocking.lines : rows_at_once(taps_of(w.down));
  cut_strips<T>(w, blocking, planes, cache_bytes, 4 * blocking.chunk);
  cut_rows(w, divide_up(r.row.extent, divide_up(enough_tasks, w.strips * r.image_count)));
}

template <class T>
void cut_slabs(walk& w, const simd::filter_blocking& blocking) {
  const raster& r = w.where;
  w.sheets = w.group = std::min(sheets_at_once, r.depth.extent);
  w.slabs = divide_up(r.depth.extent, w.sheets);
  // What lies under two strips is filtered through the sheets twice: so they are wide beside it,
  // and the rows kept may fill more of the second cache.
  constexpr index_t bytes = cache_bytes / 2 * 3;
  const index_t reach = (taps_of(w.along) - 1) * r.channel.extent;
  cut_strips<T>(w, blocking, 1, bytes, std::max(4 * blocking.chunk, 4 * reach));
  const index_t tasks = w.slabs * w.strips * r.image_count;
  const index_t blocks = std::max<index_t>(enough_tasks / tasks, 1);
  cut_rows(w, divide_up(r.row.extent, blocks));
}

template <class T>
void size_memory(walk& w, const simd::filter_blocking& blocking, int planes) {
  const index_t reach = (taps_of(w.along) - 1) * w.where.channel.extent;
  const index_t packed = w.through != nullptr ? w.strip : std::min(w.strip, w.copied_piece);
  w.packed_ld = round_up(packed + reach + 4 * blocking.chunk, 64 / index_t(sizeof(T)));
  if (w.as_lanes) w.work = simd::fir_lines_work(reach, blocking);
  w.ring = w.places() * w.strip * planes * w.sheets;
  // Rows begin a little apart in the sets of the caches.
  w.results_ld = (w.through != nullptr ? w.strip : w.out_piece) + blocking.chunk;
  if (!w.direct || w.stream) w.results = w.rows_at_once * w.results_ld * planes;
  w.offsets = w.rows_at_once + taps_of(w.down) + w.group;
  if (w.through == nullptr) return;
  const index_t reached = w.sheets + taps_of(w.through);  // sheets
  w.stack = reached * w.packed_ld;
  w.offsets += 2 * reached;
}

/// Of rows that a recursive walk down columns takes at a time: some cache lines. And samples of a
/// line in a block.
constexpr index_t recursive_strip_bytes = 256, recursive_block = 64;

template <class T>
void cut_recursive(walk& w, const simd::filter_blocking& blocking) {
  const raster& r = w.where;
  const line& l = w.along != nullptr ? *w.along : *w.down;
  w.is_recursive = true;
  w.recursive = make_recursive(l.sigma, l.order, l.single && std::is_same_v<T, float>);
  w.unit = blocking.recursive_lanes;
  if (w.along != nullptr) {
    w.strip = r.width();
    w.rows_per_task = w.group = w.unit;
    w.packed_ld = round_up(w.strip, 64 / index_t(sizeof(T)));
    w.slots = w.unit;
  } else {
    w.strip = w.slots = round_up(recursive_strip_bytes / index_t(sizeof(T)), w.unit);
    w.rows_per_task = l.extent;
  }
  w.rows_at_once = recursive_block;
  w.strips = divide_up(r.width(), w.strip);
  w.blocks = divide_up(r.row.extent, w.rows_per_task);
  w.ring = w.work = l.extent * w.slots;
  w.results = w.slots * recursive_lane_memory<T>;
}

/// The axes of an array that is C-contiguous.
template <class R>
std::vector<index_t> dense_strides(array_view<R> a) {
  std::vector<index_t> strides(static_cast<std::size_t>(a.axes()));
  index_t stride = 1;
  for (std::size_t k = strides.size(); k-- > 0;) {
    strides[k] = stride;
    stride *= a.extent(static_cast<int>(k));
  }
  return strides;
}

}  // namespace

template <class S, class R>
plan make_plan(const problem<S, R>& p, const simd::filter_kernels<compute<S>>& kernels) {
  using T = compute<S>;
  plan plan;
  if (std::ranges::find(p.in.shape(), 0) != p.in.shape().end()) return plan;
  plan.planes = p.missing ? 2 : 1;
  if (p.in_place && p.lines.empty() && !p.missing) return plan;

  axes all(static_cast<std::size_t>(p.in.axes()));
  for (std::size_t k = 0; k < all.size(); ++k) {
    const int axis = static_cast<int>(k);
    all[k] = {
        p.in.extent(axis),
        {p.in.stride(axis), p.out.stride(axis), p.missing.mask ? p.missing.mask->stride(axis) : 0}};
  }
  // With missing samples a walk keeps weights as well, and has no room for slabs; what a recursive
  // filter has left in out is filtered in place, where a slab would read what the one beside it has
  // written.
  const bool slabs = plan.planes == 1 && !std::ranges::any_of(p.lines, [](const line& l) {
                       return l.method == filter_method::recursive;
                     });
  const bool in_order = order_matters(p.lines, p.cval);
  const std::vector<lines_of_walk> lines = divide(p.lines, all, in_order, p.in_place || in_order,
                                                  slabs ? static_cast<index_t>(sizeof(S)) : 0);
  index_t elements = 1;
  for (const axis& a : all) elements *= a.extent;
  // Between walks: out itself, if it can hold what is computed.
  const bool own = lines.size() > 1 && (plan.planes == 2 || !std::is_same_v<T, R>);
  if (own) plan.between = elements;
  const std::vector<index_t> dense = dense_strides(p.out);

  double work = 0;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    walk w;
    w.through = lines[i].through;
    w.down = lines[i].down;
    w.along = lines[i].along;
    w.from_in = i == 0;
    w.to_out = i + 1 == lines.size();
    w.in_place = w.from_in ? p.in_place && !own : !(own && w.to_out);
    axes seen = all;
    for (std::size_t k = 0; k < seen.size(); ++k) {
      const index_t between = own ? dense[k] : all[k].step.out;
      if (!w.from_in) seen[k].step.in = between;
      if (!w.from_in) seen[k].step.mask = 0;
      if (!w.to_out) seen[k].step.out = between;
    }
    w.where = make_raster(seen, lines[i]);
    const bool recursive = is_recursive(w.down) || is_recursive(w.along);
    if (recursive) {
      cut_recursive<T>(w, kernels.blocking);
    } else if (w.through != nullptr) {
      cut_slabs<T>(w, kernels.blocking);
    } else {
      cut<T>(w, kernels.blocking, plan.planes);
    }
    const raster& r = w.where;
    const bool dense_cells = r.channel.extent == 1 || r.channel.step.out == 1;
    const bool dense_row = r.col.extent == 1 || r.col.step.out == r.channel.extent;
    w.direct = plan.planes == 1 && dense_cells && dense_row && (std::is_same_v<T, R> || !w.to_out);
    // What is not read before much else has been; short rows are little but their ends.
    constexpr double beyond_caches = 16 << 20;
    constexpr index_t streamed_row = 256 / index_t(sizeof(T));
    w.stream = w.direct && !w.in_place && w.through == nullptr && w.where.width() >= streamed_row &&
               static_cast<double>(elements) * sizeof(T) > beyond_caches;
    if (!recursive) size_memory<T>(w, kernels.blocking, plan.planes);
    work +=
        static_cast<double>(elements) *
        static_cast<double>(recursive ? kernels.blocking.recursive_from
                                      : taps_of(w.through) + taps_of(w.down) + taps_of(w.along));
    plan.walks.push_back(w);
  }
  // A fork costs a few microseconds: some hundred thousand products.
  constexpr double smallest_fork = 1 << 18;
  index_t most_tasks = 1;
  for (const walk& w : plan.walks) most_tasks = std::max(most_tasks, w.tasks());
  plan.threads = work < smallest_fork ? 1 : runtime::team_size(p.threads);
  plan.threads = static_cast<int>(std::min<index_t>(plan.threads, most_tasks));
  return plan;
}

#define BELLCURVE_INSTANTIATE(S, R) \
  template plan make_plan(const problem<S, R>&, const simd::filter_kernels<compute<S>>&);
BELLCURVE_FOR_FILTER_TYPES(BELLCURVE_INSTANTIATE)
#undef BELLCURVE_INSTANTIATE

}  // namespace bellcurve::filter
