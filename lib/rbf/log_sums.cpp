#include "log_sums.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace bellcurve::rbf {
namespace {

constexpr double inf = std::numeric_limits<double>::infinity();

/// Rows that share a packed block of y.
constexpr index_t block_rows = 16;
/// A block of y: 128 KB, half of a small second cache.
constexpr index_t block_cols = 512;
constexpr index_t block_features = 32;
/// Between features: a power of two would have all of them compete for a few lines of the cache.
constexpr index_t y_stride = block_cols + 8;

/// exp(top) * sum: no part of it overflows, and its largest term does not underflow.
struct scaled_sum {
  double top = -inf;
  double sum = 0;

  void add(double other_top, double other_sum) noexcept {
    if (other_top == -inf) return;
    if (other_top > top) {
      std::swap(top, other_top);
      std::swap(sum, other_sum);
    }
    sum += other_sum * std::exp(other_top - top);
  }
  double log() const noexcept { return top == -inf ? -inf : top + std::log(sum); }
};

template <class T>
class far_rows {
 public:
  far_rows(const problem<T>& p, const double* log_weights, const simd::kernel_table& table,
           double* memory)
      : p_(p),
        log_weights_(log_weights),
        exp_(simd::of<double>(table).exp_nonpositive),
        y_(memory),
        t_(memory + block_features * y_stride) {}

  static constexpr index_t memory_size = block_features * y_stride + block_rows * block_cols;

  void operator()(std::span<const index_t> rows, double* out) noexcept {
    scaled_sum sums[block_rows];
    for (index_t j = 0; j < p_.m; j += block_cols) {
      const index_t cols = std::min(block_cols, p_.m - j);
      exponents_of(rows, j, cols);
      for (std::size_t r = 0; r < rows.size(); ++r)
        sum_up(t_ + static_cast<index_t>(r) * block_cols, j, cols, sums[r]);
    }
    for (std::size_t r = 0; r < rows.size(); ++r) out[rows[r]] = sums[r].log();
  }

 private:
  /// Halves, so that no difference of finite numbers overflows; 2 sqrt(gamma) makes up for it.
  double factor(index_t k) const noexcept {
    const double root = 2 * std::sqrt(p_.gamma);
    return p_.scale.empty() ? root : root * static_cast<double>(p_.scale[to_size(k)]);
  }

  void exponents_of(std::span<const index_t> rows, index_t col, index_t cols) noexcept {
    std::fill_n(t_, static_cast<index_t>(rows.size()) * block_cols, 0.0);
    for (index_t first = 0; first < p_.d; first += block_features) {
      const index_t features = std::min(block_features, p_.d - first);
      for (index_t j = 0; j < cols; ++j)
        for (index_t k = 0; k < features; ++k)
          y_[k * y_stride + j] = half(p_.y, col + j, first + k);
      double f[block_features], x[block_features];
      for (index_t k = 0; k < features; ++k) f[k] = factor(first + k);
      for (std::size_t r = 0; r < rows.size(); ++r) {
        double* t = t_ + static_cast<index_t>(r) * block_cols;
        for (index_t k = 0; k < features; ++k) x[k] = half(p_.x, rows[r], first + k);
        index_t k = 0;
        for (; k + 4 <= features; k += 4) add_squares<4>(x + k, y_ + k * y_stride, f + k, cols, t);
        for (; k < features; ++k) add_squares<1>(x + k, y_ + k * y_stride, f + k, cols, t);
      }
    }
  }

  static double half(const simd::points<T>& points, index_t i, index_t k) noexcept {
    return 0.5 * static_cast<double>(points.data[i * points.row_stride + k * points.col_stride]);
  }

  /// Of `Features` at a time: t is read and written once for all of them.
  template <int Features>
  static void add_squares(const double* x, const double* y, const double* factor, index_t cols,
                          double* t) noexcept {
    for (index_t j = 0; j < cols; ++j) {
      double sum = t[j];
      for (int k = 0; k < Features; ++k) {
        const double e = (x[k] - y[k * y_stride + j]) * factor[k];
        sum += e * e;
      }
      t[j] = sum;
    }
  }

  void sum_up(double* t, index_t col, index_t cols, scaled_sum& to) const noexcept {
    double top = -inf;
    for (index_t j = 0; j < cols; ++j) {
      t[j] = log_weights_[col + j] - t[j];
      top = std::max(top, t[j]);
    }
    if (top == -inf) return;
    for (index_t j = 0; j < cols; ++j) t[j] -= top;
    exp_(t, t, to_size(cols));
    double sum = 0;
    for (index_t j = 0; j < cols; ++j) sum += t[j];
    to.add(top, sum);
  }

  static std::size_t to_size(index_t k) noexcept { return static_cast<std::size_t>(k); }

  const problem<T>& p_;
  const double* log_weights_;
  void (*exp_)(const double*, double*, std::size_t) noexcept;
  double* y_;  ///< block_features rows of y_stride
  double* t_;  ///< block_rows x block_cols
};

}  // namespace

template <class T>
void log_sums(const problem<T>& p, const double* log_weights, std::span<const index_t> rows,
              const simd::kernel_table& table, const runtime::progress_report& report,
              double* out) {
  const auto count = static_cast<index_t>(rows.size());
  const index_t tasks = (count + block_rows - 1) / block_rows;
  const int threads = static_cast<int>(
      std::min<index_t>(runtime::team_size(p.threads), std::max<index_t>(tasks, 1)));
  constexpr index_t size = far_rows<T>::memory_size;
  std::vector<double> memory(static_cast<std::size_t>(threads * size));
  runtime::for_each_task(threads, tasks, &report, [&](int worker, index_t task) {
    const auto first = static_cast<std::size_t>(task * block_rows);
    const auto some = rows.subspan(first, std::min<std::size_t>(block_rows, rows.size() - first));
    far_rows<T>(p, log_weights, table, memory.data() + worker * size)(some, out);
  });
}

template void log_sums(const problem<float>&, const double*, std::span<const index_t>,
                       const simd::kernel_table&, const runtime::progress_report&, double*);
template void log_sums(const problem<double>&, const double*, std::span<const index_t>,
                       const simd::kernel_table&, const runtime::progress_report&, double*);

}  // namespace bellcurve::rbf
