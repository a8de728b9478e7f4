#include "execute.hpp"

#include "../runtime/workspace.hpp"
#include "recursive_walk.hpp"
#include "results.hpp"
#include "rows.hpp"
#include "slab.hpp"
#include "strip.hpp"
#include "types.hpp"
#include "weights.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <memory>
#include <new>
#include <vector>

namespace bellcurve::filter {
namespace {

/// Everything a call allocates, before anything is written.
template <class T>
class memory {
 public:
  explicit memory(const plan& plan)
      : memory_(bytes(plan), {}), between_(new_between(plan)), size_(plan.between) {
    const walk most = largest(plan);
    for (int t = 0; t < plan.threads; ++t) {
      scratch<T> s;
      s.packed = take<T>(most.packed_ld);
      s.work = take<T>(most.work);
      s.ring = take<T>(most.ring);
      s.results = take<T>(most.results);
      s.stack = take<T>(most.stack);
      s.offsets = take<index_t>(most.offsets);
      // What is read behind the last column is no number to rely on, but one.
      std::fill_n(s.packed, most.packed_ld, T(0));
      std::fill_n(s.stack, most.stack, T(0));
      threads.push_back(s);
    }
  }

  T* values() const noexcept { return between_.get(); }
  T* weights() const noexcept { return between_.get() + size_; }

  std::vector<scratch<T>> threads;

 private:
  template <class U>
  U* take(index_t n) {
    return memory_.take<U>(static_cast<std::size_t>(n));
  }

  /// The room each piece takes in the walk that needs most of it.
  static walk largest(const plan& plan) {
    walk most;
    for (const walk& w : plan.walks) {
      most.packed_ld = std::max(most.packed_ld, w.packed_ld * w.group * plan.planes);
      most.work = std::max(most.work, w.work);
      most.ring = std::max(most.ring, w.ring);
      most.results = std::max(most.results, w.results);
      most.stack = std::max(most.stack, w.stack);
      most.offsets = std::max(most.offsets, w.offsets);
    }
    return most;
  }

  static std::size_t bytes(const plan& plan) {
    const walk most = largest(plan);
    const double elements = static_cast<double>(most.packed_ld) + static_cast<double>(most.work) +
                            static_cast<double>(most.ring) + static_cast<double>(most.results) +
                            static_cast<double>(most.stack);
    const double each = elements * sizeof(T) + static_cast<double>(most.offsets) * sizeof(index_t) +
                        6.0 * runtime::alignment;
    const double total = each * plan.threads;
    if (!(total < 0x1p62)) throw std::bad_alloc();
    return static_cast<std::size_t>(total);
  }

  static std::unique_ptr<T[]> new_between(const plan& plan) {
    if (plan.between == 0) return nullptr;
    constexpr auto most = static_cast<std::size_t>(std::numeric_limits<index_t>::max()) / sizeof(T);
    const auto planes = static_cast<std::size_t>(plan.planes);
    if (static_cast<std::size_t>(plan.between) > most / planes) throw std::bad_alloc();
    return std::unique_ptr<T[]>(new T[static_cast<std::size_t>(plan.between) * planes]);
  }

  runtime::workspace memory_;
  std::unique_ptr<T[]> between_;
  index_t size_;
};

/// Rounding keeps the weight of a kernel that lies on valid samples altogether from being 1.
template <class T>
T least_weight(double min_weight, const plan& plan) {
  double taps = 2;
  for (const walk& w : plan.walks) {
    for (const line* l : {w.through, w.down, w.along})
      if (l != nullptr) taps += 2 * static_cast<double>(2 * l->radius + 1);
  }
  return static_cast<T>(min_weight *
                        (1 - taps * static_cast<double>(std::numeric_limits<T>::epsilon())));
}

template <class S, class R>
class executor {
 public:
  using T = compute<S>;

  executor(const problem<S, R>& p, const plan& plan, const simd::kernel_table& table)
      : p_(p), plan_(plan), table_(table), memory_(plan) {
    for (const walk& w : plan.walks) {
      const auto weights_of = [&](const line* l) {
        return l == nullptr || w.is_recursive ? std::vector<T>{1} : make_taps<T>(*l);
      };
      through_.push_back(weights_of(w.through));
      down_.push_back(weights_of(w.down));
      along_.push_back(weights_of(w.along));
    }
  }

  void operator()(const std::function<bool(double)>& progress,
                  const runtime::default_fp_environment& environment) {
    const auto walks = static_cast<double>(plan_.walks.size());
    for (std::size_t i = 0; i < plan_.walks.size(); ++i) {
      const auto whole = [&](double done) {
        return progress((static_cast<double>(i) + done) / walks);
      };
      // A single reference: kept without an allocation, which must not fail between two walks.
      std::function<bool(double)> part;
      if (progress) part = [&whole](double done) { return whole(done); };
      const runtime::progress_report report(part, environment);
      const walk& w = plan_.walks[i];
      if (w.from_in) {
        const source<S> from{p_.in.data(), nullptr,
                             p_.missing.mask ? p_.missing.mask->data() : nullptr, p_.missing.nan};
        w.to_out ? run(i, from, out(), report) : run(i, from, between(), report);
      } else if constexpr (std::is_same_v<R, T>) {
        const source<T> from =
            plan_.between == 0 ? source<T>{p_.out.data(), nullptr, nullptr, false} : read_between();
        w.to_out ? run(i, from, out(), report) : run(i, from, between(), report);
      } else {
        w.to_out ? run(i, read_between(), out(), report)
                 : run(i, read_between(), between(), report);
      }
    }
  }

 private:
  sink<R, T> out() const noexcept { return {p_.out.data(), nullptr}; }
  sink<T, T> between() const noexcept {
    if constexpr (std::is_same_v<R, T>) {
      if (plan_.between == 0) return {p_.out.data(), nullptr};
    }
    return {memory_.values(), plan_.planes == 1 ? nullptr : memory_.weights()};
  }
  source<T> read_between() const noexcept {
    return {memory_.values(), plan_.planes == 1 ? nullptr : memory_.weights(), nullptr, false};
  }

  static taps<T> taps_of(const std::vector<T>& weights, const line* l) noexcept {
    return {weights.data(), static_cast<index_t>(weights.size()),
            l != nullptr && l->order % 2 == 1};
  }

  template <class From, class To>
  void run(std::size_t i, const source<From>& from, const sink<To, T>& to,
           const runtime::progress_report& report) {
    const walk& w = plan_.walks[i];
    To fill{};
    if constexpr (std::is_same_v<To, R>) fill = p_.missing.fill;
    const row_reader<From> read(w, from, static_cast<T>(p_.cval), table_);
    const row_writer<To, T> write(w, to, w.to_out, least_weight<T>(p_.missing.min_weight, plan_),
                                  fill, table_);
    if (w.is_recursive) {
      const recursive_walk<From, To> filter(w, read, write, static_cast<T>(p_.cval), table_);
      runtime::for_each_task(plan_.threads, w.tasks(), &report, [&](int worker, index_t task) {
        const scratch<T>& mine = memory_.threads[static_cast<std::size_t>(worker)];
        filter(task, {mine.packed, mine.ring, mine.work, mine.results});
      });
      return;
    }
    const taps<T> down = taps_of(down_[i], w.down), along = taps_of(along_[i], w.along);
    if (w.through != nullptr) {
      const slab_filter<From, To> filter(w, read, write, taps_of(through_[i], w.through), down,
                                         along, static_cast<T>(p_.cval),
                                         filter_kernels_of<T>(table_));
      runtime::for_each_task(plan_.threads, w.tasks(), &report, [&](int worker, index_t task) {
        filter(task, memory_.threads[static_cast<std::size_t>(worker)]);
      });
      return;
    }
    const strip_filter<From, To> filter(w, plan_.planes, read, write, down, along,
                                        filter_kernels_of<T>(table_));
    runtime::for_each_task(plan_.threads, w.tasks(), &report, [&](int worker, index_t task) {
      filter(task, memory_.threads[static_cast<std::size_t>(worker)]);
    });
  }

  const problem<S, R>& p_;
  const plan& plan_;
  const simd::kernel_table& table_;
  memory<T> memory_;
  std::vector<std::vector<T>> through_, down_, along_;
};

}  // namespace

template <class S, class R>
void execute(const problem<S, R>& p, const plan& plan, const simd::kernel_table& table,
             const std::function<bool(double)>& progress,
             const runtime::default_fp_environment& environment) {
  if (plan.walks.empty()) return;
  executor<S, R>(p, plan, table)(progress, environment);
}

#define BELLCURVE_INSTANTIATE(S, R)                                                   \
  template void execute(const problem<S, R>&, const plan&, const simd::kernel_table&, \
                        const std::function<bool(double)>&,                           \
                        const runtime::default_fp_environment&);
BELLCURVE_FOR_FILTER_TYPES(BELLCURVE_INSTANTIATE)
#undef BELLCURVE_INSTANTIATE

}  // namespace bellcurve::filter
