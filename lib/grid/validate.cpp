#include "validate.hpp"

#include "../edge/views.hpp"
#include "validate_model.hpp"

#include <cmath>
#include <limits>
#include <string>

namespace bellcurve::normal {
namespace {

using edge::number;

template <class T>
constexpr element_limits limits_of{std::is_same_v<T, float> ? "float32" : "float64",
                                   static_cast<double>(std::numeric_limits<T>::max())};

void check_threads(int threads) {
  if (threads < 0) reject("threads must be >= 0, got " + std::to_string(threads));
}

void check_grid(const grid& where, int axes) {
  for (int k = 0; k < axes; ++k) {
    const double origin = where.origin[static_cast<std::size_t>(k)];
    const double step = where.step[static_cast<std::size_t>(k)];
    const std::string index = '[' + std::to_string(k) + ']';
    if (!std::isfinite(origin)) {
      reject("grid.origin" + index + " must be finite, got " + number(origin));
    }
    if (!(std::isfinite(step) && step != 0)) {
      reject("grid.step" + index + " must be finite and not 0, got " + number(step));
    }
  }
}

/// Standard deviations and means as the kernel for points holds them.
template <class T>
void check_range(const model& m) {
  // 1 / deviation must be a normal number, with room for a factor of 2.
  constexpr double lowest = 4 / limits_of<T>.largest, highest = limits_of<T>.largest / 4;
  for (std::size_t i = 0; i < m.count * m.d; ++i) {
    const std::string who = "components[" + std::to_string(m.source[i / m.d]) + ']';
    const double s = m.deviation[i], mean = m.mean[i];
    if (!(s >= lowest && s <= highest)) {
      reject(who + ".covariance must have standard deviations within the range of " +
             limits_of<T>.name + ", got " + number(s));
    }
    if (!(std::fabs(mean) <= limits_of<T>.largest)) {
      reject(who + ".mean must be finite in " + limits_of<T>.name + ", got " + number(mean));
    }
  }
}

template <class T>
void check_points_finite(matrix_view<const T> x) {
  for (index_t i = 0; i < x.rows(); ++i) {
    for (index_t k = 0; k < x.cols(); ++k) {
      if (!std::isfinite(x(i, k))) {
        throw error(errc::non_finite, "x must be finite, got " +
                                          number(static_cast<double>(x(i, k))) + " at (" +
                                          std::to_string(i) + ", " + std::to_string(k) + ")");
      }
    }
  }
}

}  // namespace

template <class T>
grid_problem<T> validate(const mixture& m, const grid& where, array_view<T> out, bool log,
                         const mixture_options& options) {
  edge::check_view("out", out);
  const std::size_t d = dimension_of(m);
  if (d > static_cast<std::size_t>(max_grid_axes)) {
    throw error(errc::bad_shape, "components[0].mean must have at most " +
                                     std::to_string(max_grid_axes) + " values on a grid, got " +
                                     std::to_string(d));
  }
  if (static_cast<std::size_t>(out.axes()) != d) {
    throw error(errc::bad_shape, "out must have " + std::to_string(d) +
                                     " (dimensions of the mixture) axes, got " +
                                     std::to_string(out.axes()));
  }
  check_grid(where, out.axes());
  check_threads(options.threads);
  grid_problem<T> p;
  p.m = make_model(m, !log, limits_of<T>);
  p.where = where;
  p.out = out;
  p.log = log;
  p.threads = options.threads;
  return p;
}

template <class T>
points_problem<T> validate(const mixture& m, matrix_view<const T> x, array_view<T> out, bool log,
                           const mixture_options& options) {
  edge::check_view("x", x);
  edge::check_view("out", out);
  const std::size_t d = dimension_of(m);
  if (static_cast<std::size_t>(x.cols()) != d) {
    throw error(errc::bad_shape, "x must have " + std::to_string(d) +
                                     " (dimensions of the mixture) columns, got " +
                                     std::to_string(x.cols()));
  }
  if (out.axes() != 1 || out.extent(0) != x.rows()) {
    throw error(errc::bad_shape, "out must be " + std::to_string(x.rows()) + " (rows of x), got " +
                                     edge::shape(out.shape()));
  }
  check_threads(options.threads);
  points_problem<T> p;
  p.m = make_model(m, !log, limits_of<T>);
  check_range<T>(p.m);
  edge::check_apart("out", edge::span_of(out), "x", edge::span_of(x));
  if (options.check_finite) check_points_finite(x);
  p.x = x;
  p.out = out;
  p.log = log;
  p.threads = options.threads;
  return p;
}

template <class T>
grid_problem<T> validate(const gaussian_2d_params& params, const grid& where, matrix_view<T> out,
                         const grid_options& options) {
  edge::check_view("out", out);
  grid_problem<T> p;
  p.m = make_model(params, limits_of<T>);
  check_grid(where, 2);
  check_threads(options.threads);
  p.where = where;
  p.out = out;
  p.threads = options.threads;
  return p;
}

#define BELLCURVE_INSTANTIATE(T)                                                                 \
  template grid_problem<T> validate(const mixture&, const grid&, array_view<T>, bool,            \
                                    const mixture_options&);                                     \
  template points_problem<T> validate(const mixture&, matrix_view<const T>, array_view<T>, bool, \
                                      const mixture_options&);                                   \
  template grid_problem<T> validate(const gaussian_2d_params&, const grid&, matrix_view<T>,      \
                                    const grid_options&);
BELLCURVE_INSTANTIATE(float)
BELLCURVE_INSTANTIATE(double)
#undef BELLCURVE_INSTANTIATE

}  // namespace bellcurve::normal
