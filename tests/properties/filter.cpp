// Filters: what holds whatever the samples are.
//
// Two ways to the same sample are no further apart than its bounds (docs/ACCURACY.md, "Filters") by
// either, which the reference of the filters' tests gives for each sample.
#include "filter/reference.hpp"
#include "properties/property.hpp"

#include <bellcurve/kernels.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

using namespace property;
using namespace reference;
using bellcurve::filter_method;

namespace {

/// A picture of small multiples of 1 / 64, which sums and products with powers of two do not round.
template <class T>
array<T> picture(index_t rows, index_t cols, const char* name) {
  array<T> a({rows, cols});
  const auto values = numbers<T>(rows * cols, name);
  a.each([&](const auto& i) { a(i) = values[static_cast<std::size_t>(i[0] * cols + i[1])]; });
  return a;
}
/// Wide, or tall: loops take several rows at once.
struct extents {
  index_t rows, cols;
};
extents any_extents() {
  const bool tall = between(0, 1, "tall") == 1;
  const index_t rows = between(1, tall ? 40 : 12, "rows");
  return {rows, between(1, tall ? 12 : 24, "columns")};
}
template <class T>
array<T> any_picture(const char* name = "samples") {
  const extents e = any_extents();
  return picture<T>(e.rows, e.cols, name);
}

double any_sigma(const char* name = "sigma") {
  return one_of<double>({1.0, 0.4, 0.75, 2.0, 3.5}, name);
}
border any_border() {
  return one_of<border>({std::begin(every_border), std::end(every_border)}, "border");
}
/// Derivatives of Gaussians from sigma 1 on, for which there is a bound in double.
filter_params any_params() {
  filter_params p{.sigma = {any_sigma("sigma of rows"), any_sigma("sigma of columns")}};
  p.mode = {any_border(), any_border()};
  p.order = {0, 0};
  for (std::size_t k = 0; k < 2; ++k)
    if (p.sigma[k] >= 1) p.order[k] = static_cast<int>(between(0, 2, "order"));
  p.cval = static_cast<double>(between(0, 4, "cval"));
  return p;
}

template <class T, class F>
array<T> made(const array<T>& a, std::vector<index_t> shape, const F& from) {
  array<T> b(std::move(shape));
  b.each([&](const auto& i) { b(i) = a(from(i)); });
  return b;
}

template <class T>
real distance(T a, T b) {
  return std::abs(static_cast<real>(a) - static_cast<real>(b));
}

/// All within the bounds of both.
template <class T>
bool near(const array<T>& a, const array<T>& b, const field& of_a, const field& of_b) {
  std::size_t at = 0;
  bool all = true;
  a.each([&](const auto& i) {
    const real allowed = of_a.error[at] + of_b.error[at];
    all = all && distance(a(i), b(i)) <= allowed * 1.001L + std::numeric_limits<T>::denorm_min();
    ++at;
  });
  return all;
}

// --- what a Gaussian does to simple pictures
// -----------------------------------------------------------

/// A constant stays it, to the bound: weights sum to 1.
template <class T>
void constants() {
  const extents size = any_extents();
  call<T> c{.in = array<T>({size.rows, size.cols}), .params = any_params()};
  const auto value = static_cast<T>(between(0, 1000, "value")) / T(64);
  c.in.each([&](const auto& i) { c.in(i) = value; });
  c.params.order = {0};
  c.params.cval = static_cast<double>(value);
  const array<T> out = c.run();
  const field e = expected(c);
  std::size_t at = 0;
  for (const T got : out.values()) RC_ASSERT(distance(got, value) <= e.error[at++] * 1.001L);
  // Recursive filters measure from the first sample of a line.
  c.params.method = filter_method::recursive;
  c.params.sigma = {std::max(c.params.sigma[0], 0.5)};
  c.params.mode = {c.params.mode[0]};
  for (const T got : c.run().values()) RC_ASSERT(got == value);
}

/// Without a derivative no sample is beyond the least and the largest of the input.
template <class T>
void range() {
  call<T> c{.in = any_picture<T>(), .params = any_params()};
  c.params.order = {0};
  c.params.cval = static_cast<double>(c.in({0, 0}));
  const auto values = c.in.values();
  const auto [low, high] = std::minmax_element(values.begin(), values.end());
  const field e = expected(c);
  std::size_t at = 0;
  for (const T got : c.run().values()) {
    const real allowed = e.error[at++] * 1.001L;
    RC_ASSERT(static_cast<real>(got) >= static_cast<real>(*low) - allowed);
    RC_ASSERT(static_cast<real>(got) <= static_cast<real>(*high) + allowed);
  }
}

/// An impulse becomes the kernel, to the bit: the reversed weights of gaussian_kernel_1d.
template <class T>
void impulse() {
  const double sigma = any_sigma();
  const int order = sigma >= 1 ? static_cast<int>(between(0, 4, "order")) : 0;
  const auto radius = static_cast<index_t>(4 * sigma + 0.5);
  const index_t before = radius + between(0, 9, "samples before"), n = before + radius + 1;
  array<T> in({2, n}), out({2, n});
  in.each([&](const auto& i) { in(i) = i[0] == 1 && i[1] == before ? T(1) : T(0); });
  gaussian_filter(std::as_const(in).view(), {.sigma = {sigma}, .order = {order}, .axes = {1}},
                  out.view());
  std::vector<T> w(static_cast<std::size_t>(2 * radius + 1));
  bellcurve::gaussian_kernel_1d({.sigma = sigma, .order = order}, w);
  for (index_t j = 0; j < n; ++j) {
    const index_t k = j - before + radius;
    const bool reached = k >= 0 && k <= 2 * radius;
    RC_ASSERT(out({1, j}) == (reached ? w[static_cast<std::size_t>(k)] : T(0)));
    RC_ASSERT(out({0, j}) == T(0));
  }
}

template <class T>
void sigma_zero() {
  call<T> c{.in = any_picture<T>(), .params = {.sigma = {0}, .mode = {any_border()}}};
  RC_ASSERT(same_bits(c.run().values(), c.in.values()));
  c.params.sigma = {0, any_sigma()};
  call<T> d = c;
  d.params.sigma = {c.params.sigma[1]};
  d.params.axes = {1};
  RC_ASSERT(same_bits(c.run().values(), d.run().values()));
}

// --- linearity
// ----------------------------------------------------------------------------------------

template <class T>
void linearity() {
  call<T> a{.in = any_picture<T>("first"), .params = any_params()};
  a.params.cval = 0;
  call<T> b = a, sum = a, four = a;
  b.in = picture<T>(a.in.shape()[0], a.in.shape()[1], "second");
  sum.in.each([&](const auto& i) {
    sum.in(i) = a.in(i) + b.in(i);
    four.in(i) = 4 * a.in(i);
  });
  const auto of_a = a.run(), of_b = b.run(), of_sum = sum.run(), of_four = four.run();
  const field ea = expected(a), eb = expected(b), es = expected(sum);
  std::size_t at = 0;
  of_a.each([&](const auto& i) {
    RC_ASSERT(of_four(i) == 4 * of_a(i));
    const real off = std::abs(static_cast<real>(of_sum(i)) - static_cast<real>(of_a(i)) -
                              static_cast<real>(of_b(i)));
    RC_ASSERT(off <= (ea.error[at] + eb.error[at] + es.error[at]) * 1.001L +
                         std::numeric_limits<T>::denorm_min());
    ++at;
  });
}

// --- where things are
// -----------------------------------------------------------------------------------

/// On a ring no sample is special: turned, to the bit.
template <class T>
void shifts_on_a_ring() {
  call<T> c{.in = any_picture<T>(), .params = any_params()};
  c.params.mode = {border::wrap};
  const index_t rows = c.in.shape()[0], cols = c.in.shape()[1];
  const index_t down = between(0, rows - 1, "down"), right = between(0, cols - 1, "to the right");
  const auto turned = [&](const array<T>& a) {
    return made(a, a.shape(), [&](const std::vector<index_t>& i) {
      return std::vector<index_t>{(i[0] + down) % rows, (i[1] + right) % cols};
    });
  };
  call<T> other = c;
  other.in = turned(c.in);
  RC_ASSERT(same_bits(other.run().values(), turned(c.run()).values()));
}

/// Of a transposed picture.
field transposed(const field& f) {
  const auto rows = static_cast<std::size_t>(f.shape[0]),
             cols = static_cast<std::size_t>(f.shape[1]);
  field g = f;
  std::swap(g.shape[0], g.shape[1]);
  for (std::size_t i = 0; i < rows; ++i)
    for (std::size_t j = 0; j < cols; ++j) g.error[j * rows + i] = f.error[i * cols + j];
  return g;
}

template <class T>
void transposition() {
  call<T> c{.in = any_picture<T>(), .params = any_params()};
  c.params.cval = 0;  // another would be filtered along one axis of the two, which is another one
  const std::vector<index_t> shape{c.in.shape()[1], c.in.shape()[0]};
  const auto across = [&](const auto& i) { return std::vector<index_t>{i[1], i[0]}; };
  call<T> other = c;
  other.in = made(c.in, shape, across);
  std::swap(other.params.sigma[0], other.params.sigma[1]);
  std::swap(other.params.order[0], other.params.order[1]);
  std::swap(other.params.mode[0], other.params.mode[1]);
  const auto back = made(other.run(), c.in.shape(), across);
  RC_ASSERT(near(c.run(), back, expected(c), transposed(expected(other))));
}

/// Mirrored along an axis: an odd derivative changes its sign.
template <class T>
void reflection() {
  call<T> c{.in = any_picture<T>(), .params = any_params()};
  c.params.axes = {0, 1};
  const index_t cols = c.in.shape()[1];
  const auto mirrored = [&](const auto& i) { return std::vector<index_t>{i[0], cols - 1 - i[1]}; };
  call<T> other = c;
  other.in = made(c.in, c.in.shape(), mirrored);
  auto back = made(other.run(), c.in.shape(), mirrored);
  if (c.params.order[1] % 2 == 1) back.each([&](const auto& i) { back(i) = -back(i); });
  // Bounds of a sample and its mirror image are the same.
  const field e = expected(c);
  RC_ASSERT(near(c.run(), back, e, e));
}

/// Axes in any order, together or one after the other.
template <class T>
void separability() {
  call<T> c{.in = any_picture<T>(), .params = any_params()};
  call<T> turned = c;
  turned.params.axes = {1, 0};
  std::swap(turned.params.sigma[0], turned.params.sigma[1]);
  std::swap(turned.params.order[0], turned.params.order[1]);
  std::swap(turned.params.mode[0], turned.params.mode[1]);
  const array<T> both = c.run();
  const field e = expected(c), f = expected(turned);
  // cval stands beyond the ends of what is filtered along the first axis already.
  const bool same = c.params.cval == 0 ||
                    (c.params.mode[0] != border::constant && c.params.mode[1] != border::constant);
  if (same) RC_ASSERT(near(both, turned.run(), e, f));
  array<T> between_axes(c.in.shape()), after(c.in.shape());
  const auto along = [&](const array<T>& in, int axis, array<T>& out) {
    const auto k = static_cast<std::size_t>(axis);
    bellcurve::gaussian_filter1d(in.view(),
                                 {.sigma = c.params.sigma[k],
                                  .axis = axis,
                                  .order = c.params.order[k],
                                  .mode = c.params.mode[k],
                                  .cval = c.params.cval},
                                 out.view());
  };
  along(c.in, 0, between_axes);
  along(between_axes, 1, after);
  RC_ASSERT(near(both, after, e, e));
}

// --- missing samples
// ------------------------------------------------------------------------------------

/// What stands at a missing sample has no say, to the bit; and where none is missing the results
/// are those without a mask, but for roundings.
template <class T>
void missing() {
  call<T> c{.in = any_picture<T>(), .params = any_params()};
  c.params.order = {0};
  const index_t cols = c.in.shape()[1];
  const auto marks = integers(c.in.size(), 2, "mask");
  c.mask.emplace(c.in.shape());
  c.mask->each([&](const auto& i) {
    (*c.mask)(i) = marks[static_cast<std::size_t>(i[0] * cols + i[1])] != 0 ? 0 : 1;
  });
  call<T> other = c;
  const T stray =
      one_of<T>({T(7), std::numeric_limits<T>::max(), std::numeric_limits<T>::quiet_NaN(),
                 -std::numeric_limits<T>::infinity()},
                "stray");
  other.in.each([&](const auto& i) {
    if ((*c.mask)(i) == 0) other.in(i) = stray;
  });
  RC_ASSERT(same_bits(c.run().values(), other.run().values()));
  c.mask->each([&](const auto& i) { (*c.mask)(i) = 1; });
  call<T> plain = c;
  plain.mask.reset();
  RC_ASSERT(near(c.run(), plain.run(), expected(c), expected(plain)));
}

template <class T>
void all() {
  const std::string type = sizeof(T) == 4 ? ", float" : ", double";
  holds("filter: constants" + type, constants<T>);
  holds("filter: range" + type, range<T>);
  holds("filter: impulse" + type, impulse<T>);
  holds("filter: sigma 0" + type, sigma_zero<T>);
  holds("filter: linearity" + type, linearity<T>);
  holds("filter: shifts on a ring" + type, shifts_on_a_ring<T>);
  holds("filter: transposition" + type, transposition<T>);
  holds("filter: reflection" + type, reflection<T>);
  holds("filter: separability" + type, separability<T>);
  holds("filter: missing samples" + type, missing<T>);
}

}  // namespace

TEST_CASE("properties: filter, float") { all<float>(); }
TEST_CASE("properties: filter, double") { all<double>(); }
