// The C interface of filters: whatever structs and pointers hold, a status comes back; and where it
// is BELLCURVE_OK the bits are those of C++.
#include "fuzz/support/any_arrays.hpp"
#include "fuzz/support/input.hpp"

#include <bellcurve/bellcurve.h>
#include <bellcurve/filter.hpp>

using namespace fuzz;

namespace {

template <class S>
struct functions;
template <>
struct functions<float> {
  static constexpr auto filter = bellcurve_gaussian_filter_f32;
  static constexpr auto laplace = bellcurve_gaussian_laplace_f32;
};
template <>
struct functions<double> {
  static constexpr auto filter = bellcurve_gaussian_filter_f64;
  static constexpr auto laplace = bellcurve_gaussian_laplace_f64;
};
template <>
struct functions<std::uint8_t> {
  static constexpr auto filter = bellcurve_gaussian_filter_u8;
};

void check_status(bellcurve_status status) {
  FUZZ_CHECK(bellcurve_status_name(status) != nullptr);
  FUZZ_CHECK(status != BELLCURVE_INTERNAL);
  if (status != BELLCURVE_OK) check_message(bellcurve_last_error());
}

/// Counts, values and methods, of which some are none.
bellcurve_filter_params any_params(input& in, int axes, bool& sane) {
  bellcurve_filter_params p;
  FUZZ_CHECK(bellcurve_filter_params_init(&p, sizeof p) == BELLCURVE_OK);
  const auto count = [&] {
    if (in.once_in(16)) return static_cast<int>(in.below(256)) - 100;
    return in.once_in(2) ? axes : 1;
  };
  if (in.once_in(2)) p.sigma_count = count();
  for (double& s : p.sigma)
    s = in.once_in(8) ? in.number() : 0.25 + 0.25 * static_cast<double>(in.below(16));
  if (in.once_in(4)) p.order_count = count();
  for (int& o : p.order) o = in.once_in(4) ? static_cast<int>(in.below(7)) - 1 : 0;
  if (in.once_in(4)) p.mode_count = count();
  for (int& m : p.mode) m = static_cast<int>(in.below(7)) - (in.once_in(8) ? 1 : 0);
  if (in.once_in(4)) p.radius_count = count();
  for (ptrdiff_t& r : p.radius) r = in.below(12) - (in.once_in(16) ? 1 : 0);
  if (in.once_in(4)) p.axes_count = count();
  for (int& a : p.axes) a = static_cast<int>(in.below(2 * axes + 2)) - axes;
  p.method = in.once_in(8) ? static_cast<int>(in.below(5)) - 1 : 0;
  if (in.once_in(8)) p.cval = in.number();
  if (in.once_in(8)) p.truncate = in.number();
  if (in.once_in(8)) p.tolerance = in.number();
  if (in.once_in(16)) {
    const std::size_t sizes[] = {0, 1, 8, sizeof p - 1, 4097, ~std::size_t{0}};
    p.size = in.one_of(sizes);
    sane = false;
  }
  // Kernels of millions of taps are legal, and take their time.
  for (double& s : p.sigma)
    if (s > 50 && std::isfinite(s)) s = 50;
  if (p.truncate > 8 && std::isfinite(p.truncate)) p.truncate = 8;
  return p;
}

bellcurve::filter_params same(const bellcurve_filter_params& p) {
  bellcurve::filter_params q;
  q.sigma.assign(p.sigma, p.sigma + p.sigma_count);
  q.order.assign(p.order, p.order + p.order_count);
  q.mode.clear();
  for (int k = 0; k < p.mode_count; ++k)
    q.mode.push_back(static_cast<bellcurve::border>(p.mode[k]));
  q.radius.assign(p.radius, p.radius + p.radius_count);
  q.axes.assign(p.axes, p.axes + p.axes_count);
  q.method = static_cast<bellcurve::filter_method>(p.method);
  q.cval = p.cval;
  q.truncate = p.truncate;
  q.tolerance = p.tolerance;
  return q;
}

template <class S>
void run(input& in) {
  std::vector<index_t> shape;
  for (index_t k = 1 + in.below(3); k > 0; --k) shape.push_back(any_extent(in, 24));
  const int axes = static_cast<int>(shape.size());
  array<S> a(shape, fuzz::any_placing(axes, in)), out(shape, fuzz::any_placing(axes, in));
  if constexpr (std::is_floating_point_v<S>) {
    fill(a, in);
  } else {
    support::random r(in.byte());
    a.each([&](const auto& i) { a(i) = static_cast<S>(r.bits()); });
  }
  tight<S> from(a), to(out);
  bool sane = true;
  const bellcurve_filter_params p = any_params(in, axes, sane);
  bellcurve_filter_options o;
  FUZZ_CHECK(bellcurve_filter_options_init(&o, sizeof o) == BELLCURVE_OK);
  o.threads = static_cast<int>(in.below(4)) - 1;
  o.check_finite = in.once_in(8);
  o.nan_is_missing = in.once_in(8);
  if (in.once_in(8)) o.min_weight = in.number();
  if (in.once_in(8)) o.fill = in.number();
  std::vector<std::uint8_t> mask(static_cast<std::size_t>(a.size()), 1);
  if (in.once_in(4)) {
    for (std::uint8_t& m : mask) m = in.byte() % 4;
    o.mask = mask.data();
  }
  std::optional<array_view<const std::uint8_t>> mask_view;
  if (o.mask) mask_view.emplace(mask.data(), shape);
  if (in.once_in(16)) o.reserved = 1, sane = false;
  const index_t* extents = in.once_in(32) ? nullptr : shape.data();
  const int count = in.once_in(32) ? static_cast<int>(in.below(256)) - 128 : axes;
  const S* source = in.once_in(32) ? nullptr : from.view().data();
  sane = sane && extents && count == axes && source;
  // More axes than there are extents would be read: that is the caller's to see to.
  if (count > axes && count <= bellcurve::max_axes) return;
  const bool laplace = std::is_floating_point_v<S> && in.once_in(4);
  const auto call = [&]() -> bellcurve_status {
    if constexpr (std::is_floating_point_v<S>) {
      if (laplace)
        return functions<S>::laplace(count, extents, source, from.view().strides().data(), &p,
                                     to.view().data(), to.view().strides().data(), &o);
    }
    return functions<S>::filter(count, extents, source, from.view().strides().data(), &p,
                                to.view().data(), to.view().strides().data(), &o);
  };
  const bellcurve_status status = call();
  check_status(status);
  to.copy_back();
  if (count == axes) FUZZ_CHECK(out.damage() == 0);
  if (status != BELLCURVE_OK) return FUZZ_CHECK(out.untouched());
  if (!sane) return;
  bellcurve::filter_options options{.mask = mask_view,
                                    .nan_is_missing = o.nan_is_missing != 0,
                                    .min_weight = o.min_weight,
                                    .check_finite = o.check_finite != 0};
  if (!std::isnan(o.fill)) options.fill = o.fill;
  // Of the same strides: where several axes are filtered, these may decide their order.
  array<S> placed = out;
  tight<S> again(placed);
  if constexpr (std::is_floating_point_v<S>) {
    if (laplace) gaussian_laplace(array_view<const S>(from.view()), same(p), again.view(), options);
  }
  if (!laplace) gaussian_filter(array_view<const S>(from.view()), same(p), again.view(), options);
  again.copy_back();
  const auto got = out.values(), wanted = placed.values();
  for (std::size_t i = 0; i < got.size(); ++i)
    FUZZ_CHECK(got[i] == wanted[i] || (got[i] != got[i] && wanted[i] != wanted[i]));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  input in(data, size);
  switch (in.below(3)) {
    case 0:
      run<float>(in);
      break;
    case 1:
      run<double>(in);
      break;
    default:
      run<std::uint8_t>(in);
  }
  return 0;
}
