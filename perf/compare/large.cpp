#include "compare.hpp"

#include "perf/support/blas_peers.hpp"
#include "perf/support/data.hpp"
#include "perf/support/join.hpp"
#include "perf/support/limits.hpp"

#include <bellcurve/rbf.hpp>

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
    table.add(type + ": " + what, run_paired(a, b, setup.timing), wanted);
  };
  compare("rbf_kernel / full gemm", library, gemm, goal);
  compare("upper gemm tiles / full gemm", tiles, gemm);
  compare("rbf_kernel / upper gemm tiles", library, tiles);
  compare("rbf_kernel / gemm, then our exp", library, pipeline(exp_pass::vector));
  compare("rbf_kernel / gemm, then std::exp", library, pipeline(exp_pass::c_library));

  const double flop =
      2.0 * static_cast<double>(n) * static_cast<double>(n) * static_cast<double>(d);
  const auto peak = [flop] { fma_once<T>(available_isas().back(), flop, all_threads()); };
  compare("full gemm / as many multiply-adds", gemm, peak);
}

}  // namespace

void compare_large(const comparison& setup) {
  const std::string title =
      join({"Symmetric, ", std::to_string(setup.rows), " x ", std::to_string(setup.features), ", ",
            std::to_string(all_threads()), " threads"});
  ratio_table table;
  if (const std::string missing = blas_missing(); !missing.empty()) {
    table.skip("rbf_kernel / full gemm", missing);
  } else {
    measure<float>(setup, "float32", "<= 0.62", table);
    measure<double>(setup, "float64", "<= 0.64", table);
  }
  setup.progress.clear();
  setup.show(title, table);
}

}  // namespace bellcurve::perf
