#include "../edge/views.hpp"
#include "../runtime/environment.hpp"
#include "rotated.hpp"
#include "validate.hpp"

#include <algorithm>
#include <cstdlib>
#include <string>

namespace bellcurve {
namespace {

using kernels::axis;
using kernels::block;
using kernels::line;
using kernels::strip;

template <class T>
void run(const kernel_1d_params& params, array_view<T> out) {
  const runtime::default_fp_environment environment;
  const axis a = kernels::validate(params, out);
  if (a.size == 0) return;
  line l;
  prepare(l, a);
  double buffer[block];
  for (index_t first = 0; first < a.size; first += block) {
    const index_t count = std::min(block, a.size - first);
    weights(l, first, count, buffer);
    T* to = out.data() + first * out.stride(0);
    for (index_t k = 0; k < count; ++k, to += out.stride(0)) *to = static_cast<T>(buffer[k]);
  }
}

template <class T>
void store_product(const double* k0, const double* k1, matrix_view<T> out) noexcept {
  for (index_t i = 0; i < out.rows(); ++i) {
    const double w = k0[i];
    T* row = &out(i, 0);
    if (out.col_stride() == 1) {
      for (index_t j = 0; j < out.cols(); ++j) row[j] = static_cast<T>(w * k1[j]);
    } else {
      for (index_t j = 0; j < out.cols(); ++j) {
        row[j * out.col_stride()] = static_cast<T>(w * k1[j]);
      }
    }
  }
}

bool same(const axis& a, const axis& b) noexcept {
  return a.size == b.size && a.sigma == b.sigma && a.center == b.center && a.order == b.order;
}

template <class T>
void fill_product(std::array<axis, 2> axes, matrix_view<T> out) noexcept {
  // Products commute, so the inner loop may run along either axis.
  if (std::abs(out.row_stride()) < std::abs(out.col_stride())) {
    out = out.transposed();
    std::swap(axes[0], axes[1]);
  }
  line l0, other;
  prepare(l0, axes[0]);
  const bool equal = same(axes[0], axes[1]);
  if (!equal) prepare(other, axes[1]);
  const line& l1 = equal ? l0 : other;
  double k0[block], k1[strip];
  for (index_t j = 0; j < out.cols(); j += strip) {
    const index_t cols = std::min(strip, out.cols() - j);
    weights(l1, j, cols, k1);
    for (index_t i = 0; i < out.rows(); i += block) {
      const index_t rows = std::min(block, out.rows() - i);
      weights(l0, i, rows, k0);
      store_product(k0, k1, out.block(i, j, rows, cols));
    }
  }
}

template <class T>
void run(const kernel_2d_params& params, matrix_view<T> out) {
  const runtime::default_fp_environment environment;
  const auto axes = kernels::validate(params, out);
  if (out.rows() == 0 || out.cols() == 0) return;
  if (params.theta != 0) return kernels::fill_rotated(axes, params.theta, out);
  fill_product(axes, out);
}

template <class T>
void run_gkern(double nsig, matrix_view<T> out) {
  const runtime::default_fp_environment environment;
  const auto axes = kernels::validate_gkern(nsig, out);
  if (out.rows() == 0 || out.cols() == 0) return;
  fill_product(axes, out);
}

}  // namespace

void gaussian_kernel_1d(const kernel_1d_params& params, array_view<float> out) { run(params, out); }
void gaussian_kernel_1d(const kernel_1d_params& params, array_view<double> out) {
  run(params, out);
}
void gaussian_kernel_2d(const kernel_2d_params& params, matrix_view<float> out) {
  run(params, out);
}
void gaussian_kernel_2d(const kernel_2d_params& params, matrix_view<double> out) {
  run(params, out);
}
void gkern(double nsig, matrix_view<float> out) { run_gkern(nsig, out); }
void gkern(double nsig, matrix_view<double> out) { run_gkern(nsig, out); }

std::vector<double> gkern(index_t kernlen, double nsig) {
  constexpr index_t most = index_t{1} << 29;  // whose square in doubles is 2^61 bytes
  if (kernlen < 0 || kernlen > most) {
    throw error(errc::bad_argument, "kernlen must be from 0 to " + std::to_string(most) + ", got " +
                                        std::to_string(kernlen));
  }
  gkern(nsig, matrix_view<double>());  // an error comes before the memory
  std::vector<double> weights(static_cast<std::size_t>(kernlen * kernlen));
  gkern(nsig, {weights, kernlen, kernlen});
  return weights;
}

}  // namespace bellcurve
