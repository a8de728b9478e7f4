// gaussian_kernel_1d against MPFR, gaussian_kernel_2d as the product of two of them or turned,
// gkern.
#include "kernels/reference.hpp"

#include "fuzz/support/any_arrays.hpp"
#include "fuzz/support/input.hpp"

#include <bellcurve/kernels.hpp>

#include <utility>

using namespace fuzz;
using bellcurve::discretization;
using bellcurve::kernel_1d_params;
using bellcurve::kernel_2d_params;
using bellcurve::normalization;
using support::number;

namespace {

constexpr discretization hows[] = {discretization::sampled, discretization::mass,
                                   discretization::bessel};
constexpr normalization norms[] = {normalization::sum, normalization::density, normalization::none};

/// Whether the reference is quick, and its bound stated.
bool within_reach(const kernel_1d_params& p, index_t size) {
  const double center = p.center.value_or(static_cast<double>(size - 1) / 2);
  return size <= 24 && p.sigma >= 0.05 && p.sigma <= 20 && std::abs(center) <= 100 &&
         (p.discretization == discretization::bessel ? size <= 12 : true);
}

bool is_valid(const kernel_1d_params& p) {
  return std::isfinite(p.sigma) && p.sigma >= 0 && (p.sigma > 0 || p.order == 0) && p.order >= 0 &&
         p.order <= bellcurve::max_kernel_order && (!p.center || std::isfinite(*p.center));
}

/// As in tests/kernels/accuracy.cpp, in units of 2^-53.
double bound_of(const kernel_1d_params& p) {
  switch (p.discretization) {
    case discretization::sampled:
      return p.order == 0 ? 5 : 18;
    case discretization::mass:
      return p.order == 0 ? 24 : 32;
    case discretization::bessel:
      break;
  }
  return p.order == 0 ? 12 : 32;
}

void check_accuracy(const kernel_1d_params& p, const std::vector<double>& w) {
  mpfr_set_default_prec(p.discretization == discretization::bessel ? 400 : 160);
  const auto want = reference::kernel_1d(p, static_cast<index_t>(w.size()));
  for (std::size_t i = 0; i < w.size(); ++i) {
    const number error = abs(number(w[i]) - want.exact[i]);
    FUZZ_CHECK((error / want.scale[i]).scaled(53).value() <= bound_of(p));
  }
}

kernel_1d_params any_line(input& in) {
  kernel_1d_params p;
  p.sigma = in.once_in(3) ? in.number() : 0.05 + static_cast<double>(in.below(4096)) * 0x1p-8;
  if (in.once_in(2))
    p.center = in.once_in(4) ? in.number() : static_cast<double>(in.below(1024)) / 16 - 16;
  if (in.once_in(2)) p.order = static_cast<int>(in.below(7)) - 1;
  p.discretization = in.one_of(hows);
  p.normalization = in.one_of(norms);
  return p;
}

/// \return Nothing if it is refused.
std::optional<std::vector<double>> weights_of(const kernel_1d_params& p, index_t size) {
  std::vector<double> w(static_cast<std::size_t>(size));
  if (throws([&] { gaussian_kernel_1d(p, w); })) return {};
  return w;
}

void run_line(input& in) {
  const kernel_1d_params p = any_line(in);
  const index_t size = in.once_in(8) ? in.below(1500) : in.below(24);
  array<double> out({size}, fuzz::any_placing(1, in));
  tight<double> to(out);
  const bool thrown = throws([&] { gaussian_kernel_1d(p, to.view()); });
  to.copy_back();
  FUZZ_CHECK(out.damage() == 0);
  if (!is_valid(p)) FUZZ_CHECK(thrown || size == 0);
  if (thrown) {
    FUZZ_CHECK(out.untouched());
    // What else there is: a peak that overflows, of a derivative by the distance of the centre,
    // too.
    const bool derivative_overflows =
        p.order > 0 && (p.sigma < 1e-30 || std::abs(p.center.value_or(0)) > 1e6);
    return FUZZ_CHECK(!is_valid(p) || p.sigma < 1e-50 || derivative_overflows);
  }
  const std::vector<double> w = out.values();
  for (const double x : w) FUZZ_CHECK(std::isfinite(x));
  if (p.order == 0)
    for (const double x : w) FUZZ_CHECK(x >= 0);
  if (!p.center) {
    for (std::size_t i = 0; i < w.size(); ++i)
      FUZZ_CHECK(w[i] == (p.order % 2 == 0 ? 1 : -1) * w[w.size() - 1 - i]);
  }
  if (within_reach(p, size)) check_accuracy(p, w);
  std::vector<float> narrow(w.size());
  if (throws([&] { gaussian_kernel_1d(p, narrow); })) return;
  for (std::size_t i = 0; i < w.size(); ++i) FUZZ_CHECK(narrow[i] == static_cast<float>(w[i]));
}

template <class T>
void run_plane(input& in) {
  const kernel_1d_params a = any_line(in), b = any_line(in);
  kernel_2d_params p{.sigma = {a.sigma, b.sigma},
                     .order = {a.order, b.order},
                     .discretization = a.discretization,
                     .normalization = a.normalization};
  const index_t rows = in.below(20), cols = in.below(40);
  if (a.center && b.center) p.center = {{*a.center, *b.center}};
  if (in.once_in(3)) p.theta = in.number(), p.order = {0, 0};
  array<T> out({rows, cols}, fuzz::any_placing(2, in));
  tight<T> to(out);
  const bool thrown = throws([&] { gaussian_kernel_2d(p, to.matrix()); });
  to.copy_back();
  FUZZ_CHECK(out.damage() == 0);
  if (thrown) return FUZZ_CHECK(out.untouched());
  if (p.theta != 0) {
    double sum = 0;
    out.each([&](const auto& i) {
      FUZZ_CHECK(std::isfinite(out(i)) && out(i) >= 0);
      sum += static_cast<double>(out(i));
    });
    if (p.normalization == normalization::sum && out.size() > 0)
      FUZZ_CHECK(std::abs(sum - 1) < 1e-4);
    return;
  }
  kernel_1d_params lines[] = {a, b};
  lines[0].center = p.center ? std::optional<double>((*p.center)[0]) : std::nullopt;
  lines[0].order = p.order[0];
  lines[1].order = p.order[1];
  lines[1].center = p.center ? std::optional<double>((*p.center)[1]) : std::nullopt;
  for (kernel_1d_params& l : lines) {
    l.discretization = p.discretization;
    l.normalization = p.normalization;
  }
  const auto k0 = weights_of(lines[0], rows), k1 = weights_of(lines[1], cols);
  if (!k0 || !k1) return FUZZ_CHECK(out.size() == 0);
  out.each([&](const auto& i) {
    const double w = (*k0)[static_cast<std::size_t>(i[0])] * (*k1)[static_cast<std::size_t>(i[1])];
    FUZZ_CHECK(out(i) == static_cast<T>(w));
  });
}

void run_gkern(input& in) {
  const index_t size = in.below(40) - 1;
  const double nsig = in.number();
  std::vector<double> k;
  const bool thrown = throws([&] { k = bellcurve::gkern(size, nsig); });
  const bool valid = size >= 0 && std::isfinite(nsig) && nsig > 0;
  if (!valid) return FUZZ_CHECK(thrown);
  if (thrown) return FUZZ_CHECK(nsig < 1e-300 || nsig > 1e100);
  FUZZ_CHECK(k.size() == static_cast<std::size_t>(size * size));
  double sum = 0;
  for (const double x : k) sum += x;
  if (size > 0) FUZZ_CHECK(std::abs(sum - 1) < 1e-12);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  input in(data, size);
  switch (in.below(4)) {
    case 0:
      run_line(in);
      break;
    case 1:
      run_plane<float>(in);
      break;
    case 2:
      run_plane<double>(in);
      break;
    default:
      run_gkern(in);
  }
  return 0;
}
