#include "recursive.hpp"

#include "recursive_coefficients.hpp"

#include <algorithm>
#include <cmath>
#include <complex>
#include <numbers>

namespace bellcurve::filter {
namespace {

/// Beyond 5 sigma lie 6e-7 of a Gaussian: less than what three pairs leave of the rest.
constexpr double reach = 5.0;

/// sum over n of He_k(n / sigma) exp(-n^2 / (2 sigma^2)) for even k, by Poisson's summation
/// formula. Behind the third term lies less than 1e-34 for sigma >= 0.5.
double sum_of_samples(double sigma, int order) noexcept {
  double sum = order == 0 ? 1 : 0;
  for (int j = 1; j <= 3; ++j) {
    const double w = 2 * std::numbers::pi * j * sigma;
    sum += 2 * std::pow(w, order) * std::exp(-w * w / 2);
  }
  const double sign = order % 4 == 2 ? -1 : 1;
  return sign * sigma * std::sqrt(2 * std::numbers::pi) * sum;
}

double hermite(int order, double t) noexcept {
  double before = 0, now = 1;
  for (int k = 0; k < order; ++k) {
    const double next = t * now - k * before;
    before = now;
    now = next;
  }
  return now;
}

/// Of He_k(t) exp(-t^2 / 2), so that samples at t = n / sigma are the k-th derivative of the
/// Gaussian that sums to 1.
double scale_of(double sigma, int order) noexcept {
  const double sign = order % 2 == 1 ? -1 : 1;
  return sign / (std::pow(sigma, order) * sum_of_samples(sigma, 0));
}

index_t warmup_of(double sigma) noexcept { return static_cast<index_t>(std::ceil(reach * sigma)); }

}  // namespace

recursive_filter make_recursive(double sigma, int order, bool single) noexcept {
  recursive_filter f{};
  simd::recursive_coefficients& c = f.coefficients;
  const auto rounded = [single](double x) {
    return single ? static_cast<double>(static_cast<float>(x)) : x;
  };
  const double scale = scale_of(sigma, order);
  double side = 0;  // sum of h(m) over m >= 1, of the coefficients as they are rounded
  for (std::size_t k = 0; k < simd::recursive_pairs; ++k) {
    const recursive_term& t = recursive_terms[order][k];
    const double decay = t.decay / sigma, turn = t.turn / sigma;
    const double radius = std::exp(-decay), half = std::sin(turn / 2);
    // Differences of numbers near 1, without what they have in common.
    const double short_of_one = -std::expm1(-decay);
    const std::complex<double> pole(radius * std::cos(turn), radius * std::sin(turn));
    const std::complex<double> to_one(short_of_one + radius * 2 * half * half, -pole.imag());
    const std::complex<double> from_square(radius * (short_of_one - 2 * half * half), pole.imag());
    const std::complex<double> a = scale * std::complex<double>(t.real, t.imag);
    c.e[k] = rounded(std::norm(to_one));
    c.k[k] = rounded(radius * radius - std::norm(to_one));
    c.m[k] = rounded(a.real() * from_square.real() - a.imag() * from_square.imag());
    c.n[k] = rounded(a.real() * pole.real() - a.imag() * pole.imag());
    side += c.m[k] / c.e[k];
  }
  c.mirror = order % 2 == 1 ? -1 : 1;
  c.sum = order == 0 ? 1 : order % 2 == 1 ? 0 : rounded(sum_of_samples(sigma, order) * scale);
  // In place of the sample at 0, what makes the sum right.
  c.middle = order % 2 == 1 ? 0 : rounded(c.sum - 2 * side);
  c.single = single;
  f.warmup = warmup_of(sigma);
  return f;
}

double recursive_error(double sigma, int order) noexcept {
  // Both functions only become wider: the sums are all but integrals, to 2 % from 256 on.
  constexpr double wide = 256;
  if (sigma > wide) return 1.02 * recursive_error(wide, order) * std::pow(wide / sigma, order);
  const recursive_filter f = make_recursive(sigma, order, false);
  const simd::recursive_coefficients& c = f.coefficients;
  double v[simd::recursive_pairs], w[simd::recursive_pairs];  // behind an impulse
  double rest = 0;                                            // of h, from the sample on
  for (std::size_t k = 0; k < simd::recursive_pairs; ++k) {
    v[k] = 0;
    w[k] = 1;
    rest += c.m[k] / c.e[k];
  }
  const double scale = scale_of(sigma, order);
  const auto sample = [&](index_t m) {
    const double t = static_cast<double>(m) / sigma;
    return scale * hermite(order, t) * std::exp(-t * t / 2);
  };
  const auto end = static_cast<index_t>(std::ceil(10 * sigma));
  double beyond = 0;  // of |g|, behind the sample
  for (index_t m = 1; m <= end; ++m) beyond += std::abs(sample(m));
  // The response may end anywhere from the warm-up on; all that lies behind falls to its last
  // sample.
  double side = 0, most = 0;
  for (index_t m = 1; m <= end; ++m) {
    const double g = sample(m);
    beyond -= std::abs(g);
    if (m >= f.warmup) most = std::max(most, side + std::abs(rest - g) + beyond);
    double h = 0;
    for (std::size_t k = 0; k < simd::recursive_pairs; ++k) {
      h += c.m[k] * v[k] + c.n[k] * w[k];
      const double drive = -c.e[k] * v[k];
      v[k] += w[k];
      w[k] = c.k[k] * w[k] + drive;
    }
    rest -= h;
    side += std::abs(h - g);
  }
  most = std::max(most, side + std::abs(rest));
  return (2 * most + std::abs(c.middle - sample(0))) / 2;
}

double recursive_rounding(double sigma, int order, double unit) noexcept {
  // Lines above the sum of all terms; see docs/FILTERS-RECURSIVE.md.
  constexpr struct {
    double always, by_sigma;
  } units[max_recursive_order + 1] = {{26, 3.42}, {32, 5.2}, {43, 6.1}, {48, 7.6}, {92, 15.9}};
  return (units[order].always + units[order].by_sigma * sigma) * unit / std::pow(sigma, order);
}

bool single_within(double sigma, int order, double share) noexcept {
  return sigma <= max_single_sigma &&
         recursive_error(sigma, order) + recursive_rounding(sigma, order, 0x1p-24) <= share;
}

}  // namespace bellcurve::filter
