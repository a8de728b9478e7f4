#include "blas_peers.hpp"

#include "runtime/blas.hpp"
#include "runtime/dispatch.hpp"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

namespace bellcurve::perf {

std::string blas_missing() { return runtime::blas().usable ? "" : runtime::blas().problem; }

template <class T>
void gemm_full(const T* x, std::ptrdiff_t n, std::ptrdiff_t d, T* out) {
  // Outside any serial_blas_scope: the BLAS uses the threads it likes.
  runtime::gemm_nt(n, n, d, T(1), x, d, x, d, T(0), out, n);
}
template void gemm_full(const float*, std::ptrdiff_t, std::ptrdiff_t, float*);
template void gemm_full(const double*, std::ptrdiff_t, std::ptrdiff_t, double*);

template <class T>
void gemm_upper_tiles(const T* x, std::ptrdiff_t n, std::ptrdiff_t d, T* out) {
  constexpr std::ptrdiff_t tile = 512;  // 1 MB of float32: about the second cache of a core
  std::vector<std::pair<std::ptrdiff_t, std::ptrdiff_t>> tiles;
  for (std::ptrdiff_t i = 0; i < n; i += tile) {
    for (std::ptrdiff_t j = i; j < n; j += tile) tiles.emplace_back(i, j);
  }
#pragma omp parallel
  {
    const runtime::serial_blas_scope scope;
#pragma omp for schedule(dynamic)
    for (const auto& [i, j] : tiles) {
      runtime::gemm_nt(std::min(tile, n - i), std::min(tile, n - j), d, T(1), x + i * d, d,
                       x + j * d, d, T(0), out + i * n + j, n);
    }
  }
}
template void gemm_upper_tiles(const float*, std::ptrdiff_t, std::ptrdiff_t, float*);
template void gemm_upper_tiles(const double*, std::ptrdiff_t, std::ptrdiff_t, double*);

template <class T>
void two_pass_rbf(const T* x, std::ptrdiff_t n, std::ptrdiff_t d, T gamma, T variance, T* out,
                  exp_pass pass) {
  std::vector<T> norms(static_cast<std::size_t>(n));
  T* const a = norms.data();
#pragma omp parallel for
  for (std::ptrdiff_t i = 0; i < n; ++i) {
    T sum(0);
    for (std::ptrdiff_t k = 0; k < d; ++k) sum += x[i * d + k] * x[i * d + k];
    a[i] = gamma * sum;
  }
  runtime::gemm_nt(n, n, d, 2 * gamma, x, d, x, d, T(0), out, n);
  const auto vector_exp = simd::of<T>(runtime::active_kernels()).exp_nonpositive;
#pragma omp parallel for
  for (std::ptrdiff_t i = 0; i < n; ++i) {
    T* const row = out + i * n;
    const T ai = a[i];
    for (std::ptrdiff_t j = 0; j < n; ++j) row[j] = std::min(T(0), row[j] - (ai + a[j]));
    if (pass == exp_pass::vector) {
      vector_exp(row, row, static_cast<std::size_t>(n));
      for (std::ptrdiff_t j = 0; j < n; ++j) row[j] *= variance;
    } else {
      for (std::ptrdiff_t j = 0; j < n; ++j) row[j] = variance * std::exp(row[j]);
    }
  }
}
template void two_pass_rbf(const float*, std::ptrdiff_t, std::ptrdiff_t, float, float, float*,
                           exp_pass);
template void two_pass_rbf(const double*, std::ptrdiff_t, std::ptrdiff_t, double, double, double*,
                           exp_pass);

}  // namespace bellcurve::perf
