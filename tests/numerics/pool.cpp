// The largest errors of pooling over data that are hard on it.
#include "numerics/sets.hpp"
#include "pool/cases.hpp"
#include "support/worst.hpp"

#include <bellcurve/kernels.hpp>

#include <cmath>

using namespace cases;
using support::type_name;
using support::worst_errors;

namespace {

template <class S>
void judge(const call<S>& c, const array<result<S>>& out, std::string_view from,
           worst_errors::row& row) {
  out.each([&](const auto& index) {
    const judged j = judge_result(c, out(index), index);
    row.add(from, j.relative, j.share);
  });
}

template <class S>
std::vector<sets::set> sets_of() {
  if (std::is_integral_v<S>) return {sets::set::ordinary};
  return {std::begin(sets::every_set), std::end(sets::every_set)};
}

template <class S>
void pools(worst_errors& table) {
  using T = result<S>;
  support::random r(96);
  for (const sets::set which : sets_of<S>()) {
    for (const auto& block : {std::array<index_t, 2>{1, 1}, {2, 3}, {4, 4}, {7, 5}, {16, 16}}) {
      for (const bool masked : {false, true}) {
        call<S> c{.in = array<S>({block[0] * 5, block[1] * 9}),
                  .kernel = array<T>({block[0], block[1]})};
        if constexpr (std::is_integral_v<S>) {
          c.in.each([&](const auto& i) { c.in(i) = static_cast<S>(r.bits()); });
        } else {
          const index_t cols = c.in.shape()[1];
          const auto values = sets::samples<S>(which, c.in.shape()[0], cols, 97);
          c.in.each([&](const auto& i) {
            c.in(i) = values[static_cast<std::size_t>(i[0] * cols + i[1])];
          });
        }
        c.kernel.each([&](const auto& i) {
          const auto w = static_cast<T>(r.normal());
          c.kernel(i) = masked ? std::abs(w) : w;
        });
        if (masked) {
          c.mask.emplace(c.in.shape());
          c.mask->each(
              [&](const auto& i) { (*c.mask)(i) = static_cast<std::uint8_t>(r.below(3)); });
        }
        judge(c, c.run(), sets::to_string(which),
              table.of(masked ? "block_pool, masked" : "block_pool", type_name<S>,
                       "of sum abs(kernel in)"));
        if (masked) continue;
        const bellcurve::kernel_2d_params gaussian{.sigma = {1.5, 2.5}};
        std::vector<T> weights(static_cast<std::size_t>(c.kernel.size()));
        gaussian_kernel_2d(gaussian, matrix_view<T>(weights, block[0], block[1]));
        c.kernel.each([&](const auto& i) {
          c.kernel(i) = weights[static_cast<std::size_t>(i[0] * block[1] + i[1])];
        });
        array<T> out(c.out_shape());
        bellcurve::gaussian_pool(c.in.view(), block, gaussian, out.view());
        judge(c, out, sets::to_string(which),
              table.of("gaussian_pool", type_name<S>, "of sum abs(kernel in)"));
      }
    }
  }
}

}  // namespace

TEST_CASE_TEMPLATE("worst errors: pooling", S, float, double, std::uint8_t, std::uint16_t,
                   std::int16_t) {
  worst_errors table;
  pools<S>(table);
  table.report();
}
