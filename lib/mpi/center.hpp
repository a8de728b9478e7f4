// The mean over all processes.
#pragma once

#include "agreement.hpp"

#include <bellcurve/view.hpp>

#include <utility>
#include <vector>

namespace bellcurve::mpi {

/// Of the rows of all processes, which have the same number of features.
template <class T>
class mean_of_all {
 public:
  /// Allocates all that is needed.
  explicit mean_of_all(matrix_view<const T> x);
  /// Collective.
  void operator()(const communicator& comm);
  std::vector<double> take_center() noexcept { return std::move(center_); }

  /// Bytes that each process gives to the reductions, for the model.
  static double bytes(index_t features) noexcept;

 private:
  matrix_view<const T> x_;
  std::vector<double> largest_, center_;
  std::vector<long long> sums_;  ///< and the number of finite rows
};

}  // namespace bellcurve::mpi
