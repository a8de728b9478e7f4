/// \file rbf.hpp
/// The RBF (squared exponential) kernel matrix.
#pragma once

#include <bellcurve/export.h>
#include <bellcurve/view.hpp>

#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace BELLCURVE_API bellcurve {

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
  /// Up to 16 features by differences of the points: most accurate. More as `fused`.
  automatic,
  /// Norms, and cross terms from gemm, whatever the features.
  blas,
  /// Norms, and cross terms from a loop of our own that finishes them while they are in the
  /// first cache, whatever the features. Needs no BLAS.
  fused,
};
/// \return "auto", "blas", "fused".
std::string_view to_string(engine which);
/// \throws error(errc::bad_argument) for another name; the message lists them.
engine parse_engine(std::string_view name);

/// Which triangle of a symmetric K is written. The other is not touched.
enum class uplo { full, lower, upper };
/// \return "full", "lower", "upper".
std::string_view to_string(uplo which);
uplo parse_uplo(std::string_view name);

/// How a call does its work.
struct rbf_options {
  bellcurve::engine engine = bellcurve::engine::automatic;
  bellcurve::uplo uplo = bellcurve::uplo::full;
  /// The point subtracted from all data before squared norms are formed, one
  /// value per feature, finite. Empty: the mean of the finite rows of x.
  std::span<const double> center = {};
  /// Threads to use; 0: as many as OpenMP would; never more than 64 or four times the processors,
  /// whichever is more. Inside a parallel region of the caller's one is used. The result does not
  /// depend on it, bit for bit.
  int threads = 0;
  /// Memory to work in instead of the heap: at least rbf_workspace_size() bytes,
  /// any alignment; apart from x, y and out, and for one call at a time.
  std::span<std::byte> workspace = {};
  /// Reject NaN and infinity in x or y instead of passing them on as NaN.
  bool check_finite = false;
  /// Called with the fraction done, from the calling thread, now and then.
  /// Returning false cancels: error(errc::cancelled), even at 1, when all is done.
  std::function<bool(double)> progress = {};
};

/// The center that rbf_kernel and rbf_apply take for such an x if none is given: the mean of its
/// finite rows (0 without any), rounded to the element type. Given to calls with parts of x, or on
/// other machines, it makes their results those of one call.
/// \param x n x d, any strides that matrix_view allows
/// \param threads as rbf_options::threads
/// \return d values
/// \throws error for a view that cannot be; std::bad_alloc
std::vector<double> rbf_center(matrix_view<const float> x, int threads = 0);
std::vector<double> rbf_center(matrix_view<const double> x, int threads = 0);

/// How far an entry K_ij of an RBF matrix may be from its exact value: the bounds that are
/// documented at rbf_kernel, as numbers. Both hold; the smaller one counts.
struct rbf_bound {
  double absolute;  ///< on |K - exact| / variance
  /// What `relative` is made of.
  double least, slope, rounding;
  /// On |K - exact| / exact, for the exponent t = gamma |x_i - y_j|^2 of the pair, unless K is so
  /// small that it is flushed to 0.
  double relative(double exponent) const noexcept {
    const double grows = slope * exponent;
    return (grows > least ? grows : least) + rounding;
  }
};

/// The bound for T float or double and data of so many features, whatever their values.
/// \param params gamma and lengthscale decide whether engine::automatic forms differences
/// \throws error(errc::bad_argument) for features < 0, or what rbf_kernel would not take
template <class T>
rbf_bound rbf_error_bound(index_t features, const rbf_params& params = {},
                          engine which = engine::automatic);
extern template rbf_bound rbf_error_bound<float>(index_t, const rbf_params&, engine);
extern template rbf_bound rbf_error_bound<double>(index_t, const rbf_params&, engine);

/// Fills out with K_ij = variance * exp(-gamma * |x_i - y_j|^2).
///
/// **Accuracy.** With u the unit roundoff of T (2^-24, 2^-53), d the features and
/// eps = (min(d, 256) + ceil(d / 256) + 17) u:
/// - |K - exact| <= (12 eps + 4 u) * variance, whatever the spread of the data;
/// - |K - exact| <= max(12 eps, 32 eps t) * exact + 4 u * exact for an exponent
///   t = gamma |x_i - y_j|^2, unless K is flushed: below variance times the
///   smallest normal number K is exactly 0;
/// - both plus half the smallest subnormal number, felt where variance is near it.
/// With engine::automatic and at most 16 features (and gamma within 2^+-60 in
/// float, 2^+-600 in double, and no 1 / lengthscale^2 subnormal) distances are
/// formed from differences, and t itself is good to (d + 6) u relative:
/// |K - exact| <= ((d + 6) t + 4) u * exact.
/// "Exact" is for gamma, variance and 1 / lengthscale rounded to T. These are
/// worst cases, to first order in eps; with random data expect errors near
/// sqrt(d) u t. rbf_error_bound() gives them as numbers. Always: 0 <= K <= variance; identical rows
/// give exactly variance; a translation of all points, however large, costs only what their own
/// rounding costs. The derivation is in docs/ARCHITECTURE.md ("Lost pairs").
///
/// **Non-finite data.** A row of x (of y) that holds a NaN or an infinity gives
/// NaN in exactly its row (column) of K. Finite data never give NaN.
///
/// **Bits** do not depend on the number of threads. They may depend on the
/// instruction set, on the engine and, for engine::blas, on the shapes.
///
/// **Cost.** 2 n m d + O(n m) floating-point operations; memory beyond input and
/// output n + m + O(d) numbers and at most 8 MB per thread. The calling thread's
/// floating-point environment (flush to zero, rounding) has no influence and is
/// kept. Safe to call from several threads on different outputs; inside a
/// parallel region of the caller's it uses the calling thread alone. So it does, whatever
/// `threads` says, in a child of fork() whose parent had threads when it forked (see docs/GUIDE.md,
/// "In a program of yours").
///
/// Formula: C. E. Rasmussen, C. K. I. Williams, Gaussian Processes for Machine
/// Learning, 2006, eq. 4.9, with gamma = 1 / (2 lengthscale^2).
///
/// \param x n x d, any strides that matrix_view allows.
/// \param y m x d, likewise.
/// \param params see rbf_params; noise must be 0.
/// \param out n x m, likewise; must not overlap x or y. Row- and
/// column-major are equally fast, other strides slower.
/// \param options see rbf_options; uplo must be full.
/// \throws error with a code of errc, before anything is written (`cancelled`:
/// with out partly written); std::bad_alloc, before anything is written.
void rbf_kernel(matrix_view<const float> x, matrix_view<const float> y, const rbf_params& params,
                matrix_view<float> out, const rbf_options& options = {});
void rbf_kernel(matrix_view<const double> x, matrix_view<const double> y, const rbf_params& params,
                matrix_view<double> out, const rbf_options& options = {});

/// The symmetric form: K of x with itself plus noise on the diagonal. As above,
/// for about half the work; K is exactly symmetric and its diagonal exactly
/// variance + noise (rounded to T; NaN for a row with non-finite values). With
/// uplo lower or upper only that triangle of out, diagonal included, is written.
///
/// \param out n x n; must not overlap x.
void rbf_kernel(matrix_view<const float> x, const rbf_params& params, matrix_view<float> out,
                const rbf_options& options = {});
void rbf_kernel(matrix_view<const double> x, const rbf_params& params, matrix_view<double> out,
                const rbf_options& options = {});

/// Bytes that rbf_options::workspace must have for a call of rbf_kernel with the
/// same arguments, under the instruction set and OpenMP setting of this moment
/// (`options.workspace` itself is not looked at). With that
/// memory given the call allocates nothing but a few small vectors: parameters
/// per feature, bookkeeping per thread.
/// \throws what the call would throw before it starts to work.
std::size_t rbf_workspace_size(matrix_view<const float> x, matrix_view<const float> y,
                               const rbf_params& params, matrix_view<float> out,
                               const rbf_options& options = {});
std::size_t rbf_workspace_size(matrix_view<const double> x, matrix_view<const double> y,
                               const rbf_params& params, matrix_view<double> out,
                               const rbf_options& options = {});
std::size_t rbf_workspace_size(matrix_view<const float> x, const rbf_params& params,
                               matrix_view<float> out, const rbf_options& options = {});
std::size_t rbf_workspace_size(matrix_view<const double> x, const rbf_params& params,
                               matrix_view<double> out, const rbf_options& options = {});

/// How many rows of y the sums of rbf_apply's cross form go through before they are added to those
/// of the rows before: out is, to the bit, the sum in double of the products with blocks of so many
/// rows of y, from 0 and in order, rounded once to its type.
inline constexpr index_t rbf_apply_block = 8192;

/// out = K v without K: out(i, c) = sum_j variance * exp(-gamma * |x_i - y_j|^2) * v(j, c), for any
/// number of columns of v. Kernel density estimates, predictions of kernel methods, and solvers
/// that need nothing of K but its products.
///
/// **Accuracy.** Elements of K are those of rbf_kernel, within the same bounds (with
/// engine::automatic by differences up to 16 features). With w the unit
/// roundoff of v's type, products and sums add at most (c + 3) w sum_j K_ij |v_j|, whatever the
/// number of rows of y: sums of at most c <= 1024 products are formed in v's type and added in
/// double. Points in float with v and out in double keep the
/// elements of K in float, and lose nothing in the sums.
///
/// **Non-finite data** go the way of a product of matrices: a bad row of x makes its row of out
/// NaN, one of y all of out; so does NaN or infinity in v to its column of out, as 0 times either
/// is NaN.
///
/// **Bits** do not depend on the number of threads, and, of rows of out, not on what other rows
/// there are if a center is given (not so in the symmetric form, nor with engine::blas); they may
/// depend on the instruction set and the number of columns of v.
///
/// **Cost.** n m exponentials and 2 n m (d + columns) floating-point operations; memory: v once
/// more, 8 bytes an element of out (as much again for each rbf_apply_block rows of y, at most 64
/// times, where x has but a few thousand rows, and a block of it per thread where it has more), and
/// a few MB per thread. Otherwise as rbf_kernel.
///
/// \param x n x d, any strides that matrix_view allows.
/// \param y m x d, likewise.
/// \param v m x columns, likewise.
/// \param params see rbf_params; noise must be 0.
/// \param out n x columns, likewise; must not overlap x, y or v.
/// \param options see rbf_options; uplo must be full.
/// \throws error with a code of errc, before anything is written (`cancelled`: nothing is
/// written, either); std::bad_alloc, before anything is written.
void rbf_apply(matrix_view<const float> x, matrix_view<const float> y, matrix_view<const float> v,
               const rbf_params& params, matrix_view<float> out, const rbf_options& options = {});
void rbf_apply(matrix_view<const double> x, matrix_view<const double> y,
               matrix_view<const double> v, const rbf_params& params, matrix_view<double> out,
               const rbf_options& options = {});
void rbf_apply(matrix_view<const float> x, matrix_view<const float> y, matrix_view<const double> v,
               const rbf_params& params, matrix_view<double> out, const rbf_options& options = {});
/// Elements of K and v in float as in the first of these, the sums as they are before that one
/// rounds them: for callers that add up parts of a product.
void rbf_apply(matrix_view<const float> x, matrix_view<const float> y, matrix_view<const float> v,
               const rbf_params& params, matrix_view<double> out, const rbf_options& options = {});

/// The symmetric form: K of x with itself, `params.noise` added to its diagonal. Each exponential
/// is used for both sides of the diagonal: about half the work.
///
/// \param out n x columns; must not overlap x or v.
void rbf_apply(matrix_view<const float> x, matrix_view<const float> v, const rbf_params& params,
               matrix_view<float> out, const rbf_options& options = {});
void rbf_apply(matrix_view<const double> x, matrix_view<const double> v, const rbf_params& params,
               matrix_view<double> out, const rbf_options& options = {});
void rbf_apply(matrix_view<const float> x, matrix_view<const double> v, const rbf_params& params,
               matrix_view<double> out, const rbf_options& options = {});

/// Bytes that rbf_options::workspace must have for a call of rbf_apply with the same arguments, as
/// for rbf_workspace_size.
std::size_t rbf_apply_workspace_size(matrix_view<const float> x, matrix_view<const float> y,
                                     matrix_view<const float> v, const rbf_params& params,
                                     matrix_view<float> out, const rbf_options& options = {});
std::size_t rbf_apply_workspace_size(matrix_view<const double> x, matrix_view<const double> y,
                                     matrix_view<const double> v, const rbf_params& params,
                                     matrix_view<double> out, const rbf_options& options = {});
std::size_t rbf_apply_workspace_size(matrix_view<const float> x, matrix_view<const float> y,
                                     matrix_view<const double> v, const rbf_params& params,
                                     matrix_view<double> out, const rbf_options& options = {});
std::size_t rbf_apply_workspace_size(matrix_view<const float> x, matrix_view<const float> y,
                                     matrix_view<const float> v, const rbf_params& params,
                                     matrix_view<double> out, const rbf_options& options = {});
std::size_t rbf_apply_workspace_size(matrix_view<const float> x, matrix_view<const float> v,
                                     const rbf_params& params, matrix_view<float> out,
                                     const rbf_options& options = {});
std::size_t rbf_apply_workspace_size(matrix_view<const double> x, matrix_view<const double> v,
                                     const rbf_params& params, matrix_view<double> out,
                                     const rbf_options& options = {});
std::size_t rbf_apply_workspace_size(matrix_view<const float> x, matrix_view<const double> v,
                                     const rbf_params& params, matrix_view<double> out,
                                     const rbf_options& options = {});

}  // namespace bellcurve
