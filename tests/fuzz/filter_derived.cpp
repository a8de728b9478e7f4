// gaussian_laplace, gaussian_gradient_magnitude, difference_of_gaussians and gaussian_filter1d:
// each against the filters that it is made of.
#include "fuzz/support/any_filter.hpp"

#include <bellcurve/filter.hpp>

using namespace fuzz;
using reference::compute;
using reference::field;
using reference::real;

namespace {

constexpr double most_work = 150'000;

template <class T>
constexpr real u = std::numeric_limits<T>::epsilon() / 2.0L;

template <class T>
void check_close(const array<T>& out, const std::vector<real>& want,
                 const std::vector<real>& bound) {
  FUZZ_CHECK(out.damage() == 0);
  std::size_t at = 0;
  for (const T got : out.values()) {
    FUZZ_CHECK(std::abs(static_cast<real>(got) - want[at]) <= bound[at] * 1.001L);
    ++at;
  }
}

template <class S>
void laplace(const array<S>& in, const filter_params& p, const array<compute<S>>& out) {
  using T = compute<S>;
  const auto terms = reference::along_each_axis(in, p, 2);
  std::vector<real> want(terms[0].value.size()), bound(want.size());
  for (const field& f : terms) {
    for (std::size_t k = 0; k < want.size(); ++k) {
      want[k] += f.value[k];
      bound[k] += f.error[k] + u<T> * static_cast<real>(terms.size()) * f.magnitude[k];
    }
  }
  check_close(out, want, bound);
}

template <class S>
void magnitude(const array<S>& in, const filter_params& p, const array<compute<S>>& out) {
  using T = compute<S>;
  const auto terms = reference::along_each_axis(in, p, 1);
  std::vector<real> want(terms[0].value.size()), bound(want.size());
  const real roundings = std::is_same_v<T, double> ? 2 : 1;
  for (std::size_t k = 0; k < want.size(); ++k) {
    real squares = 0, errors = 0;
    for (const field& f : terms) {
      squares += f.value[k] * f.value[k];
      errors += f.error[k] * f.error[k];
    }
    want[k] = std::sqrt(squares);
    bound[k] = std::sqrt(errors) + roundings * static_cast<real>(terms.size()) * u<T> * want[k] +
               std::numeric_limits<T>::denorm_min();
  }
  check_close(out, want, bound);
}

template <class S>
void difference(const array<S>& in, filter_params p, const std::vector<double>& high,
                const array<compute<S>>& out) {
  using T = compute<S>;
  const field narrow = reference::expected(reference::call<S, T>{.in = in, .params = p});
  std::vector<double> wide = high;
  if (high.empty()) {
    for (const double sigma : p.sigma) wide.push_back(1.6 * sigma);
  }
  p.sigma = wide;
  const field broad = reference::expected(reference::call<S, T>{.in = in, .params = p});
  std::vector<real> want(narrow.value.size()), bound(want.size());
  for (std::size_t k = 0; k < want.size(); ++k) {
    want[k] = narrow.value[k] - broad.value[k];
    bound[k] = narrow.error[k] + broad.error[k] + u<T> * std::abs(want[k]);
  }
  check_close(out, want, bound);
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
  if (which == 0) laplace(in, p, out);
  if (which == 1) magnitude(in, p, out);
  if (which == 2) difference(in, p, high, out);
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
