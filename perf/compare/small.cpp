#include "compare.hpp"

#include "perf/support/data.hpp"
#include "perf/support/join.hpp"
#include "perf/support/loops.hpp"
#include "runtime/dispatch.hpp"

#include <bellcurve/rbf.hpp>

#include <cmath>
#include <stdexcept>

namespace bellcurve::perf {
namespace {

constexpr std::ptrdiff_t n = 100, d = 4;

/// Two programs that do not compute the same are not worth comparing.
template <class T>
void check_agreement(const buffer<T>& a, const buffer<T>& b) {
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (!(std::fabs(a[i] - b[i]) <= T(1e-5))) {
      throw std::runtime_error("small problem: the library and the loop by hand disagree");
    }
  }
}

template <class T>
void measure(const comparison& setup, isa which, const char* type, ratio_table& table) {
  const auto size = static_cast<std::size_t>(n);
  const buffer<T> x = normal_data<T>(size * d, 1), y = normal_data<T>(size * d, 2);
  const buffer<T> k(size * size), by_hand(size * size), columns(size * d);
  const matrix_view<const T> vx(x.data(), n, d), vy(y.data(), n, d);
  const matrix_view<T> out(k.data(), n, n);
  const rbf_params params{.gamma = 0.5, .variance = 2};
  const std::function<void()> cross = [&] { rbf_kernel(vx, vy, params, out); };
  const std::function<void()> symmetric = [&] { rbf_kernel(vx, params, out); };

  // Many short turns: most then run undisturbed even on a busy machine.
  paired_options timing = setup.timing;
  timing.pairs *= 5;
  timing.min_seconds = 2e-4;
  for (const auto exp :
       {simd::of<T>(runtime::kernels_of(which)).exp_nonpositive, map_function<T>(nullptr)}) {
    for (const bool is_cross : {true, false}) {
      const auto hand = [&, is_cross] {
        loops_for<T>(which).hand_rbf({.x = x.data(),
                                      .y = is_cross ? y.data() : x.data(),
                                      .n = size,
                                      .m = size,
                                      .gamma = T(0.5),
                                      .variance = T(2),
                                      .out = by_hand.data(),
                                      .columns = columns.data(),
                                      .exp = exp});
      };
      const auto& library = is_cross ? cross : symmetric;
      library();
      hand();
      check_agreement(k, by_hand);
      table.add(join({type, " ", to_string(which), is_cross ? ": cross" : ": symmetric",
                      exp ? " / by hand, our exp" : " / by hand, C library's exp"}),
                run_paired(library, hand, timing), exp ? "<= 1.5" : "");
    }
  }
}

}  // namespace

void compare_small(const comparison& setup) {
  ratio_table table;
  const isa before = active_isa();
  for (const isa which : available_isas()) {
    setup.progress.say(join({"small problem on ", to_string(which)}));
    set_isa(which);
    measure<float>(setup, which, "float32", table);
    measure<double>(setup, which, "float64", table);
  }
  set_isa(before);
  setup.progress.clear();
  setup.show(join({"Small, ", std::to_string(n), " x ", std::to_string(n), " of ",
                   std::to_string(d), " features, against one thread and no library"}),
             table);
}

}  // namespace bellcurve::perf
