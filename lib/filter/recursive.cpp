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

recursive_filter make_recursive(double sigma, int order) noexcept {
  recursive_filter f{};
  simd::recursive_coefficients& c = f.coefficients;
  const double scale = scale_of(sigma, order);
  double side = 0;  // sum of h(m) over m >= 1, of the coefficients as they are rounded
  for (std::size_t k = 0; k < simd::recursive_pairs; ++k) {
    const recursive_term& t = recursive_terms[order][k];
    const double radius = std::exp(-t.decay / sigma);
    const std::complex<double> pole(radius * std::cos(t.turn / sigma),
                                    radius * std::sin(t.turn / sigma));
    const std::complex<double> a = scale * std::complex<double>(t.real, t.imag);
    c.d1[k] = 2 * pole.real();
    c.d2[k] = -radius * radius;
    c.n1[k] = a.real() * pole.real() - a.imag() * pole.imag();
    c.n2[k] = -radius * radius * a.real();
    side += (c.n1[k] + c.n2[k]) / (1 - c.d1[k] - c.d2[k]);
  }
  c.mirror = order % 2 == 1 ? -1 : 1;
  // In place of the sample at 0, what makes the sum right.
  c.middle = order % 2 == 1 ? 0 : sum_of_samples(sigma, order) * scale - 2 * side;
  f.warmup = warmup_of(sigma);
  return f;
}

double recursive_error(double sigma, int order) noexcept {
  // Both functions only become wider: the sums are all but integrals, to 2 % from 256 on.
  constexpr double wide = 256;
  if (sigma > wide) return 1.02 * recursive_error(wide, order) * std::pow(wide / sigma, order);
  const recursive_filter f = make_recursive(sigma, order);
  const simd::recursive_coefficients& c = f.coefficients;
  double v1[simd::recursive_pairs], v2[simd::recursive_pairs];
  double rest = 0;  // of h, from the sample on
  for (std::size_t k = 0; k < simd::recursive_pairs; ++k) {
    v1[k] = 1;
    v2[k] = 0;
    rest += (c.n1[k] + c.n2[k]) / (1 - c.d1[k] - c.d2[k]);
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
      h += c.n1[k] * v1[k] + c.n2[k] * v2[k];
      const double v = c.d1[k] * v1[k] + c.d2[k] * v2[k];
      v2[k] = v1[k];
      v1[k] = v;
    }
    rest -= h;
    side += std::abs(h - g);
  }
  most = std::max(most, side + std::abs(rest));
  return (2 * most + std::abs(c.middle - sample(0))) / 2;
}

}  // namespace bellcurve::filter
