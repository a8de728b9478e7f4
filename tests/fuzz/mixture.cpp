// mixture_pdf and mixture_logpdf on grids and at points, gaussian_2d: any components, shapes,
// strides, within the documented bounds.
#include "fuzz/support/any_arrays.hpp"
#include "fuzz/support/input.hpp"

#include "mixture/cases.hpp"
#include "mixture/reference.hpp"

#include <bellcurve/kernels.hpp>
#include <bellcurve/mixture.hpp>

#include <array>
#include <utility>

using namespace fuzz;
using bellcurve::combination;
using bellcurve::grid;
using bellcurve::mixture;
using bellcurve::mixture_options;
using support::real;

namespace {

struct drawn {
  mixture m;
  support::style style;
  bool valid = true;
  bool known = true;  ///< whether the reference has anything to say of it
};

drawn any_mixture(input& in, std::size_t most_dimensions) {
  drawn d;
  support::style& s = d.style;
  s.d = 1 + static_cast<std::size_t>(in.below(static_cast<index_t>(most_dimensions)));
  s.components = 1 + static_cast<std::size_t>(in.below(4));
  s.scale = std::ldexp(1.0, static_cast<int>(in.below(41)) - 20);
  s.spread = in.ordinary() / 64;
  if (in.once_in(3)) s.offset = std::ldexp(1.0, static_cast<int>(in.below(24)));
  if (in.once_in(3)) s.correlation = 1 - std::ldexp(1.0, -1 - static_cast<int>(in.below(12)));
  s.diagonal = in.once_in(3);
  d.m = support::random_mixture(s, in.byte());
  if (in.once_in(3)) d.m.combination = combination::max;
  for (auto& c : d.m.components) {
    if (in.once_in(4)) c.covariance = {s.scale * s.scale * in.ordinary()};
    if (in.once_in(8)) c.weight = 0;
  }
  auto& last = d.m.components.back();
  switch (in.below(16)) {
    case 11:
      last.mean.back() = in.number();
      d.known = false;
      break;
    case 12:
      last.covariance.back() = in.number();
      d.known = false;
      break;
    case 13:
      last.weight = in.number();
      d.known = false;
      d.valid = std::isfinite(last.weight) && last.weight >= 0;
      break;
    case 14:
      last.mean.push_back(0);
      d.valid = false;
      break;
    case 15:
      last.weight = 1;
      last.covariance.back() = -1;
      if (in.once_in(2)) d.m.components.clear();
      d.valid = false;
      break;
    default:
      break;
  }
  return d;
}

/// Whether the largest density, and that of each component, is far from the ends of T's range.
template <class T>
bool fits(const mixture& m) {
  const double most = std::log(static_cast<double>(std::numeric_limits<T>::max())) - 2;
  for (const auto& c : m.components) {
    if (c.weight == 0) continue;
    const support::exact_component e(c);
    if (!(e.log_peak() < most && e.log_peak() > -most)) return false;
  }
  return true;
}

template <class T>
void check(const mixture& m, std::span<const real> x, T density, T logarithm, bool on_grid) {
  const support::exact_mixture exact(m);
  bool any = false;
  for (const auto& c : m.components) any = any || c.weight > 0;
  FUZZ_CHECK(density >= 0);
  if (!any) return FUZZ_CHECK(density == 0 && std::isinf(logarithm) && logarithm < 0);
  const double of_density = support::used(density, exact.density<T>(x, on_grid));
  FUZZ_CHECK(of_density <= 1.001);
  const double of_logarithm = support::used(logarithm, exact.log_density<T>(x, on_grid));
  FUZZ_CHECK(of_logarithm <= 1.001);
}

/// Steps of which a standard deviation is some, or none.
grid any_grid(const drawn& d, std::span<const index_t> shape, input& in) {
  grid g;
  const double reach = std::ldexp(1.0, static_cast<int>(in.below(10)) - 3);
  for (std::size_t k = 0; k < shape.size(); ++k) {
    const double width = 2 * reach * d.style.scale;
    g.step[k] = width / static_cast<double>(std::max<index_t>(shape[k] - 1, 1));
    if (in.once_in(4)) g.step[k] = -g.step[k];
    g.origin[k] = d.style.scale * d.style.offset - (g.step[k] < 0 ? -reach : reach) * d.style.scale;
  }
  return g;
}

template <class T>
void run_grid(input& in) {
  drawn d = any_mixture(in, 3);
  std::vector<index_t> shape;
  for (std::size_t k = 0; k < d.style.d; ++k)
    shape.push_back(any_extent(in, d.style.d == 1 ? 400 : d.style.d == 2 ? 40 : 12));
  const int axes = static_cast<int>(shape.size());
  array<T> pdf(shape, fuzz::any_placing(axes, in)), log(shape, fuzz::any_placing(axes, in));
  grid g = any_grid(d, shape, in);
  if (in.once_in(16)) {
    g.step[0] = in.once_in(2) ? 0 : std::numeric_limits<double>::quiet_NaN();
    d.valid = false;
  }
  const mixture_options o{.threads = static_cast<int>(in.below(3))};
  tight<T> to_pdf(pdf), to_log(log);
  const bool no_pdf = throws([&] { mixture_pdf(d.m, g, to_pdf.view(), o); });
  const bool no_log = throws([&] { mixture_logpdf(d.m, g, to_log.view(), o); });
  to_pdf.copy_back();
  to_log.copy_back();
  FUZZ_CHECK(pdf.damage() == 0 && log.damage() == 0);
  if (!d.valid) FUZZ_CHECK(no_pdf && no_log);
  if (no_pdf) FUZZ_CHECK(pdf.untouched());
  if (no_log) FUZZ_CHECK(log.untouched());
  if (!d.valid || !d.known || !fits<T>(d.m)) return;
  FUZZ_CHECK(!no_pdf && !no_log);
  pdf.each([&](const std::vector<index_t>& i) {
    std::array<real, 3> x{};
    for (std::size_t k = 0; k < i.size(); ++k)
      x[k] =
          static_cast<real>(g.origin[k]) + static_cast<real>(i[k]) * static_cast<real>(g.step[k]);
    check<T>(d.m, std::span<const real>(x.data(), i.size()), pdf(i), log(i), true);
  });
}

template <class T>
void run_points(input& in) {
  drawn d = any_mixture(in, 6);
  const auto dimensions = static_cast<index_t>(d.style.d);
  const index_t n = any_extent(in, 130);
  array<T> x({n, dimensions}, fuzz::any_placing(2, in)), pdf({n}, fuzz::any_placing(1, in)),
      log({n}, fuzz::any_placing(1, in));
  support::random r(in.byte());
  const double reach = in.ordinary();
  x.each([&](const auto& i) {
    x(i) = static_cast<T>(d.style.scale * (d.style.offset + reach * r.normal()));
  });
  for (index_t more = in.below(3); more > 0 && n > 0; --more)
    x({in.below(n), in.below(dimensions)}) = edge_of<T>(in);
  tight<T> from(x), to_pdf(pdf), to_log(log);
  mixture_options o{.threads = static_cast<int>(in.below(3)), .check_finite = in.once_in(8)};
  if (o.check_finite) d.valid = d.valid && all_finite(x);
  const matrix_view<const T> points = from.matrix();
  const bool no_pdf = throws([&] { mixture_pdf(d.m, points, to_pdf.view(), o); });
  const bool no_log = throws([&] { mixture_logpdf(d.m, points, to_log.view(), o); });
  to_pdf.copy_back();
  to_log.copy_back();
  FUZZ_CHECK(pdf.damage() == 0 && log.damage() == 0);
  if (!d.valid) FUZZ_CHECK(no_pdf && no_log);
  if (no_pdf) FUZZ_CHECK(pdf.untouched());
  if (no_log) FUZZ_CHECK(log.untouched());
  if (!d.valid || !d.known || !fits<T>(d.m)) return;
  FUZZ_CHECK(!no_pdf && !no_log);
  for (index_t i = 0; i < n; ++i) {
    if (!finite_row(x, i)) {
      FUZZ_CHECK(std::isnan(pdf({i})) && std::isnan(log({i})));
      continue;
    }
    std::vector<real> at;
    for (index_t k = 0; k < dimensions; ++k) at.push_back(x({i, k}));
    check<T>(d.m, at, pdf({i}), log({i}), false);
  }
}

/// A Gaussian by deviations and angle: what the formula in the header says, to a few digits.
template <class T>
void run_plane(input& in) {
  bellcurve::gaussian_2d_params p;
  const bool wild = in.once_in(3);
  const auto draw = [&] { return wild ? in.number() : in.ordinary(); };
  p.amplitude = draw();
  p.mean = {draw(), draw()};
  if (!in.once_in(4)) p.stddev = {{draw(), draw()}};
  if (in.once_in(4)) p.covariance = {{draw(), 0.0, 0.0, draw()}};
  if (in.once_in(2)) p.theta = draw();
  const index_t rows = in.below(12), cols = in.below(40);
  array<T> out({rows, cols}, fuzz::any_placing(2, in));
  tight<T> to(out);
  const bool thrown = throws([&] { gaussian_2d(p, grid{}, to.matrix()); });
  to.copy_back();
  FUZZ_CHECK(out.damage() == 0);
  if (thrown) {
    FUZZ_CHECK(out.untouched());
    return FUZZ_CHECK(wild || (p.covariance && (p.stddev || p.theta != 0)));
  }
  out.each([&](const auto& i) { FUZZ_CHECK(std::isfinite(out(i))); });
  if (wild || p.covariance || !p.stddev) return;
  const real c = std::cos(static_cast<real>(p.theta)), s = std::sin(static_cast<real>(p.theta));
  out.each([&](const auto& i) {
    const real u = static_cast<real>(i[0]) - p.mean[0], v = static_cast<real>(i[1]) - p.mean[1];
    const real a = (c * u + s * v) / (*p.stddev)[0], b = (c * v - s * u) / (*p.stddev)[1];
    const real e = (a * a + b * b) / 2, want = p.amplitude * std::exp(-e);
    const real ratio = (*p.stddev)[0] / (*p.stddev)[1], k = std::max(ratio, 1 / ratio);
    const real bound =
        (40 * (e + 1) * std::numeric_limits<T>::epsilon() + 40 * k * k * (e + 1) * 0x1p-52L) *
            want +
        2 * std::numeric_limits<T>::min() * (1 + std::abs(static_cast<real>(p.amplitude)));
    FUZZ_CHECK(std::abs(static_cast<real>(out(i)) - want) <= bound);
  });
}

template <class T>
void run(input& in) {
  switch (in.below(5)) {
    case 0:
    case 1:
      return run_grid<T>(in);
    case 2:
    case 3:
      return run_points<T>(in);
    default:
      run_plane<T>(in);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  input in(data, size);
  in.once_in(2) ? run<double>(in) : run<float>(in);
  return 0;
}
