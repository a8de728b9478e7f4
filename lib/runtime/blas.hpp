// The only door to CBLAS.
#pragma once

#include <cstddef>
#include <string>

namespace bellcurve::runtime {

/// What the self-test at first use found.
struct blas_report {
  bool built_in = false;  ///< the library was built with a BLAS
  bool usable = false;    ///< gemm returns right numbers and stays in its thread
  std::string config;     ///< the BLAS's own description, may be empty
  std::string core;       ///< the kernels it chose, may be empty
  std::string problem;    ///< why it is not usable, empty if it is
};

/// Runs the self-test once per process, then returns what it found. Thread-safe.
const blas_report& blas();

/// c = alpha * a b^T + beta * c, all row-major; a is m x k, b is n x k.
/// Call only inside a serial_blas_scope, and only if blas().usable.
void gemm_nt(std::ptrdiff_t m, std::ptrdiff_t n, std::ptrdiff_t k, float alpha, const float* a,
             std::ptrdiff_t lda, const float* b, std::ptrdiff_t ldb, float beta, float* c,
             std::ptrdiff_t ldc) noexcept;
void gemm_nt(std::ptrdiff_t m, std::ptrdiff_t n, std::ptrdiff_t k, double alpha, const double* a,
             std::ptrdiff_t lda, const double* b, std::ptrdiff_t ldb, double beta, double* c,
             std::ptrdiff_t ldc) noexcept;

/// Keeps gemm in the calling thread: an OpenMP BLAS called from a team of one
/// would fork otherwise. Restores the thread's OpenMP setting.
class serial_blas_scope {
 public:
  serial_blas_scope() noexcept;
  ~serial_blas_scope();
  serial_blas_scope(const serial_blas_scope&) = delete;
  serial_blas_scope& operator=(const serial_blas_scope&) = delete;

 private:
  int threads_before_;
};

}  // namespace bellcurve::runtime
