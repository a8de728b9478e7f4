#include "validate_model.hpp"

#include "../edge/views.hpp"
#include "cholesky.hpp"
#include "covariance.hpp"
#include "scaled_product.hpp"

#include <array>
#include <cmath>
#include <cstdio>
#include <span>
#include <string>
#include <vector>

namespace bellcurve::normal {

using edge::number;

void reject(const std::string& message) { throw error(errc::bad_argument, message); }

void check_finite(const std::string& who, std::span<const double> values) {
  for (double v : values) {
    if (!std::isfinite(v)) reject(who + " must be finite, got " + number(v));
  }
}

std::size_t dimension_of(const mixture& m) {
  if (m.components.empty()) reject("components must have at least 1 component, got 0");
  const std::size_t d = m.components[0].mean.size();
  if (d == 0) throw error(errc::bad_shape, "components[0].mean must have at least 1 value, got 0");
  return d;
}

namespace {

constexpr double inverse_sqrt_2_pi = 0.39894228040143267794;

/// For a message, what was computed and is right to some ten digits.
std::string rounded(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.9g", value);
  return text;
}

/// Room for `count` components, uncorrelated.
model room_for(std::size_t count, std::size_t d) {
  model m;
  m.d = d;
  m.source.resize(count);
  m.mean.resize(count * d);
  m.deviation.resize(count * d);
  m.correlation.resize(count * d * d);
  m.root.resize(count);
  m.peak.resize(count);
  m.log_peak.resize(count);
  return m;
}

/// \param lower Room for a factor.
void set_peak(model& m, std::size_t at, double weight, const std::string& who,
              std::span<double> lower) {
  const std::size_t d = m.d;
  const std::span<const double> correlation(m.correlation.data() + at * d * d, d * d);
  const double* deviation = m.deviation.data() + at * d;
  const failed_pivot failed = cholesky_in_any_order(correlation, d, m.root[at], lower);
  if (failed.row < d) {
    reject(who + ".covariance must be positive definite, got pivot " +
           rounded(failed.pivot * deviation[failed.row] * deviation[failed.row]) + " in row " +
           std::to_string(failed.row));
  }
  scaled_product peak;
  peak.times(weight);
  for (std::size_t k = 0; k < d; ++k) {
    peak.times(inverse_sqrt_2_pi);
    peak.over(deviation[k]);
    peak.over(lower[k * d + k]);
  }
  m.peak[at] = peak.value();
  m.log_peak[at] = peak.log();
}

}  // namespace

model make_model(const mixture& from, bool density, const element_limits& limits) {
  const std::size_t d = dimension_of(from);
  model m = room_for(from.components.size(), d);
  m.maximum = from.combination == combination::max;
  (void)to_string(from.combination);  // rejects a value outside the enum
  std::vector<double> lower(d * d);
  for (std::size_t c = 0; c < from.components.size(); ++c) {
    const gaussian_component& component = from.components[c];
    const std::string who = "components[" + std::to_string(c) + ']';
    if (component.mean.size() != d) {
      throw error(errc::bad_shape, who + ".mean must have " + std::to_string(d) +
                                       " values like components[0].mean, got " +
                                       std::to_string(component.mean.size()));
    }
    check_finite(who + ".mean", component.mean);
    if (!(std::isfinite(component.weight) && component.weight >= 0)) {
      reject(who + ".weight must be finite and >= 0, got " + number(component.weight));
    }
    const std::size_t at = m.count;
    m.source[at] = c;
    for (std::size_t k = 0; k < d; ++k) m.mean[at * d + k] = component.mean[k];
    covariance_reader(m, at, who + ".covariance").read(component.covariance);
    // A component without weight must be right, too, but takes no part.
    set_peak(m, at, component.weight > 0 ? component.weight : 1, who, lower);
    if (component.weight == 0) continue;
    if (density && !(m.peak[at] <= limits.largest)) {
      reject(who + " must have a density that is finite in " + limits.name +
             ", got one with a logarithm of " + rounded(m.log_peak[at]) + " at its mean");
    }
    ++m.count;
  }
  return m;
}

namespace {

/// A turned ellipse thinner than that would have a root of its second pivot below what a
/// factorization takes (cholesky.cpp): at ratio r it is at least 2 r / (1 + r^2).
constexpr double thinnest = 0x1p-500;

/// The ellipse with the axes s[0] and s[1], turned by theta: from its axes directly, so that a thin
/// ellipse loses nothing to cancellation. Its covariance is R diag(s^2) R^T.
void set_ellipse(model& m, const std::array<double, 2>& s, double theta) {
  const double cosine = std::cos(theta), sine = std::sin(theta);
  m.deviation[0] = std::hypot(cosine * s[0], sine * s[1]);
  m.deviation[1] = std::hypot(sine * s[0], cosine * s[1]);
  const double correlation = cosine * (s[0] - s[1]) / m.deviation[0] *
                             (sine * (s[0] / m.deviation[1] + s[1] / m.deviation[1]));
  m.correlation = {1, correlation, correlation, 1};
  m.root[0] = s[0] / m.deviation[0] * (s[1] / m.deviation[1]);
}

}  // namespace

model make_model(const gaussian_2d_params& params, const element_limits& limits) {
  model m = room_for(1, 2);
  m.count = 1;
  check_finite("mean", params.mean);
  m.mean = {params.mean[0], params.mean[1]};
  if (!std::isfinite(params.theta)) reject("theta must be finite, got " + number(params.theta));
  if (!(std::fabs(params.amplitude) <= limits.largest)) {
    reject(std::string("amplitude must be finite in ") + limits.name + ", got " +
           number(params.amplitude));
  }
  if (params.covariance) {
    if (params.stddev) {
      reject("stddev and covariance must not both be given, got stddev " +
             number((*params.stddev)[0]) + " and covariance " + number((*params.covariance)[0]));
    }
    if (params.theta != 0) {
      reject("theta must be 0 when covariance is given, got " + number(params.theta));
    }
    covariance_reader(m, 0, "covariance").read(*params.covariance);
    std::array<double, 4> lower{};
    const failed_pivot failed = cholesky(m.correlation, 2, m.root[0], lower);
    if (failed.row < 2) {
      reject("covariance must be positive definite, got pivot " +
             rounded(failed.pivot * (*params.covariance)[3]) + " in row 1");
    }
  } else {
    const std::array<double, 2> s = params.stddev.value_or(std::array<double, 2>{1, 1});
    for (double v : s) {
      if (!(std::isfinite(v) && v > 0)) {
        reject("stddev must be finite and > 0, got " + number(v));
      }
    }
    if (params.theta != 0 && std::min(s[0], s[1]) / std::max(s[0], s[1]) < thinnest) {
      reject("stddev must have a ratio of at most 2^500 when theta is not 0, got " + number(s[0]) +
             " and " + number(s[1]));
    }
    set_ellipse(m, s, params.theta);
  }
  m.peak[0] = params.amplitude;
  if (params.amplitude == 0) m.count = 0;
  return m;
}

}  // namespace bellcurve::normal
