#include "blas.hpp"

#include <omp.h>

#include <atomic>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <memory>
#include <new>
#include <string>
#include <system_error>
#include <thread>
#include <vector>

#ifdef BELLCURVE_WITH_BLAS
#include <cblas.h>
#ifdef OPENBLAS_VERSION
using blas_int = blasint;
#else
using blas_int = int;
#endif
// Present in OpenBLAS only: any CBLAS may be linked.
extern "C" {
__attribute__((weak)) char* openblas_get_config(void);
__attribute__((weak)) char* openblas_get_corename(void);
__attribute__((weak)) int openblas_get_parallel(void);
__attribute__((weak)) int openblas_get_num_threads(void);
}
#endif

namespace bellcurve::runtime {

serial_blas_scope::serial_blas_scope() noexcept : threads_before_(omp_get_max_threads()) {
  if (threads_before_ != 1) omp_set_num_threads(1);
}

serial_blas_scope::~serial_blas_scope() {
  if (threads_before_ != 1) omp_set_num_threads(threads_before_);
}

#ifdef BELLCURVE_WITH_BLAS

void gemm_nt(std::ptrdiff_t m, std::ptrdiff_t n, std::ptrdiff_t k, float alpha, const float* a,
             std::ptrdiff_t lda, const float* b, std::ptrdiff_t ldb, float beta, float* c,
             std::ptrdiff_t ldc) noexcept {
  cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasTrans, static_cast<blas_int>(m),
              static_cast<blas_int>(n), static_cast<blas_int>(k), alpha, a,
              static_cast<blas_int>(lda), b, static_cast<blas_int>(ldb), beta, c,
              static_cast<blas_int>(ldc));
}

void gemm_nt(std::ptrdiff_t m, std::ptrdiff_t n, std::ptrdiff_t k, double alpha, const double* a,
             std::ptrdiff_t lda, const double* b, std::ptrdiff_t ldb, double beta, double* c,
             std::ptrdiff_t ldc) noexcept {
  cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasTrans, static_cast<blas_int>(m),
              static_cast<blas_int>(n), static_cast<blas_int>(k), alpha, a,
              static_cast<blas_int>(lda), b, static_cast<blas_int>(ldb), beta, c,
              static_cast<blas_int>(ldc));
}

namespace {

/// Threads of this process, or 0 where the system does not say.
int threads_of_process() {
  int count = 0;
  if (std::FILE* f = std::fopen("/proc/self/status", "r")) {
    char line[256];
    while (std::fgets(line, sizeof line, f) != nullptr) {
      if (std::sscanf(line, "Threads: %d", &count) == 1) break;
    }
    std::fclose(f);
  }
  return count;
}

/// Small integers, so that every product and sum is exact and the answer of a
/// right gemm is known to the bit in either type.
template <class T>
bool right_numbers(std::ptrdiff_t m, std::ptrdiff_t n, std::ptrdiff_t k) {
  const std::ptrdiff_t lda = k + 3, ldb = k + 1, ldc = n + 5;
  std::vector<T> a(static_cast<std::size_t>(m * lda)), b(static_cast<std::size_t>(n * ldb));
  std::vector<T> c(static_cast<std::size_t>(m * ldc), T(7));
  std::uint32_t state = 12345;
  const auto next = [&state] {
    state = state * 1664525U + 1013904223U;
    return static_cast<T>(static_cast<int>(state >> 29) - 4);
  };
  for (T& v : a) v = next();
  for (T& v : b) v = next();
  gemm_nt(m, n, k, T(2), a.data(), lda, b.data(), ldb, T(0), c.data(), ldc);
  gemm_nt(m, n, k, T(0.5), a.data(), lda, b.data(), ldb, T(1), c.data(), ldc);
  for (std::ptrdiff_t i = 0; i < m; ++i) {
    for (std::ptrdiff_t j = 0; j < ldc; ++j) {
      T expected(7);
      if (j < n) {
        expected = T(0);
        for (std::ptrdiff_t l = 0; l < k; ++l)
          expected +=
              a[static_cast<std::size_t>(i * lda + l)] * b[static_cast<std::size_t>(j * ldb + l)];
        expected *= T(2.5);
      }
      if (c[static_cast<std::size_t>(i * ldc + j)] != expected) return false;
    }
  }
  return true;
}

/// What is wrong with the numbers of gemm; empty if nothing is.
std::string wrong_numbers() {
  const serial_blas_scope scope;
  // Around the block sizes of the kernels that are known to have failed, the
  // last one large enough for a threaded gemm to start threads.
  constexpr std::ptrdiff_t shapes[][3] = {{1, 1, 1}, {7, 5, 3}, {33, 49, 17}, {130, 97, 256}};
  for (const auto& s : shapes) {
    if (!right_numbers<float>(s[0], s[1], s[2]) || !right_numbers<double>(s[0], s[1], s[2])) {
      return "gemm returned wrong numbers for a " + std::to_string(s[0]) + " x " +
             std::to_string(s[1]) + " x " + std::to_string(s[2]) + " product";
    }
  }
  return {};
}

/// Whether gemm starts threads although it is asked to run in one. The caller's
/// own threads come and go meanwhile, so one rise of their number proves nothing:
/// gemm is guilty if it rises each time. OpenMP keeps its workers, but for the
/// thread that started them: each further time is in a new one.
bool starts_threads() {
  const auto rises = [] {
    const serial_blas_scope scope;
    const int before = threads_of_process();
    (void)right_numbers<double>(130, 97, 256);
    return threads_of_process() > before;
  };
  bool guilty = rises();
  for (int again = 0; guilty && again < 16; ++again) {
    std::exception_ptr failure;
    const auto once_more = [&] {
      try {
        guilty = rises();
      } catch (...) {
        failure = std::current_exception();
      }
    };
    try {
      std::thread(once_more).join();
    } catch (const std::system_error&) {
      throw std::bad_alloc();  // no thread to be had now: neither innocent nor guilty
    }
    if (failure) std::rethrow_exception(failure);
  }
  return guilty;
}

blas_report test() {
  blas_report report;
  report.built_in = true;
  if (openblas_get_config != nullptr) report.config = openblas_get_config();
  if (openblas_get_corename != nullptr) report.core = openblas_get_corename();
  // 1 is the build on POSIX threads, which would share work out behind our back.
  if (openblas_get_parallel != nullptr && openblas_get_parallel() == 1 &&
      !(openblas_get_num_threads != nullptr && openblas_get_num_threads() == 1)) {
    report.problem = "this OpenBLAS runs gemm in POSIX threads of its own";
  } else if (starts_threads()) {  // first: the workers of an earlier gemm would hide it
    report.problem = "gemm started threads although it was asked to run in one";
  } else {
    report.problem = wrong_numbers();
  }
  report.usable = report.problem.empty();
  return report;
}

}  // namespace

// Without a lock, for which a child would wait for ever that was forked while another thread had
// it: threads whose first calls come at once each test.
const blas_report& blas() {
  static std::atomic<const blas_report*> known{nullptr};
  const blas_report* report = known.load(std::memory_order_acquire);
  if (report == nullptr) {
    auto own = std::make_unique<const blas_report>(test());
    if (known.compare_exchange_strong(report, own.get(), std::memory_order_acq_rel)) {
      report = own.release();
    }
  }
  return *report;
}

#else

void gemm_nt(std::ptrdiff_t, std::ptrdiff_t, std::ptrdiff_t, float, const float*, std::ptrdiff_t,
             const float*, std::ptrdiff_t, float, float*, std::ptrdiff_t) noexcept {}
void gemm_nt(std::ptrdiff_t, std::ptrdiff_t, std::ptrdiff_t, double, const double*, std::ptrdiff_t,
             const double*, std::ptrdiff_t, double, double*, std::ptrdiff_t) noexcept {}

const blas_report& blas() {
  static const blas_report report{false, false, {}, {}, "built without a BLAS"};
  return report;
}

#endif

}  // namespace bellcurve::runtime
