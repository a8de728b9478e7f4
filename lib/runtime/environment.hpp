// The floating-point environment of a call.
#pragma once

#ifdef __SSE2__
#include <xmmintrin.h>
#else
#include <cfenv>
#endif

namespace bellcurve::runtime {

/// Round to nearest, no flush to zero, no traps, until the end of the scope.
/// Every public function over matrices opens one before it looks at its arguments,
/// every worker thread one of its own.
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
  void outside(F&& f) const {
    struct resume {
      ~resume() { set_default(); }
    } at_end;
    set(before_);
    f();
  }

 private:
  state before_;
};

}  // namespace bellcurve::runtime
