// The Gaussian at points, and its derivatives.
#include "line.hpp"

namespace bellcurve::kernels {

double height(const line& l, double x) noexcept {
  // The difference of two exponents as a product, ((x - c)^2 - (r - c)^2) / 2 =
  // (x - r) ((x + r) / 2 - c): nothing cancels however far the centre is.
  dd a = two_sum(x, -l.center), b = {a.hi / 2, a.lo / 2};
  if (l.relative) {
    a = {x - l.reference, 0};
    b = two_sum((x + l.reference) / 2, -l.center);
  }
  if (a.hi == 0 || b.hi == 0) return 1;
  a = a * l.inverse;
  b = b * l.inverse;
  if (!(a.hi * b.hi < no_weight)) return 0;
  return exp_minus(a * b);
}

dd derivative_factor(const line& l, double x, int order) noexcept {
  // H_n = sigma^-n He_n(z) by H_(n+1) = y H_n - n s H_(n-1) with y = z / sigma, s = sigma^-2
  // (DLMF 18.9.1): no power of sigma that could overflow by itself. In dd, since it cancels
  // around the roots.
  const dd y = two_sum(x, -l.center) * l.inverse * l.inverse;
  if (order == 0) return {1, 0};
  dd before = {1, 0}, now = y;
  for (int n = 1; n < order; ++n) {
    const dd next = y * now - l.inverse2 * before * n;
    before = now;
    now = next;
  }
  return order % 2 == 0 ? now : -now;
}

double sampled_weight(const line& l, index_t i) noexcept {
  const auto x = static_cast<double>(i);
  const double w = height(l, x);
  if (l.order == 0 || w == 0) return w;
  return w * value(derivative_factor(l, x, l.order));
}

}  // namespace bellcurve::kernels
