// Matrices, bounds, centres, and exp.
#include "operations.hpp"

#include <bellcurve/exp.hpp>
#include <bellcurve/info.hpp>
#include <bellcurve/rbf.hpp>

namespace faults {
namespace {

using namespace bellcurve;

enum class form { cross, symmetric };

/// \tparam D features: few are done by differences
template <class T, form F, index_t D, engine E = engine::automatic>
call kernel(drawing& r) {
  const index_t n = r.extent(200, 300), m = F == form::symmetric ? n : r.extent(150, 250);
  rbf_params p{.gamma = 0.5 * r.uniform() / D, .variance = 1 + r.uniform()};
  if (F == form::symmetric) p.noise = r.uniform();
  rbf_options o{.engine = E};
  if (F == form::symmetric && D > 16 && r.below(2) == 0) o.uplo = uplo::lower;
  return {bytes_of<T>(n * m),
          [=, x = r.values<T>(n * D), y = r.values<T>(m * D)](int threads, std::byte* out) {
            rbf_options options = o;
            options.threads = threads;
            const matrix_view<T> k(as<T>(out), n, m);
            F == form::symmetric ? rbf_kernel({x, n, D}, p, k, options)
                                 : rbf_kernel({x, n, D}, {y, m, D}, p, k, options);
          }};
}

/// All that is optional: a lengthscale per feature, a centre, memory of the caller's, data that is
/// looked at, progress, columns for rows.
template <class T>
call kernel_with_options(drawing& r) {
  constexpr index_t d = 24;
  const index_t n = r.extent(200, 300);
  rbf_params p{.lengthscale = std::vector<double>(d)};
  for (double& l : p.lengthscale) l = 2 + r.uniform();
  return {bytes_of<T>(n * n), [=, x = r.values<T>(n * d, 1, 100),
                               center = r.values<double>(d, 1, 100)](int threads, std::byte* out) {
            const matrix_view<const T> points(x, n, d);
            const matrix_view<T> k(as<T>(out), n, n, 1, n);
            rbf_options options{.center = center, .threads = threads, .check_finite = true};
            options.progress = [](double) { return true; };
            std::vector<std::byte> memory(rbf_workspace_size(points, p, k, options));
            options.workspace = memory;
            rbf_kernel(points, p, k, options);
          }};
}

template <class T>
call centre(drawing& r) {
  const index_t n = r.extent(3000, 4000), d = r.between(5, 9);
  return {bytes_of<double>(d), [=, x = r.values<T>(n * d)](int threads, std::byte* out) {
            store(rbf_center(matrix_view<const T>(x, n, d), threads), out);
          }};
}

template <class T>
call bound(drawing& r) {
  const index_t d = r.between(1, 600);
  const rbf_params p{.lengthscale = std::vector<double>(static_cast<std::size_t>(d), 2.0)};
  return {sizeof(rbf_bound), [=](int, std::byte* out) {
            const rbf_bound b = rbf_error_bound<T>(d, p);
            std::memcpy(out, &b, sizeof b);
          }};
}

template <class T>
call exponential(drawing& r) {
  const index_t n = r.between(0, 20000);
  return {bytes_of<T>(n), [=, x = r.values<T>(n, 50)](int, std::byte* out) {
            exp(std::span<const T>(x), std::span<T>(as<T>(out), x.size()));
          }};
}

template <class T>
void add_of_type(std::vector<operation>& all) {
  const std::string type = suffix<T>();
  all.push_back({"rbf_kernel, few features" + type, kernel<T, form::cross, 3>});
  all.push_back({"rbf_kernel" + type, kernel<T, form::cross, 40>});
  all.push_back({"rbf_kernel, symmetric, few features" + type, kernel<T, form::symmetric, 3>});
  all.push_back({"rbf_kernel, symmetric" + type, kernel<T, form::symmetric, 40>});
  all.push_back({"rbf_kernel, options" + type, kernel_with_options<T>});
  all.push_back({"rbf_center" + type, centre<T>});
  all.push_back({"rbf_error_bound" + type, bound<T>});
  all.push_back({"exp" + type, exponential<T>, false});
  if (!blas().usable) return;
  all.push_back({"rbf_kernel, blas" + type, kernel<T, form::cross, 40, engine::blas>});
  all.push_back(
      {"rbf_kernel, symmetric, blas" + type, kernel<T, form::symmetric, 40, engine::blas>});
}

}  // namespace

void add_rbf(std::vector<operation>& all) {
  add_of_type<float>(all);
  add_of_type<double>(all);
}

}  // namespace faults
