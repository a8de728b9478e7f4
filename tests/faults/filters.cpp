// Filters of all types.
#include "operations.hpp"

#include <bellcurve/filter.hpp>

#include <type_traits>

namespace faults {
namespace {

using namespace bellcurve;

template <class S>
std::vector<S> samples(drawing& r, index_t count) {
  if constexpr (std::is_integral_v<S>) {
    return r.integers<S>(count);
  } else {
    return r.values<S>(count, 100);
  }
}

constexpr border modes[] = {border::reflect, border::mirror, border::nearest, border::wrap,
                            border::constant};
border any_mode(drawing& r) { return modes[r.below(5)]; }

/// filter(in, out, options) of two or three axes.
template <class S, class R, class Filter>
call filtered(drawing& r, bool volume, filter_params p, Filter filter, bool holes = false) {
  const index_t n = r.extent(100, 150), m = r.extent(120, 160), depth = volume ? 6 : 1;
  p.mode = {any_mode(r)};
  std::vector<S> in = samples<S>(r, depth * n * m);
  std::vector<std::uint8_t> mask(static_cast<std::size_t>(holes ? n * m : 0));
  for (std::uint8_t& v : mask) v = r.below(5) != 0 ? 1 : 0;
  return {bytes_of<R>(depth * n * m),
          [=, in = std::move(in), mask = std::move(mask)](int threads, std::byte* out) {
            const array_view<const S> from =
                volume ? array_view<const S>(in, {depth, n, m}) : array_view<const S>(in, {n, m});
            const array_view<R> to(as<R>(out), from.shape());
            filter_options options{.threads = threads};
            if (holes) options.mask = array_view<const std::uint8_t>(mask, {n, m});
            filter(from, p, to, options);
          }};
}

filter_params any_sigmas(drawing& r, bool volume) {
  filter_params p{.sigma = {1 + r.uniform(), 2 + 2 * r.uniform()}};
  if (volume) p.sigma.push_back(1.5);
  return p;
}

constexpr auto smooth = [](auto in, const auto& p, auto out, const auto& options) {
  gaussian_filter(in, p, out, options);
};
constexpr auto laplace = [](auto in, const auto& p, auto out, const auto& options) {
  gaussian_laplace(in, p, out, options);
};
constexpr auto magnitude = [](auto in, const auto& p, auto out, const auto& options) {
  gaussian_gradient_magnitude(in, p, out, options);
};
constexpr auto difference = [](auto in, const auto& p, auto out, const auto& options) {
  difference_of_gaussians(in, p, {}, out, options);
};
constexpr auto one_axis = [](auto in, const auto& p, auto out, const auto& options) {
  gaussian_filter1d(in, {.sigma = 4 * p.sigma[0], .axis = 0, .order = 1, .mode = p.mode[0]}, out,
                    options);
};
/// From a copy of in, in out.
constexpr auto in_place = [](auto in, const auto& p, auto out, const auto& options) {
  using T = typename decltype(out)::value_type;
  std::vector<T> copy(in.data(), in.data() + in.extent(0) * in.extent(1));
  const array_view<T> both(copy, {in.extent(0), in.extent(1)});
  gaussian_filter(both, p, both, options);
  if (!copy.empty()) std::memcpy(out.data(), copy.data(), copy.size() * sizeof(T));
};

template <class S, class R>
call image(drawing& r) {
  filter_params p = any_sigmas(r, false);
  if (std::is_floating_point_v<R> && r.below(2) == 0) p.order = {1, 0};
  return filtered<S, R>(r, false, p, smooth);
}
template <class S, class R>
call volume(drawing& r) {
  return filtered<S, R>(r, true, any_sigmas(r, true), smooth);
}
template <class S, class R>
call recursive(drawing& r) {
  filter_params p{.sigma = {5 + r.uniform(), 9 + 9 * r.uniform()},
                  .method = filter_method::recursive};
  return filtered<S, R>(r, false, p, smooth);
}
template <class S, class R>
call masked(drawing& r) {
  return filtered<S, R>(r, false, any_sigmas(r, false), smooth, true);
}
template <class S, class R>
call nan_missing(drawing& r) {
  const filter_params p = any_sigmas(r, true);
  return filtered<S, R>(r, true, p,
                        [](auto in, const auto& params, auto out, const filter_options& options) {
                          filter_options missing = options;
                          missing.nan_is_missing = true;
                          missing.min_weight = 0.25;
                          gaussian_filter(in, params, out, missing);
                        });
}
template <class S, class R>
call laplacian(drawing& r) {
  return filtered<S, R>(r, false, any_sigmas(r, false), laplace);
}
template <class S, class R>
call laplacian_of_volume(drawing& r) {
  return filtered<S, R>(r, true, any_sigmas(r, true), laplace);
}
template <class S, class R>
call gradient(drawing& r) {
  return filtered<S, R>(r, false, any_sigmas(r, false), magnitude);
}
template <class S, class R>
call band(drawing& r) {
  return filtered<S, R>(r, false, any_sigmas(r, false), difference);
}
template <class S, class R>
call line(drawing& r) {
  return filtered<S, R>(r, false, any_sigmas(r, false), one_axis);
}
template <class T>
call itself(drawing& r) {
  return filtered<T, T>(r, false, any_sigmas(r, false), in_place);
}

template <class S>
call choices(drawing& r) {
  filter_params p = any_sigmas(r, false);
  p.tolerance = 1e-3 * r.uniform();
  return {3 * sizeof(double), [=, in = samples<S>(r, 200)](int, std::byte* out) {
            const auto all = filter_choices(array_view<const S>(in, {10, 20}), p);
            std::vector<double> told;
            told.reserve(all.size() + 1);
            for (const filter_choice& c : all) told.push_back(c.sigma);
            told.push_back(static_cast<double>(all.front().radius));
            store(told, out);
          }};
}

template <class S, class R>
void add_from_to(std::vector<operation>& all) {
  const std::string type = std::string(suffix<S>()) + suffix<R>();
  all.push_back({"gaussian_filter" + type, image<S, R>});
  all.push_back({"gaussian_filter, volume" + type, volume<S, R>});
  all.push_back({"gaussian_filter, recursive" + type, recursive<S, R>});
  all.push_back({"gaussian_filter, mask" + type, masked<S, R>});
  all.push_back({"gaussian_filter1d" + type, line<S, R>});
}

template <class S, class R>
void add_derived(std::vector<operation>& all) {
  const std::string type = suffix<S>();
  all.push_back({"gaussian_laplace" + type, laplacian<S, R>});
  all.push_back({"gaussian_laplace, volume" + type, laplacian_of_volume<S, R>});
  all.push_back({"gaussian_gradient_magnitude" + type, gradient<S, R>});
  all.push_back({"difference_of_gaussians" + type, band<S, R>});
  all.push_back({"filter_choices" + type, choices<S>});
}

template <class T>
void add_floating(std::vector<operation>& all) {
  add_from_to<T, T>(all);
  add_derived<T, T>(all);
  all.push_back({std::string("gaussian_filter, in place") + suffix<T>(), itself<T>});
  all.push_back({std::string("gaussian_filter, NaN missing") + suffix<T>(), nan_missing<T, T>});
}

template <class S>
void add_integer(std::vector<operation>& all) {
  add_from_to<S, S>(all);
  add_from_to<S, float>(all);
  add_derived<S, float>(all);
}

}  // namespace

void add_filters(std::vector<operation>& all) {
  add_floating<float>(all);
  add_floating<double>(all);
  add_integer<std::uint8_t>(all);
  add_integer<std::uint16_t>(all);
  add_integer<std::int16_t>(all);
}

}  // namespace faults
