/// \file rbf.hpp
/// The RBF (squared exponential) kernel matrix.
#pragma once

#include <bellcurve/view.hpp>

#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace bellcurve {

/// The parameters of K_ij = variance * exp(-gamma * |x_i - y_j|^2).
/// Rounded to the element type; one that becomes 0 or infinite there is an error.
struct rbf_params {
  /// Finite and > 0, in 1 / (unit of x)^2. Not set: 1 / n_features, unless a
  /// lengthscale is given. Giving both is an error.
  std::optional<double> gamma = std::nullopt;
  /// Finite and > 0, unit of x: gamma = 1 / (2 lengthscale^2). None, one value,
  /// or one per feature: |x_i - y_j|^2 is then sum_k ((x_ik - y_jk) / l_k)^2 and
  /// gamma 1/2.
  std::vector<double> lengthscale = {};
  /// Finite and > 0.
  double variance = 1.0;
  /// Added to the diagonal; finite and >= 0. Symmetric form only.
  double noise = 0.0;
};

/// How tiles are filled.
enum class engine {
  automatic,  ///< by number of features, element type and ISA, from measurements
  blas,       ///< cross terms from gemm
};
/// \return "auto", "blas".
std::string_view to_string(engine which);
/// \throws error(errc::bad_argument) for another name; the message lists them.
engine parse_engine(std::string_view name);

/// Which triangle of a symmetric K is written. The other is not touched.
enum class uplo { full, lower, upper };
std::string_view to_string(uplo which);
uplo parse_uplo(std::string_view name);

struct rbf_options {
  bellcurve::engine engine = bellcurve::engine::automatic;
  bellcurve::uplo uplo = bellcurve::uplo::full;
  /// The point subtracted from all data before squared norms are formed, one
  /// value per feature, finite. Empty: the mean of the finite rows of x.
  std::span<const double> center = {};
  /// Threads to use; 0: as many as OpenMP would. Inside a parallel region of the
  /// caller's one is used. The result does not depend on it, bit for bit.
  int threads = 0;
  /// Memory to work in instead of the heap: at least rbf_workspace_size() bytes,
  /// any alignment.
  std::span<std::byte> workspace = {};
  /// Reject NaN and infinity in x or y instead of passing them on as NaN.
  bool check_finite = false;
  /// Called with the fraction done, from the calling thread, now and then.
  /// Returning false cancels: error(errc::cancelled).
  std::function<bool(double)> progress = {};
};

/// Fills out with K_ij = variance * exp(-gamma * |x_i - y_j|^2).
///
/// \param x n x d, any strides. \param y m x d, any strides.
/// \param out n x m, any strides; must not overlap x or y.
void rbf_kernel(matrix_view<const float> x, matrix_view<const float> y, const rbf_params& params,
                matrix_view<float> out, const rbf_options& options = {});
void rbf_kernel(matrix_view<const double> x, matrix_view<const double> y, const rbf_params& params,
                matrix_view<double> out, const rbf_options& options = {});

/// The symmetric form, K of x with itself plus noise on the diagonal.
void rbf_kernel(matrix_view<const float> x, const rbf_params& params, matrix_view<float> out,
                const rbf_options& options = {});
void rbf_kernel(matrix_view<const double> x, const rbf_params& params, matrix_view<double> out,
                const rbf_options& options = {});

}  // namespace bellcurve
