// A covariance, as the caller gives it, to standard deviations and correlations.
#pragma once

#include "model.hpp"

#include <cstddef>
#include <span>
#include <string>

namespace bellcurve::normal {

/// A covariance in any of its three forms, and its place in a model.
class covariance_reader {
 public:
  /// \param who Its name in messages.
  covariance_reader(model& m, std::size_t at, const std::string& who);

  /// Pivots beyond the first are not looked at: cholesky() does.
  /// \throws error
  void read(std::span<const double> c);

 private:
  [[noreturn]] void not_definite(double pivot, std::size_t row) const;
  void read_matrix(std::span<const double> c);

  std::size_t d_;
  std::string who_;
  double* deviation_;
  double* correlation_;
  double& root_;
};

}  // namespace bellcurve::normal
