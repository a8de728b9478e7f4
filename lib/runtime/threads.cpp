#include "threads.hpp"

#include "blas.hpp"
#include "fork.hpp"

#include <bellcurve/error.hpp>

#include <omp.h>

#include <algorithm>
#include <atomic>
#include <exception>
#include <utility>

namespace bellcurve::runtime {
namespace {

/// What the workers of one call share.
struct team {
  std::ptrdiff_t count;
  const progress_report* progress;
  void* context;
  detail::task_call call;
  std::atomic<std::ptrdiff_t> next{0};
  std::atomic<std::ptrdiff_t> done{0};
  std::atomic<bool> stop{false};
  std::exception_ptr failure;  // written by the worker that turns `stop` on

  void fail(std::exception_ptr e) noexcept {
    if (!stop.exchange(true)) failure = std::move(e);
  }

  void report() const {
    if (progress != nullptr && !stop.load()) {
      (*progress)(static_cast<double>(done.load()) / static_cast<double>(count));
    }
  }

  void work(int worker) noexcept {
    while (!stop.load(std::memory_order_relaxed)) {
      const std::ptrdiff_t task = next.fetch_add(1, std::memory_order_relaxed);
      if (task >= count) return;
      try {
        {
          const serial_blas_scope serial;
          call(context, worker, task);
        }
        // Worker 0 is the calling thread. The last task is reported after the join.
        if (done.fetch_add(1) + 1 < count && worker == 0) report();
      } catch (...) {
        fail(std::current_exception());
      }
    }
  }
};

}  // namespace

void progress_report::operator()(double fraction) const {
  if (!*callback_) return;
  bool go_on = true;
  environment_.outside([&] { go_on = (*callback_)(fraction); });
  if (!go_on) throw error(errc::cancelled, "cancelled by the progress callback");
}

int most_threads() noexcept { return std::max(64, 4 * omp_get_num_procs()); }

int team_size(int requested) noexcept {
  if (omp_in_parallel() || forked_off_threads()) return 1;
  return std::min(requested > 0 ? requested : omp_get_max_threads(), most_threads());
}

void detail::run_tasks(int threads, std::ptrdiff_t count, const progress_report* progress,
                       void* context, task_call call) {
  if (count <= 0) return;
  team t{count, progress, context, call, {}, {}, {}, {}};
  if (threads <= 1 || count == 1) {
    t.work(0);
  } else {
    const int size = count < threads ? static_cast<int>(count) : threads;
#pragma omp parallel num_threads(size)
    {
      const default_fp_environment environment;
      t.work(omp_get_thread_num());
    }
  }
  if (t.failure) std::rethrow_exception(t.failure);
  t.report();
}

}  // namespace bellcurve::runtime
