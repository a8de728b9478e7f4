// What passed validation: components in units in which nothing overflows.
#pragma once

#include <bellcurve/grid.hpp>
#include <bellcurve/view.hpp>

#include <cstddef>
#include <vector>

namespace bellcurve::normal {

/// Components whose weight is not 0; each covariance as standard deviations and correlations.
struct model {
  std::size_t d = 0, count = 0;
  bool maximum = false;
  std::vector<std::size_t> source;  ///< which component of the caller's; count of them
  std::vector<double> mean;         ///< count x d
  std::vector<double> deviation;    ///< count x d
  std::vector<double> correlation;  ///< count x d x d, symmetric
  /// For d = 2: sqrt(1 - correlation^2), as accurate as the covariance allows. Count of them.
  std::vector<double> root;
  /// The value at the mean, and the logarithm of its absolute value.
  std::vector<double> peak, log_peak;
};

template <class T>
struct grid_problem {
  model m;
  grid where;
  array_view<T> out;
  bool log = false;
  int threads = 0;
};

template <class T>
struct points_problem {
  model m;
  matrix_view<const T> x;
  array_view<T> out;
  bool log = false;
  int threads = 0;
};

}  // namespace bellcurve::normal
