#include "threads.hpp"

#include "blas.hpp"

#include <bellcurve/error.hpp>

#include <omp.h>

#include <atomic>
#include <cfenv>
#include <exception>

#ifdef __SSE2__
#include <xmmintrin.h>
#endif

namespace bellcurve::runtime {
namespace {

/// Round to nearest, no flush to zero, no traps, until the end of the scope.
class default_fp_environment {
 public:
#ifdef __SSE2__
  // The kernels use SSE and wider registers only: their control word alone, which
  // costs a few cycles where the whole environment costs hundreds.
  using state = unsigned;
  static state get() noexcept { return _mm_getcsr(); }
  static void set(state s) noexcept { _mm_setcsr(s); }
  static void set_default() noexcept { _mm_setcsr(0x1f80); }  // the reset value, SDM vol. 1, 10.2.3
#else
  struct state {
    std::fenv_t value;
  };
  static state get() noexcept {
    state s;
    std::fegetenv(&s.value);
    return s;
  }
  static void set(const state& s) noexcept { std::fesetenv(&s.value); }
  static void set_default() noexcept { std::fesetenv(FE_DFL_ENV); }
#endif

  default_fp_environment() noexcept : before_(get()) { set_default(); }
  ~default_fp_environment() { set(before_); }
  default_fp_environment(const default_fp_environment&) = delete;
  default_fp_environment& operator=(const default_fp_environment&) = delete;

  /// Runs the caller's code in the caller's environment.
  template <class F>
  void outside(F&& f) {
    struct resume {
      ~resume() { set_default(); }
    } at_end;
    set(before_);
    f();
  }

 private:
  state before_;
};

/// What the workers of one call share.
struct team {
  std::ptrdiff_t count;
  const progress_callback* progress;
  void* context;
  detail::task_call call;
  std::atomic<std::ptrdiff_t> next{0};
  std::atomic<std::ptrdiff_t> done{0};
  std::atomic<bool> stop{false};
  std::exception_ptr failure;  // written by the worker that turns `stop` on

  void fail(std::exception_ptr e) noexcept {
    if (!stop.exchange(true)) failure = e;
  }

  void report() const {
    if (progress == nullptr || !*progress) return;
    const double fraction = static_cast<double>(done.load()) / static_cast<double>(count);
    if (!(*progress)(fraction)) throw error(errc::cancelled, "cancelled by the progress callback");
  }

  // Worker 0 is the calling thread: the callback runs there.
  void work(int worker) noexcept {
    default_fp_environment environment;
    const serial_blas_scope serial;
    while (!stop.load(std::memory_order_relaxed)) {
      const std::ptrdiff_t task = next.fetch_add(1, std::memory_order_relaxed);
      if (task >= count) return;
      try {
        call(context, worker, task);
        done.fetch_add(1);
        if (worker == 0) environment.outside([this] { report(); });
      } catch (...) {
        fail(std::current_exception());
      }
    }
  }
};

}  // namespace

int team_size(int requested) noexcept {
  if (omp_in_parallel()) return 1;
  return requested > 0 ? requested : omp_get_max_threads();
}

void detail::run_tasks(int threads, std::ptrdiff_t count, const progress_callback* progress,
                       void* context, task_call call) {
  if (count <= 0) return;
  team t{count, progress, context, call, {}, {}, {}, {}};
  if (threads <= 1 || count == 1) {
    t.work(0);
  } else {
    const int size = count < threads ? static_cast<int>(count) : threads;
#pragma omp parallel num_threads(size)
    t.work(omp_get_thread_num());
  }
  if (t.failure) std::rethrow_exception(t.failure);
}

}  // namespace bellcurve::runtime
