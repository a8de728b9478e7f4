#include "plan.hpp"

#include "../runtime/threads.hpp"
#include "types.hpp"

#include <algorithm>
#include <cstdlib>
#include <numeric>
#include <optional>

namespace bellcurve::filter {
namespace {

constexpr index_t divide_up(index_t a, index_t b) { return a / b + (a % b != 0); }
constexpr index_t round_up(index_t a, index_t b) { return divide_up(a, b) * b; }

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

/// The axes that are neither filtered nor of extent 1.
axes others(const axes& all, const line* down, const line* along) {
  axes rest;
  for (std::size_t k = 0; k < all.size(); ++k) {
    const auto is = [k](const line* l) { return l != nullptr && l->axis == static_cast<int>(k); };
    if (!is(down) && !is(along) && all[k].extent != 1) rest.push_back(all[k]);
  }
  return rest;
}

bool is_channel(const axis& channel, const axis& col) {
  return channel.extent <= most_channels && width_of(channel) == 1 &&
         col.step.out == channel.extent * channel.step.out;
}

raster make_raster(const axes& all, const line* down, const line* along) {
  raster r;
  axes rest = others(all, down, along);
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
  for (const axis& b : others(all, nullptr, narrowest)) {
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

/// What goes along and down in each walk.
struct lines_of_walk {
  const line* down;
  const line* along;
};

bool is_recursive(const line* l) { return l != nullptr && l->method == filter_method::recursive; }

/// \param in_order Whether the order of lines shows. \param one_by_one Whether lines must not share
/// walks.
std::vector<lines_of_walk> divide(const std::vector<line>& lines, const axes& all, bool in_order,
                                  bool one_by_one) {
  std::vector<lines_of_walk> walks;
  const line* along = contiguous_line(lines, all);
  const auto alone = [along](const line* l) {
    return l == along ? lines_of_walk{nullptr, l} : lines_of_walk{l, nullptr};
  };
  // A recursive filter along rows can write past the caches if it comes first.
  std::vector<const line*> rest;
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
  if (along != nullptr || with_along != nullptr || lines.empty())
    walks.push_back({with_along, along});
  for (const line* l : down) walks.push_back({l, nullptr});
  return walks;
}

index_t taps_of(const line* l) { return l == nullptr ? 1 : 2 * l->radius + 1; }

/// What a thread's rows may take of the second cache, which is 512 KB or more wherever AVX2 is.
constexpr index_t cache_bytes = 256 << 10;

template <class T>
void cut(walk& w, const simd::filter_blocking& blocking, int planes) {
  const raster& r = w.where;
  const index_t taps = taps_of(w.down), radius = (taps - 1) / 2;
  const index_t along = taps_of(w.along);
  w.as_lanes = along >= blocking.lines_from;
  w.group = w.as_lanes ? blocking.lines : 1;
  const bool wraps = w.down != nullptr && w.down->mode == border::wrap;
  // Rows of results share the loads of the rows that they need, most of all where those are many;
  // where they are few the rows kept should be few, too.
  w.rows_at_once = taps < 33 ? 12 : taps < 65 ? 24 : 48;
  w.slots = w.rows_at_once + 2 * radius + w.group - 1;
  // Rows at the other end are gone when they are needed once more.
  w.keeps_all = r.row.extent <= w.slots || (wraps && w.in_place);
  if (w.keeps_all) w.slots = r.row.extent;

  // Chunks begin an odd number of rows apart, and meet all sets of the caches.
  const index_t column = ((w.slots + 1) | 1) * static_cast<index_t>(sizeof(T)) * planes;
  const index_t unit = w.unit = std::lcm(blocking.chunk, r.channel.extent);
  const index_t whole = round_up(r.width(), unit);
  const index_t most = std::max(cache_bytes / column / unit, 4 * blocking.chunk / unit + 1) * unit;
  w.strips = w.in_place && w.along != nullptr ? 1 : divide_up(whole, most);
  w.strip = round_up(divide_up(whole, w.strips), unit);
  w.strips = divide_up(whole, w.strip);

  // Rows: tasks enough to share out, but few beside the rows that two of them compute.
  constexpr index_t enough_tasks = 32, least_rows = 64;
  w.rows_per_task = r.row.extent;
  if (!w.keeps_all && !w.in_place) {
    const index_t blocks = divide_up(enough_tasks, w.strips * r.image_count);
    const index_t rows = std::max({divide_up(r.row.extent, blocks), 16 * radius, least_rows});
    w.rows_per_task = std::min(r.row.extent, rows);
  }
  w.blocks = divide_up(r.row.extent, w.rows_per_task);
}

template <class T>
void size_memory(walk& w, const simd::filter_blocking& blocking, int planes) {
  const index_t reach = (taps_of(w.along) - 1) * w.where.channel.extent;
  w.packed_ld = round_up(w.strip + reach + 4 * blocking.chunk, 64 / index_t(sizeof(T)));
  if (w.as_lanes) w.work = simd::fir_lines_work(reach, blocking);
  w.ring = ((w.slots + 1) | 1) * w.strip * planes;
  if (!w.direct) w.results = w.rows_at_once * w.strip * planes;
  w.offsets = w.rows_at_once + taps_of(w.down) + w.group;
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
  const bool in_order = order_matters(p.lines, p.cval);
  const std::vector<lines_of_walk> lines = divide(p.lines, all, in_order, p.in_place || in_order);
  index_t elements = 1;
  for (const axis& a : all) elements *= a.extent;
  // Between walks: out itself, if it can hold what is computed.
  const bool own = lines.size() > 1 && (plan.planes == 2 || !std::is_same_v<T, R>);
  if (own) plan.between = elements;
  const std::vector<index_t> dense = dense_strides(p.out);

  double work = 0;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    walk w;
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
    w.where = make_raster(seen, w.down, w.along);
    const bool recursive = is_recursive(w.down) || is_recursive(w.along);
    recursive ? cut_recursive<T>(w, kernels.blocking) : cut<T>(w, kernels.blocking, plan.planes);
    const raster& r = w.where;
    const bool dense_cells = r.channel.extent == 1 || r.channel.step.out == 1;
    const bool dense_row = r.col.extent == 1 || r.col.step.out == r.channel.extent;
    w.direct = plan.planes == 1 && dense_cells && dense_row && (std::is_same_v<T, R> || !w.to_out);
    // What is not read before much else has been.
    constexpr double beyond_caches = 16 << 20;
    w.stream = w.direct && !w.in_place && static_cast<double>(elements) * sizeof(T) > beyond_caches;
    if (!recursive) size_memory<T>(w, kernels.blocking, plan.planes);
    work += static_cast<double>(elements) *
            static_cast<double>(recursive ? kernels.blocking.recursive_from
                                          : taps_of(w.down) + taps_of(w.along));
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
