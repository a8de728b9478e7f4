// Densities at points and on grids.
#include "operations.hpp"

#include <bellcurve/mixture.hpp>

namespace faults {
namespace {

using namespace bellcurve;

/// Components of each shape: one variance, one an axis, a full covariance.
mixture any_mixture(drawing& r, std::size_t d, double width) {
  mixture m;
  for (const std::size_t values : {std::size_t{1}, d, d * d}) {
    gaussian_component c{.covariance = std::vector<double>(values, 0.0), .weight = r.uniform()};
    for (std::size_t k = 0; k < d; ++k) c.mean.push_back(10 * width * r.uniform());
    for (std::size_t k = 0; k < values; ++k) {
      const bool diagonal = values < d * d || k / d == k % d;
      c.covariance[k] = (diagonal ? 1 + static_cast<double>(k) : 0.25) * width * width;
    }
    m.components.push_back(std::move(c));
  }
  if (r.below(4) == 0) m.combination = combination::max;
  return m;
}

template <class T, bool Log>
call at_points(drawing& r) {
  const auto d = static_cast<std::size_t>(r.between(2, 5));
  const index_t n = r.extent(25000, 30000), dims = static_cast<index_t>(d);
  return {bytes_of<T>(n), [=, m = any_mixture(r, d, 1), x = r.values<T>(n * dims, 5, 5)](
                              int threads, std::byte* out) {
            const matrix_view<const T> points(x, n, dims);
            const array_view<T> to(as<T>(out), {n});
            mixture_options options;
            options.threads = threads;
            Log ? mixture_logpdf(m, points, to, options) : mixture_pdf(m, points, to, options);
          }};
}

/// \tparam Wide beside a cell: rows share the profile of a component
template <class T, bool Log, bool Wide>
call on_grid(drawing& r) {
  const index_t rows = r.extent(200, 250), cols = r.extent(200, 250);
  return {bytes_of<T>(rows * cols),
          [=, m = any_mixture(r, 2, Wide ? 150 : 3)](int threads, std::byte* out) {
            const array_view<T> to(as<T>(out), {rows, cols});
            mixture_options options;
            options.threads = threads;
            options.progress = [](double) { return true; };
            Log ? mixture_logpdf(m, grid{}, to, options) : mixture_pdf(m, grid{}, to, options);
          }};
}

template <class T>
void add_of_type(std::vector<operation>& all) {
  const std::string type = suffix<T>();
  all.push_back({"mixture_pdf, points" + type, at_points<T, false>});
  all.push_back({"mixture_logpdf, points" + type, at_points<T, true>});
  all.push_back({"mixture_pdf, grid" + type, on_grid<T, false, false>});
  all.push_back({"mixture_pdf, grid, wide" + type, on_grid<T, false, true>});
  all.push_back({"mixture_logpdf, grid" + type, on_grid<T, true, false>});
}

}  // namespace

void add_mixtures(std::vector<operation>& all) {
  add_of_type<float>(all);
  add_of_type<double>(all);
}

}  // namespace faults
