// Mixtures in long double, and the bounds of docs/ACCURACY.md.
#pragma once

#include <bellcurve/mixture.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <span>
#include <vector>

namespace support {

using real = long double;

/// One component, factored in long double.
class exact_component {
 public:
  explicit exact_component(const bellcurve::gaussian_component& c)
      : d_(c.mean.size()), mean_(c.mean), lower_(d_ * d_), weight_(c.weight) {
    std::vector<real> full(d_ * d_);
    for (std::size_t k = 0; k < d_; ++k) {
      for (std::size_t l = 0; l < d_; ++l) {
        if (c.covariance.size() == d_ * d_ && d_ > 1) {
          full[k * d_ + l] = c.covariance[k * d_ + l];
        } else if (k == l) {
          full[k * d_ + l] = c.covariance[c.covariance.size() == 1 ? 0 : k];
        }
      }
    }
    factor(full);
    log_peak_ = std::log(weight_);
    for (std::size_t k = 0; k < d_; ++k)
      log_peak_ -= std::log(lower_[k * d_ + k]) + std::log(2 * std::numbers::pi_v<real>) / 2;
    set_condition();
  }

  /// |z|^2 / 2.
  real exponent(std::span<const real> x) const {
    std::vector<real> z(d_);
    real sum = 0;
    for (std::size_t k = 0; k < d_; ++k) {
      real rest = x[k] - static_cast<real>(mean_[k]);
      for (std::size_t l = 0; l < k; ++l) rest -= lower_[k * d_ + l] * z[l];
      z[k] = rest / lower_[k * d_ + k];
      sum += z[k] * z[k];
    }
    return sum / 2;
  }
  real log_peak() const { return log_peak_; }
  real weight() const { return weight_; }

  /// On the relative error of the density at the exponent e: see docs/ACCURACY.md.
  template <class T>
  real bound(real e, bool on_grid) const {
    const real u = std::numeric_limits<T>::epsilon() / 2, v = 0x1p-53L;
    const real d = static_cast<real>(d_), k = condition_;
    const real solve = 2 * (d + 6) * k * e, factored = (d + 2) * k * k * (e + d);
    return (on_grid ? (13 * e + 8) * u + solve * v : (solve + 8) * u) + factored * v;
  }

 private:
  void factor(const std::vector<real>& full) {
    for (std::size_t k = 0; k < d_; ++k) {
      for (std::size_t l = 0; l <= k; ++l) {
        real rest = full[k * d_ + l];
        for (std::size_t i = 0; i < l; ++i) rest -= lower_[k * d_ + i] * lower_[l * d_ + i];
        lower_[k * d_ + l] = l < k ? rest / lower_[l * d_ + l] : std::sqrt(rest);
      }
    }
  }

  /// The Frobenius norm of |L^-1| |L|, which no scaling of the axes changes.
  void set_condition() {
    std::vector<real> inverse(d_ * d_);
    for (std::size_t c = 0; c < d_; ++c) {
      for (std::size_t k = c; k < d_; ++k) {
        real rest = k == c ? 1 : 0;
        for (std::size_t l = c; l < k; ++l) rest -= lower_[k * d_ + l] * inverse[l * d_ + c];
        inverse[k * d_ + c] = rest / lower_[k * d_ + k];
      }
    }
    real sum = 0;
    for (std::size_t k = 0; k < d_; ++k) {
      for (std::size_t l = 0; l < d_; ++l) {
        real entry = 0;
        for (std::size_t i = 0; i < d_; ++i)
          entry += std::abs(inverse[k * d_ + i]) * std::abs(lower_[i * d_ + l]);
        sum += entry * entry;
      }
    }
    condition_ = std::sqrt(sum);
  }

  std::size_t d_;
  std::vector<double> mean_;
  std::vector<real> lower_;
  real weight_, log_peak_ = 0, condition_ = 1;
};

/// A value, what it may be off by, and what it may lack where exp is flushed to 0.
struct bounded {
  real value, error, flush = 0;
};

class exact_mixture {
 public:
  explicit exact_mixture(const bellcurve::mixture& m)
      : maximum_(m.combination == bellcurve::combination::max) {
    for (const auto& c : m.components) components_.emplace_back(c);
  }

  template <class T>
  bounded density(std::span<const real> x, bool on_grid) const {
    constexpr real u = std::numeric_limits<T>::epsilon() / 2, least = std::numeric_limits<T>::min();
    bounded total{0, 0, 0};
    for (const exact_component& c : components_) {
      if (c.weight() == 0) continue;
      const real e = c.exponent(x), p = std::exp(c.log_peak() - e);
      // 0 where it is below the smallest normal number, absolutely or relative to the peak.
      const real flush = 1.01L * least * (1 + std::exp(c.log_peak()));
      const real error = std::expm1(std::min<real>(c.bound<T>(e, on_grid), 1)) * p;
      if (maximum_) {
        total.flush = std::max(total.flush, std::min(p, flush));
        total.value = std::max(total.value, p);
        total.error = std::max(total.error, error);
      } else {
        total.flush += std::min(p, flush);
        total.value += p;
        total.error += error;
      }
    }
    total.error += static_cast<real>(components_.size()) * u * total.value + least * u;
    return total;
  }

  template <class T>
  bounded log_density(std::span<const real> x, bool on_grid) const {
    constexpr real u = std::numeric_limits<T>::epsilon() / 2;
    real largest = -std::numeric_limits<real>::infinity();
    for (const exact_component& c : components_)
      if (c.weight() > 0) largest = std::max(largest, c.log_peak() - c.exponent(x));
    real sum = 0, error = 0;
    for (const exact_component& c : components_) {
      if (c.weight() == 0) continue;
      const real e = c.exponent(x), l = c.log_peak() - e, p = std::exp(l - largest);
      const real own = c.bound<T>(e, on_grid) + 2 * (std::abs(l) + std::abs(c.log_peak())) * u;
      if (maximum_) {
        error = std::max(error, p * own);
      } else {
        sum += p;
        error += p * own;
      }
    }
    if (maximum_) return {largest, error};
    const real value = largest + std::log(sum);
    return {value, error / sum + (static_cast<real>(components_.size()) + 4 + std::abs(value)) * u};
  }

 private:
  std::vector<exact_component> components_;
  bool maximum_;
};

/// |value - exact| in parts of what it may be: above 1 is a failure.
template <class T>
double used(T value, const bounded& exact) {
  if (std::isinf(value) && value < 0 &&
      exact.value < -0.999L * static_cast<real>(std::numeric_limits<T>::max())) {
    return 0;
  }
  const real off = std::abs(static_cast<real>(value) - exact.value);
  return static_cast<double>((off <= exact.flush ? 0 : off - exact.flush) / exact.error);
}

/// |value - exact| relative to it, where it is normal and nothing of it may be lacking.
template <class T>
real relative_error(T value, const bounded& exact) {
  const real size = std::abs(exact.value);
  if (size < std::numeric_limits<T>::min() || exact.flush > 1e-9L * size) return 0;
  return std::abs(static_cast<real>(value) - exact.value) / size;
}
/// Of a logarithm: relative to it, or absolute where it is below 1.
template <class T>
real logarithm_error(T value, const bounded& exact) {
  if (std::isinf(value)) return 0;
  return std::abs(static_cast<real>(value) - exact.value) /
         std::max<real>(1, std::abs(exact.value));
}

}  // namespace support
