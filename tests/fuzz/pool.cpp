// block_pool and gaussian_pool: any shapes, blocks, strides, masks, batches and types.
#include "pool/cases.hpp"

#include "fuzz/support/any_arrays.hpp"
#include "fuzz/support/input.hpp"

#include <bellcurve/kernels.hpp>

#include <algorithm>
#include <array>

using namespace fuzz;
using bellcurve::kernel_2d_params;
using bellcurve::remainder_mode;

namespace {

template <class S>
using result = cases::result<S>;

/// Integers of any bits; others without the ends of the range, unless the call says so.
template <class S>
void fill_cells(array<S>& a, input& in) {
  if constexpr (std::is_integral_v<S>) {
    support::random r(in.byte());
    a.each([&](const auto& i) { a(i) = static_cast<S>(r.bits()); });
  } else {
    fill(a, in, /*wild=*/false);
    if (a.size() == 0) return;
    for (index_t more = in.below(3); more > 0; --more) {
      std::vector<index_t> i;
      for (const index_t extent : a.shape()) i.push_back(in.below(extent));
      a(i) = std::numeric_limits<S>::quiet_NaN();
    }
  }
}

template <class S>
struct drawn {
  cases::call<S> call;
  bool valid;
};

template <class S>
drawn<S> any_call(input& in) {
  using T = result<S>;
  bellcurve::pool_options o;
  bool valid = true;
  o.batch_axes = static_cast<int>(in.below(3));
  o.channels = in.once_in(3);
  o.threads = static_cast<int>(in.below(3));
  o.check_finite = in.once_in(8);
  constexpr remainder_mode modes[] = {remainder_mode::crop, remainder_mode::pad,
                                      remainder_mode::error};
  o.remainder = in.one_of(modes);
  const index_t k = 1 + in.below(9), l = 1 + in.below(20);
  if (in.once_in(2)) o.stride = {1 + in.below(12), 1 + in.below(24)};
  std::vector<index_t> shape;
  for (int b = 0; b < o.batch_axes; ++b) shape.push_back(in.below(4));
  const index_t rows = in.below(30), cols = any_extent(in, 150);
  shape.push_back(rows);
  shape.push_back(cols);
  if (o.channels) shape.push_back(1 + in.below(5));
  const int axes = static_cast<int>(shape.size());
  drawn<S> d{{.in = array<S>(shape, fuzz::any_placing(axes, in)),
              .kernel = array<T>({k, l}, fuzz::any_placing(2, in)),
              .options = o},
             valid};
  fill_cells(d.call.in, in);
  fill(d.call.kernel, in, false);
  if (in.once_in(3)) {
    auto& mask = d.call.mask.emplace(std::vector<index_t>{rows, cols}, fuzz::any_placing(2, in));
    support::random r(in.byte());
    mask.each([&](const auto& i) { mask(i) = static_cast<std::uint8_t>(r.below(3)); });
    auto& kernel = d.call.kernel;
    kernel.each([&](const auto& i) { kernel(i) = std::abs(kernel(i)) + T(0.01); });
  }
  return d;
}

template <class S>
bool finite_cells(const cases::call<S>& c) {
  bool all = true;
  c.in.each([&](const std::vector<index_t>& i) {
    const std::size_t row = c.row_axis();
    if (c.mask && (*c.mask)({i[row], i[row + 1]}) == 0) return;
    all = all && std::isfinite(static_cast<double>(c.in(i)));
  });
  return all;
}

template <class S>
void run(input& in) {
  using T = result<S>;
  drawn<S> d = any_call<S>(in);
  cases::call<S>& c = d.call;
  bool valid = d.valid;
  std::vector<index_t> shape;
  if (throws([&] { shape = c.out_shape(); })) return;  // cells are left over
  array<T> out(shape, fuzz::any_placing(static_cast<int>(shape.size()), in));
  if (out.size() > 20'000) return;
  tight<S> from(c.in);
  tight<T> to(out), kernel(c.kernel);
  std::optional<tight<std::uint8_t>> mask;
  bellcurve::pool_options o = c.options;
  if (c.mask) {
    mask.emplace(*c.mask);
    o.mask = mask->matrix();
  }
  if (o.check_finite && out.size() > 0) valid = valid && finite_cells(c);
  matrix_view<const T> weights = kernel.matrix();
  array_view<T> into = to.view();
  std::vector<index_t> other(shape);
  switch (in.below(24)) {
    case 20:
      weights = spoiled(weights, in), valid = false;
      break;
    case 21:
      o.threads = -1, valid = false;
      break;
    case 22:
      c.kernel({0, 0}) = std::numeric_limits<T>::infinity();
      weights = c.kernel.matrix(), valid = false;
      break;
    case 23:
      ++other.front();
      into = array_view<T>(to.view().data(), other, to.view().strides()), valid = false;
      break;
    default:
      break;
  }
  const bool thrown = throws([&] { block_pool(from.view(), weights, into, o); });
  to.copy_back();
  // Where there is no result, what cannot be wrong is not looked at.
  FUZZ_CHECK(thrown == !valid || out.size() == 0);
  FUZZ_CHECK(out.damage() == 0);
  if (thrown) return FUZZ_CHECK(out.untouched());
  FUZZ_CHECK(cases::worst(c, out) < 1);
}

/// A Gaussian's weights, and nothing else.
template <class S>
void run_gaussian(input& in) {
  using T = result<S>;
  drawn<S> d = any_call<S>(in);
  const cases::call<S>& c = d.call;
  std::vector<index_t> shape;
  if (throws([&] { shape = c.out_shape(); })) return;
  array<T> a(shape), b(shape);
  if (a.size() > 20'000) return;
  const kernel_2d_params p{.sigma = {in.number(), in.number()}};
  const std::array<index_t, 2> block = {c.kernel.shape()[0], c.kernel.shape()[1]};
  bellcurve::pool_options o = c.options;
  if (c.mask) o.mask = c.mask->matrix();
  array<T> kernel({block[0], block[1]});
  const bool no_kernel = throws([&] { gaussian_kernel_2d(p, as_matrix(kernel.view())); });
  const bool refused =
      no_kernel || throws([&] { block_pool(c.in.view(), kernel.matrix(), a.view(), o); });
  FUZZ_CHECK(throws([&] { gaussian_pool(c.in.view(), block, p, b.view(), o); }) == refused);
  if (refused) return FUZZ_CHECK(b.untouched());
  const auto x = a.values(), y = b.values();
  for (std::size_t k = 0; k < x.size(); ++k)
    FUZZ_CHECK(x[k] == y[k] || (std::isnan(x[k]) && std::isnan(y[k])));
}

template <class S>
void either(input& in) {
  in.once_in(4) ? run_gaussian<S>(in) : run<S>(in);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  input in(data, size);
  switch (in.below(5)) {
    case 0:
      either<float>(in);
      break;
    case 1:
      either<double>(in);
      break;
    case 2:
      either<std::uint8_t>(in);
      break;
    case 3:
      either<std::uint16_t>(in);
      break;
    default:
      either<std::int16_t>(in);
  }
  return 0;
}
