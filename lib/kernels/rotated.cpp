#include "rotated.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace bellcurve::kernels {
namespace {

/// Twice the exponent times the square of the smaller sigma, which keeps it in range for any.
class ellipse {
 public:
  ellipse(const std::array<axis, 2>& axes, double theta) noexcept
      : center_{axes[0].center, axes[1].center},
        cos_(std::cos(theta)),
        sin_(std::sin(theta)),
        unit_(std::min(axes[0].sigma, axes[1].sigma)),
        along_{unit_ / axes[0].sigma, unit_ / axes[1].sigma} {}

  double squared(index_t i, index_t j) const noexcept {
    const double u = static_cast<double>(i) - center_[0], v = static_cast<double>(j) - center_[1];
    const double p = (cos_ * u + sin_ * v) * along_[0], q = (cos_ * v - sin_ * u) * along_[1];
    return p * p + q * q;
  }
  /// The height relative to that of a cell where squared() is `least`.
  double height(double squared, double least) const noexcept {
    return squared == least ? 1 : std::exp(-0.5 * ((squared - least) / unit_ / unit_));
  }

 private:
  std::array<double, 2> center_;
  double cos_, sin_, unit_;
  std::array<double, 2> along_;
};

template <class T, class F>
void for_each_cell(matrix_view<T> out, const F& f) {
  for (index_t i = 0; i < out.rows(); ++i) {
    for (index_t j = 0; j < out.cols(); ++j) f(i, j);
  }
}

}  // namespace

template <class T>
void fill_rotated(const std::array<axis, 2>& axes, double theta, matrix_view<T> out) noexcept {
  const ellipse e(axes, theta);
  double least = 0, divisor = 1, factor = 1;
  if (axes[0].normalization == normalization::sum) {
    // Relative to the nearest cell: at a tiny sigma all others vanish, and not that one, too.
    least = std::numeric_limits<double>::infinity();
    for_each_cell(out, [&](index_t i, index_t j) { least = std::min(least, e.squared(i, j)); });
    dd sum;
    for_each_cell(out, [&](index_t i, index_t j) { sum = sum + e.height(e.squared(i, j), least); });
    divisor = value(sum);
  } else if (axes[0].normalization == normalization::density) {
    factor = 1 / axes[0].sigma / axes[1].sigma / (2 * std::numbers::pi);
  }
  for_each_cell(out, [&](index_t i, index_t j) {
    out(i, j) = static_cast<T>(e.height(e.squared(i, j), least) / divisor * factor);
  });
}

template void fill_rotated(const std::array<axis, 2>&, double, matrix_view<float>) noexcept;
template void fill_rotated(const std::array<axis, 2>&, double, matrix_view<double>) noexcept;

}  // namespace bellcurve::kernels
