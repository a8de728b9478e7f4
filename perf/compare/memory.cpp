#include "compare.hpp"

#include "perf/support/blas_peers.hpp"
#include "perf/support/data.hpp"
#include "perf/support/limits.hpp"
#include "perf/support/process_memory.hpp"

#include <bellcurve/rbf.hpp>

#include <algorithm>
#include <iostream>

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace bellcurve::perf {
namespace {

/// By how much the process grows at most while work runs. Counts pages, whoever
/// takes them: operator new, the C library, the system.
double growth(const std::function<void()>& work) {
#ifdef __GLIBC__
  malloc_trim(0);  // or freed memory would be taken again unseen
#endif
  reset_peak_resident();
  const double before = resident_bytes();
  work();
  return std::max(peak_resident_bytes() - before, 0.0);
}

template <class T>
void measure(const comparison& setup, const char* type, text_table& table) {
  const std::ptrdiff_t n = setup.rows, d = setup.features;
  const auto size = static_cast<std::size_t>(n);
  const buffer<T> x = normal_data<T>(size * static_cast<std::size_t>(d), 1);
  const buffer<T> k(size * size);
  // The BLAS takes its own buffers once and keeps them: not ours to count. The
  // same for the stacks of the threads.
  if (blas_missing().empty()) {
    gemm_full(x.data(), n, d, k.data());
    gemm_upper_tiles(x.data(), n, d, k.data());
  }
  const matrix_view<const T> points(x.data(), n, d);
  const matrix_view<T> out(k.data(), n, n);
  const rbf_params params{.gamma = 0.01, .variance = 5};
  const auto add = [&](const char* form, double extra, double norms) {
    table.add({std::string(type) + " " + form, megabytes(extra), megabytes(norms),
               megabytes(std::max(extra - norms, 0.0) / all_threads())});
  };
  const double norm_bytes = static_cast<double>(size * sizeof(T));
  add("symmetric", growth([&] { rbf_kernel(points, params, out); }), norm_bytes);
  add("cross", growth([&] { rbf_kernel(points, points, params, out); }), 2 * norm_bytes);
}

}  // namespace

void compare_memory(const comparison& setup) {
  setup.progress.say("memory");
  if (!reset_peak_resident()) {
    std::cout << "\nMemory: skipped, the system does not let the peak be reset\n";
    return;
  }
  text_table table({"rbf_kernel", "extra", "of it norms", "else, per thread"});
  measure<float>(setup, "float32", table);
  measure<double>(setup, "float64", table);
  setup.progress.clear();
  std::cout << "\nMemory beside input and output, " << setup.rows << " x " << setup.features << ", "
            << all_threads() << " threads (goal: norms and a few MB per thread; +- 0.3 MB)\n\n";
  table.print(std::cout);
}

}  // namespace bellcurve::perf
