#include "validate.hpp"

#include "../edge/views.hpp"
#include "validate_params.hpp"

#include <cmath>
#include <string>
#include <utility>

namespace bellcurve::rbf {
namespace {

using edge::number;
using edge::shape;

[[noreturn]] void reject(const std::string& message) { throw error(errc::bad_argument, message); }

template <class T>
void check_finite(const char* name, matrix_view<const T> v) {
  for (index_t i = 0; i < v.rows(); ++i) {
    for (index_t j = 0; j < v.cols(); ++j) {
      if (!std::isfinite(v(i, j))) {
        throw error(errc::non_finite, std::string(name) + " must be finite, got " +
                                          number(static_cast<double>(v(i, j))) + " at (" +
                                          std::to_string(i) + ", " + std::to_string(j) + ")");
      }
    }
  }
}

template <class T>
simd::points<T> points_of(matrix_view<const T> v) {
  // Points without features may be null, and then no stride leads anywhere.
  if (v.cols() == 0) return {v.data(), 0, 0};
  return {v.data(), v.row_stride(), v.col_stride()};
}

/// An array of the call, for messages.
struct named_span {
  const char* name;
  edge::memory_span memory;
};

/// What is written overlaps nothing else.
void check_memory(std::initializer_list<named_span> inputs, edge::memory_span out,
                  std::span<const std::byte> workspace) {
  const auto begin = reinterpret_cast<std::uintptr_t>(workspace.data());
  const edge::memory_span work{begin, begin + workspace.size()};
  for (const named_span& in : inputs) {
    edge::check_apart("out", out, in.name, in.memory);
    edge::check_apart("workspace", work, in.name, in.memory);
  }
  edge::check_apart("workspace", work, "out", out);
}

void check_out_shape(index_t rows, index_t cols, index_t wanted_rows, index_t wanted_cols) {
  if (rows == wanted_rows && cols == wanted_cols) return;
  throw error(errc::bad_shape,
              "out must be " + shape(wanted_rows, wanted_cols) + ", got " + shape(rows, cols));
}

/// What all forms share; x and y have been checked for themselves.
template <class T>
problem<T> make(matrix_view<const T> x, matrix_view<const T> y, const rbf_params& params,
                const rbf_options& options) {
  problem<T> p = validate_params<T>(x.cols(), params, options.engine);
  p.n = x.rows();
  p.m = y.rows();
  set_center(p, options.center);
  if (options.threads < 0) {
    reject("threads must be >= 0, got " + std::to_string(options.threads));
  }
  p.x = points_of(x);
  p.y = points_of(y);
  p.mean_of = p.x;
  p.mean_rows = p.n;
  p.uplo = options.uplo;
  p.threads = options.threads;
  p.workspace = options.workspace;

  if (options.check_finite) {
    check_finite("x", x);
    const bool same = y.data() == x.data() && y.rows() == x.rows() &&
                      y.row_stride() == x.row_stride() && y.col_stride() == x.col_stride();
    if (!same) check_finite("y", y);
  }
  return p;
}

/// What is written to.
template <class T>
void set_out(problem<T>& p, matrix_view<const T> x, matrix_view<const T> y, matrix_view<T> out,
             const rbf_options& options) {
  check_out_shape(out.rows(), out.cols(), p.n, p.m);
  check_memory({{"x", edge::span_of(x)}, {"y", edge::span_of(y)}}, edge::span_of(out),
               options.workspace);
  p.out = out.data();
  p.out_row_stride = out.row_stride();
  p.out_col_stride = out.col_stride();
}

/// Whether columns of the output are further apart than rows. The stride of an
/// extent of 1 says nothing and may be anything.
template <class T>
bool by_columns(matrix_view<T> out) {
  if (out.rows() <= 1 || out.cols() <= 1) return out.rows() > 1;
  return std::abs(out.row_stride()) < std::abs(out.col_stride());
}

/// y is given.
template <class T>
void check_cross(matrix_view<const T> x, matrix_view<const T> y, const rbf_params& params,
                 const rbf_options& options) {
  if (x.cols() != y.cols()) {
    throw error(errc::bad_shape, "y must have as many columns (features) as x (" +
                                     std::to_string(x.cols()) + "), got " +
                                     std::to_string(y.cols()));
  }
  if (params.noise != 0) {
    reject("noise must be 0 when y is given, got " + number(params.noise));
  }
  if (options.uplo != uplo::full) {
    reject("uplo must be full when y is given, got " + std::string(to_string(options.uplo)));
  }
}

template <class T, class V, class R>
product<T, V, R> make_product(problem<T> points, matrix_view<const T> x, matrix_view<const T> y,
                              matrix_view<const V> v, matrix_view<R> out,
                              const rbf_options& options) {
  edge::check_view("v", v);
  edge::check_view("out", out);
  if (v.rows() != points.m) {
    throw error(errc::bad_shape, "v must have as many rows as K has columns (" +
                                     std::to_string(points.m) + "), got " +
                                     std::to_string(v.rows()));
  }
  check_out_shape(out.rows(), out.cols(), points.n, v.cols());
  check_memory({{"x", edge::span_of(x)}, {"y", edge::span_of(y)}, {"v", edge::span_of(v)}},
               edge::span_of(out), options.workspace);
  if (options.check_finite) check_finite("v", v);
  return {std::move(points), v, out};
}

}  // namespace

template <class T>
problem<T> validate(matrix_view<const T> x, matrix_view<const T> y, const rbf_params& params,
                    matrix_view<T> out, const rbf_options& options) {
  edge::check_view("x", x);
  edge::check_view("y", y);
  edge::check_view("out", out);
  check_cross(x, y, params, options);
  problem<T> p = make(x, y, params, options);
  set_out(p, x, y, out, options);
  if (by_columns(out)) {
    std::swap(p.x, p.y);
    std::swap(p.n, p.m);
    std::swap(p.out_row_stride, p.out_col_stride);
  }
  return p;
}

template <class T>
problem<T> validate(matrix_view<const T> x, const rbf_params& params, matrix_view<T> out,
                    const rbf_options& options) {
  edge::check_view("x", x);
  edge::check_view("out", out);
  (void)to_string(options.uplo);
  problem<T> p = make(x, x, params, options);
  set_out(p, x, x, out, options);
  p.symmetric = true;
  if (by_columns(out)) {
    std::swap(p.out_row_stride, p.out_col_stride);
    if (p.uplo != uplo::full) p.uplo = p.uplo == uplo::lower ? uplo::upper : uplo::lower;
  }
  return p;
}

template <class T>
problem<T> validate_points(matrix_view<const T> x, matrix_view<const T> y, const rbf_params& params,
                           const rbf_options& options) {
  edge::check_view("x", x);
  edge::check_view("y", y);
  check_cross(x, y, params, options);
  return make(x, y, params, options);
}

template <class T>
problem<T> validate_points(matrix_view<const T> x, const rbf_options& options) {
  edge::check_view("x", x);
  problem<T> p = make(x, x, {}, options);
  p.symmetric = true;
  return p;
}

template <class T>
problem<T> validate_rows(std::span<const index_t> indices, matrix_view<const T> x,
                         const rbf_params& params, matrix_view<T> out, const rbf_options& options) {
  edge::check_view("out", out);
  for (std::size_t r = 0; r < indices.size(); ++r) {
    if (indices[r] < 0 || indices[r] >= x.rows()) {
      reject("indices must be >= 0 and < " + std::to_string(x.rows()) + " (points), got " +
             std::to_string(indices[r]) + " at " + std::to_string(r));
    }
  }
  if (options.uplo != uplo::full) {
    reject("uplo must be full for rows, got " + std::string(to_string(options.uplo)));
  }
  problem<T> p = make(x, x, params, options);
  p.n = static_cast<index_t>(indices.size());
  check_out_shape(out.rows(), out.cols(), p.n, p.m);
  const auto first = reinterpret_cast<std::uintptr_t>(indices.data());
  check_memory({{"indices", {first, first + indices.size_bytes()}}}, edge::span_of(out), {});
  p.out = out.data();
  p.out_row_stride = out.row_stride();
  p.out_col_stride = out.col_stride();
  return p;
}

template <class T, class V, class R>
product<T, V, R> validate_product(matrix_view<const T> x, matrix_view<const T> y,
                                  matrix_view<const V> v, const rbf_params& params,
                                  matrix_view<R> out, const rbf_options& options) {
  return make_product(validate_points(x, y, params, options), x, y, v, out, options);
}

template <class T, class V>
product<T, V> validate_product(matrix_view<const T> x, matrix_view<const V> v,
                               const rbf_params& params, matrix_view<V> out,
                               const rbf_options& options) {
  edge::check_view("x", x);
  if (options.uplo != uplo::full) {
    reject("uplo must be full for a product, got " + std::string(to_string(options.uplo)));
  }
  problem<T> p = make(x, x, params, options);
  p.symmetric = true;
  return make_product(std::move(p), x, x, v, out, options);
}

template problem<float> validate_points(matrix_view<const float>, matrix_view<const float>,
                                        const rbf_params&, const rbf_options&);
template problem<double> validate_points(matrix_view<const double>, matrix_view<const double>,
                                         const rbf_params&, const rbf_options&);
template problem<float> validate_points(matrix_view<const float>, const rbf_options&);
template problem<double> validate_points(matrix_view<const double>, const rbf_options&);
template problem<float> validate_rows(std::span<const index_t>, matrix_view<const float>,
                                      const rbf_params&, matrix_view<float>, const rbf_options&);
template problem<double> validate_rows(std::span<const index_t>, matrix_view<const double>,
                                       const rbf_params&, matrix_view<double>, const rbf_options&);
template problem<float> validate(matrix_view<const float>, matrix_view<const float>,
                                 const rbf_params&, matrix_view<float>, const rbf_options&);
template problem<double> validate(matrix_view<const double>, matrix_view<const double>,
                                  const rbf_params&, matrix_view<double>, const rbf_options&);
template problem<float> validate(matrix_view<const float>, const rbf_params&, matrix_view<float>,
                                 const rbf_options&);
template problem<double> validate(matrix_view<const double>, const rbf_params&, matrix_view<double>,
                                  const rbf_options&);

#define BELLCURVE_INSTANTIATE(T, V)                                                                \
  template product<T, V> validate_product(matrix_view<const T>, matrix_view<const T>,              \
                                          matrix_view<const V>, const rbf_params&, matrix_view<V>, \
                                          const rbf_options&);                                     \
  template product<T, V> validate_product(matrix_view<const T>, matrix_view<const V>,              \
                                          const rbf_params&, matrix_view<V>, const rbf_options&);
BELLCURVE_INSTANTIATE(float, float)
BELLCURVE_INSTANTIATE(double, double)
BELLCURVE_INSTANTIATE(float, double)
#undef BELLCURVE_INSTANTIATE
template product<float, float, double> validate_product(matrix_view<const float>,
                                                        matrix_view<const float>,
                                                        matrix_view<const float>, const rbf_params&,
                                                        matrix_view<double>, const rbf_options&);

}  // namespace bellcurve::rbf
