#include "cholesky.hpp"

#include <array>
#include <cmath>

namespace bellcurve::normal {

namespace {
/// Products and quotients with it and a deviation stay in range.
constexpr double least_root = 0x1p-500;
}  // namespace

failed_pivot cholesky(std::span<const double> correlation, std::size_t d, double root,
                      std::span<double> lower) noexcept {
  failed_pivot failed{d, 0};
  for (std::size_t k = 0; k < d; ++k) {
    for (std::size_t l = 0; l <= k; ++l) {
      double rest = correlation[k * d + l];
      for (std::size_t i = 0; i < l; ++i) rest -= lower[k * d + i] * lower[l * d + i];
      if (l < k) {
        lower[k * d + l] = rest / lower[l * d + l];
        lower[l * d + k] = 0;
        continue;
      }
      const bool rooted = d == 2 && k == 1;
      if (rooted) rest = std::copysign(root * root, root);
      if (!(rest > least_pivot(d))) {
        if (failed.row == d) failed = {k, rest};
        rest = least_pivot(d);
      }
      lower[k * d + k] = rooted && root > least_root ? root : std::sqrt(rest);
    }
  }
  return failed;
}

failed_pivot cholesky_in_any_order(std::span<const double> correlation, std::size_t d, double root,
                                   std::span<double> lower) noexcept {
  const failed_pivot as_given = cholesky(correlation, d, root, lower);
  if (as_given.row < d || d != 3) return as_given;
  constexpr std::size_t others[][3] = {{0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
  for (const auto& order : others) {
    std::array<double, 9> turned{}, unused{};
    for (std::size_t k = 0; k < d; ++k) {
      for (std::size_t l = 0; l < d; ++l) turned[k * d + l] = correlation[order[k] * d + order[l]];
    }
    const failed_pivot failed = cholesky(turned, d, root, unused);
    if (failed.row < d) return {order[failed.row], failed.pivot};
  }
  return as_given;
}

double correlation_of(double covariance, double a, double b) noexcept {
  return covariance / std::fmin(a, b) / std::fmax(a, b);
}

double conditional_root(double c00, double c01, double c11) noexcept {
  // Powers of two keep the products in range: what is left of each exponent is 0 or 1.
  const int e0 = std::ilogb(c00), e1 = std::ilogb(c11);
  const int half = (e0 + e1) >> 1, rest = e0 + e1 - 2 * half;
  const double a = std::ldexp(c00, -e0), b = std::ldexp(c01, -half),
               c = std::ldexp(c11, -e1 + rest);
  // Kahan's difference of products: C.-P. Jeannerod, N. Louvet, J.-M. Muller, Further analysis of
  // Kahan's algorithm for the accurate computation of 2 x 2 determinants, Math. Comp. 82, 2013.
  const double w = b * b;
  const double determinant = std::fma(a, c, -w) + std::fma(-b, b, w);
  return std::copysign(std::sqrt(std::fabs(determinant) / (a * c)), determinant);
}

}  // namespace bellcurve::normal
