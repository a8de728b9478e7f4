#include "validate.hpp"

#include "../edge/views.hpp"

#include <cmath>
#include <limits>
#include <numbers>
#include <string>

namespace bellcurve::kernels {
namespace {

using edge::number;

template <class T>
constexpr const char* type_name = std::is_same_v<T, float> ? "float32" : "float64";

[[noreturn]] void reject(const std::string& message) { throw error(errc::bad_argument, message); }

/// An argument's name for messages; made only for these, since strings may allocate.
struct name {
  const char* base;
  int index;  ///< -1: the argument is no array.
  std::string text() const { return index < 0 ? base : base + ('[' + std::to_string(index)) + ']'; }
};

void check_sigma(name who, double sigma, int order) {
  if (!(std::isfinite(sigma) && sigma >= 0)) {
    reject(who.text() + " must be finite and >= 0, got " + number(sigma));
  }
  if (order > 0 && sigma == 0) reject(who.text() + " must be > 0 when order is > 0, got 0");
}

void check_order(name who, int order) {
  if (order < 0 || order > max_kernel_order) {
    reject(who.text() + " must be from 0 to " + std::to_string(max_kernel_order) + ", got " +
           std::to_string(order));
  }
}

void check_center(name who, double center) {
  if (!std::isfinite(center)) reject(who.text() + " must be finite, got " + number(center));
}

/// About the largest value of a kernel along an axis, which may overflow: not below it, and at
/// most some 10 times it. (Derivatives of a Gaussian are at most 3 sigma^-order high, and
/// grow as (distance / sigma^2)^order where a sum near 0 divides.)
double peak(const axis& a) {
  if (a.sigma == 0) return 1;
  const double inverse = 1 / a.sigma;
  const bool divided = a.normalization == normalization::sum;
  double result = 1;
  if (a.order > 0) {
    const double near = a.size > 0 ? static_cast<double>(nearest_cell(a.size, a.center)) : 0;
    double off = divided ? std::abs(a.center - near) : 0;
    double natural = inverse;
    if (a.discretization == discretization::bessel) {
      off = off < 1 ? 0 : std::ceil(off);
      natural = 1;  // a difference of numbers up to 1
    }
    result = 3 * std::pow(off * inverse * inverse + natural, a.order);
  }
  if (a.normalization != normalization::density) return result;
  if (a.discretization == discretization::sampled) {
    return result * inverse * (std::numbers::inv_sqrtpi / std::numbers::sqrt2);
  }
  return result;
}

/// \param other_peak The peak along the other axis.
template <class T>
void check_peak(name who, const axis& a, double other_peak = 1) {
  if (peak(a) * other_peak <= double{std::numeric_limits<T>::max()}) return;
  reject(who.text() + " must be so large that the peak of the kernel about " + number(a.center) +
         " is finite in " + type_name<T> + ", got " + number(a.sigma));
}

/// What the two axes of a parameter struct share.
template <class P>
void check_enums(const P& params) {
  (void)to_string(params.discretization);
  (void)to_string(params.normalization);
}

axis make_axis(index_t size, double sigma, double center, int order, discretization how,
               normalization to) {
  return {size, sigma, center, order, how, to};
}

double middle(index_t size) { return static_cast<double>(size - 1) / 2; }

}  // namespace

template <class T>
axis validate(const kernel_1d_params& params, array_view<T> out) {
  if (out.axes() != 1) {
    throw error(errc::bad_shape, "out must have 1 axis, got " + std::to_string(out.axes()));
  }
  edge::check_view("out", out);
  check_enums(params);
  check_order({"order", -1}, params.order);
  check_sigma({"sigma", -1}, params.sigma, params.order);
  if (params.center) check_center({"center", -1}, *params.center);
  const index_t size = out.extent(0);
  const axis a = make_axis(size, params.sigma, params.center.value_or(middle(size)), params.order,
                           params.discretization, params.normalization);
  check_peak<T>({"sigma", -1}, a);
  return a;
}

template <class T>
std::array<axis, 2> validate(const kernel_2d_params& params, matrix_view<T> out) {
  edge::check_view("out", out);
  check_enums(params);
  const std::array<index_t, 2> sizes = {out.rows(), out.cols()};
  std::array<axis, 2> axes;
  for (int k = 0; k < 2; ++k) {
    const auto at = static_cast<std::size_t>(k);
    check_order({"order", k}, params.order[at]);
    check_sigma({"sigma", k}, params.sigma[at], params.order[at]);
    if (params.center) check_center({"center", k}, (*params.center)[at]);
    axes[at] = make_axis(sizes[at], params.sigma[at],
                         params.center ? (*params.center)[at] : middle(sizes[at]), params.order[at],
                         params.discretization, params.normalization);
  }
  if (!std::isfinite(params.theta)) reject("theta must be finite, got " + number(params.theta));
  if (params.theta != 0) {
    const auto needs = [&params](bool met, const char* what) {
      if (met) return;
      reject(std::string("theta must be 0 unless ") + what + ", got " + number(params.theta));
    };
    needs(params.discretization == discretization::sampled, "the discretization is sampled");
    needs(params.order == std::array<int, 2>{0, 0}, "both orders are 0");
    needs(params.sigma[0] > 0 && params.sigma[1] > 0, "both values of sigma are > 0");
  }
  check_peak<T>({"sigma", 0}, axes[0]);
  check_peak<T>({"sigma", 1}, axes[1], peak(axes[0]));
  return axes;
}

template <class T>
std::array<axis, 2> validate_gkern(double nsig, matrix_view<T> out) {
  edge::check_view("out", out);
  if (!(std::isfinite(nsig) && nsig > 0)) {
    reject("nsig must be finite and > 0, got " + number(nsig));
  }
  const auto along = [nsig](index_t size) {
    // The largest sigma is the limit already: equal weights.
    const double sigma =
        std::min(static_cast<double>(size) / nsig / 2, std::numeric_limits<double>::max());
    return make_axis(size, sigma, middle(size), 0, discretization::mass, normalization::sum);
  };
  return {along(out.rows()), along(out.cols())};
}

#define BELLCURVE_INSTANTIATE(T)                                                  \
  template axis validate(const kernel_1d_params&, array_view<T>);                 \
  template std::array<axis, 2> validate(const kernel_2d_params&, matrix_view<T>); \
  template std::array<axis, 2> validate_gkern(double, matrix_view<T>);
BELLCURVE_INSTANTIATE(float)
BELLCURVE_INSTANTIATE(double)
#undef BELLCURVE_INSTANTIATE

}  // namespace bellcurve::kernels
