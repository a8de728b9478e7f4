// The public functions: validate, plan, execute.
#include "../runtime/dispatch.hpp"
#include "execute.hpp"
#include "validate.hpp"

#include <bellcurve/kernels.hpp>
#include <bellcurve/mixture.hpp>

// Marked again: templates take it from their definition.
namespace BELLCURVE_API bellcurve {
namespace {

/// The caller's rounding mode must not reach even the parameters: the default environment is
/// set before anything is looked at.
template <class Validate>
void run(const grid_options& options, Validate&& validated) {
  const runtime::default_fp_environment environment;
  const auto p = validated();
  normal::execute(p, runtime::active_kernels(),
                  runtime::progress_report(options.progress, environment));
}

template <class T>
void on_grid(const mixture& m, const grid& where, array_view<T> out, bool log,
             const mixture_options& options) {
  run(options, [&] { return normal::validate<T>(m, where, out, log, options); });
}

template <class T>
void at_points(const mixture& m, matrix_view<const T> x, array_view<T> out, bool log,
               const mixture_options& options) {
  run(options, [&] { return normal::validate<T>(m, x, out, log, options); });
}

}  // namespace

template <int>
void mixture_pdf(const mixture& m, matrix_view<const float> x, array_view<float> out,
                 const mixture_options& options) {
  at_points(m, x, out, false, options);
}
template <int>
void mixture_pdf(const mixture& m, matrix_view<const double> x, array_view<double> out,
                 const mixture_options& options) {
  at_points(m, x, out, false, options);
}
template <int>
void mixture_logpdf(const mixture& m, matrix_view<const float> x, array_view<float> out,
                    const mixture_options& options) {
  at_points(m, x, out, true, options);
}
template <int>
void mixture_logpdf(const mixture& m, matrix_view<const double> x, array_view<double> out,
                    const mixture_options& options) {
  at_points(m, x, out, true, options);
}

template void mixture_pdf<0>(const mixture&, matrix_view<const float>, array_view<float>,
                             const mixture_options&);
template void mixture_pdf<0>(const mixture&, matrix_view<const double>, array_view<double>,
                             const mixture_options&);
template void mixture_logpdf<0>(const mixture&, matrix_view<const float>, array_view<float>,
                                const mixture_options&);
template void mixture_logpdf<0>(const mixture&, matrix_view<const double>, array_view<double>,
                                const mixture_options&);

void mixture_pdf(const mixture& m, const grid& where, array_view<float> out,
                 const mixture_options& options) {
  on_grid(m, where, out, false, options);
}
void mixture_pdf(const mixture& m, const grid& where, array_view<double> out,
                 const mixture_options& options) {
  on_grid(m, where, out, false, options);
}
void mixture_logpdf(const mixture& m, const grid& where, array_view<float> out,
                    const mixture_options& options) {
  on_grid(m, where, out, true, options);
}
void mixture_logpdf(const mixture& m, const grid& where, array_view<double> out,
                    const mixture_options& options) {
  on_grid(m, where, out, true, options);
}

void gaussian_2d(const gaussian_2d_params& params, const grid& where, matrix_view<float> out,
                 const grid_options& options) {
  run(options, [&] { return normal::validate<float>(params, where, out, options); });
}
void gaussian_2d(const gaussian_2d_params& params, const grid& where, matrix_view<double> out,
                 const grid_options& options) {
  run(options, [&] { return normal::validate<double>(params, where, out, options); });
}

}  // namespace bellcurve
