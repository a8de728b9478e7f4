#include "cases.hpp"

#include "perf/compare/scattered.hpp"
#include "perf/support/blas_peers.hpp"
#include "perf/support/data.hpp"
#include "perf/support/join.hpp"
#include "perf/support/limits.hpp"

#include <bellcurve/exp.hpp>
#include <bellcurve/filter.hpp>
#include <bellcurve/mixture.hpp>
#include <bellcurve/pool.hpp>
#include <bellcurve/rbf.hpp>

#include <cmath>
#include <span>

namespace bellcurve::perf {
namespace {

template <class T>
constexpr const char* type_name = sizeof(T) == 4 ? "f32" : "f64";

isa best() { return available_isas().back(); }

/// As many exponentials and multiply-adds as so many pairs need.
template <class T>
std::function<void()> arithmetic(double pairs, double operations_a_pair) {
  return [=] {
    exp_once<T>(best(), static_cast<std::size_t>(pairs), all_threads());
    fma_once<T>(best(), pairs * operations_a_pair, all_threads());
  };
}

template <class T>
paired_result symmetric_against_gemm(const paired_options& timing) {
  constexpr index_t n = 2500, d = 512;
  const buffer<T> x = normal_data<T>(n * d, 1), k(n * n);
  const auto ours = [&] {
    rbf_kernel(matrix_view<const T>(x.data(), n, d), {.gamma = 0.01},
               matrix_view<T>(k.data(), n, n));
  };
  return run_paired(
      ours, [&] { gemm_full(x.data(), n, d, k.data()); }, timing);
}

template <class T>
paired_result cross_against_arithmetic(index_t d, const paired_options& timing) {
  constexpr index_t n = 3000;
  const buffer<T> x = normal_data<T>(static_cast<std::size_t>(n * d), 1), k(n * n);
  const matrix_view<const T> points(x.data(), n, d);
  const auto ours = [&] {
    rbf_kernel(points, points, {.gamma = 0.5}, matrix_view<T>(k.data(), n, n),
               {.engine = engine::fused});
  };
  return run_paired(ours, arithmetic<T>(double(n) * n, 2.0 * double(d)), timing);
}

template <class T>
paired_result apply_against_arithmetic(const paired_options& timing) {
  constexpr index_t n = 6000, d = 10;
  const buffer<T> x = normal_data<T>(n * d, 1), v = scattered<T>(n), out(n);
  const matrix_view<const T> points(x.data(), n, d);
  const auto ours = [&] {
    rbf_apply(points, points, matrix_view<const T>(v.data(), n, 1), {.gamma = 0.5},
              matrix_view<T>(out.data(), n, 1));
  };
  return run_paired(ours, arithmetic<T>(double(n) * n, 2.0 * (d + 2)), timing);
}

constexpr index_t side = 4096;
constexpr std::size_t pixels = std::size_t(side) * side;

void filter(const buffer<float>& in, const buffer<float>& out, const filter_params& params) {
  gaussian_filter(matrix_view<const float>(in.data(), side, side), params,
                  matrix_view<float>(out.data(), side, side));
}

paired_result filter_against_copy(const paired_options& timing) {
  const buffer<float> in = scattered<float>(pixels), out(pixels);
  const bool stream = memory_bandwidth(best(), pixels * sizeof(float), all_threads()).copy_streams;
  return run_paired(
      [&] { filter(in, out, {.sigma = {1.0}}); },
      [&] { copy_once(best(), in.data(), out.data(), pixels, all_threads(), stream); }, timing);
}

paired_result filter_against_multiply_adds(const paired_options& timing) {
  constexpr double sigma = 8, taps = 65;
  const buffer<float> in = scattered<float>(pixels), out(pixels);
  const double flop = double(pixels) * 2 * 2 * taps;
  return run_paired([&] { filter(in, out, {.sigma = {sigma}}); },
                    [&] { fma_once<float>(best(), flop, all_threads()); }, timing);
}

paired_result recursive_against_truncated(const paired_options& timing) {
  const buffer<float> in = scattered<float>(pixels), out(pixels);
  return run_paired(
      [&] {
        filter(in, out, {.sigma = {32.0}, .method = filter_method::recursive, .tolerance = 1e-4});
      },
      [&] { filter(in, out, {.sigma = {32.0}}); }, timing);
}

paired_result pool_against_read(const paired_options& timing) {
  constexpr index_t block = 8, pooled = side / block;
  const buffer<float> in = scattered<float>(pixels), kernel = scattered<float>(block * block),
                      out(pooled * pooled);
  return run_paired(
      [&] {
        block_pool(matrix_view<const float>(in.data(), side, side),
                   matrix_view<const float>(kernel.data(), block, block),
                   matrix_view<float>(out.data(), pooled, pooled));
      },
      [&] { read_once(best(), in.data(), pixels, all_threads()); }, timing);
}

template <class T>
paired_result exp_against_loop(const paired_options& timing) {
  constexpr std::size_t n = 16384 / sizeof(T);
  const buffer<T> in = scattered<T>(n), out(n);
  for (T& x : in) x *= T(-20);
  return run_paired([&] { exp(std::span<const T>(in.data(), n), std::span<T>(out.data(), n)); },
                    [&] {
                      for (std::size_t i = 0; i < n; ++i) out[i] = std::exp(in[i]);
                    },
                    timing);
}

template <class T>
paired_result mixture_against_exp(const paired_options& timing) {
  constexpr index_t width = 2048;
  const mixture two{.components = {{.mean = {-1, -1}, .covariance = {1, 0.5, 0.5, 0.75}},
                                   {.mean = {1, 1}, .covariance = {0.5, -0.25, -0.25, 1}}}};
  const grid where = grid::between({-3, -3}, {3, 3}, {width, width});
  const buffer<T> out(width * width);
  return run_paired(
      [&] { mixture_pdf(two, where, matrix_view<T>(out.data(), width, width).transposed()); },
      [&] { exp_once<T>(best(), 2 * out.size(), all_threads()); }, timing);
}

template <class T>
void add_typed(std::vector<floor_case>& cases) {
  const std::string type = type_name<T>;
  const auto add = [&](std::initializer_list<std::string_view> name, auto measure) {
    cases.push_back({join(name), measure});
  };
  if (blas_missing().empty()) {
    add({"rbf_512_features_", type, "/gemm"}, symmetric_against_gemm<T>);
  }
  for (const index_t d : {8, 64}) {
    add({"rbf_", std::to_string(d), "_features_", type, "/arithmetic"},
        [d](const paired_options& timing) { return cross_against_arithmetic<T>(d, timing); });
  }
  add({"apply_10_features_", type, "/arithmetic"}, apply_against_arithmetic<T>);
  add({"exp_", type, "/loop"}, exp_against_loop<T>);
  add({"mixture_", type, "/exp"}, mixture_against_exp<T>);
}

}  // namespace

std::vector<floor_case> floor_cases() {
  std::vector<floor_case> cases;
  add_typed<float>(cases);
  add_typed<double>(cases);
  cases.push_back({"filter_sigma_1_f32/copy", filter_against_copy});
  cases.push_back({"filter_sigma_8_f32/multiply_adds", filter_against_multiply_adds});
  cases.push_back({"recursive_sigma_32_f32/truncated", recursive_against_truncated});
  cases.push_back({"pool_8x8_f32/read", pool_against_read});
  return cases;
}

}  // namespace bellcurve::perf
