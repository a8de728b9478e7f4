#include "compare.hpp"

#include "perf/support/blas_peers.hpp"
#include "perf/support/data.hpp"
#include "perf/support/limits.hpp"

#include <bellcurve/rbf.hpp>

#include <iostream>

namespace bellcurve::perf {
namespace {

template <class T>
void measure(const comparison& setup, const std::string& type, const char* goal,
             ratio_table& table) {
  const std::ptrdiff_t n = setup.rows, d = setup.features;
  const auto size = static_cast<std::size_t>(n);
  setup.progress.say(type + ": drawing the points");
  const buffer<T> x = normal_data<T>(size * static_cast<std::size_t>(d), 1);
  // Everyone writes here: nobody pays for pages, nobody finds them warmer.
  const buffer<T> k(size * size);
  const T gamma = static_cast<T>(0.01), variance(5);
  const rbf_params params{.gamma = 0.01, .variance = 5};
  const auto library = [&] {
    rbf_kernel(matrix_view<const T>(x.data(), n, d), params, matrix_view<T>(k.data(), n, n));
  };
  const auto gemm = [&] { gemm_full(x.data(), n, d, k.data()); };
  const auto tiles = [&] { gemm_upper_tiles(x.data(), n, d, k.data()); };
  const auto pipeline = [&](exp_pass pass) {
    return [&, pass] { two_pass_rbf(x.data(), n, d, gamma, variance, k.data(), pass); };
  };
  const auto compare = [&](const std::string& what, const std::function<void()>& a,
                           const std::function<void()>& b, const std::string& wanted = "") {
    setup.progress.say(type + ": " + what);
    const paired_result r = run_paired(a, b, setup.timing);
    table.add(type + ": " + what, r, wanted);
    return r;
  };
  const paired_result r = compare("rbf_kernel / full gemm", library, gemm, goal);
  compare("upper gemm tiles / full gemm", tiles, gemm);
  compare("rbf_kernel / upper gemm tiles", library, tiles);
  compare("rbf_kernel / gemm, then our exp", library, pipeline(exp_pass::vector));
  compare("rbf_kernel / gemm, then std::exp", library, pipeline(exp_pass::c_library));

  setup.progress.clear();
  const double flop =
      2.0 * static_cast<double>(n) * static_cast<double>(n) * static_cast<double>(d) / r.seconds_b;
  const double peak = fma_peak<T>(available_isas().back(), all_threads());
  std::cout << type << ": full gemm at " << digits(flop / 1e9) << " GFLOP/s, "
            << digits(100 * flop / peak) << " % of the best instruction set's peak\n";
}

}  // namespace

void compare_large(const comparison& setup) {
  std::cout << "\nSymmetric, " << setup.rows << " x " << setup.features << ", " << all_threads()
            << " threads\n\n";
  if (const std::string missing = blas_missing(); !missing.empty()) {
    std::cout << "  skipped: " << missing << '\n';
    return;
  }
  ratio_table table(setup.record);
  measure<float>(setup, "float32", "<= 0.62", table);
  measure<double>(setup, "float64", "<= 0.64", table);
  std::cout << '\n';
  table.print(std::cout);
}

}  // namespace bellcurve::perf
