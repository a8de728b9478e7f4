// The executor: tasks over a team of OpenMP threads.
#pragma once

#include "environment.hpp"

#include <cstddef>
#include <functional>
#include <type_traits>

namespace bellcurve::runtime {

/// The largest team: 64, or four times the processors that this process may run on if that is more.
/// Further threads help nobody, and an OpenMP runtime that cannot start one ends the process.
int most_threads() noexcept;

/// How many threads a call may use, at most most_threads(): 1 inside a parallel region of the
/// caller's, and in a process forked off one with threads.
int team_size(int requested) noexcept;

/// How a call reports to its caller: in the calling thread, with the caller's
/// floating-point environment.
class progress_report {
 public:
  /// `callback` may be empty; both must outlive this.
  progress_report(const std::function<bool(double)>& callback,
                  const default_fp_environment& environment) noexcept
      : callback_(&callback), environment_(environment) {}

  /// \throws error(errc::cancelled) if the callback returns false
  void operator()(double fraction) const;

 private:
  const std::function<bool(double)>* callback_;
  const default_fp_environment& environment_;
};

namespace detail {
using task_call = void (*)(void* context, int worker, std::ptrdiff_t task);
void run_tasks(int threads, std::ptrdiff_t count, const progress_report* progress, void* context,
               task_call call);
}  // namespace detail

/// Calls body(worker, task) once for each task in [0, count), worker in
/// [0, threads). Tasks start in order but finish in any; a team of one does not
/// fork. Each worker runs with the default floating-point environment (the
/// caller of this function has set its own) and keeps BLAS calls in its own
/// thread. `progress` may be null. The first exception stops the handing out of tasks and is
/// rethrown after the join.
template <class Body>
void for_each_task(int threads, std::ptrdiff_t count, const progress_report* progress,
                   Body&& body) {
  using B = std::remove_reference_t<Body>;
  detail::run_tasks(threads, count, progress, &body,
                    [](void* context, int worker, std::ptrdiff_t task) {
                      (*static_cast<B*>(context))(worker, task);
                    });
}

}  // namespace bellcurve::runtime
