// gaussian_filter of any type, shape, strides, borders, orders, masks and data, also in place.
#include "fuzz/support/any_filter.hpp"

#include <bellcurve/filter.hpp>

#include <utility>

using namespace fuzz;
using bellcurve::filter_method;
using bellcurve::gaussian_filter;
using reference::compute;

namespace {

constexpr double most_work = 400'000;

/// Marks samples as missing, by a mask or by NaN.
template <class S, class R>
void draw_missing(reference::call<S, R>& c, input& in) {
  if (in.once_in(2)) {
    std::vector<index_t> shape = c.in.shape();
    for (index_t& e : shape)
      if (in.once_in(4)) e = std::min<index_t>(e, 1);
    auto& mask = c.mask.emplace(shape, fuzz::any_placing(static_cast<int>(shape.size()), in));
    support::random r(in.byte());
    const index_t share = 1 + in.below(8);
    mask.each([&](const auto& i) { mask(i) = r.below(share) == 0 ? 0 : 1; });
  }
  if constexpr (std::is_floating_point_v<S>) {
    if (in.once_in(2)) {
      c.options.nan_is_missing = true;
      support::random r(in.byte());
      c.in.each([&](const auto& i) {
        if (r.below(5) == 0) c.in(i) = std::numeric_limits<S>::quiet_NaN();
      });
    }
  }
  if (in.once_in(2)) c.options.min_weight = static_cast<double>(in.below(9)) / 8;
  if (in.once_in(3)) c.options.fill = static_cast<double>(in.below(100));
}

template <class S, class R>
void check_nonfinite(const reference::call<S, R>& c, const array<R>& out) {
  const std::vector<bool> bad = covered(c);
  std::size_t at = 0;
  out.each([&](const auto& i) {
    FUZZ_CHECK(std::isfinite(static_cast<double>(out(i))) == !bad[at]);
    ++at;
  });
}

/// \param in_place out is in.
template <class S, class R>
bool run_call(const reference::call<S, R>& c, array<S>& from, array<R>& to, bool in_place,
              const filter_options& options) {
  tight<S> source(from);
  if constexpr (std::is_same_v<S, R>) {
    if (in_place) {
      const bool thrown = throws([&] {
        gaussian_filter(array_view<const S>(source.view()), c.params, source.view(), options);
      });
      source.copy_back();
      return thrown;
    }
  }
  tight<R> target(to);
  const bool thrown = throws([&] {
    gaussian_filter(array_view<const S>(source.view()), c.params, target.view(), options);
  });
  target.copy_back();
  return thrown;
}

template <class S, class R>
void run(input& in) {
  const std::vector<index_t> shape = any_shape(in, 1500);
  const int axes = static_cast<int>(shape.size());
  reference::call<S, R> c{.in = array<S>(shape, fuzz::any_placing(axes, in))};
  fill_samples(c.in, in);
  auto drawn = any_filter(in, axes, /*derivatives=*/true);
  c.params = drawn.params;
  bool valid = drawn.valid;
  if (work_of(c.params, shape) > most_work) return;
  c.options.threads = static_cast<int>(in.below(3));
  const bool missing = in.once_in(3);
  if (missing) {
    draw_missing(c, in);
    if (valid && !in.once_in(8)) c.params.order = {0};
  }
  bool wild = false;
  if constexpr (std::is_floating_point_v<S>) {
    if (!missing && in.once_in(4) && c.in.size() > 0) {
      wild = true;
      for (index_t more = 1 + in.below(2); more > 0; --more) {
        std::vector<index_t> i;
        for (const index_t extent : shape) i.push_back(in.below(extent));
        const S bad[] = {std::numeric_limits<S>::quiet_NaN(), std::numeric_limits<S>::infinity()};
        c.in(i) = in.one_of(bad);
      }
    }
  }
  c.options.check_finite = in.once_in(8);
  const bool in_place = std::is_same_v<S, R> && in.once_in(4);
  array<R> out(shape, fuzz::any_placing(axes, in));
  array<S> source = c.in;
  std::optional<tight<std::uint8_t>> mask;
  filter_options o = c.options;
  if (c.mask) {
    mask.emplace(*c.mask);
    o.mask = mask->view();
  }
  if (in.once_in(32)) o.threads = -1, valid = false;
  const bool thrown = run_call(c, source, out, in_place, o);
  // What belongs to an axis with sigma 0 is not looked at.
  if (!valid && drawn.ordinary) FUZZ_CHECK(thrown);
  if constexpr (std::is_same_v<S, R>) {
    if (in_place) out = source;
  }
  FUZZ_CHECK(out.damage() == 0);
  if (thrown) {
    if (!in_place) FUZZ_CHECK(out.untouched());
    const bool no_derivatives = std::ranges::all_of(c.params.order, [](int k) { return k == 0; });
    const bool refused_data = o.check_finite && wild;
    // What else may be wrong: derivatives of what is missing.
    if (drawn.ordinary && !refused_data && valid) FUZZ_CHECK(missing && !no_derivatives);
    return;
  }
  FUZZ_CHECK(!(o.check_finite && wild));
  if (!drawn.ordinary) return;
  if (wild) return check_nonfinite(c, out);
  FUZZ_CHECK(reference::worst(c, out) <= 1);
}

/// Off by the documented 5e-6 of the range for each axis, and some roundings, against a kernel that
/// goes on to 9 sigma.
template <class T>
void run_recursive(input& in) {
  const std::vector<index_t> shape = any_shape(in, 900);
  const int axes = static_cast<int>(shape.size());
  array<T> a(shape, fuzz::any_placing(axes, in)), out(shape, fuzz::any_placing(axes, in)),
      want(shape);
  fill(a, in, false);
  filter_params p = any_filter(in, axes, false).params;
  for (double& sigma : p.sigma) sigma = 1 + std::fmod(std::abs(sigma), 20.0);
  for (double& sigma : p.sigma) sigma = std::isfinite(sigma) ? sigma : 3;
  p.method = filter_method::recursive;
  p.truncate = 4;
  p.radius = {};
  if (std::isinf(p.cval)) p.cval = 1;
  const bool tolerant = in.once_in(2);
  if (tolerant) p.tolerance = std::ldexp(1.0, -static_cast<int>(in.below(30)));
  double low = p.cval, high = p.cval;
  a.each([&](const auto& i) {
    low = std::min(low, static_cast<double>(a(i)));
    high = std::max(high, static_cast<double>(a(i)));
  });
  tight<T> from(a), to(out);
  const bool thrown = throws([&] {
    gaussian_filter(array_view<const T>(from.view()), p, to.view(),
                    {.threads = static_cast<int>(in.below(3))});
  });
  to.copy_back();
  FUZZ_CHECK(out.damage() == 0);
  if (thrown) return FUZZ_CHECK(out.untouched());
  filter_params exact = p;
  exact.method = filter_method::fir;
  exact.tolerance = 0;
  exact.truncate = 9;
  gaussian_filter(std::as_const(a).view(), exact, want.view());
  const double range = high - low, size = std::max(std::abs(low), std::abs(high));
  const auto u = static_cast<double>(std::numeric_limits<T>::epsilon());
  const double allowed = tolerant ? std::min(p.tolerance, 1.0) : 5e-6 * axes;
  out.each([&](const auto& i) {
    const double off = std::abs(static_cast<double>(out(i)) - static_cast<double>(want(i)));
    FUZZ_CHECK(off <= allowed * range + 1000 * u * size);
  });
}

template <class T>
void either(input& in) {
  in.once_in(5) ? run_recursive<T>(in) : run<T, T>(in);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  input in(data, size);
  switch (in.below(8)) {
    case 0:
      either<float>(in);
      break;
    case 1:
      either<double>(in);
      break;
    case 2:
      run<std::uint8_t, std::uint8_t>(in);
      break;
    case 3:
      run<std::uint16_t, std::uint16_t>(in);
      break;
    case 4:
      run<std::int16_t, std::int16_t>(in);
      break;
    case 5:
      run<std::uint8_t, float>(in);
      break;
    case 6:
      run<std::uint16_t, float>(in);
      break;
    default:
      run<std::int16_t, float>(in);
  }
  return 0;
}
