#include "covariance.hpp"

#include "../edge/views.hpp"
#include "cholesky.hpp"
#include "validate_model.hpp"

#include <algorithm>
#include <cmath>

namespace bellcurve::normal {

using edge::number;

namespace {

std::string place(std::size_t i, std::size_t j) {
  return '(' + std::to_string(i) + ", " + std::to_string(j) + ')';
}

}  // namespace

covariance_reader::covariance_reader(model& m, std::size_t at, const std::string& who)
    : d_(m.d),
      who_(who),
      deviation_(m.deviation.data() + at * d_),
      correlation_(m.correlation.data() + at * d_ * d_),
      root_(m.root[at]) {}

void covariance_reader::read(std::span<const double> c) {
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

void covariance_reader::not_definite(double pivot, std::size_t row) const {
  reject(who_ + " must be positive definite, got pivot " + number(pivot) + " in row " +
         std::to_string(row));
}

void covariance_reader::read_matrix(std::span<const double> c) {
  constexpr double symmetric_to = 1e-12;
  for (std::size_t k = 1; k < d_; ++k) {
    for (std::size_t l = 0; l < k; ++l) {
      const double below = c[k * d_ + l], above = c[l * d_ + k];
      const double scale = deviation_[k] * deviation_[l];
      if (!(std::fabs(below - above) <= symmetric_to * scale)) {
        reject(who_ + " must be symmetric, got " + number(above) + " at " + place(l, k) + " and " +
               number(below) + " at " + place(k, l));
      }
      const double correlation = correlation_of(below, deviation_[k], deviation_[l]);
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

}  // namespace bellcurve::normal
