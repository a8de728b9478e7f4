// Values of SciPy, each in one call. It computes in double and rounds to the type of the output
// after each axis; printed with 13 digits.
#include "golden.hpp"

#include "reference.hpp"

using namespace reference;
using bellcurve::gaussian_filter;
using bellcurve::gaussian_filter1d;
using bellcurve::gaussian_gradient_magnitude;
using bellcurve::gaussian_laplace;

namespace {

template <class T>
struct image {
  std::vector<T> in, out;
  explicit image(std::size_t size) : out(size) {}
  image() : out(35) {
    for (const auto v : golden::image) in.push_back(static_cast<T>(v));
  }
  array_view<const T> from() const { return {in, {5, 7}}; }
  array_view<T> to() { return {out, {5, 7}}; }

  /// Sums of up to 255 times weights below 1, of which there are some 60 in the longest case.
  void is(const double* want) const {
    const double tolerance = 255 * 100 * std::numeric_limits<T>::epsilon() / 2.0 + 1e-10;
    for (std::size_t i = 0; i < out.size(); ++i) {
      CAPTURE(i);
      CHECK(std::abs(static_cast<double>(out[i]) - want[i]) <= tolerance);
    }
  }
};

constexpr double cval = 2.5;

}  // namespace

TEST_CASE_TEMPLATE("filter golden: gaussian_filter, every mode", T, float, double) {
  for (const border mode : every_border) {
    CAPTURE(to_string(mode));
    const auto m = static_cast<std::size_t>(mode);
    image<T> i;
    gaussian_filter(i.from(), {.sigma = {1.3}, .mode = {mode}, .cval = cval}, i.to());
    i.is(golden::smooth[m]);
    gaussian_filter(i.from(), {.sigma = {4, 0.7}, .mode = {mode}, .cval = cval}, i.to());
    i.is(golden::wide[m]);
    gaussian_filter(i.from(), {.sigma = {0.9, 1.6}, .order = {1, 2}, .mode = {mode}, .cval = cval},
                    i.to());
    i.is(golden::derived[m]);
    gaussian_filter(i.from(),
                    {.sigma = {2}, .mode = {mode, border::nearest}, .cval = cval, .truncate = 1.5},
                    i.to());
    i.is(golden::cut[m]);
  }
}

TEST_CASE_TEMPLATE("filter golden: gaussian_filter1d", T, float, double) {
  for (int order = 0; order <= 4; ++order) {
    const auto n = static_cast<std::size_t>(order);
    image<T> i;
    gaussian_filter1d(i.from(), {.sigma = 1.1, .axis = 0, .order = order}, i.to());
    i.is(golden::line[n]);
    gaussian_filter1d(i.from(), {.sigma = 1.1, .order = order, .radius = 2}, i.to());
    i.is(golden::short_line[n]);
  }
}

TEST_CASE_TEMPLATE("filter golden: Laplacian and magnitude of the gradient", T, float, double) {
  for (const border mode : every_border) {
    CAPTURE(to_string(mode));
    const filter_params params{.sigma = {1, 1.5}, .mode = {mode}, .cval = cval};
    image<T> i;
    gaussian_laplace(i.from(), params, i.to());
    i.is(golden::laplace[static_cast<std::size_t>(mode)]);
    gaussian_gradient_magnitude(i.from(), params, i.to());
    i.is(golden::magnitude[static_cast<std::size_t>(mode)]);
  }
}

TEST_CASE_TEMPLATE("filter golden: three axes", T, float, double) {
  image<T> v(36);
  for (std::size_t k = 0; k < 12; ++k)
    for (const int factor : {1, 2, -1})
      v.in.push_back(static_cast<T>(golden::image[k / 4 * 7 + k % 4] * factor));
  gaussian_filter(array_view<const T>(v.in, {3, 4, 3}), {.sigma = {0.8}, .order = {0, 1, 2}},
                  array_view<T>(v.out, {3, 4, 3}));
  v.is(golden::volume);
}

TEST_CASE("filter golden: bytes are those of SciPy's doubles, rounded") {
  for (const border mode : every_border) {
    // SciPy takes cval as it is, and so do we.
    image<std::uint8_t> i;
    gaussian_filter(i.from(), {.sigma = {1.3}, .mode = {mode}, .cval = cval}, i.to());
    const auto& want = golden::smooth[static_cast<std::size_t>(mode)];
    for (std::size_t k = 0; k < 35; ++k) {
      CHECK(std::abs(i.out[k] - want[k]) <= 0.5 + 1e-4);
    }
  }
}
