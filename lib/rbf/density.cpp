// Densities: the products with a column of weights, and where those lose too much, log_sums.
#include <bellcurve/density.hpp>

#include "../edge/views.hpp"
#include "../runtime/dispatch.hpp"
#include "apply.hpp"
#include "log_sums.hpp"
#include "validate.hpp"

#include <cmath>
#include <limits>
#include <new>
#include <numbers>
#include <string>
#include <vector>

namespace bellcurve {
namespace {

using edge::number;

/// Means of exp(...) from here on are those of the products: what these take for 0, below the
/// smallest normal number of T, is at most a quarter of T's roundoff of them.
template <class T>
constexpr double smallest_mean = sizeof(T) == 4 ? 0x1p-100 : 0x1p-960;

void check_weights(std::span<const double> weights, index_t rows) {
  if (weights.empty()) return;
  if (weights.size() != static_cast<std::size_t>(rows)) {
    throw error(errc::bad_shape, "weights must have " + std::to_string(rows) +
                                     " (rows of y) values, got " + std::to_string(weights.size()));
  }
  bool any = false;
  for (std::size_t j = 0; j < weights.size(); ++j) {
    if (!(std::isfinite(weights[j]) && weights[j] >= 0)) {
      throw error(errc::bad_argument, "weights must be finite and >= 0, got " + number(weights[j]) +
                                          " at " + std::to_string(j));
    }
    any = any || weights[j] > 0;
  }
  if (!any) throw error(errc::bad_argument, "weights must not all be 0, got all 0");
}

matrix_view<const double> column(std::span<const double> v) {
  return {v.data(), static_cast<index_t>(v.size()), 1};
}

/// What validation of the points does not know of.
template <class T>
void check_own(matrix_view<const T> x, matrix_view<const T> y, std::span<const double> weights,
               const rbf_params& params, std::span<double> out, const rbf_options& options) {
  edge::check_view("x", x);
  edge::check_view("y", y);
  if (y.rows() == 0) throw error(errc::bad_shape, "y must have at least 1 row, got 0");
  if (params.variance != 1) {
    throw error(errc::bad_argument,
                "variance must be 1 for a density, got " + number(params.variance));
  }
  if (!options.workspace.empty()) {
    throw error(errc::bad_argument, "workspace must be empty for a density, got " +
                                        std::to_string(options.workspace.size()) + " bytes");
  }
  check_weights(weights, y.rows());
  if (out.size() != static_cast<std::size_t>(x.rows())) {
    throw error(errc::bad_shape, "out must have " + std::to_string(x.rows()) +
                                     " (rows of x) values, got " + std::to_string(out.size()));
  }
  edge::check_view("out", column(out));
  const edge::memory_span to = edge::span_of(column(out));
  edge::check_apart("out", to, "x", edge::span_of(x));
  edge::check_apart("out", to, "y", edge::span_of(y));
  edge::check_apart("out", to, "weights", edge::span_of(column(weights)));
}

/// fraction * 2^exponent: the constants of many features leave double's range.
struct wide {
  double fraction = 1;
  int exponent = 0;

  void multiply(double factor) noexcept {
    int e = 0;
    fraction = std::frexp(fraction * factor, &e);
    exponent += e;
  }
  double times(double x) const noexcept { return std::ldexp(fraction * x, exponent); }
  double log() const noexcept { return std::log(fraction) + exponent * std::numbers::ln2; }
};

/// C of the header.
template <class T>
wide height(const rbf::problem<T>& p) {
  // The root first: a quotient of the smallest gammas would be subnormal, and short of digits.
  const double one = std::sqrt(p.gamma) * std::numbers::inv_sqrtpi;
  wide c;
  for (index_t k = 0; k < p.d; ++k) {
    c.multiply(one);
    if (!p.scale.empty()) c.multiply(static_cast<double>(p.scale[static_cast<std::size_t>(k)]));
  }
  return c;
}

/// Weights such that the largest is 1, and their sum.
struct relative_weights {
  std::vector<double> values;
  double largest = 1;
  double sum = 0;

  relative_weights(std::span<const double> weights, index_t rows) : sum(static_cast<double>(rows)) {
    if (static_cast<std::size_t>(rows) > values.max_size()) throw std::bad_alloc();
    values.assign(static_cast<std::size_t>(rows), 1.0);
    if (weights.empty()) return;
    largest = 0;
    for (double w : weights) largest = std::max(largest, w);
    // Compensated (W. Kahan, 1965): its error does not grow with the rows.
    double lost = 0;
    sum = 0;
    for (std::size_t j = 0; j < values.size(); ++j) {
      values[j] = weights[j] / largest;
      const double term = values[j] - lost, total = sum + term;
      lost = (total - sum) - term;
      sum = total;
    }
  }
};

/// Logarithms of weights[j] / sum of weights; from the weights themselves, since ratios underflow.
std::vector<double> log_shares(std::span<const double> weights, const relative_weights& w) {
  std::vector<double> logs(w.values.size(), -std::log(w.sum));
  for (std::size_t j = 0; j < weights.size(); ++j)
    logs[j] += std::log(weights[j]) - std::log(w.largest);
  return logs;
}

/// A call that has passed validation.
template <class T>
struct checked {
  rbf::problem<T> points;
  relative_weights weights;

  checked(matrix_view<const T> x, matrix_view<const T> y, std::span<const double> w,
          const rbf_params& params, std::span<double> out, const rbf_options& options)
      : points((check_own(x, y, w, params, out, options),
                rbf::validate_points(x, y, params, options))),
        weights(w, y.rows()) {}
};

/// The mean of exp(...) for each row of x, by a product. \param part of all work, for progress
template <class T>
std::vector<double> means(const checked<T>& call, const simd::kernel_table& table,
                          const rbf_options& options, double part,
                          const runtime::default_fp_environment& environment) {
  const index_t n = call.points.n;
  std::vector<double> sums(static_cast<std::size_t>(n));
  const rbf::product<T, double> p{call.points, column(call.weights.values), {sums.data(), n, 1}};
  std::function<bool(double)> progress;
  if (options.progress)
    progress = [&options, part](double done) { return options.progress(part * done); };
  rbf::apply(p, rbf::make_product_plan(p, table), table, progress, environment);
  for (double& s : sums) s /= call.weights.sum;
  return sums;
}

template <class T>
void density(matrix_view<const T> x, matrix_view<const T> y, std::span<const double> weights,
             const rbf_params& params, std::span<double> out, const rbf_options& options) {
  const runtime::default_fp_environment environment;
  const checked<T> call(x, y, weights, params, out, options);
  const std::vector<double> mean =
      means(call, runtime::active_kernels(), options, 1.0, environment);
  const wide c = height(call.points);
  for (std::size_t i = 0; i < out.size(); ++i) out[i] = c.times(mean[i]);
}

template <class T>
void log_density(matrix_view<const T> x, matrix_view<const T> y, std::span<const double> weights,
                 const rbf_params& params, std::span<double> out, const rbf_options& options) {
  const runtime::default_fp_environment environment;
  const checked<T> call(x, y, weights, params, out, options);
  const simd::kernel_table& table = runtime::active_kernels();
  std::vector<double> logs = means(call, table, options, 0.5, environment);
  std::vector<index_t> far;
  for (std::size_t i = 0; i < logs.size(); ++i) {
    if (logs[i] < smallest_mean<T>) {
      far.push_back(static_cast<index_t>(i));
    } else {
      logs[i] = std::log(logs[i]);  // NaN stays NaN
    }
  }
  std::function<bool(double)> progress;
  if (options.progress)
    progress = [&options](double done) { return options.progress(0.5 + 0.5 * done); };
  const runtime::progress_report report(progress, environment);
  if (far.empty()) {
    report(1);
  } else {
    rbf::log_sums(call.points, log_shares(weights, call.weights).data(), far, table, report,
                  logs.data());
  }
  const double c = height(call.points).log();
  for (std::size_t i = 0; i < out.size(); ++i) out[i] = c + logs[i];
}

}  // namespace

#define BELLCURVE_DENSITY(name, how, T)                                                      \
  void name(matrix_view<const T> x, matrix_view<const T> y, std::span<const double> weights, \
            const rbf_params& params, std::span<double> out, const rbf_options& options) {   \
    how<T>(x, y, weights, params, out, options);                                             \
  }                                                                                          \
  void name(matrix_view<const T> x, matrix_view<const T> y, const rbf_params& params,        \
            std::span<double> out, const rbf_options& options) {                             \
    how<T>(x, y, {}, params, out, options);                                                  \
  }
BELLCURVE_DENSITY(rbf_density, density, float)
BELLCURVE_DENSITY(rbf_density, density, double)
BELLCURVE_DENSITY(rbf_log_density, log_density, float)
BELLCURVE_DENSITY(rbf_log_density, log_density, double)
#undef BELLCURVE_DENSITY

}  // namespace bellcurve
