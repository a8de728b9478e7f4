#include "validate.hpp"

#include "../edge/views.hpp"
#include "types.hpp"
#include "weights.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <string>

namespace bellcurve::filter {
namespace {

using edge::number;
using edge::shape;

[[noreturn]] void reject(const std::string& message) { throw error(errc::bad_argument, message); }

std::string at(const char* name, std::size_t k, std::size_t count) {
  return count == 1 ? std::string(name) : std::string(name) + '[' + std::to_string(k) + ']';
}

/// The axes to filter, counted from the first.
std::vector<int> axes_of(const filter_params& p, int axes) {
  std::vector<int> chosen;
  if (p.axes.empty()) {
    for (int k = 0; k < axes; ++k) chosen.push_back(k);
    return chosen;
  }
  for (std::size_t k = 0; k < p.axes.size(); ++k) {
    const int axis = p.axes[k] < 0 ? p.axes[k] + axes : p.axes[k];
    if (axis < 0 || axis >= axes) {
      reject(at("axes", k, p.axes.size()) + " must be from " + std::to_string(-axes) + " to " +
             std::to_string(axes - 1) + ", got " + std::to_string(p.axes[k]));
    }
    if (std::ranges::find(chosen, axis) != chosen.end()) {
      reject("axes must not name an axis twice, got " + std::to_string(p.axes[k]));
    }
    chosen.push_back(axis);
  }
  return chosen;
}

/// One value for all axes, or one for each.
void check_count(const char* name, std::size_t got, std::size_t axes) {
  if (got == 1 || got == axes) return;
  reject(std::string(name) + " must have 1 value" +
         (axes == 1 ? "" : " or " + std::to_string(axes) + ", one for each filtered axis") +
         ", got " + std::to_string(got));
}

template <class V>
auto value_for(const V& values, std::size_t k) {
  return values.size() == 1 ? values[0] : values[k];
}

index_t radius_of(const filter_params& p, std::size_t k, double sigma) {
  if (!p.radius.empty()) {
    const index_t radius = value_for(p.radius, k);
    if (radius < 0 || radius > largest_radius) {
      reject(at("radius", k, p.radius.size()) + " must be from 0 to " +
             std::to_string(largest_radius) + ", got " + std::to_string(radius));
    }
    return radius;
  }
  const double radius = p.truncate * sigma + 0.5;
  if (!(radius < static_cast<double>(largest_radius) + 1)) {
    reject("truncate * sigma must be at most " + std::to_string(largest_radius) + ", got " +
           number(p.truncate) + " * " + number(sigma) + "; radius sets a smaller kernel");
  }
  return static_cast<index_t>(radius);
}

void check_scalars(const filter_params& p) {
  if (!(std::isfinite(p.truncate) && p.truncate >= 0)) {
    reject("truncate must be finite and >= 0, got " + number(p.truncate));
  }
  if (!(std::isfinite(p.tolerance) && p.tolerance >= 0)) {
    reject("tolerance must be finite and >= 0, got " + number(p.tolerance));
  }
  if (!std::isfinite(p.cval)) reject("cval must be finite, got " + number(p.cval));
  (void)to_string(p.method);  // rejects a value outside the enum
}

template <class S, class R>
bool same_view(array_view<const S> in, array_view<R> out) {
  if constexpr (!std::is_same_v<S, R>) {
    return false;
  } else {
    if (in.data() != out.data()) return false;
    for (int k = 0; k < in.axes(); ++k) {
      if (in.extent(k) > 1 && in.stride(k) != out.stride(k)) return false;
    }
    return true;
  }
}

/// The mask with the extents of `in`, strides 0 where it has but one element.
array_view<const std::uint8_t> broadcast(array_view<const std::uint8_t> mask,
                                         std::span<const index_t> extents) {
  bool fits = mask.axes() == static_cast<int>(extents.size());
  std::array<index_t, static_cast<std::size_t>(max_axes)> strides{};
  for (int k = 0; fits && k < mask.axes(); ++k) {
    const auto i = static_cast<std::size_t>(k);
    fits = mask.extent(k) == extents[i] || mask.extent(k) == 1;
    strides[i] = mask.extent(k) == 1 ? 0 : mask.stride(k);
  }
  if (!fits) {
    throw error(errc::bad_shape, "mask must be " + shape(extents) +
                                     " (the shape of in, or 1 along an axis), got " +
                                     shape(mask.shape()));
  }
  return {mask.data(), extents, std::span<const index_t>(strides.data(), extents.size())};
}

template <class R>
R fill_value(const filter_options& options) {
  if constexpr (std::is_floating_point_v<R>) {
    if (!options.fill) return std::numeric_limits<R>::quiet_NaN();
    constexpr auto most = static_cast<double>(std::numeric_limits<R>::max());
    if (std::isfinite(*options.fill) && std::abs(*options.fill) > most) {
      reject("fill must be within the range of the elements of out, " + number(-most) + " to " +
             number(most) + ", got " + number(*options.fill));
    }
    return static_cast<R>(*options.fill);
  } else {
    const double fill = options.fill.value_or(0);
    constexpr double low = std::numeric_limits<R>::min(), high = std::numeric_limits<R>::max();
    if (!(fill >= low && fill <= high && std::trunc(fill) == fill)) {
      reject("fill must be an integer from " + number(low) + " to " + number(high) + ", got " +
             number(fill));
    }
    return static_cast<R>(fill);
  }
}

template <class S, class R>
missing<R> missing_of(array_view<const S> in, const filter_options& options,
                      const std::vector<line>& lines) {
  missing<R> m;
  if (!(options.min_weight >= 0 && options.min_weight <= 1)) {
    reject("min_weight must be from 0 to 1, got " + number(options.min_weight));
  }
  m.nan = options.nan_is_missing && std::is_floating_point_v<S>;
  m.min_weight = options.min_weight;
  m.fill = fill_value<R>(options);
  if (options.mask) {
    edge::check_view("mask", *options.mask);
    m.mask = broadcast(*options.mask, in.shape());
  }
  if (!m) return m;
  for (const line& l : lines) {
    if (l.order != 0) {
      reject("order must be 0 with missing samples, got " + std::to_string(l.order));
    }
  }
  return m;
}

/// Calls f with the index in each axis, the last one fastest.
template <class F>
void for_each_index(std::span<const index_t> extents, const F& f) {
  std::array<index_t, static_cast<std::size_t>(max_axes)> index{};
  for (;;) {
    f(index);
    std::size_t axis = extents.size();
    while (axis > 0 && ++index[axis - 1] == extents[axis - 1]) index[--axis] = 0;
    if (axis == 0) return;
  }
}

template <class S, class R>
void check_finite(array_view<const S> in, const missing<R>& m) {
  if constexpr (!std::is_floating_point_v<S>) return;  // always is
  for_each_index(in.shape(), [&](const auto& index) {
    index_t offset = 0, mask_offset = 0;
    for (int k = 0; k < in.axes(); ++k) {
      const index_t i = index[static_cast<std::size_t>(k)];
      offset += i * in.stride(k);
      if (m.mask) mask_offset += i * m.mask->stride(k);
    }
    if (m.mask && m.mask->data()[mask_offset] == 0) return;
    const auto value = static_cast<double>(in.data()[offset]);
    if (std::isfinite(value) || (m.nan && std::isnan(value))) return;
    std::string where;
    for (int k = 0; k < in.axes(); ++k)
      where += (k == 0 ? "" : ", ") + std::to_string(index[static_cast<std::size_t>(k)]);
    throw error(errc::non_finite,
                "in must be finite, got " + number(value) + " at (" + where + ")");
  });
}

template <class S>
void check_cval(const filter_params& p, const std::vector<line>& lines) {
  constexpr auto low = static_cast<double>(std::numeric_limits<S>::lowest());
  constexpr auto high = static_cast<double>(std::numeric_limits<S>::max());
  const bool used =
      std::ranges::any_of(lines, [](const line& l) { return l.mode == border::constant; });
  if (used && !(p.cval >= low && p.cval <= high)) {
    reject("cval must be within the range of the elements of in, " + number(low) + " to " +
           number(high) + ", got " + number(p.cval));
  }
}

}  // namespace

std::vector<line> lines_of(const filter_params& p, std::span<const index_t> extents) {
  if (extents.empty()) {
    throw error(errc::bad_shape, "in must have at least 1 axis, got " + shape(extents));
  }
  check_scalars(p);
  const std::vector<int> axes = axes_of(p, static_cast<int>(extents.size()));
  check_count("sigma", p.sigma.size(), axes.size());
  check_count("order", p.order.size(), axes.size());
  check_count("mode", p.mode.size(), axes.size());
  if (!p.radius.empty()) check_count("radius", p.radius.size(), axes.size());
  std::vector<line> lines;
  for (std::size_t k = 0; k < axes.size(); ++k) {
    line l{};
    l.axis = axes[k];
    l.extent = extents[static_cast<std::size_t>(l.axis)];
    l.sigma = value_for(p.sigma, k);
    l.order = value_for(p.order, k);
    l.mode = value_for(p.mode, k);
    l.method = filter_method::fir;
    if (!(std::isfinite(l.sigma) && l.sigma >= 0)) {
      reject(at("sigma", k, p.sigma.size()) + " must be finite and >= 0, got " + number(l.sigma));
    }
    if (l.order < 0 || l.order > max_filter_order) {
      reject(at("order", k, p.order.size()) + " must be from 0 to " +
             std::to_string(max_filter_order) + ", got " + std::to_string(l.order));
    }
    (void)to_string(l.mode);
    constexpr double no_filter = 1e-15;  // as SciPy has it
    if (l.sigma <= no_filter) {
      if (l.order == 0) continue;
      reject(at("sigma", k, p.sigma.size()) + " must be > " + number(no_filter) +
             " for a derivative, got " + number(l.sigma));
    }
    l.radius = radius_of(p, k, l.sigma);
    lines.push_back(l);
  }
  return lines;
}

template <class S, class R>
problem<S, R> validate(array_view<const S> in, const filter_params& params, array_view<R> out,
                       const filter_options& options) {
  const std::vector<line> lines = lines_of(params, in.shape());
  edge::check_view("in", in);
  edge::check_view("out", out);
  if (!std::ranges::equal(in.shape(), out.shape())) {
    throw error(errc::bad_shape,
                "out must be " + shape(in.shape()) + " (as in), got " + shape(out.shape()));
  }
  problem<S, R> p{};
  p.in = in;
  p.out = out;
  p.lines = lines;
  check_cval<S>(params, p.lines);
  p.cval = params.cval;
  p.missing = missing_of<S, R>(in, options, p.lines);
  if (options.threads < 0) {
    reject("threads must be >= 0, got " + std::to_string(options.threads));
  }
  p.threads = options.threads;
  const edge::memory_span written = edge::span_of(out);
  p.in_place = same_view(in, out);
  if (!p.in_place) edge::check_apart("out", written, "in", edge::span_of(in));
  if (options.mask) edge::check_apart("out", written, "mask", edge::span_of(*options.mask));
  if (options.check_finite && !written.empty()) check_finite(in, p.missing);
  return p;
}

#define BELLCURVE_INSTANTIATE(S, R)                                                         \
  template problem<S, R> validate(array_view<const S>, const filter_params&, array_view<R>, \
                                  const filter_options&);
BELLCURVE_FOR_FILTER_TYPES(BELLCURVE_INSTANTIATE)
#undef BELLCURVE_INSTANTIATE

}  // namespace bellcurve::filter
