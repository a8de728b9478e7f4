// Pooling.
#include "operations.hpp"

#include <bellcurve/pool.hpp>

#include <type_traits>

namespace faults {
namespace {

using namespace bellcurve;

template <class S>
using result = std::conditional_t<std::is_same_v<S, double>, double, float>;

template <class S>
std::vector<S> cells(drawing& r, index_t count) {
  if constexpr (std::is_integral_v<S>) {
    return r.integers<S>(count);
  } else {
    return r.values<S>(count);
  }
}

/// Blocks that fill the matrix.
template <class S>
call blocks(drawing& r) {
  using R = result<S>;
  const index_t k = r.between(2, 9), l = r.between(2, 9);
  const index_t rows = r.extent(200, 250), cols = r.extent(150, 200);
  return {bytes_of<R>(rows * cols), [=, in = cells<S>(r, rows * k * cols * l),
                                     kernel = r.values<R>(k * l)](int threads, std::byte* out) {
            block_pool(array_view<const S>(in, {rows * k, cols * l}),
                       matrix_view<const R>(kernel, k, l), array_view<R>(as<R>(out), {rows, cols}),
                       {.threads = threads});
          }};
}

/// Blocks that overlap, of channels, with cells that are not valid and a rest.
template <class S>
call masked(drawing& r) {
  using R = result<S>;
  constexpr index_t channels = 3, k = 7, l = 5;
  const std::array<index_t, 2> stride = {r.between(2, 8), r.between(2, 6)};
  const index_t n = r.extent(500, 600), m = r.extent(400, 500);
  const index_t rows = pooled_extent(n, k, stride[0], remainder_mode::pad);
  const index_t cols = pooled_extent(m, l, stride[1], remainder_mode::pad);
  std::vector<std::uint8_t> mask(static_cast<std::size_t>(n * m));
  for (auto& v : mask) v = r.below(4) != 0 ? 1 : 0;
  std::vector<R> kernel(k * l);
  for (R& w : kernel) w = static_cast<R>(r.uniform());
  return {bytes_of<R>(rows * cols * channels),
          [=, in = cells<S>(r, n * m * channels), mask = std::move(mask),
           kernel = std::move(kernel)](int threads, std::byte* out) {
            pool_options options{.stride = stride,
                                 .remainder = remainder_mode::pad,
                                 .channels = true,
                                 .mask = matrix_view<const std::uint8_t>(mask, n, m),
                                 .threads = threads};
            options.progress = [](double) { return true; };
            block_pool(array_view<const S>(in, {n, m, channels}),
                       matrix_view<const R>(kernel, k, l),
                       array_view<R>(as<R>(out), {rows, cols, channels}), options);
          }};
}

template <class S>
call gaussian(drawing& r) {
  using R = result<S>;
  const std::array<index_t, 2> block = {r.between(2, 9), r.between(2, 9)};
  const index_t rows = r.extent(200, 250), cols = r.extent(150, 200);
  const kernel_2d_params p{.sigma = {1 + r.uniform(), 2.5}};
  return {bytes_of<R>(rows * cols),
          [=, in = cells<S>(r, rows * block[0] * cols * block[1])](int threads, std::byte* out) {
            gaussian_pool(array_view<const S>(in, {rows * block[0], cols * block[1]}), block, p,
                          array_view<R>(as<R>(out), {rows, cols}), {.threads = threads});
          }};
}

template <class S>
void add_of_type(std::vector<operation>& all) {
  const std::string type = suffix<S>();
  all.push_back({"block_pool" + type, blocks<S>});
  all.push_back({"block_pool, mask, channels" + type, masked<S>});
  all.push_back({"gaussian_pool" + type, gaussian<S>});
}

}  // namespace

void add_pooling(std::vector<operation>& all) {
  add_of_type<float>(all);
  add_of_type<double>(all);
  add_of_type<std::uint8_t>(all);
  add_of_type<std::uint16_t>(all);
  add_of_type<std::int16_t>(all);
}

}  // namespace faults
