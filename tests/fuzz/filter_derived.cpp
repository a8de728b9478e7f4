// gaussian_laplace, gaussian_gradient_magnitude, difference_of_gaussians and gaussian_filter1d:
// each against the filters that it is made of.
#include "filter/derived_reference.hpp"
#include "fuzz/support/any_filter.hpp"

#include <bellcurve/filter.hpp>

using namespace fuzz;
using reference::compute;

namespace {

constexpr double most_work = 150'000;

template <class T>
void check_close(const array<T>& out, const reference::field& e) {
  FUZZ_CHECK(out.damage() == 0);
  // A root, a sum or a difference of subnormal numbers is rounded, too.
  FUZZ_CHECK(reference::too_far_off(out, e, std::numeric_limits<T>::denorm_min()) == 0);
}

/// Bit for bit gaussian_filter along this axis alone.
template <class S>
void one_axis(const array<S>& in, const filter_params& p, input& choice) {
  const int axes = static_cast<int>(in.shape().size());
  const int axis = static_cast<int>(choice.below(2 * axes)) - axes;
  bellcurve::filter1d_params one{.sigma = p.sigma[0],
                                 .axis = axis,
                                 .order = static_cast<int>(choice.below(5)),
                                 .mode = p.mode[0],
                                 .cval = p.cval,
                                 .truncate = p.truncate};
  filter_params same{.sigma = {p.sigma[0]},
                     .order = {one.order},
                     .mode = {p.mode[0]},
                     .cval = p.cval,
                     .truncate = p.truncate,
                     .axes = {axis}};
  if (!p.radius.empty()) {
    one.radius = p.radius[0];
    same.radius = {p.radius[0]};
  }
  array<S> a(in.shape()), b(in.shape());
  const bool refused = throws([&] { gaussian_filter(in.view(), same, a.view()); });
  FUZZ_CHECK(throws([&] { gaussian_filter1d(in.view(), one, b.view()); }) == refused);
  if (refused) return FUZZ_CHECK(b.untouched());
  FUZZ_CHECK(support::same_bits(a.values(), b.values()));
}

template <class S>
void run(input& choice) {
  using T = compute<S>;
  const std::vector<index_t> shape = any_shape(choice, 600);
  const int axes = static_cast<int>(shape.size());
  array<S> in(shape, fuzz::any_placing(axes, choice));
  fill_samples(in, choice);
  const drawn_params drawn = any_filter(choice, axes, false);
  const filter_params& p = drawn.params;
  std::vector<double> high;
  if (choice.once_in(2)) high = {*std::ranges::max_element(p.sigma) + choice.ordinary()};
  filter_params widest = p;
  if (!high.empty()) widest.sigma = high;
  const double work = std::max(work_of(p, shape), work_of(widest, shape)) * 2 * axes;
  if (work > most_work) return;
  array<T> out(shape, fuzz::any_placing(axes, choice));
  tight<S> from(in);
  tight<T> to(out);
  const array_view<const S> source = from.view();
  const filter_options o{.threads = static_cast<int>(choice.below(3))};
  const index_t which = choice.below(4);
  if (which == 3) return one_axis(in, p, choice);
  const bool thrown = throws([&] {
    if (which == 0) gaussian_laplace(source, p, to.view(), o);
    if (which == 1) gaussian_gradient_magnitude(source, p, to.view(), o);
    if (which == 2) difference_of_gaussians(source, p, high, to.view(), o);
  });
  to.copy_back();
  if (!drawn.valid && drawn.ordinary) FUZZ_CHECK(thrown);
  FUZZ_CHECK(out.damage() == 0);
  if (thrown) {
    FUZZ_CHECK(out.untouched());
    return FUZZ_CHECK(!drawn.valid || !drawn.ordinary);
  }
  if (!drawn.ordinary) return;
  if (which == 0) check_close(out, reference::expected_laplace(in, p));
  if (which == 1) check_close(out, reference::expected_gradient_magnitude(in, p));
  if (which == 2) check_close(out, reference::expected_difference(in, p, high));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  input in(data, size);
  switch (in.below(5)) {
    case 0:
      run<float>(in);
      break;
    case 1:
      run<double>(in);
      break;
    case 2:
      run<std::uint8_t>(in);
      break;
    case 3:
      run<std::uint16_t>(in);
      break;
    default:
      run<std::int16_t>(in);
  }
  return 0;
}
