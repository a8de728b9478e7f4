#include "validate_model.hpp"

#include "../edge/views.hpp"
#include "cholesky.hpp"
#include "scaled_product.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <span>
#include <string>
#include <vector>

namespace bellcurve::normal {

using edge::number;

void reject(const std::string& message) { throw error(errc::bad_argument, message); }

namespace {

constexpr double inverse_sqrt_2_pi = 0.39894228040143267794;

std::string place(std::size_t i, std::size_t j) {
  return '(' + std::to_string(i) + ", " + std::to_string(j) + ')';
}

/// For a message, what was computed and is right to some ten digits.
std::string rounded(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.9g", value);
  return text;
}

void check_finite(const std::string& who, std::span<const double> values) {
  for (double v : values) {
    if (!std::isfinite(v)) reject(who + " must be finite, got " + number(v));
  }
}

/// A covariance in any of its three forms, and its place in a model.
class covariance_reader {
 public:
  covariance_reader(model& m, std::size_t at, const std::string& who)
      : d_(m.d),
        who_(who),
        deviation_(m.deviation.data() + at * d_),
        correlation_(m.correlation.data() + at * d_ * d_),
        root_(m.root[at]) {}

  void read(std::span<const double> c) {
    if (c.size() != 1 && c.size() != d_ && c.size() != d_ * d_) {
      throw error(errc::bad_shape, who_ + " must have 1, " + std::to_string(d_) + " or " +
                                       std::to_string(d_ * d_) + " values, got " +
                                       std::to_string(c.size()));
    }
    check_finite(who_, c);
    const bool full = c.size() == d_ * d_ && d_ > 1;
    for (std::size_t k = 0; k < d_; ++k) {
      const double variance = full ? c[k * d_ + k] : c.size() == 1 ? c[0] : c[k];
      if (!(variance > 0)) not_definite(variance, k);
      deviation_[k] = std::sqrt(variance);
    }
    // All of the place: a component without weight may have left its own here.
    std::fill_n(correlation_, d_ * d_, 0.0);
    for (std::size_t k = 0; k < d_; ++k) correlation_[k * d_ + k] = 1;
    root_ = 1;
    if (full) read_matrix(c);
  }

 private:
  [[noreturn]] void not_definite(double pivot, std::size_t row) const {
    reject(who_ + " must be positive definite, got pivot " + number(pivot) + " in row " +
           std::to_string(row));
  }

  void read_matrix(std::span<const double> c) {
    constexpr double symmetric_to = 1e-12;
    for (std::size_t k = 1; k < d_; ++k) {
      for (std::size_t l = 0; l < k; ++l) {
        const double below = c[k * d_ + l], above = c[l * d_ + k];
        if (!(std::fabs(below - above) <= symmetric_to * deviation_[k] * deviation_[l])) {
          reject(who_ + " must be symmetric, got " + number(above) + " at " + place(l, k) +
                 " and " + number(below) + " at " + place(k, l));
        }
        const double correlation = below / deviation_[k] / deviation_[l];
        // Larger ones by far would overflow before a pivot shows them.
        if (!(std::fabs(correlation) <= 1e6)) {
          reject(who_ + " must be positive definite, got " + number(below) + " at " + place(k, l) +
                 " between " + number(c[l * d_ + l]) + " and " + number(c[k * d_ + k]));
        }
        correlation_[k * d_ + l] = correlation_[l * d_ + k] = correlation;
      }
    }
    if (d_ == 2) root_ = conditional_root(c[0], c[2], c[3]);
  }

  std::size_t d_;
  std::string who_;
  double* deviation_;
  double* correlation_;
  double& root_;
};

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

/// cholesky(), but in three dimensions it fails if it would with another axis last: grids are
/// walked in the order of their strides. (Exactly, the last pivot depends on which axis is last
/// only; in rounding also on the order before, so that a covariance at the very limit may be taken
/// in one order and not in another.)
failed_pivot factor(std::span<const double> correlation, std::size_t d, double root,
                    std::span<double> lower) {
  const failed_pivot as_given = cholesky(correlation, d, root, lower);
  if (as_given.row < d || d != 3) return as_given;
  constexpr std::size_t orders[][3] = {{1, 2, 0}, {0, 2, 1}};
  for (const auto& order : orders) {
    std::array<double, 9> turned{}, unused{};
    for (std::size_t k = 0; k < d; ++k) {
      for (std::size_t l = 0; l < d; ++l) turned[k * d + l] = correlation[order[k] * d + order[l]];
    }
    const failed_pivot failed = cholesky(turned, d, root, unused);
    if (failed.row < d) return {order[failed.row], failed.pivot};
  }
  return as_given;
}

/// \param lower Room for a factor.
void set_peak(model& m, std::size_t at, double weight, const std::string& who,
              std::span<double> lower) {
  const std::size_t d = m.d;
  const std::span<const double> correlation(m.correlation.data() + at * d * d, d * d);
  const double* deviation = m.deviation.data() + at * d;
  const failed_pivot failed = factor(correlation, d, m.root[at], lower);
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

std::size_t dimension_of(const mixture& m) {
  if (m.components.empty()) reject("components must have at least 1 component, got 0");
  const std::size_t d = m.components[0].mean.size();
  if (d == 0) throw error(errc::bad_shape, "components[0].mean must have at least 1 value, got 0");
  return d;
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
