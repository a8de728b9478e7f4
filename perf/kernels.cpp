// Kernels into memory that is there: gkern, also as one would write it by hand, one axis
// and two, by discretization and size. One thread, baseline code. Unit: cells per second; large
// kernels along two axes also as percent of the fill bandwidth.
#include "perf/support/benchmarks.hpp"
#include "perf/support/buffer.hpp"
#include "perf/support/join.hpp"

#include <bellcurve/kernels.hpp>

#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

namespace bellcurve::perf {
namespace {

/// The definition, as in NumPy: differences of the distribution function, the outer product
/// and a division by its sum.
void gkern_by_hand(double nsig, index_t n, double* out) {
  std::vector<double> k(static_cast<std::size_t>(n));
  const double step = 2 * nsig / static_cast<double>(n);
  const auto cdf = [](double x) { return 0.5 * std::erfc(-x * 0.70710678118654752); };
  double before = cdf(-nsig);
  for (index_t i = 0; i < n; ++i) {
    const double next = cdf(-nsig + step * static_cast<double>(i + 1));
    k[static_cast<std::size_t>(i)] = next - before;
    before = next;
  }
  double sum = 0;
  for (double a : k) {
    for (double b : k) sum += a * b;
  }
  for (double a : k) {
    for (double b : k) *out++ = a * b / sum;
  }
}

template <class F>
void add(const std::string& name, index_t cells, const F& work) {
  benchmark::RegisterBenchmark(name.c_str(), [=](benchmark::State& state) {
    const double taken = timed_loop(state, work);
    state.counters["cells/s"] = static_cast<double>(cells) / taken;
  });
}

template <class T>
void add_gkern(index_t n) {
  add(join({"gkern/", std::to_string(n), "/", type_name<T>()}), n * n, [n] {
    static std::vector<T> out(256 * 256);
    gkern(3, {out, n, n});
    benchmark::DoNotOptimize(out.data());
  });
}

void add_1d(discretization how, int order, index_t n) {
  const kernel_1d_params p{
      .sigma = static_cast<double>(n) / 6, .order = order, .discretization = how};
  add(join(
          {"kernel_1d/", to_string(how), "/order:", std::to_string(order), "/", std::to_string(n)}),
      n, [p, n] {
        static std::vector<double> out(std::size_t{1} << 20);
        gaussian_kernel_1d(p, array_view<double>(out.data(), {n}));
        benchmark::DoNotOptimize(out.data());
      });
}

template <class T>
void add_2d(discretization how, double theta, index_t n) {
  kernel_2d_params p{.sigma = {static_cast<double>(n) / 6, static_cast<double>(n) / 8},
                     .theta = theta};
  p.discretization = how;
  const std::string name = join({"kernel_2d/", to_string(how), theta != 0 ? "/turned/" : "/",
                                 std::to_string(n), "/", type_name<T>()});
  benchmark::RegisterBenchmark(name.c_str(), [=](benchmark::State& state) {
    const auto cells = static_cast<std::size_t>(n * n);
    const buffer<T> out(cells);
    const matrix_view<T> view(out.data(), n, n);
    gaussian_kernel_2d(p, view);  // touches the memory
    const double taken = timed_loop(state, [&] { gaussian_kernel_2d(p, view); });
    state.counters["cells/s"] = static_cast<double>(cells) / taken;
    const double bytes = static_cast<double>(cells) * sizeof(T);
    const double fill = memory_bandwidth(active_isa(), cells * sizeof(T), 1).fill;
    report_roof(state, {bytes / fill, "fill"}, taken);
  });
}

}  // namespace

void register_benchmarks() {
  for (index_t n : {5, 21, 101}) {
    add(join({"gkern_by_hand/", std::to_string(n), "/f64"}), n * n, [n] {
      static std::vector<double> out(256 * 256);
      gkern_by_hand(3, n, out.data());
      benchmark::DoNotOptimize(out.data());
    });
    add_gkern<double>(n);
    add_gkern<float>(n);
  }
  for (discretization how :
       {discretization::sampled, discretization::mass, discretization::bessel}) {
    for (index_t n : {21, 1025, 1 << 20}) add_1d(how, 0, n);
    add_1d(how, 2, 1025);
    for (index_t n : {21, 512, 4096}) {
      add_2d<float>(how, 0, n);
      add_2d<double>(how, 0, n);
    }
  }
  for (index_t n : {21, 512}) add_2d<double>(discretization::sampled, 0.5, n);
}

}  // namespace bellcurve::perf
