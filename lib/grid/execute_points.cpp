// Blocks of points: packed so that lanes are points, then the kernel.
#include "../runtime/workspace.hpp"
#include "cholesky.hpp"
#include "execute.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <span>
#include <vector>

namespace bellcurve::normal {
namespace {

/// How points are cut into tasks: by shapes only.
struct points_plan {
  index_t block, tasks;
  int threads;
};

template <class T>
points_plan make_plan(const points_problem<T>& p) {
  // A panel that stays in the second cache.
  constexpr index_t panel = 1 << 16, least = 256, most = 4096;
  const auto d = static_cast<index_t>(p.m.d);
  points_plan plan{};
  plan.block = std::clamp<index_t>(panel / d / least * least, least, most);
  plan.tasks = (p.x.rows() + plan.block - 1) / plan.block;
  // In exponentials: a fork of a few microseconds pays from about there on.
  constexpr double smallest_fork = 65536;
  const double work = static_cast<double>(p.x.rows()) *
                      static_cast<double>(std::max<std::size_t>(p.m.count, 1)) *
                      (1 + static_cast<double>(d * d) / 32);
  plan.threads = work < smallest_fork ? 1 : runtime::team_size(p.threads);
  plan.threads = static_cast<int>(std::min<index_t>(plan.threads, plan.tasks));
  return plan;
}

template <class T>
class points_writer {
 public:
  points_writer(const points_problem<T>& p, const points_plan& plan,
                const simd::kernels<T>& kernels)
      : p_(p),
        plan_(plan),
        kernels_(kernels),
        d_(p.m.d),
        ld_(static_cast<std::size_t>(plan.block) + strip),
        memory_(bytes(), {}),
        components_(memory_.take<simd::mixture_at_points<T>>(p.m.count)) {
    std::vector<double> lower(d_ * d_);
    for (std::size_t c = 0; c < p.m.count; ++c) components_[c] = prepare(c, lower);
    for (int t = 0; t < plan.threads; ++t) {
      T* panel = memory_.take<T>(ld_ * d_);
      T* z = memory_.take<T>(strip * d_);
      T* exponents = memory_.take<T>(exponents_size());
      T* out = memory_.take<T>(static_cast<std::size_t>(plan.block));
      workers_.push_back({panel, z, exponents, out});
    }
  }

  void operator()(int worker, index_t task) noexcept {
    const scratch& mine = workers_[static_cast<std::size_t>(worker)];
    const index_t first = task * plan_.block;
    const index_t n = std::min(plan_.block, p_.x.rows() - first);
    const simd::points<T> x{p_.x.data() + first * p_.x.row_stride(), p_.x.row_stride(),
                            p_.x.col_stride()};
    const auto d = static_cast<index_t>(d_), ld = static_cast<index_t>(ld_);
    kernels_.pack_columns({x, n, d, nullptr, nullptr, mine.panel, ld});
    const index_t stride = p_.out.stride(0);
    const bool contiguous = stride == 1 || p_.x.rows() == 1;
    T* out = contiguous ? p_.out.data() + first : mine.out;
    const simd::mixture_points_args<T> args{components_,
                                            static_cast<index_t>(p_.m.count),
                                            mine.panel,
                                            ld,
                                            n,
                                            d,
                                            out,
                                            mine.z,
                                            mine.exponents,
                                            p_.m.maximum};
    p_.log ? kernels_.mixture_log_points(args) : kernels_.mixture_points(args);
    if (contiguous) return;
    for (index_t i = 0; i < n; ++i) p_.out.data()[(first + i) * stride] = out[i];
  }

 private:
  /// Four registers of the widest instruction set.
  static constexpr std::size_t strip = 4 * 64 / sizeof(T);

  struct scratch {
    T *panel, *z, *exponents, *out;
  };

  std::size_t exponents_size() const noexcept { return p_.log ? strip * p_.m.count : 0; }

  std::size_t bytes() const noexcept {
    using runtime::aligned_size;
    const auto of = [](std::size_t n) { return aligned_size(n * sizeof(T)); };
    const std::size_t component = 4 * of(d_) + of(d_ * (d_ - 1) / 2);
    const std::size_t worker = of(ld_ * d_) + of(strip * d_) + of(exponents_size()) +
                               of(static_cast<std::size_t>(plan_.block));
    return aligned_size(p_.m.count * sizeof(simd::mixture_at_points<T>)) + p_.m.count * component +
           static_cast<std::size_t>(plan_.threads) * worker;
  }

  /// \param lower Room for a factor.
  simd::mixture_at_points<T> prepare(std::size_t c, std::span<double> lower) {
    const model& m = p_.m;
    (void)cholesky(std::span(m.correlation).subspan(c * d_ * d_, d_ * d_), d_, m.root[c], lower);
    T* mean = memory_.take<T>(d_);
    T* mean_low = memory_.take<T>(d_);
    T* scale = memory_.take<T>(d_);
    T* below = memory_.take<T>(d_ * (d_ - 1) / 2);
    T* inverse = memory_.take<T>(d_);
    T* next = below;
    for (std::size_t k = 0; k < d_; ++k) {
      const double half = m.mean[c * d_ + k] / 2;
      mean[k] = static_cast<T>(half);
      mean_low[k] = static_cast<T>(half - static_cast<double>(mean[k]));
      scale[k] = static_cast<T>(std::numbers::sqrt2 / m.deviation[c * d_ + k]);
      for (std::size_t l = 0; l < k; ++l) *next++ = static_cast<T>(lower[k * d_ + l]);
      inverse[k] = static_cast<T>(1 / lower[k * d_ + k]);
    }
    const double factor = p_.log ? m.log_peak[c] : m.peak[c];
    return {mean, mean_low, scale, below, inverse, static_cast<T>(factor)};
  }

  const points_problem<T>& p_;
  const points_plan& plan_;
  const simd::kernels<T>& kernels_;
  std::size_t d_;
  std::size_t ld_;
  runtime::workspace memory_;
  simd::mixture_at_points<T>* components_;
  std::vector<scratch> workers_;
};

}  // namespace

template <class T>
void execute(const points_problem<T>& p, const simd::kernel_table& table,
             const runtime::progress_report& progress) {
  if (p.x.rows() == 0) return;
  const points_plan plan = make_plan(p);
  runtime::for_each_task(plan.threads, plan.tasks, &progress,
                         points_writer<T>(p, plan, simd::of<T>(table)));
}

template void execute(const points_problem<float>&, const simd::kernel_table&,
                      const runtime::progress_report&);
template void execute(const points_problem<double>&, const simd::kernel_table&,
                      const runtime::progress_report&);

}  // namespace bellcurve::normal
