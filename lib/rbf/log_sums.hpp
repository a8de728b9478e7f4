// Sums of exponentials that are too small for the products: their logarithms.
#pragma once

#include "problem.hpp"

#include <span>

namespace bellcurve::rbf {

/// out[i] = log sum_j exp(log_weights[j] - t_ij) for each i of `rows`, where t_ij is the exponent
/// of p: differences of the points, in double. Points of these rows and of y are finite;
/// log_weights may hold -inf. A row's bits do not depend on the others.
template <class T>
void log_sums(const problem<T>& p, const double* log_weights, std::span<const index_t> rows,
              const simd::kernel_table& table, const runtime::progress_report& report, double* out);

}  // namespace bellcurve::rbf
