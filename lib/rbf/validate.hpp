// The edge of the area: everything the caller gave is checked here and nowhere
// else.
#pragma once

#include "problem.hpp"

namespace bellcurve::rbf {

/// \throws error naming the argument, its value and what was expected.
template <class T>
problem<T> validate(matrix_view<const T> x, matrix_view<const T> y, const rbf_params& params,
                    matrix_view<T> out, const rbf_options& options);
template <class T>
problem<T> validate(matrix_view<const T> x, const rbf_params& params, matrix_view<T> out,
                    const rbf_options& options);

/// For out = K v: as above, `uplo` and the strides of out left alone.
template <class T, class V, class R>
product<T, V, R> validate_product(matrix_view<const T> x, matrix_view<const T> y,
                                  matrix_view<const V> v, const rbf_params& params,
                                  matrix_view<R> out, const rbf_options& options);
template <class T, class V>
product<T, V> validate_product(matrix_view<const T> x, matrix_view<const V> v,
                               const rbf_params& params, matrix_view<V> out,
                               const rbf_options& options);

/// Points and parameters alone, for callers that check their own output: densities.
template <class T>
problem<T> validate_points(matrix_view<const T> x, matrix_view<const T> y, const rbf_params& params,
                           const rbf_options& options);

/// Points alone, to be kept for later calls: a symmetric problem without an output, gamma 1 /
/// features.
template <class T>
problem<T> validate_points(matrix_view<const T> x, const rbf_options& options);

/// For out = rows of the symmetric K of x. The rows of the problem's x are still to be set: those
/// that `indices` names, one after the other. Rows and columns are never exchanged.
template <class T>
problem<T> validate_rows(std::span<const index_t> indices, matrix_view<const T> x,
                         const rbf_params& params, matrix_view<T> out, const rbf_options& options);

}  // namespace bellcurve::rbf
