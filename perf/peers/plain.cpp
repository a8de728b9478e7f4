#include "plain.hpp"

#ifdef BELLCURVE_HAVE_EIGEN
#include <Eigen/Core>
#endif

#include <omp.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace {

using std::ptrdiff_t;

template <class T>
void plain_exp(const T* in, T* out, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) out[i] = std::exp(in[i]);
}

template <class T>
void plain_rbf(const T* x, ptrdiff_t n, ptrdiff_t d, T gamma, T* out) {
#pragma omp parallel for
  for (ptrdiff_t i = 0; i < n; ++i) {
    for (ptrdiff_t j = 0; j < n; ++j) {
      T sum = 0;
      for (ptrdiff_t k = 0; k < d; ++k) {
        const T difference = x[i * d + k] - x[j * d + k];
        sum += difference * difference;
      }
      out[i * n + j] = std::exp(-gamma * sum);
    }
  }
}

/// ... 1 0 | 0 1 2 ... n-1 | n-1 n-2 ...
ptrdiff_t reflected(ptrdiff_t i, ptrdiff_t n) {
  if (i < 0) i = -1 - i;
  return i < n ? i : 2 * n - 1 - i;
}

template <class T>
void plain_filter(const T* in, T* out, T* between, ptrdiff_t side, double sigma) {
  // A radius beyond the image would need more than one reflection.
  const ptrdiff_t radius = std::min(static_cast<ptrdiff_t>(4 * sigma + 0.5), side);
  std::vector<T> weights;
  double sum = 0;
  for (ptrdiff_t k = -radius; k <= radius; ++k) {
    const auto at = static_cast<double>(k);
    weights.push_back(static_cast<T>(std::exp(-at * at / (2 * sigma * sigma))));
    sum += static_cast<double>(weights.back());
  }
  for (T& w : weights) w /= static_cast<T>(sum);
  const T* const w = weights.data() + radius;
#pragma omp parallel for
  for (ptrdiff_t i = 0; i < side; ++i) {
    for (ptrdiff_t j = 0; j < side; ++j) {
      T value = 0;
      for (ptrdiff_t k = -radius; k <= radius; ++k)
        value += w[k] * in[i * side + reflected(j + k, side)];
      between[i * side + j] = value;
    }
  }
#pragma omp parallel for
  for (ptrdiff_t i = 0; i < side; ++i) {
    T* const row = out + i * side;
    std::fill(row, row + side, T(0));
    for (ptrdiff_t k = -radius; k <= radius; ++k) {
      const T* const from = between + reflected(i + k, side) * side;
      for (ptrdiff_t j = 0; j < side; ++j) row[j] += w[k] * from[j];
    }
  }
}

template <class T>
void plain_pool(const T* in, const T* kernel, T* out, ptrdiff_t side, ptrdiff_t block) {
  const ptrdiff_t blocks = side / block;
#pragma omp parallel for
  for (ptrdiff_t i = 0; i < blocks; ++i) {
    for (ptrdiff_t j = 0; j < blocks; ++j) {
      T sum = 0;
      for (ptrdiff_t a = 0; a < block; ++a) {
        for (ptrdiff_t b = 0; b < block; ++b)
          sum += in[(i * block + a) * side + j * block + b] * kernel[a * block + b];
      }
      out[i * blocks + j] = sum;
    }
  }
}

#ifdef BELLCURVE_HAVE_EIGEN
template <class T>
void eigen_rbf(const T* x, ptrdiff_t n, ptrdiff_t d, T gamma, T* out) {
  using matrix = Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  const Eigen::Map<const matrix> points(x, n, d);
  Eigen::Map<matrix> k(out, n, n);
  const Eigen::Array<T, 1, Eigen::Dynamic> norms = gamma * points.rowwise().squaredNorm();
  k.noalias() = (2 * gamma) * points * points.transpose();
#pragma omp parallel for
  for (ptrdiff_t i = 0; i < n; ++i)
    k.row(i).array() = (k.row(i).array() - norms - norms[i]).min(T(0)).exp();
}

#define BELLCURVE_TEXT_OF(x) #x
#define BELLCURVE_TEXT(x) BELLCURVE_TEXT_OF(x)
constexpr const char* eigen_version = BELLCURVE_TEXT(EIGEN_WORLD_VERSION) "." BELLCURVE_TEXT(
    EIGEN_MAJOR_VERSION) "." BELLCURVE_TEXT(EIGEN_MINOR_VERSION);
#endif

template <class T>
constexpr bellcurve::perf::plain_functions_of<T> functions_of{
    .exp = plain_exp<T>,
    .rbf = plain_rbf<T>,
    .filter = plain_filter<T>,
    .pool = plain_pool<T>,
#ifdef BELLCURVE_HAVE_EIGEN
    .eigen_rbf = eigen_rbf<T>,
#else
    .eigen_rbf = nullptr,
#endif
};

}  // namespace

extern "C" __attribute__((visibility("default")))
const bellcurve::perf::plain_functions bellcurve_plain_functions{
    .f32 = functions_of<float>,
    .f64 = functions_of<double>,
#ifdef BELLCURVE_HAVE_EIGEN
    .eigen_version = eigen_version,
#else
    .eigen_version = nullptr,
#endif
    .set_threads = [](int threads) { omp_set_num_threads(threads); },
};
