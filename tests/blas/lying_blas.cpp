// A CBLAS to be preloaded, which does not tell the truth. BELLCURVE_LIE says how:
//   zeros    results of sgemm are zeros, as of some builds on processors they did not know
//   edge     the last column of a result is left out where the extent is odd
//   beta     what was in c is not added
//   rows     c is taken to be without gaps between rows
//   single   dgemm computes in float
//   threads  each product runs in a thread of its own
// Everything else is the next BLAS's.
#include <dlfcn.h>

#include <chrono>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <string>
#include <thread>

namespace {

template <class T>
using gemm = void (*)(int order, int ta, int tb, int m, int n, int k, T alpha, const T* a, int lda,
                      const T* b, int ldb, T beta, T* c, int ldc);

template <class T>
gemm<T> next(const char* name) {
  void* const found = ::dlsym(RTLD_NEXT, name);
  gemm<T> function = nullptr;
  std::memcpy(&function, &found, sizeof found);
  return function;
}

bool lies(const char* how) {
  static const char* const lie = std::getenv("BELLCURVE_LIE");
  return lie != nullptr && std::string(lie) == how;
}

template <class T>
void tell(gemm<T> truth, int order, int ta, int tb, int m, int n, int k, T alpha, const T* a,
          int lda, const T* b, int ldb, T beta, T* c, int ldc) {
  const auto honest = [&] {
    truth(order, ta, tb, m, lies("edge") ? n - n % 2 : n, k, alpha, a, lda, b, ldb,
          lies("beta") ? T(0) : beta, c, lies("rows") ? n : ldc);
  };
  if (lies("threads")) {
    std::thread(honest).join();
    // Whoever counts threads afterwards sees this one.
    std::thread([] { std::this_thread::sleep_for(std::chrono::minutes(1)); }).detach();
    return;
  }
  honest();
}

}  // namespace

#define VISIBLE extern "C" __attribute__((visibility("default")))

VISIBLE void cblas_sgemm(int order, int ta, int tb, int m, int n, int k, float alpha,
                         const float* a, int lda, const float* b, int ldb, float beta, float* c,
                         int ldc) {
  if (lies("zeros")) {
    for (int i = 0; i < m; ++i)
      std::memset(c + std::ptrdiff_t(i) * ldc, 0, sizeof(float) * static_cast<std::size_t>(n));
    return;
  }
  static const auto truth = next<float>("cblas_sgemm");
  tell(truth, order, ta, tb, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
}

VISIBLE void cblas_dgemm(int order, int ta, int tb, int m, int n, int k, double alpha,
                         const double* a, int lda, const double* b, int ldb, double beta, double* c,
                         int ldc) {
  static const auto truth = next<double>("cblas_dgemm");
  tell(truth, order, ta, tb, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
  if (!lies("single")) return;
  for (int i = 0; i < m; ++i)
    for (int j = 0; j < n; ++j) {
      double& value = c[std::ptrdiff_t(i) * ldc + j];
      value = static_cast<double>(static_cast<float>(value)) + 1e-9 * value;
    }
}
