#include "compare.hpp"

#include "perf/support/buffer.hpp"

#include <bellcurve/kernels.hpp>

namespace bellcurve::perf {

void compare_kernels(const comparison& setup) {
  constexpr index_t size = 21;
  python_peer peer(setup.python);
  ratio_table table;
  const buffer<double> out(size * size);
  const auto ours = [&] { gkern(3, matrix_view<double>(out.data(), size, size)); };
  setup.progress.say("gkern");
  ours();
  table.add_peer("float64: gkern(21) / SciPy and NumPy", setup.timing, ours, sum_of(out),
                 peer.prepare("gkern 21"), "A <= 2 us");
  setup.progress.clear();
  setup.show("A Gaussian kernel, one thread", table);
}

}  // namespace bellcurve::perf
