// T(n) = exp(-t) I_n(t), t = sigma^2 >= 144, by the uniform (Debye) expansion, DLMF 10.41.3:
//   T(n) = exp(R - t - n asinh(n / t)) / sqrt(2 pi R) * exp(sum_k R^-k l_k(q)),
// R = sqrt(n^2 + t^2), q = (n / R)^2, with the sum's logarithm expanded, which has derivatives as
// simple as itself. What is left out is at most 23.5 R^-9 < 2^-60 (tools/coefficients/kernels.py).
//
// Derivatives are function values of exact relations, none of which cancels (a difference of
// neighbours would lose sigma^order): with P = d ln T / dt,
//   (T(n+1) - T(n-1)) / 2          = -(n / t) T               DLMF 10.29.1
//   T(n+1) - 2 T(n) + T(n-1)       = 2 dT/dt = 2 P T          Lindeberg 1990, the diffusion
//   equation
// and their compositions.
#include "coefficients.hpp"
#include "line.hpp"

#include <cmath>

namespace bellcurve::kernels {
namespace {

/// sum_k R^-k sum_j (k + 2j)^power l_kj q^j: the sum, and, since d/dt of R^-k q^j is
/// -(t / R^2) (k + 2j) R^-k q^j, what its derivatives by t are made of.
template <int Power>
double series(double inv_r, double q) noexcept {
  double sum = 0;
  for (int k = debye_terms; k >= 1; --k) {
    double row = 0;
    for (int j = k; j >= 0; --j) {
      double c = debye_coefficients[k - 1][j];
      for (int p = 0; p < Power; ++p) c *= k + 2 * j;
      row = row * q + c;
    }
    sum = (sum + row) * inv_r;
  }
  return sum;
}

/// atanh(u) for |u| <= 0.172: the first terms in dd, relative error below 2^-82.
dd atanh_small(dd u) noexcept {
  constexpr dd third_to_eleventh[] = {{0x1.5555555555555p-2, 0x1.5555555555555p-56},
                                      {0x1.999999999999ap-3, -0x1.999999999999ap-57},
                                      {0x1.2492492492492p-3, 0x1.2492492492492p-57},
                                      {0x1.c71c71c71c71cp-4, 0x1.c71c71c71c71cp-58},
                                      {0x1.745d1745d1746p-4, -0x1.745d1745d1746p-59}};
  const dd q = u * u;
  double rest = 0;
  for (int j = 17; j >= 6; --j) rest = (rest + 1.0 / (2 * j + 1)) * q.hi;
  dd sum = {rest, 0};
  for (int j = 4; j >= 0; --j) sum = q * (sum + third_to_eleventh[j]);
  return u + u * sum;
}

/// x / (1 + r) - asinh(x), r = sqrt(1 + x^2). With w = x / (1 + r) asinh(x) is 2 atanh(w).
dd slope(dd x, dd r) noexcept {
  constexpr dd ln2 = {0x1.62e42fefa39efp-1, 0x1.abc9e3b39803fp-56};
  const dd w = x / (r + 1.0);
  // (1 + w) / (1 - w) = 2^j (1 + u) / (1 - u)
  const dd plus = w + 1.0, minus = -w + 1.0;
  const double j = std::round(std::log2(plus.hi / minus.hi));
  const double power = std::ldexp(1.0, static_cast<int>(j));
  const dd scaled = minus * power;
  const dd u = j == 0 ? w : (plus - scaled) / (plus + scaled);
  return w - ln2 * j - atanh_small(u) * 2;
}

/// What makes T its derivative of order 1 to 4.
double derivative_factor_of_bessel(int order, double x, double s) noexcept {
  // With x = n / t and s = 1 / t: R = t r, q = x^2 / r^2, 1 - q = 1 / r^2.
  const double r2 = 1 + x * x, r = std::sqrt(r2), q = x * x / r2, inv_r = s / r;
  const double h = 0.5 + series<1>(inv_r, q);
  // d/dt of R - t - n asinh(n / t), and of the rest.
  const double p = x * x / (1 + r) - s / r2 * h;
  switch (order) {
    case 1:
      return -x;
    case 2:
      return 2 * p;
    case 3:
      return 2 * x * (s - p);
    default: {
      const double g = series<2>(inv_r, q);
      const double slope_of_p = -x * x * s / r + inv_r * inv_r * ((1 - 2 * q) * h + (1 - q) * g);
      return 4 * (p * p + slope_of_p);
    }
  }
}

/// The exponent of T(nearest) minus that of T(n), beyond 2^24 both: the integral of asinh(m / t)
/// for m over the k = n - nearest steps, by its Taylor series about the middle x,
///   k (asinh(x) - (k / t)^2 x / (24 (1 + x^2)^(3/2)) + ...).
/// What follows is below 2^-56: k / n < 760 / 2^24 where the weight is not 0.
dd far_exponent(const line& l, dd n) noexcept {
  const dd k = n - l.nearest;
  const dd x = (l.nearest + k * 0.5) * l.inverse * l.inverse;
  const dd r = sqrt(x * x + 1.0);
  const double step = k.hi * l.inverse2.hi;
  const double curvature = step * step * x.hi / (24 * r.hi * r.hi * r.hi);
  return k * (x / (r + 1.0) - slope(x, r) + -curvature);
}

}  // namespace

dd wide_exponent(const line& l, dd n, dd x) noexcept {
  const dd r = sqrt(x * x + 1.0);
  const double q = x.hi * x.hi / (r.hi * r.hi);
  return n * slope(x, r) + series<0>(l.inverse2.hi / r.hi, q);
}

double wide_weight(const line& l, index_t i) noexcept {
  return mix(l, i, [&l](dd n) -> double {
    const dd x = n * l.inverse * l.inverse;
    // Beyond, T(n) is 0 (n > 2304, and the exponent less than -n), also beside T(16 t).
    if (!(x.hi < 32)) return 0;
    const dd e = l.far ? far_exponent(l, n) : l.reference_exponent - wide_exponent(l, n, x);
    if (!(e.hi < no_weight)) return 0;
    const double w = exp_minus(e) / std::sqrt(std::sqrt(1 + x.hi * x.hi));
    if (l.order == 0) return w;
    return w * derivative_factor_of_bessel(l.order, x.hi, l.inverse2.hi);
  });
}

}  // namespace bellcurve::kernels
