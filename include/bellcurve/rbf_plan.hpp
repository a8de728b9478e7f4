/// \file rbf_plan.hpp
/// One set of points, prepared once, for many RBF kernel matrices, rows and products.
#pragma once

#include <bellcurve/export.h>
#include <bellcurve/rbf.hpp>

#include <concepts>
#include <memory>

namespace BELLCURVE_API bellcurve {

/// How the points of an rbf_plan are prepared.
struct rbf_plan_options {
  /// As in rbf_options; blas is an error.
  bellcurve::engine engine = bellcurve::engine::automatic;
  /// As in rbf_options. Empty: the mean of the finite rows of x.
  std::span<const double> center = {};
  /// Of the preparation alone, as in rbf_options.
  int threads = 0;
  /// Reject NaN and infinity in x instead of passing them on as NaN.
  bool check_finite = false;
};

/// What a single call of an rbf_plan may be told: as in rbf_options.
struct rbf_call_options {
  bellcurve::uplo uplo = bellcurve::uplo::full;  ///< of fill() alone
  int threads = 0;
  std::function<bool(double)> progress = {};
};

/// Points whose kernel is wanted many times. Rows of K for a solver that works on a few at a time
/// (support vector machines: J. C. Platt, Fast training of support vector machines using
/// sequential minimal optimization, 1998; pivoted Cholesky factors), K or its products for
/// one gamma after the other. Points are copied, centred and packed, and their norms formed, when
/// the plan is made; a call for few rows then costs little more than their elements. For K as a
/// whole that work hardly counts, with or without a plan.
///
/// **Parameters** are given to each call, for any gamma. gamma or a single lengthscale alone:
/// points are packed once, so several lengthscales are an error. For these divide the features by
/// them and use gamma 1/2.
///
/// **Elements** are those of the symmetric rbf_kernel with the same engine and centre, bit for bit,
/// within its bounds and with its rules for non-finite data. rows() gives the bits that fill()
/// writes in these rows, noise on the diagonal included (but for the sign of a NaN). They do not
/// depend on threads. The instruction set is the one that was active when the plan was made.
///
/// **Memory.** x twice (once with up to 47 points more), 8 bytes a point above 16 features, and the
/// norms for the gamma of last time. A call takes
/// from the heap what rbf_kernel does, but for the norms, and a copy of the rows that are asked
/// for.
///
/// **Threads.** All calls are const and may be made at the same time, on different outputs. Copies
/// share the memory and cost nothing.
///
/// \tparam T float or double
template <class T>
class rbf_plan {
 public:
  /// \param x n x d, any strides that matrix_view allows
  /// \throws error with a code of errc; std::bad_alloc
  explicit rbf_plan(matrix_view<const T> x, const rbf_plan_options& options = {});
  /// Copies alone: a plan that was moved from would be no plan.
  rbf_plan(const rbf_plan&) = default;
  rbf_plan& operator=(const rbf_plan&) = default;
  ~rbf_plan() = default;

  /// n and d.
  index_t points() const noexcept;
  index_t features() const noexcept;

  /// out = K of all points with themselves: as the symmetric rbf_kernel.
  /// \param out n x n
  /// \throws error, std::bad_alloc: before anything is written (`cancelled`: with out partly
  /// written). So all calls.
  void fill(const rbf_params& params, matrix_view<T> out,
            const rbf_call_options& options = {}) const;

  /// out(r, j) = K(indices[r], j).
  /// \param indices each >= 0 and < n, in any order; may repeat
  /// \param out indices.size() x n, row- or column-major, or with any strides, which is slower
  void rows(std::span<const index_t> indices, const rbf_params& params, matrix_view<T> out,
            const rbf_call_options& options = {}) const;

  /// out = K v: as the symmetric rbf_apply.
  /// \param v n x columns
  /// \param out n x columns; must not overlap v
  void apply(const rbf_params& params, matrix_view<const T> v, matrix_view<T> out,
             const rbf_call_options& options = {}) const;
  /// Points in float: products and sums in double.
  template <class U = T>
  requires std::same_as<U, float>
  void apply(const rbf_params& params, matrix_view<const double> v, matrix_view<double> out,
             const rbf_call_options& options = {}) const;

 private:
  struct state;
  std::shared_ptr<const state> state_;
};

extern template class rbf_plan<float>;
extern template class rbf_plan<double>;
extern template void rbf_plan<float>::apply<float>(const rbf_params&, matrix_view<const double>,
                                                   matrix_view<double>,
                                                   const rbf_call_options&) const;

}  // namespace bellcurve
