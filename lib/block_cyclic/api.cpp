// The public functions: validate, gather points, fill.
#include "../edge/views.hpp"
#include "../rbf/validate.hpp"
#include "../rbf/validate_params.hpp"
#include "../runtime/environment.hpp"
#include "fill.hpp"
#include "points.hpp"

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace bellcurve {
namespace {

[[noreturn]] void reject(const std::string& message) { throw error(errc::bad_argument, message); }

template <class T>
edge::memory_span memory_of(std::span<T> s) {
  const auto first = reinterpret_cast<std::uintptr_t>(s.data());
  return {first, first + s.size_bytes()};
}

/// What all forms share, but for the number of points.
/// \param symmetric noise and uplo are allowed
template <class T>
cyclic::local_problem<T> check(matrix_view<const T> x, matrix_view<const T> y, bool symmetric,
                               const rbf_params& params, const block_cyclic& given,
                               std::span<T> local, const rbf_options& options) {
  const cyclic::layout where = cyclic::validate(given);
  rbf_params quiet = params;
  rbf_options points = options;
  if (symmetric) {
    quiet.noise = 0;
    points.uplo = uplo::full;
    (void)to_string(options.uplo);  // rejects a value outside the enum
  }
  rbf::problem<T> all = rbf::validate_points(x, y, quiet, points);
  all.diagonal = rbf::validate_params<T>(x.cols(), params, options.engine).diagonal;
  if (options.engine == engine::blas)
    reject("engine must be auto or fused for a part of a matrix, got blas");
  if (!options.workspace.empty()) {
    reject("workspace must be empty for a part of a matrix, got " +
           std::to_string(options.workspace.size()) + " bytes");
  }
  const index_t span = where.span();
  if (local.size() < static_cast<std::size_t>(span)) {
    throw error(errc::bad_shape, "local must have at least " + std::to_string(span) +
                                     " elements (LLD_ times all columns here but one, and a column "
                                     "of the rows here), got " +
                                     std::to_string(local.size()));
  }
  const edge::memory_span to = memory_of(local.first(static_cast<std::size_t>(span)));
  edge::check_apart("local", to, "x", edge::span_of(x));
  edge::check_apart("local", to, "y", edge::span_of(y));
  return {where, std::move(all), x, y, options.uplo, local.data()};
}

/// M_ and N_ are the same.
void check_square(const cyclic::layout& l) {
  if (l.rows.extent == l.cols.extent) return;
  throw error(errc::bad_shape, "layout must be of a square matrix for a symmetric K, got " +
                                   edge::shape(l.rows.extent, l.cols.extent));
}

/// Points of the local rows, or columns: where they are, if they are all there are.
template <class T>
matrix_view<const T> gather(matrix_view<const T> all, const cyclic::spread& s,
                            std::vector<T>& memory) {
  const index_t here = s.here(), d = all.cols();
  if (here == s.extent) return all;
  // They are fewer than `all` has, which a view can hold.
  memory.resize(static_cast<std::size_t>(here * d));
  cyclic::copy_points(all, s, 0, here, memory.data());
  return {memory.data(), here, d, std::max<index_t>(d, 1), 1};
}

/// Of points that are all here.
template <class T>
void replicated(matrix_view<const T> x, matrix_view<const T> y, bool symmetric,
                const rbf_params& params, const block_cyclic& given, std::span<T> local,
                const rbf_options& options) {
  const runtime::default_fp_environment environment;
  cyclic::local_problem<T> p = check(x, y, symmetric, params, given, local, options);
  if (!cyclic::is_outside(given)) {
    cyclic::check_points("x", x.rows(), "M_", p.where.rows.extent);
    cyclic::check_points(symmetric ? "x" : "y", y.rows(), "N_", p.where.cols.extent);
  }
  std::vector<T> x_here, y_here;
  p.x = gather(x, p.where.rows, x_here);
  p.y = gather(y, p.where.cols, y_here);
  if (options.center.empty()) rbf::set_center<T>(p.all, rbf_center(x, options.threads));
  cyclic::fill(p, options.progress, environment);
}

template <class T>
void slices(matrix_view<const T> x, matrix_view<const T> y, const rbf_params& params,
            const block_cyclic& given, std::span<T> local, const rbf_options& options) {
  const runtime::default_fp_environment environment;
  const cyclic::local_problem<T> p = check(x, y, true, params, given, local, options);
  cyclic::check_points("x", x.rows(), "the local rows", p.where.rows.here());
  cyclic::check_points("y", y.rows(), "the local columns", p.where.cols.here());
  if (params.noise != 0 || options.uplo != uplo::full) check_square(p.where);
  if (options.center.empty() && x.cols() > 0) {
    reject("center must be given with slices of the points, the same on all processes, got none");
  }
  cyclic::fill(p, options.progress, environment);
}

}  // namespace

#define BELLCURVE_LOCAL(T)                                                                        \
  void rbf_kernel_local(matrix_view<const T> x, matrix_view<const T> y, const rbf_params& params, \
                        const block_cyclic& layout, std::span<T> local,                           \
                        const rbf_options& options) {                                             \
    replicated<T>(x, y, false, params, layout, local, options);                                   \
  }                                                                                               \
  void rbf_kernel_local(matrix_view<const T> x, const rbf_params& params,                         \
                        const block_cyclic& layout, std::span<T> local,                           \
                        const rbf_options& options) {                                             \
    replicated<T>(x, x, true, params, layout, local, options);                                    \
  }                                                                                               \
  void rbf_kernel_local_slices(matrix_view<const T> x, matrix_view<const T> y,                    \
                               const rbf_params& params, const block_cyclic& layout,              \
                               std::span<T> local, const rbf_options& options) {                  \
    slices<T>(x, y, params, layout, local, options);                                              \
  }
BELLCURVE_LOCAL(float)
BELLCURVE_LOCAL(double)
#undef BELLCURVE_LOCAL

}  // namespace bellcurve
